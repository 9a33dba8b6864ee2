"""One call as it came over the wire, and how JSON must look to be taken."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from tests.wechat.platform.model import Json
from tests.wechat.platform.refusals import Declined

ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")
"""A \\u escape in JSON: the backslash before the u is not itself escaped."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One part of a form. `named`: its header has a plain `filename="…"`."""

    field: str
    name: str
    data: bytes
    named: bool


@dataclass(slots=True)
class Call:
    """`path`: without /cgi-bin/."""

    path: str
    method: str
    query: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    uploads: list[Upload] = field(default_factory=list, repr=False)
    address: str = ""

    def json(self) -> Json:
        """Raises: Declined."""
        if not self.body:
            raise Declined(44002)
        if ESCAPED.search(self.body):
            raise Declined(40033)
        try:
            told = json.loads(self.body.decode())
        except ValueError:
            raise Declined(47001) from None
        if not isinstance(told, dict):
            raise Declined(47001)
        return told


@dataclass(slots=True)
class Seen:
    """One call, whatever became of it. `code`: what it was answered; None: nothing (yet), or no JSON."""

    path: str
    query: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    code: int | None = None

    @property
    def told(self) -> Json:
        found: Json = json.loads(self.body)
        return found


async def read_call(request: web.Request) -> Call:
    address = request.remote or ""
    call = Call(request.match_info["path"], request.method, dict(request.query), address=address)
    if request.content_type.startswith("multipart/"):
        call.uploads = await _parts(request)
    else:
        call.body = await request.read()
    return call


async def _parts(request: web.Request) -> list[Upload]:
    found = []
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader):
            named = 'filename="' in part.headers.get("Content-Disposition", "")
            found.append(Upload(part.name or "", part.filename or "", bytes(await part.read()), named))
    return found
