"""One REST call as it came over the wire: JSON or multipart."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.discord.gateway.files import FILE_LIMIT, REQUEST_LIMIT, StoredFile, mime_of
from tests.discord.gateway.model import Bot, Json
from tests.discord.gateway.refusals import Declined, invalid, too_large

PART = re.compile(r"files\[(\d+)\]")


@dataclass(slots=True)
class Call:
    """`name`: of the route. `where`: what stood in its path. `bot` is None where the path itself is the permission."""

    name: str
    bot: Bot | None
    where: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    uploads: dict[int, StoredFile] = field(default_factory=dict)

    @property
    def me(self) -> Bot:
        assert self.bot is not None
        return self.bot

    @property
    def args(self) -> Json:
        return self.body if isinstance(self.body, dict) else {}

    def id(self, name: str) -> int:
        """From the path; 0: not a number."""
        return number(self.where.get(name))

    def asked(self, name: str, default: int = 0) -> int:
        """From the query."""
        return number(self.query.get(name), default)


def number(value: object, default: int = 0) -> int:
    try:
        return int(str(value))
    except ValueError:
        return default


async def read_call(request: web.Request, name: str, bot: Bot | None) -> Call:
    """Raises: Declined."""
    call = Call(name, bot, dict(request.match_info), dict(request.query))
    if (request.content_length or 0) > REQUEST_LIMIT:
        raise too_large()
    if request.content_type.startswith("multipart/"):
        await _read_parts(request, call)
    elif request.can_read_body:
        call.body = _parsed(await request.text())
    return call


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Declined(400, 50109, "The request body contains invalid JSON.") from None


async def _read_parts(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        place = PART.fullmatch(part.name or "")
        if place is not None and part.filename:
            data = bytes(await part.read(decode=False))
            if len(data) > FILE_LIMIT:
                raise too_large()
            call.uploads[int(place[1])] = StoredFile(part.filename, data, mime_of(part.filename))
        elif part.name == "payload_json":
            call.body = _parsed(await part.text())
    if len(call.uploads) > 10:
        raise invalid("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
