"""Whose pages may talk to us: our own. Pure."""

from urllib.parse import urlsplit

from aiohttp import hdrs, web


def from_own_page(request: web.BaseRequest, public_url: str) -> bool:
    """Was this sent by one of our own pages? A browser always names the origin of a WebSocket or a POST; the chat in
    a shop's page is a frame of ours, so its origin is ours too. Behind a proxy the public address counts as well."""
    origin = urlsplit(request.headers.get(hdrs.ORIGIN, ""))
    public = urlsplit(public_url)
    if origin.scheme not in {"http", "https"} or not origin.netloc:
        return False
    return origin.netloc == request.host or (origin.scheme, origin.netloc) == (public.scheme, public.netloc)
