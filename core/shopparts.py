"""What a shop may offer beside finding orders and keys (core.ports.ShopPort): each part is optional, asked for by type.

A platform implements what it can do well, and leaves out the rest: nothing is pretended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from core.shop import DeliveredKey, Order, OrderItem, OrderNo, ProvenOrder, StockId


@dataclass(frozen=True, slots=True)
class Known:
    """A buyer as the platform may know him by a messenger: `messenger` telegram, `id` 123456789."""

    messenger: str
    id: str


@runtime_checkable
class KnowsBuyers(Protocol):
    """Messenger ids are bound to buyers in the shop itself: the best proof, without a question."""

    async def proven_by(self, number: OrderNo, buyer: Known) -> ProvenOrder | None:
        """Proof A, or None: not bound, or not his. It never makes a user in the shop. Raises: ShopUnavailable."""

    async def orders_of(self, buyer: Known, limit: int) -> Sequence[Order]:
        """His last orders, newest first. Raises: ShopUnavailable."""


@runtime_checkable
class BindsBuyers(Protocol):
    """A buyer can have his messenger account bound to his own account in the shop, by a code that the shop mails him.

    `messengers`: whose accounts."""

    messengers: frozenset[str]

    async def send_code(self, mail: str) -> None:
        """To a buyer that the shop has; whether it has one nobody is told. Raises: NotPossible, ShopUnavailable."""

    async def bind(self, buyer: Known, mail: str, code: str) -> bool:
        """False: the code is wrong or too old. It never makes a user in the shop. Repeatable.

        Raises: NotPossible (with a reason), ShopUnavailable."""


@runtime_checkable
class ShapesNumbers(Protocol):
    """The shop's order numbers have a shape of their own."""

    @property
    def number_shape(self) -> str:
        """A regular expression, for capitals and small letters alike; empty: the usual shapes."""


@runtime_checkable
class ListsOrders(Protocol):
    async def orders_with(self, contact: str, limit: int) -> Sequence[Order]:
        """Those with just this contact, newest first: for agents, never for who only names a contact.

        Raises: ShopUnavailable."""


@runtime_checkable
class FindsKeys(Protocol):
    async def orders_with_key(self, key: str) -> Sequence[OrderNo]:
        """The orders for which exactly this key was delivered (at most ten). Raises: ShopUnavailable."""


class Visible(StrEnum):
    """Whether the shop's own order page shows the new key: in place of or beside the old one, or not at all."""

    IN_ORDER = "in-order"
    DETACHED = "detached"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A piece of stock that is meant for a replacement. `token` is the connector's own note of it, without a secret:
    it is stored before anything is taken, so that the taking can be repeated and found again after a crash."""

    token: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """`bad`: the fingerprint of the key that it stands for. `name`: the same for every repeat of one replacement."""

    name: str
    order: OrderNo
    item: OrderItem
    bad: str


@dataclass(frozen=True, slots=True)
class NewKey:
    key: DeliveredKey
    visible: Visible


@runtime_checkable
class ReplacesKeys(Protocol):
    """Two steps, so that a crash between them loses no key and gives none twice: the ledger keeps what is set aside
    (core.replacing), then takes it."""

    async def set_aside(self, wanted: Replacement) -> SetAside:
        """Chooses a piece; nothing is changed in the shop yet. Raises: NothingInStock, NotPossible, ShopUnavailable."""

    async def replace_key(self, wanted: Replacement, aside: SetAside) -> NewKey:
        """Takes that piece for the order, in one transaction of the shop. Repeated with the same arguments it gives the
        same key, and takes nothing more.

        Raises: PieceTaken: it was sold meanwhile, nothing was changed; NotPossible, ShopUnavailable."""


class RefundWay(StrEnum):
    """`RECORDED`: noted in the shop, the money moves elsewhere. `WALLET`: to the buyer's balance in the shop."""

    RECORDED = "recorded"
    WALLET = "wallet"


