"""What the shop's worker sends us when an order of a Telegram buyer is paid or delivered. A hint only: it names a row
of the shop's, we look up its number, and the order is read again."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from core.channel import Bearing, HttpRoute
from core.errors import ShopUnavailable, Unreadable
from core.ports import Clock
from core.shop import OrderNo
from core.shopparts import Poke
from storage.shops.dujiao_next.settings import ChannelAccess
from storage.shops.dujiao_next.signing import FRESH, KEY, SIGNATURE, check
from storage.shops.dujiao_next.wire import CallbackShape

log = structlog.get_logger(__name__)

ORDER_PATHS = ("/internal/order-paid", "/internal/order-fulfilled")
RECHARGED = "/internal/wallet-recharge-succeeded"
"""About no order: it is answered, so that the shop does not send it again and again."""
REMEMBERED = 1000
FORGET = timedelta(seconds=2 * FRESH)


class Callbacks:
    """`number_of`: the order's number by the shop's row; None: it cannot be found out."""

    def __init__(
        self, access: ChannelAccess, clock: Clock, number_of: Callable[[CallbackShape], Awaitable[OrderNo | None]]
    ) -> None:
        self._access = access
        self._clock = clock
        self._number_of = number_of
        self._seen: OrderedDict[str, datetime] = OrderedDict()
        self.poke: Poke | None = None

    def routes(self) -> Sequence[HttpRoute]:
        """The shop calls these paths on whatever address it is given; several shops are told apart by their key."""
        only = Bearing(KEY, self._access.key)
        return [HttpRoute("POST", path, self._handle, only) for path in (*ORDER_PATHS, RECHARGED)]

    async def _handle(self, request: web.Request) -> web.Response:
        """Raises: Forged, Unreadable."""
        body = await request.read()
        secret = self._access.secret.get_secret_value()
        check(self._access.key, secret, request.path, body, request.headers, self._clock.now())
        if request.path in ORDER_PATHS and self._is_first(request.headers[SIGNATURE].lower()):
            await self._tell(body)
        return web.json_response({"ok": True})

    async def _tell(self, body: bytes) -> None:
        try:
            told = CallbackShape.model_validate_json(body)
        except ValueError:
            cause = "the callback names no order"
        else:
            cause = "" if told.order_id > 0 else "the callback names no order"
        if cause:
            raise Unreadable(cause)
        if self.poke is not None:
            await self.poke(await self._numbers(told))

    async def _numbers(self, told: CallbackShape) -> Sequence[OrderNo]:
        """Empty if the shop does not tell just now: then it is asked for all changes."""
        try:
            number = await self._number_of(told)
        except ShopUnavailable as away:
            log.info("the order of a callback is not found out", cause=away.detail)
            return ()
        return (number,) if number else ()

    def _is_first(self, signature: str) -> bool:
        """The same call within its time tells nothing new."""
        now = self._clock.now()
        while self._seen and (len(self._seen) >= REMEMBERED or now - next(iter(self._seen.values())) > FORGET):
            self._seen.popitem(last=False)
        first = signature not in self._seen
        self._seen.setdefault(signature, now)
        return first
