"""What an acg-faka shop offers only where it has been set up: each is mixed into the class of such a shop, so that
nobody else offers it."""

from collections.abc import Sequence
from typing import Protocol

from core.channel import HttpRoute
from core.errors import NotPossible
from core.shop import Order, OrderNo
from core.shopparts import Poke, Refund, RefundWay
from storage.shops.acg_faka.grants import REFUND
from storage.shops.acg_faka.layout import Layout, Tables, change
from storage.shops.acg_faka.notices import Notices
from storage.shops.mysql import Connection

RECORD = "UPDATE $order SET refund_status = 1 WHERE trade_no = %s AND status = 1"


class _Shop(Protocol):
    tables: Tables
    notices: Notices | None

    async def find_order(self, number: OrderNo) -> Order | None: ...


class RecordsWholeRefunds:
    """core.shopparts.RecordsRefunds, by the column of the plugin 订单退款, which knows only refunded or not."""

    __slots__ = ()

    refund_ways: frozenset[RefundWay] = frozenset({RefundWay.RECORDED})

    async def record_refund(self: _Shop, refund: Refund) -> None:
        order = await self.find_order(refund.order)
        if order is None or order.paid_at is None:
            raise NotPossible("There is no such order, or it has not been paid.")
        if refund.way is not RefundWay.RECORDED or refund.amount != order.amount:
            raise NotPossible("The shop can only note that the whole amount was refunded.")

        def record(connection: Connection, layout: Layout) -> None:
            if not layout.has("order", REFUND):
                raise NotPossible("The plugin 订单退款 is not installed in the shop.")
            change(connection, layout.statement(RECORD), order.number)

        await self.tables.write(record)


class HearsNotices:
    """core.shopparts.CallsBack and core.channel.ServesHttp, by the plugin API通知."""

    __slots__ = ()

    def call_back(self: _Shop, poke: Poke) -> None:
        if self.notices is not None:
            self.notices.call_back(poke)

    def routes(self: _Shop) -> Sequence[HttpRoute]:
        return self.notices.routes() if self.notices is not None else ()
