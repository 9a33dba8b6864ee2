"""The HTTP side of files: taking an upload, handing out a file."""

from collections.abc import AsyncIterator
from http import HTTPStatus

from aiohttp import BodyPartReader, web

from bots.web.entries import KeptFile
from bots.web.errors import NotTaken, Why
from bots.web.parts import Parts
from bots.web.uploads import FileLink, file_headers
from core.errors import Forged, StoreUnavailable, TargetGone
from core.messages import MediaRef

CHUNK = 64 * 1024
_STATUS = {
    Why.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Why.WRONG_KIND: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Why.SLOW_DOWN: HTTPStatus.TOO_MANY_REQUESTS,
    Why.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    Why.SIGNED_OUT: HTTPStatus.UNAUTHORIZED,
    Why.NOT_YOURS: HTTPStatus.FORBIDDEN,
}


async def receive(request: web.Request, parts: Parts, box: str, wait: float) -> web.Response:
    """Takes the one file of a multipart form; answers with what the page needs to send it. `wait`: not before."""
    if wait:
        return refusal(Why.SLOW_DOWN)
    try:
        part = await _part(request)
        file, token = await parts.uploads.take(_chunks(part), part.filename or "", box, parts.around.clock.now())
    except NotTaken as no:
        return refusal(no.why)
    except StoreUnavailable:
        return refusal(Why.BUSY)
    return web.json_response({"token": token} | _told(file))


def refusal(why: Why) -> web.Response:
    """The page has words for `why`."""
    return web.json_response({"why": why}, status=_STATUS.get(why, HTTPStatus.BAD_REQUEST))


def file_link(request: web.Request, parts: Parts) -> FileLink:
    """Raises: HTTPNotFound: forged and expired addresses look like any address that leads nowhere."""
    try:
        return parts.links.read(request.match_info["token"], parts.around.clock.now())
    except Forged:
        raise web.HTTPNotFound from None


async def hand_out(request: web.Request, parts: Parts, link: FileLink) -> web.StreamResponse:
    """Streams a file. Raises: HTTPNotFound."""
    chunks = parts.around.blobs.open(MediaRef(link.ref))
    try:
        first = await anext(chunks, b"")
    except TargetGone:
        raise web.HTTPNotFound from None
    response = web.StreamResponse(headers=file_headers(link))
    await response.prepare(request)
    await response.write(first)
    async for chunk in chunks:
        await response.write(chunk)
    return response


async def _part(request: web.Request) -> BodyPartReader:
    try:
        part = await (await request.multipart()).next()
    except (ValueError, AssertionError):
        raise NotTaken(Why.UNREADABLE) from None
    if not isinstance(part, BodyPartReader):
        raise NotTaken(Why.UNREADABLE)
    return part


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(CHUNK):
        yield chunk


def _told(file: KeptFile) -> dict[str, str | int]:
    return {"name": file.name, "kind": file.kind, "mime": file.mime, "size": file.size}
