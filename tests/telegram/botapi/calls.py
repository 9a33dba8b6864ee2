"""One call of the Bot API as it came over the wire: JSON, urlencoded or multipart."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.telegram.botapi.files import UPLOAD_LIMIT
from tests.telegram.botapi.model import Bot, Json
from tests.telegram.botapi.refusals import Declined, bad

TRUE = frozenset({"true", "yes", "1"})
FLUSH_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Call:
    """`args` hold text as it came, or what stood in a JSON body; `uploads` go by the name of their part."""

    bot: Bot
    method: str
    args: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.args

    def text(self, name: str) -> str:
        value = self.args.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in TRUE

    def parsed(self, name: str, what: str = "") -> Any:
        """A structured argument, whether it came as JSON text or inside a JSON body. Raises: Declined."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {what or name.replace('_', ' ')} JSON object") from None

    def objects(self, name: str) -> list[Json]:
        value = self.parsed(name)
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


async def read_call(request: web.Request, bot: Bot) -> Call:
    """Raises: Declined."""
    call = Call(bot, request.match_info["method"], dict(request.query))
    kind = request.content_type
    if kind == "application/json":
        call.args |= _json_args(await request.read())
    elif kind == "application/x-www-form-urlencoded":
        call.args |= {name: str(value) for name, value in (await request.post()).items()}
    elif kind.startswith("multipart/"):
        await _read_parts(request, call)
    return call


def _json_args(body: bytes) -> dict[str, Any]:
    try:
        args = json.loads(body) if body else {}
    except ValueError:
        args = None
    if not isinstance(args, dict):
        raise bad("can't parse JSON object")
    return {name: value for name, value in args.items() if value is not None}


async def _read_parts(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        name = part.name or ""
        if part.filename is None:
            call.args[name] = await part.text()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            call.uploads[name] = Upload(part.filename, mime, await _whole(part))


async def _whole(part: BodyPartReader) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(FLUSH_LIMIT):
        data += chunk
        if len(data) > UPLOAD_LIMIT:
            raise Declined(413, "Request Entity Too Large")
    return bytes(data)
