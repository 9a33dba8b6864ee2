"""Follows one shop: reads what has changed, tells it to buyers and to the staff room, remembers how far it has come.

What is to be told goes by the door, under a name of its own, before it is remembered as told: a crash in between tells
it again, and the door drops what it has heard."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from core.messages import Address, Event, EventId, Person, PersonId
from core.orderwatch import News, Rules, news
from core.payments import Payment, may_be_paid, payment_of
from core.ports import Clock, ShopPort
from core.shop import Order, OrderNo
from core.shopnews import Happening, ShopHappened, ShopSilent, Trouble, TroublesSeen
from core.shopparts import KnowsPayments, TellsChanges
from core.watchbook import WatchBook, WatchShelf

PAGE = 200
"""Orders that are read at a time, so that memory stays flat however many have changed."""
_SWEPT = 20
_BATCH = 500
_SHOP = Person(PersonId("shop"))


@dataclass(frozen=True, slots=True)
class Follower:
    """`tell`: the door. `room`: where the staff hears of troubles."""

    shop: ShopPort
    book: WatchBook
    tell: Callable[[Sequence[Event]], Awaitable[None]]
    room: Address
    clock: Clock
    rules: Rules = field(default_factory=Rules)

    async def catch_up(self) -> None:
        """All that has changed, and all that has become late. Raises: ShopUnavailable, StoreUnavailable."""
        more = True
        while more and isinstance(self.shop, TellsChanges):
            watch = await self.book.look(lambda shelf: shelf.watch(self.shop.shop))
            changes = await self.shop.changes(watch.cursor, PAGE)
            await self._take(list(changes.orders), changes.cursor)
            more = changes.more
        await self._sweep()

    async def read_again(self, numbers: Sequence[OrderNo]) -> None:
        """Orders that the shop has called us about. Raises: ShopUnavailable, StoreUnavailable."""
        for number in numbers:
            order = await self.shop.find_order(number)
            if order is not None:
                await self._take([order])

    async def report(self) -> None:
        """To the staff room, if there is something: at once, or together with what comes soon after the last time.

        Raises: StoreUnavailable."""
        shop = self.shop.shop
        if not await self.book.look(self._may_report):
            return
        troubles = await self.book.run(self._batched)
        if not troubles:  # another process has been here meanwhile
            return
        batch, now = troubles[0].batch, self.clock.now()
        name = EventId(f"shop-troubles:{shop}:{batch}")
        await self.tell([TroublesSeen(id=name, at=now, where=self.room, sender=_SHOP, troubles=tuple(troubles))])

        def told(shelf: WatchShelf) -> None:
            shelf.drop_troubles(shop, batch)
            shelf.put_watch(replace(shelf.watch(shop), told_at=now))

        await self.book.run(told)

    async def silent(self) -> None:
        """The shop has not answered. Raises: StoreUnavailable."""
        shop, now = self.shop.shop, self.clock.now()

        def noted(shelf: WatchShelf) -> tuple[datetime, bool]:
            watch = shelf.watch(shop)
            if watch.away_since is None:
                shelf.put_watch(replace(watch, away_since=now))
            return watch.away_since or now, watch.away_told

        since, told = await self.book.run(noted)
        if told or now - since < self.rules.away_after:
            return
        await self.tell([self._silence(since, now, back=False)])
        await self.book.run(lambda shelf: shelf.put_watch(replace(shelf.watch(shop), away_told=True)))

    async def answers(self) -> None:
        """The shop has answered. Raises: StoreUnavailable."""
        shop = self.shop.shop
        watch = await self.book.look(lambda shelf: shelf.watch(shop))
        if watch.away_since is None:
            return
        if watch.away_told:
            await self.tell([self._silence(watch.away_since, self.clock.now(), back=True)])
        await self.book.run(lambda shelf: shelf.put_watch(replace(shelf.watch(shop), away_since=None, away_told=False)))

    def _silence(self, since: datetime, now: datetime, *, back: bool) -> ShopSilent:
        name = EventId(f"shop-{'back' if back else 'silent'}:{self.shop.shop}:{since.timestamp():.0f}")
        return ShopSilent(id=name, at=now, where=self.room, sender=_SHOP, shop=self.shop.shop, since=since, back=back)

    async def _sweep(self) -> None:
        """Nothing happens to an order that is late: it is asked for when its time is over."""
        shop, now = self.shop.shop, self.clock.now()
        for number in await self.book.look(lambda shelf: shelf.due(shop, now, _SWEPT)):
            order = await self.shop.find_order(number)
            if order is not None and order.number == number:
                await self._take([order], payment=await self._payment(order))
            else:
                await self.book.run(partial(self._let_go, number=number))

    async def _payment(self, order: Order) -> Payment | None:
        """Where the money is of an order that is unpaid here."""
        if not may_be_paid(order) or not isinstance(self.shop, KnowsPayments):
            return None
        return await payment_of(self.shop, order)

    def _let_go(self, shelf: WatchShelf, number: OrderNo) -> None:
        """The shop has deleted it."""
        shelf.put_seen([replace(one, due=None) for one in shelf.seen(self.shop.shop, [number]).values()])

    async def _take(self, orders: Sequence[Order], cursor: str | None = None, payment: Payment | None = None) -> None:
        """Told first, then remembered; looked at again then, as another process may have told it meanwhile."""
        now, shop = self.clock.now(), self.shop.shop
        rules = replace(self.rules, probes=isinstance(self.shop, KnowsPayments))

        def looked(shelf: WatchShelf) -> Sequence[News]:
            return news(shelf, orders, now, rules, payment)

        events = await self.book.look(lambda shelf: self._events(shelf, looked(shelf), now))
        if events:
            await self.tell(events)

        def remember(shelf: WatchShelf) -> None:
            found = looked(shelf)
            shelf.put_seen([one.seen for one in found])
            shelf.put_troubles([trouble for one in found for trouble in one.troubles(now)])
            if cursor is not None:
                shelf.put_watch(replace(shelf.watch(shop), cursor=cursor))

        await self.book.run(remember)

    def _events(self, shelf: WatchShelf, found: Sequence[News], now: datetime) -> list[ShopHappened]:
        told = [one for one in found if one.for_buyer]
        provers = shelf.provers([one.order.number for one in told])
        return [
            _happened(one.order, happening, where, now)
            for one in told
            for where, since in provers.get(one.order.number, {}).items()
            for happening in one.for_buyer
            if not _known(one.order, happening, since)
        ]

    def _may_report(self, shelf: WatchShelf) -> bool:
        watch = shelf.watch(self.shop.shop)
        rested = watch.told_at is None or self.clock.now() - watch.told_at >= self.rules.gather
        return rested and any(shelf.troubles(self.shop.shop, batch, 1) for batch in {0, watch.batch})

    def _batched(self, shelf: WatchShelf) -> Sequence[Trouble]:
        """A message that was begun before a crash is repeated as it was; else what waits becomes the next one."""
        shop = self.shop.shop
        watch = shelf.watch(shop)
        begun = shelf.troubles(shop, watch.batch, _BATCH) if watch.batch else ()
        if begun:
            return begun
        batch = watch.batch + 1
        waiting = [replace(one, batch=batch) for one in shelf.troubles(shop, 0, _BATCH)]
        if waiting:
            shelf.put_troubles(waiting)
            shelf.put_watch(replace(watch, batch=batch))
        return waiting


def _known(order: Order, happening: Happening, since: datetime) -> bool:
    """Who has proven the order after that has been told of it as it is."""
    times = {Happening.PAID: order.paid_at, Happening.DELIVERED: order.delivered_at}
    happened = times.get(happening)
    return happened is not None and happened < since


def _happened(order: Order, happening: Happening, where: Address, now: datetime) -> ShopHappened:
    name = EventId(f"shop:{order.shop}:{order.number}:{happening}:{where.key}")
    bare = replace(order, note="")
    return ShopHappened(id=name, at=now, where=where, sender=_SHOP, happening=happening, order=bare)
