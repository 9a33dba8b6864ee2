"""Addresses of other programs in settings: nothing secret in them, and nothing secret sent to them in clear. Pure."""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def address(text: str) -> str:
    """Without a slash at the end. Raises: ValueError: what is wrong, without the address."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("it is no address") from None
    if parts.scheme not in ("http", "https") or not host or not text.isascii() or set(text) & set(' \\"<>'):
        raise ValueError("it must begin with https:// and name a host")
    if parts.username is not None or parts.password is not None or "?" in text or "#" in text:
        raise ValueError("it must hold no user, password, question mark or hash")
    if parts.scheme == "http" and not _near(host):
        raise ValueError("it must begin with https:// unless the host is in one's own network")
    return text.rstrip("/")


def _near(host: str) -> bool:
    """This machine, a private network, or a name without a dot (a neighbour in Docker)."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host


Address = Annotated[str, AfterValidator(address)]
