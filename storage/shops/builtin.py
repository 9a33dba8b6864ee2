"""The built-in shop: orders and keys in our own database, from an import, the demo, or marked as paid by hand."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session, col, func, select

from core.channel import Finding
from core.errors import NotPossible, SecretUnreadable, ShopUnavailable, StoreUnavailable, WrongSetting
from core.messages import Sealed
from core.ports import Clock, ShopAbility, Vault
from core.shop import (
    DeliveredKey,
    Evidence,
    Order,
    OrderNo,
    Proof,
    ProvenOrder,
    ShopId,
    StockId,
)
from core.shopparts import (
    Changes,
    NewKey,
    Refund,
    RefundWay,
    Replacement,
    Sale,
    Sales,
    SalesPage,
    SetAside,
    SoldBy,
    StockLine,
    Visible,
)
from storage.bulk import chunks, insert_new
from storage.sessions import Sessions
from storage.shops.allocation import fill_owed, keys_of, pay
from storage.shops.builtin_changes import changed
from storage.shops.builtin_orders import orders_of
from storage.shops.builtin_refunds import WAYS, record
from storage.shops.builtin_replacing import set_aside, take
from storage.shops.builtin_sales import SOLD_BY, goods_named, marks_of, sold
from storage.shops.doctor import findings
from storage.shops.numbers import canonical, could_be
from storage.shops.proving import Marks, proof_of
from storage.shops.sealing import contact_mark, key_fingerprint, stock_columns
from storage.shops.tables import AUTO, AVAILABLE, CardKeyRow, ProductRow, ShopOrderRow

T = TypeVar("T")
BUILTIN = ShopId("builtin")
_FOUND = 10


@dataclass(frozen=True, slots=True, repr=False)
class BuiltinShop:
    """core.ports.ShopPort and core.channel.Examines, over SQL; and all parts of core.shopparts that need no network."""

    sessions: Sessions
    vault: Vault
    clock: Clock
    shop: ShopId = BUILTIN
    abilities: frozenset[ShopAbility] = frozenset(ShopAbility)
    refund_ways: frozenset[RefundWay] = WAYS
    sold_by: frozenset[SoldBy] = SOLD_BY

    def could_be(self, number: OrderNo) -> bool:
        return could_be(number)

    async def find_order(self, number: OrderNo) -> Order | None:
        def find(session: Session) -> Order | None:
            row = order_row(session, number)
            return self._orders(session, [row])[0] if row else None

        return await self._asked(self.sessions.read, find)

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        marks = await self._asked(self.sessions.read, lambda session: _marks(session, number))
        try:
            proof = proof_of(self.vault, marks, evidence)
        except SecretUnreadable:
            raise ShopUnavailable("The password was sealed with a key that is no longer configured.") from None
        return ProvenOrder(self.shop, marks.number, proof) if marks and proof else None

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        """In the order of the pieces; none at all below proof B."""
        if order.proof < Proof.B:
            return ()
        number = OrderNo(canonical(order.number))
        return await self._asked(self.sessions.read, lambda session: _delivered(session, number))

    async def stock(self, wanted: StockId) -> int | None:
        return await self._asked(self.sessions.read, lambda session: _stock(session, wanted.product))

    async def mark_paid(self, number: OrderNo) -> Sequence[DeliveredKey]:
        """Marks an order as paid and gives it keys from stock; asked again, it gives the same keys.

        Empty: there is no such order, or nothing in stock, or a person must deliver. Raises: ShopUnavailable."""

        def paid(session: Session) -> Sequence[DeliveredKey]:
            pay(session, OrderNo(canonical(number)), self.clock.now())
            return _delivered(session, OrderNo(canonical(number)))

        return await self._asked(self.sessions.write, paid)

    async def add_keys(self, product: str, keys: Iterable[str], batch: str = "", supplier: str = "") -> int:
        """Puts keys in stock, but for those that this shop has or has sold already; gives how many were new. Orders
        that are paid and wait for such keys get them at once, who paid first comes first. `batch` and `supplier`: by
        which they are found if they turn out to be bad.

        Raises: NotPossible: there is no such product; ShopUnavailable."""
        every = dict.fromkeys(map(str.strip, keys))
        rows = [stock_columns(self.vault, product, key, batch, supplier) for key in every if key]

        def add(session: Session) -> int:
            row = session.get(ProductRow, product)
            if row is None:
                raise NotPossible(f"There is no product {product!r}.")
            row.kind = AUTO if rows else row.kind  # an import takes what it has seen no key of for made by hand
            known = _known_keys(session, [str(row["fingerprint"]) for row in rows])
            insert_new(session, CardKeyRow, new := [row for row in rows if row["fingerprint"] not in known])
            fill_owed(session, product, self.clock.now(), limit=len(new))
            return len(new)

        return await self._asked(self.sessions.write, add)

    async def products(self) -> Mapping[str, str]:
        """Titles by id, of those not on sale too. Raises: ShopUnavailable."""
        every = select(ProductRow).order_by(ProductRow.title)
        return await self._asked(self.sessions.read, lambda session: {row.id: row.title for row in session.exec(every)})

    async def owner_of_key(self, key: str) -> OrderNo | None:
        """The order that this key was delivered for. Raises: ShopUnavailable."""
        mark = key_fingerprint(self.vault, key)
        sold = select(CardKeyRow.order_number).where(
            CardKeyRow.fingerprint == mark, col(CardKeyRow.order_number).is_not(None)
        )
        number = await self._asked(self.sessions.read, lambda session: session.exec(sold).first())
        return OrderNo(number) if number else None

    async def orders_with_key(self, key: str) -> Sequence[OrderNo]:
        mark = key_fingerprint(self.vault, key)
        sold = (
            select(CardKeyRow.order_number)
            .where(CardKeyRow.fingerprint == mark, col(CardKeyRow.order_number).is_not(None))
            .distinct()
            .limit(_FOUND)
        )
        numbers = await self._asked(self.sessions.read, lambda session: session.exec(sold).all())
        return [OrderNo(number) for number in numbers if number]

    async def orders_with(self, contact: str, limit: int) -> Sequence[Order]:
        newest = (
            select(ShopOrderRow)
            .where(ShopOrderRow.contact_mark == contact_mark(self.vault, contact))
            .order_by(col(ShopOrderRow.created_at).desc(), col(ShopOrderRow.number).desc())
            .limit(limit)
        )
        return await self._asked(self.sessions.read, lambda session: self._orders(session, session.exec(newest).all()))

    async def set_aside(self, wanted: Replacement) -> SetAside:
        return await self._asked(self.sessions.read, lambda session: set_aside(session, wanted))

    async def replace_key(self, wanted: Replacement, aside: SetAside) -> NewKey:
        def taken(session: Session) -> NewKey:
            return NewKey(_key(take(session, wanted, aside)), Visible.IN_ORDER)

        return await self._asked(self.sessions.write, taken)

    async def record_refund(self, refund: Refund) -> None:
        await self._asked(self.sessions.write, lambda session: record(session, refund, self.clock.now()))

    async def changes(self, cursor: str, limit: int) -> Changes:
        def look(session: Session) -> Changes:
            rows, after, more = changed(session, cursor, limit)
            return Changes(self._orders(session, rows), after, more)

        return await self._asked(self.sessions.read, look)

    async def stock_lines(self, words: str, limit: int) -> Sequence[StockLine]:
        """Case does not matter; every word must be in the name."""
        wanted = words.casefold().split()

        def look(session: Session) -> Sequence[StockLine]:
            on_sale = session.exec(select(ProductRow).where(col(ProductRow.on_sale)).order_by(ProductRow.title))
            found = [row for row in on_sale if all(word in row.title.casefold() for word in wanted)][:limit]
            return [StockLine(StockId(row.id), row.title, _stock(session, row.id)) for row in found]

        return await self._asked(self.sessions.read, look)

    async def goods_named(self, words: str, limit: int) -> Sequence[StockLine]:
        return await self._asked(self.sessions.read, lambda session: goods_named(session, words, limit))

    async def sales(self, wanted: Sales, after: str, limit: int) -> SalesPage:
        def look(session: Session) -> SalesPage:
            rows, then = sold(session, wanted, after, limit)
            keys = marks_of(session, wanted, [row.number for row in rows])
            orders = self._orders(session, rows)
            return SalesPage([_sale(order, keys[order.number]) for order in orders], then)

        return await self._asked(self.sessions.read, look)

    def _orders(self, session: Session, rows: Sequence[ShopOrderRow]) -> Sequence[Order]:
        return orders_of(session, self.shop, rows)

    async def examine(self) -> Sequence[Finding]:
        return await findings(self.sessions, self.vault)

    async def _asked(self, how: Callable[[Callable[[Session], T]], Awaitable[T]], job: Callable[[Session], T]) -> T:
        try:
            return await how(job)
        except StoreUnavailable as away:
            raise ShopUnavailable(away.detail) from away


def order_row(session: Session, number: OrderNo) -> ShopOrderRow | None:
    """The order with this number; one typed in small letters is found too, if it has no other."""
    known = canonical(number)
    wanted = select(ShopOrderRow).where(col(ShopOrderRow.number).in_({known, known.upper()}))
    rows = {row.number: row for row in session.exec(wanted)}
    return rows.get(known) or rows.get(known.upper())


def _marks(session: Session, number: OrderNo) -> Marks | None:
    row = order_row(session, number)
    return Marks(OrderNo(row.number), row.contact_mark, row.password_mark) if row else None


def _sale(order: Order, keys: Sequence[CardKeyRow]) -> Sale:
    goods = tuple(dict.fromkeys(StockId(key.product_id) for key in keys))
    return Sale(order, len(keys), goods, tuple(key.fingerprint for key in keys))


def _delivered(session: Session, number: OrderNo) -> tuple[DeliveredKey, ...]:
    return tuple(map(_key, keys_of(session, number)))


def _key(row: CardKeyRow) -> DeliveredKey:
    return DeliveredKey(row.product_id, Sealed(row.sealed), row.masked)


def _stock(session: Session, product: str) -> int | None:
    row = session.get(ProductRow, product) if product.isprintable() else None  # no database takes what is not
    if row is None or row.unlimited or row.kind != AUTO:
        return None
    free = select(func.count()).where(CardKeyRow.product_id == product, CardKeyRow.state == AVAILABLE)
    return session.exec(free).one()


def _known_keys(session: Session, fingerprints: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for some in chunks(fingerprints):
        known |= set(session.exec(select(CardKeyRow.fingerprint).where(col(CardKeyRow.fingerprint).in_(some))))
    return known


def open_shop(shop: ShopId, settings: dict[str, Any], sessions: Sessions, vault: Vault, clock: Clock) -> BuiltinShop:
    """Raises: WrongSetting: this shop has no settings."""
    if settings:
        name = f"shops.builtin.{shop}.{min(settings)}"
        raise WrongSetting(name, "is not a setting.", "The built-in shop needs none.")
    return BuiltinShop(sessions, vault, clock, shop)
