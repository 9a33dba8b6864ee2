"""Asks a payment gateway of the 易支付 (epay) kind, version 1, whether an order was paid there.

The merchant key travels in the query, as that interface wants it; so no address is ever told (storage.shops.calls)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol

import msgspec
import structlog
from pydantic import Field, SecretStr

from core.channel import Finding, Severity
from core.errors import ShopUnavailable
from core.payments import may_be_paid
from core.shop import Order, OrderNo
from core.shopparts import Paid
from storage.shops.addresses import Address
from storage.shops.breaker import Breaker
from storage.shops.calls import Calls
from storage.shops.decoding import ShopSettings
from storage.shops.numbers import canonical

log = structlog.get_logger(__name__)

GRANTED, PAID, NOT_PAID = 1, 1, 0
LONGEST = 64
"""Characters of a payment's number that people are shown."""
REMEDY = "Look at url, pid and key of the gateway section; some gateways must be told to open this query (act=order)."


class GatewayAccess(ShopSettings):
    """The `[shops.<platform>.<name>.gateway]` section of any shop's settings."""

    url: Address = Field(description="`url` to the gateway's address, the one before /submit.php")
    pid: str = Field(pattern=r"^[0-9A-Za-z_-]{1,64}$", description="`pid` to the merchant's number at the gateway")
    key: SecretStr = Field(min_length=1, description="`key` to the merchant's key; better in a secret")


Gateway = Annotated[
    GatewayAccess | None,
    Field(description="`gateway` to a section with url, pid and key, or leave it out"),
]
"""As a field of a platform's settings: `gateway: Gateway = None`."""


class _Told(msgspec.Struct, frozen=True):
    """What we read of an answer; programs of this kind write numbers as text, and text as numbers, as they please."""

    code: int
    status: int | None = None
    out_trade_no: str | int | None = None
    trade_no: str | int | None = None


class PaymentProbe:
    """One merchant's account at one gateway; it reads only."""

    def __init__(self, access: GatewayAccess, breaker: Breaker | None = None, within: float = 8.0) -> None:
        self._access = access
        self._calls = Calls(access.url, breaker or Breaker(), within, any_type=True)

    async def paid(self, number: str) -> Paid:
        """AT_GATEWAY, UNPAID, or UNKNOWN: it does not know the number, or tells something else. `number`: the
        out_trade_no, under which the shop has sent the buyer there. Raises: ShopUnavailable."""
        told = await self._told(number)
        if told is None or told.status is None:
            return Paid.UNKNOWN
        return {PAID: Paid.AT_GATEWAY, NOT_PAID: Paid.UNPAID}.get(told.status, Paid.UNKNOWN)

    async def trade(self, number: str) -> str:
        """The gateway's own number of that payment; empty: it knows none. Raises: ShopUnavailable."""
        told = await self._told(number)
        known = "" if told is None or told.trade_no is None else str(told.trade_no)
        return known if len(known) <= LONGEST and known.isascii() and known.isalnum() else ""

    async def _told(self, number: str) -> _Told | None:
        """None: it does not know the number. Raises: ShopUnavailable."""
        asked = canonical(number)
        if not asked:
            return None
        told = await self._ask({"act": "order", "out_trade_no": asked})
        if told.code != GRANTED:
            return None
        if str(told.out_trade_no) != asked:
            log.warning("the gateway tells about another payment than asked")
            raise ShopUnavailable("The gateway tells about another payment than asked.")
        return told

    async def examine(self) -> Sequence[Finding]:
        """Asks for the merchant's account, which tells whether pid and key are right. Raises nothing."""
        try:
            told = await self._ask({"act": "query"})
        except ShopUnavailable as away:
            return [Finding("gateway", Severity.WARNING, away.detail, REMEDY)]
        if told.code != GRANTED:
            return [Finding("gateway", Severity.WARNING, "it does not accept pid and key", REMEDY)]
        return [Finding("gateway", Severity.OK, "tells whether an order was paid")]

    async def close(self) -> None:
        await self._calls.close()

    async def _ask(self, query: Mapping[str, str]) -> _Told:
        merchant = {"pid": self._access.pid, "key": self._access.key.get_secret_value()}
        reply = await self._calls.ask("GET", "/api.php", query={**query, **merchant})
        try:
            return msgspec.convert(reply.payload, _Told, strict=False)
        except msgspec.ValidationError:
            cause = "The gateway's answer cannot be understood."
        raise ShopUnavailable(cause)


class _WithGateway(Protocol):
    @property
    def gateway(self) -> PaymentProbe | None: ...

    async def find_order(self, number: OrderNo) -> Order | None: ...

    def gateway_number(self, order: Order) -> str: ...


class AsksGateway:
    """core.shopparts.KnowsPayments and KnowsTrades for a connector with a `gateway`: mixed into the class that is taken
    where one is configured, so that nobody else offers these parts."""

    __slots__ = ()

    async def payment_of(self: _WithGateway, number: OrderNo) -> Paid:
        order = await self.find_order(number)
        if order is None or self.gateway is None:
            return Paid.UNKNOWN
        if not may_be_paid(order):
            return Paid.ARRIVED
        return await self.gateway.paid(self.gateway_number(order))

    async def trade_of(self: _WithGateway, number: OrderNo) -> str:
        order = await self.find_order(number)
        return "" if order is None or self.gateway is None else await self.gateway.trade(self.gateway_number(order))

    def gateway_number(self, order: Order) -> str:
        """The order's out_trade_no at the gateway: its own number, unless the platform has another."""
        return order.number
