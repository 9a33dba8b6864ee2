"""Who may knock: the platform's signature over what it sends, and how old it may be. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha1
from hmac import compare_digest
from typing import Final

from core.errors import Forged

SIGNATURE: Final = "signature"
"""The query's name for the signature over token, timestamp and nonce."""
MSG_SIGNATURE: Final = "msg_signature"
"""That over what is encrypted as well (developers.weixin.qq.com/doc/service/guide/dev/push/encryption)."""

_DIGITS: Final = 12
"""A timestamp in seconds has ten."""


def signature(*parts: str) -> str:
    """SHA-1 over the parts in their order as bytes, as hexadecimal. A part may be any text, also a broken one."""
    joined = "".join(sorted(parts))  # by code points, which is the order of their bytes
    return sha1(joined.encode(errors="surrogatepass"), usedforsecurity=False).hexdigest()  # the platform's choice


class Signature:
    """`token`: the word that only the platform and we know. `freshness`: how far a stamp may be from our clock."""

    __slots__ = ("_freshness", "_token")

    def __init__(self, token: str, freshness: timedelta) -> None:
        self._token = token
        self._freshness = freshness.total_seconds()

    def check(self, name: str, query: Mapping[str, str], at: datetime, *parts: str) -> None:
        """`name` is what the signature is called in `query`; `parts` is what it covers beside timestamp and nonce.

        Raises: Forged: it does not fit, or it is too old or too new to be from the platform now."""
        shown, timestamp, nonce = query.get(name, ""), query.get("timestamp", ""), query.get("nonce", "")
        right = signature(self._token, timestamp, nonce, *parts)
        if not compare_digest(shown.encode(errors="surrogatepass"), right.encode()):
            raise Forged(f"the {name} does not fit: the token here and the platform's differ")
        off = _seconds_off(timestamp, at)
        if off is None or abs(off) > self._freshness:
            raise Forged("the timestamp is none" if off is None else f"the timestamp is {off:.0f} s from our clock")


def _seconds_off(timestamp: str, at: datetime) -> float | None:
    """None: it is no number of seconds."""
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > _DIGITS:
        return None
    return at.timestamp() - int(timestamp)
