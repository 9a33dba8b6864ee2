"""Serves the pages: plain files, no build step, under a strict Content-Security-Policy."""

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import hdrs, web

_FOLDER = Path(__file__).parent / "pages"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json"}


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    mime: str
    etag: str


class Pages:
    """The files of the pages, read once. `frame_ancestors`: the sites that may show them in a frame of theirs."""

    def __init__(self, public_url: str, frame_ancestors: tuple[str, ...] = ()) -> None:
        self._assets = {path.name: _asset(path) for path in _FOLDER.iterdir() if path.suffix in _TYPES}
        self._policy = _policy(public_url, frame_ancestors)

    def page(self, request: web.BaseRequest, name: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
        """A whole page."""
        response = self.asset(request, name, status)
        response.headers["Content-Security-Policy"] = self._policy
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        return response

    def asset(self, request: web.BaseRequest, name: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
        """One file; a browser that has it already is told so. Raises: HTTPNotFound."""
        asset = self._assets.get(name)
        if asset is None:
            raise web.HTTPNotFound
        headers = {
            hdrs.ETAG: asset.etag,
            hdrs.CACHE_CONTROL: "no-cache",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "cross-origin" if name == "embed.js" else "same-origin",
        }
        if status is HTTPStatus.OK and request.headers.get(hdrs.IF_NONE_MATCH) == asset.etag:
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        return web.Response(
            body=asset.content, status=status, content_type=asset.mime, charset="utf-8", headers=headers
        )


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, _TYPES[path.suffix], f'"{hashlib.sha256(content).hexdigest()[:16]}"')


def _policy(public_url: str, frame_ancestors: tuple[str, ...]) -> str:
    public = urlsplit(public_url)
    # Some browsers do not count ws: as 'self'; the public address is named for them.
    socket = f" {'wss' if public.scheme == 'https' else 'ws'}://{public.netloc}" if public.netloc else ""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "media-src": "'self' blob:",
        "connect-src": f"'self'{socket}",
        "frame-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": " ".join(("'self'", *frame_ancestors)),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
