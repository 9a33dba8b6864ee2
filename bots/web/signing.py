"""Signs small facts for our own pages, so that nobody else can make or change one. Pure."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import StrEnum

from core.errors import Forged


class Purpose(StrEnum):
    """What a signed fact is good for: one made for a file never opens a session."""

    VISITOR = "visitor"
    LOGIN = "login"
    SESSION = "session"
    UPLOAD = "upload"
    FILE = "file"
    ORDER = "order"
    CHECK = "check"


class Signer:
    """HMAC-SHA256 under one account's key; every purpose has its own domain."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, purpose: Purpose, payload: bytes) -> str:
        """The payload and its signature as text that is safe in an address."""
        mac = hmac.digest(self._key, purpose.encode() + b"\0" + payload, hashlib.sha256)
        return f"{_text(payload)}.{_text(mac)}"

    def read(self, purpose: Purpose, token: str) -> bytes:
        """The payload of a token of ours. Raises: Forged: it is not ours, or not for this purpose."""
        try:
            payload = urlsafe_b64decode(_padded(token.partition(".")[0]))
        except ValueError:
            raise Forged("not a token") from None
        # The whole text is compared, in constant time: a second spelling of the same bytes is refused too.
        if not hmac.compare_digest(self.sign(purpose, payload).encode(), token.encode("utf-8", "surrogatepass")):
            raise Forged(f"signature of a {purpose} token")
        return payload


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)
