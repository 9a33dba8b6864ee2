"""The shop calls us when something has happened to its orders: signed, fresh, and no more than a hint."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from aiohttp import web

from core.channel import HttpRoute
from core.errors import Forged, Unreadable
from core.ports import Clock
from core.shop import OrderNo, ShopId
from core.shopparts import Poke
from storage.shops.http.payloads import Number
from storage.shops.http.signing import SIGNATURE, WITHIN, Signed

REMEMBERED = 10_000
"""Calls of the last two minutes, at most."""


class _Called(msgspec.Struct, frozen=True):
    numbers: Annotated[list[Number], msgspec.Meta(max_length=100)] = []


class Hook:
    """One shop's door. A call that comes twice is told once."""

    def __init__(self, shop: ShopId, secret: str, clock: Clock) -> None:
        self.path = f"/shops/http/{shop}/changed"
        self._secret = secret
        self._clock = clock
        self._poke: Poke = _nobody
        self._seen: dict[str, float] = {}

    def tell(self, poke: Poke) -> None:
        self._poke = poke

    def routes(self) -> Sequence[HttpRoute]:
        return (HttpRoute("POST", self.path, self._take),)

    async def _take(self, request: Any) -> web.Response:
        """Raises: Forged, Unreadable, StoreUnavailable: the web server turns them into 403, 400 and 503."""
        if request.content_type != "application/json":
            raise Unreadable("The call is no JSON.")
        body = await request.read()
        now = self._clock.now().timestamp()
        if not Signed("POST", self.path, body).is_signed(self._secret, request.headers, now):
            raise Forged("The call's signature does not fit, or it is too old.")
        signature = request.headers[SIGNATURE]
        if signature not in self._seen:
            await self._poke([OrderNo(number) for number in _called(body).numbers])
            self._remember(signature, now)
        return web.json_response({"ok": True})

    def _remember(self, signature: str, now: float) -> None:
        """Only once it has been told: what failed may come again."""
        self._seen[signature] = now
        while len(self._seen) > REMEMBERED or now - next(iter(self._seen.values())) > 2 * WITHIN:
            del self._seen[next(iter(self._seen))]


def _called(body: bytes) -> _Called:
    try:
        return msgspec.json.decode(body, type=_Called)
    except (ValueError, RecursionError):
        raise Unreadable("The call does not follow the contract.") from None


async def _nobody(numbers: Sequence[OrderNo]) -> None:
    """Nobody has asked to be told."""
