"""One call as it came over the wire."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from tests.wechat.wecomplatform.model import Json
from tests.wechat.wecomplatform.refusals import Declined

ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass(slots=True)
class Call:
    """`path`: behind /cgi-bin/. `code`: what it was answered with; None: nothing, or no JSON."""

    path: str
    query: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    name: str = ""
    code: int | None = None

    @property
    def told(self) -> Json:
        """What a test may look at, also where it was refused."""
        found: Json = json.loads(self.body) if self.body else {}
        return found

    def json(self) -> Json:
        """Raises: Declined."""
        if ESCAPED.search(self.body):
            raise Declined(40033)
        try:
            told = json.loads(self.body.decode())
        except ValueError:
            raise Declined(40058, "Warning: wrong json format.") from None
        if not isinstance(told, dict):
            raise Declined(40058, "Warning: wrong json format.")
        return told


async def read_call(request: web.Request) -> Call:
    """`body`: of a form, the bytes of its part `media`, with `name` its file name."""
    call = Call(request.match_info["path"], dict(request.query))
    if not request.content_type.startswith("multipart/"):
        call.body = await request.read()
        return call
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "media" and part.filename:
            call.name, call.body = part.filename, bytes(await part.read())
    return call
