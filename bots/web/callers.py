"""Where a request comes from, as far as that can be trusted. Pure."""

import ipaddress

from aiohttp import web

UNKNOWN = "unknown"


def caller_of(request: web.BaseRequest) -> str:
    """The address of whoever asks; one IPv6 household (/64) is one caller.

    A proxy on this machine or in our network names him last in X-Forwarded-For; what a stranger writes there counts
    for nothing, because a proxy appends and a stranger who comes directly has a public address himself."""
    peer = _address(request.remote or "")
    if peer is None:
        return UNKNOWN
    if peer.is_private:
        for name in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
            named = _address(name.strip())
            if named is not None and not named.is_private:
                return _household(named)
    return _household(peer)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _household(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
