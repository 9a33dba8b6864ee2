"""What the plugin API通知 posts when an order is paid. It holds the keys: nothing of it is believed, kept or logged but
the order's number, which makes us read the order ourselves; so a repeated notice does no harm."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec
import structlog
from aiohttp import web

from core.channel import HttpRoute
from core.errors import Forged, ShopUnavailable, Unreadable
from core.shop import OrderNo, ShopId
from core.shopparts import Poke
from storage.shops.acg_faka.numbers import is_number
from storage.shops.acg_faka.settings import PLATFORM
from storage.shops.acg_faka.signing import is_signed

log = structlog.get_logger(__name__)

MOST_FIELDS = 64
MOST_BYTES = 512 * 1024
PLAIN = "success"
"""What the plugin writes into its log; it looks at nothing else."""


class _Order(msgspec.Struct, frozen=True):
    trade_no: str


class _Data(msgspec.Struct, frozen=True):
    order: _Order


class Notices:
    """core.shopparts.CallsBack and core.channel.ServesHttp for one shop."""

    def __init__(self, shop: ShopId, key: str) -> None:
        self._path = f"/shops/{PLATFORM}/{shop}/notice"
        self._key = key
        self._poke: Poke | None = None

    def call_back(self, poke: Poke) -> None:
        self._poke = poke

    def routes(self) -> Sequence[HttpRoute]:
        return (HttpRoute("POST", self._path, self._take),)

    async def _take(self, request: Any) -> web.Response:
        """Raises: Forged, Unreadable: the web server turns them into 403 and 400."""
        if (request.content_length or 0) > MOST_BYTES:
            raise Unreadable("The notice is too long.")
        number = number_in(await request.read(), self._key)
        if self._poke is None:
            return web.Response(status=503, text="Come again", headers={"Retry-After": "5"})
        try:
            await self._poke((number,))
        except ShopUnavailable:
            log.info("an order that the shop has told of is read later")
        return web.Response(text=PLAIN)


def number_in(body: bytes, key: str) -> OrderNo:
    """The order's number in a notice. Raises: Forged: not signed with this key; Unreadable: something else."""
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Unreadable("It is no form.") from None
    if not is_signed(fields, key):
        raise Forged("The notice is not signed with the shop's key.")
    try:
        data = msgspec.json.decode(dict(fields).get("data", ""), type=_Data)
    except (msgspec.DecodeError, RecursionError):
        data = None
    if data is None or not is_number(data.order.trade_no):
        raise Unreadable("It names no order.")
    return OrderNo(data.order.trade_no)
