"""Signed questions to a shop over the HTTP contract, and what its refusals mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import structlog

from core.errors import NotPossible, ShopUnavailable
from core.ports import Clock
from storage.shops.calls import Calls, target
from storage.shops.http.payloads import ErrorTold, error_of, told
from storage.shops.http.signing import Signed

T = TypeVar("T")
V = TypeVar("V", str, str | int, str | None)
log = structlog.get_logger(__name__)
REASON = 200
"""Characters of a shop's own words that agents are shown."""


class NoSuchOrder(ShopUnavailable):
    """The shop has no order of that number."""


class OutOfStock(ShopUnavailable):
    """The shop has nothing left to give."""


@dataclass(frozen=True, slots=True, repr=False)
class Wire:
    """One shop's. Everything may raise ShopUnavailable; the two above are kinds of it, for who minds."""

    calls: Calls
    secret: str
    clock: Clock

    async def get(self, path: str, kind: type[T], **query: str) -> T:
        return await self._asked("GET", target(path, _writable(query)), b"", kind, "")

    async def post(self, path: str, kind: type[T], payload: Mapping[str, str | int]) -> T:
        return await self._asked("POST", path, msgspec.json.encode(_writable(payload)), kind, "")

    async def act(self, path: str, kind: type[T], payload: Mapping[str, str | None], name: str) -> T:
        """Changes something, once for each name (the Idempotency-Key). Raises: NotPossible: with the shop's reason."""
        try:
            return await self._asked("POST", path, msgspec.json.encode(_writable(payload)), kind, name)
        except _Refused as refused:
            reason = refused.detail
        raise NotPossible(reason)

    async def _asked(self, method: str, asked: str, body: bytes, kind: type[T], name: str) -> T:
        headers = Signed(method, asked, body, name).headers(self.secret, self.clock.now().timestamp())
        reply = await self.calls.ask(method, asked, headers=headers, body=body)
        if reply.status < 300:
            return told(reply.payload, kind)
        raise _refusal(reply.status, error_of(reply.payload))


class _Refused(ShopUnavailable):
    """The shop will not do this, now or later."""


def _writable(values: Mapping[str, V]) -> dict[str, V]:
    """What cannot be written as UTF-8 (half of a character) is replaced; nothing in a shop equals that."""
    return {name: _whole(value) for name, value in values.items()}


def _whole(value: V) -> V:
    if not isinstance(value, str):
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _refusal(status: int, error: ErrorTold | None) -> ShopUnavailable:
    match error.code if error else "":
        case "no-such-order":
            return NoSuchOrder()
        case "nothing-in-stock":
            return OutOfStock()
        case "not-possible" | "other-request":
            return _Refused(_reason(error.message if error else ""))
        case "bad-signature":
            return ShopUnavailable("It does not accept our signature: is the secret the same on both sides?")
        case "bad-clock":
            return ShopUnavailable("Its clock and ours differ by more than a minute.")
        case _:
            return ShopUnavailable(f"It refuses the question (status {status}).")


def _reason(words: str) -> str:
    """On one line, of visible characters, not too long."""
    plain = "".join(character if character.isprintable() else " " for character in words)
    return " ".join(plain.split())[:REASON]


def not_ours(what: str) -> ShopUnavailable:
    """The shop tells about something else than was asked; nothing of it is shown."""
    log.warning("the shop tells about something else than asked", what=what)
    return ShopUnavailable(f"It tells about another {what} than asked.")