@dataclass(frozen=True, slots=True)
class Refund:
    """`name`: the same for every repeat of one refund."""

    name: str
    order: OrderNo
    amount: Decimal
    remark: str
    way: RefundWay = RefundWay.RECORDED


@runtime_checkable
class RecordsRefunds(Protocol):
    refund_ways: frozenset[RefundWay]

    async def record_refund(self, refund: Refund) -> None:
        """Repeatable: the same name is recorded once. Raises: NotPossible (with a reason), ShopUnavailable."""


class Paid(StrEnum):
    """What is known of a payment."""

    UNPAID = "unpaid"
    AT_GATEWAY = "at-gateway"
    ARRIVED = "arrived"
    UNKNOWN = "unknown"


@runtime_checkable
class KnowsPayments(Protocol):
    async def payment_of(self, number: OrderNo) -> Paid:
        """AT_GATEWAY: the gateway has the money, the shop does not know it yet. Raises: ShopUnavailable."""


@runtime_checkable
class KnowsTrades(Protocol):
    async def trade_of(self, number: OrderNo) -> str:
        """The gateway's own number of the order's payment, by which people find it there; empty: not known.

        Raises: ShopUnavailable."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Orders that are new or have changed. `cursor`: where to go on, to be stored after they were dealt with.

    `more`: there are more already."""

    orders: Sequence[Order]
    cursor: str
    more: bool = False


@runtime_checkable
class TellsChanges(Protocol):
    async def changes(self, cursor: str, limit: int) -> Changes:
        """What has changed since `cursor` ("": from now on). May tell the same order again; leaves out none.

        Memory does not grow with the number of orders. Raises: ShopUnavailable."""


@dataclass(frozen=True, slots=True)
class StockLine:
    """`left`: None: unlimited or not known."""

    stock: StockId
    title: str
    left: int | None


@runtime_checkable
class ListsStock(Protocol):
    async def stock_lines(self, words: str, limit: int) -> Sequence[StockLine]:
        """Products on sale whose name holds `words` (all, if empty). Raises: ShopUnavailable."""


class Poke(Protocol):
    async def __call__(self, numbers: Sequence[OrderNo]) -> None:
        """Something has happened to these orders (empty: somewhere): they are read again from the shop, soon."""


@runtime_checkable
class CallsBack(Protocol):
    """The platform calls us when something happens (core.channel.ServesHttp brings the routes). A call is a hint and
    never the truth: it makes us read the order again."""

    def call_back(self, poke: Poke) -> None:
        """Whom to tell; given once, before the routes are mounted."""


@runtime_checkable
class Closes(Protocol):
    async def close(self) -> None:
        """Lets go of connections. Raises nothing."""


class SoldBy(StrEnum):
    """What sold keys have in common: the product, the batch in which they came into stock, who supplied them."""

    PRODUCT = "product"
    BATCH = "batch"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Sales:
    """Keys delivered from `since` on, before `until` (None: up to now), that are of any of these.

    `goods`: without a variant: all of the product's."""

    since: datetime
    until: datetime | None = None
    goods: tuple[StockId, ...] = ()
    batches: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sale:
    """An order with such keys. `pieces`: how many were delivered, those that others stand for by now included.

    `marks`: their fingerprints; None: all keys of `goods` are meant, or with none named all keys of the order."""

    order: Order
    pieces: int
    goods: tuple[StockId, ...] = ()
    marks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SalesPage:
    """`after`: where to go on; empty: that was all."""

    sales: Sequence[Sale]
    after: str = ""


@runtime_checkable
class FindsSales(Protocol):
    """Which orders got keys of one product, batch or supplier: for a batch that turns out to be bad.

    `sold_by`: what this shop can tell keys apart by."""

    sold_by: frozenset[SoldBy]

    async def goods_named(self, words: str, limit: int) -> Sequence[StockLine]:
        """Products of exactly this id, else those whose name holds all the words, on sale or not. `left` may be None.

        Raises: ShopUnavailable."""

    async def sales(self, wanted: Sales, after: str, limit: int) -> SalesPage:
        """About so many at a time, each order once; `after`: "" to begin. Raises: ShopUnavailable."""
