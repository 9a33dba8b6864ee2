"""The signature of the HTTP contract (docs/shops/http.md), the same in both directions. Pure."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

TIMESTAMP, SIGNATURE, IDEMPOTENCY_KEY = "KamiDesk-Timestamp", "KamiDesk-Signature", "Idempotency-Key"
WITHIN = 60
"""Seconds that the two clocks may differ."""
VERSION = "kamidesk-v1"


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature is made over. `target`: path and query as they are sent, from `/v1` or `/shops` on.

    `name`: the Idempotency-Key; empty: none."""

    method: str
    target: str
    body: bytes = b""
    name: str = ""

    def signature(self, secret: str, timestamp: str) -> str:
        """Hexadecimal. `timestamp`: seconds since 1970, in digits."""
        lines = (VERSION, self.method, self.target, timestamp, self.name, sha256(self.body).hexdigest())
        return hmac.new(secret.encode(), "\n".join(lines).encode(errors="surrogateescape"), sha256).hexdigest()

    def headers(self, secret: str, now: float) -> dict[str, str]:
        """To be sent with it."""
        timestamp = str(int(now))
        named = {IDEMPOTENCY_KEY: self.name} if self.name else {}
        return {TIMESTAMP: timestamp, SIGNATURE: self.signature(secret, timestamp), **named}

    def is_signed(self, secret: str, headers: Mapping[str, str], now: float) -> bool:
        """By whoever has the secret, and just now."""
        timestamp, shown = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        expected = self.signature(secret, timestamp)
        same = hmac.compare_digest(shown.encode(errors="surrogateescape"), expected.encode())
        return same and is_fresh(timestamp, now)


def is_fresh(timestamp: str, now: float) -> bool:
    plain = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    return plain and abs(now - int(timestamp)) <= WITHIN
