"""The signature of the channel API and of its callbacks: HMAC-SHA256 over method, path, time and body. Pure."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import md5, sha256

from core.errors import Forged

KEY = "Dujiao-Next-Channel-Key"
TIMESTAMP = "Dujiao-Next-Channel-Timestamp"
SIGNATURE = "Dujiao-Next-Channel-Signature"
FRESH = 60
"""Seconds to either side of the receiver's clock."""


def signed(key: str, secret: str, method: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
    """The three headers. `path`: without its query, which is not signed."""
    moment = int(now.timestamp())
    return {KEY: key, TIMESTAMP: str(moment), SIGNATURE: signature(secret, method, path, moment, body)}


def signature(secret: str, method: str, path: str, moment: int, body: bytes) -> str:
    digest = md5(body, usedforsecurity=False).hexdigest()
    return hmac.new(secret.encode(), f"{method}\n{path}\n{moment}\n{digest}".encode(), sha256).hexdigest()


def check(key: str, secret: str, path: str, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
    """A POST to us. Raises: Forged: another key, too old or too new, or a signature that does not fit."""
    told, moment = headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, "")
    if headers.get(KEY) != key:
        raise Forged("the channel key is another one")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        raise Forged("the time is missing")
    if abs(now.timestamp() - int(moment)) > FRESH:
        raise Forged("the time is not now; is one of the clocks wrong?")
    ours = signature(secret, "POST", path, int(moment), body)
    if not hmac.compare_digest(ours.encode(), told.lower().encode(errors="replace")):
        raise Forged("the signature does not fit")
