"""What is remembered of the shops' orders while they are watched, in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from core.messages import Address
from core.shop import OrderNo, OrderStatus, ShopId
from core.shopnews import Trouble
from core.turns import ConversationId
from core.watchbook import Seen, Watch, WatchShelf
from storage.memory.kept import Kept

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WatchBookInMemory:
    """Implements core.watchbook.WatchBook."""

    kept: Kept

    async def run(self, job: Callable[[WatchShelf], T]) -> T:
        self.kept.reach()
        return job(_Shelf(self.kept))

    async def look(self, job: Callable[[WatchShelf], T]) -> T:
        return await self.run(job)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.watchbook.WatchShelf."""

    kept: Kept

    def watch(self, shop: ShopId) -> Watch:
        return self.kept.watches.get(shop) or Watch(shop=shop)

    def put_watch(self, watch: Watch) -> None:
        self.kept.watches[watch.shop] = watch

    def seen(self, shop: ShopId, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Seen]:
        known = self.kept.orders_seen
        return {number: known[shop, number] for number in numbers if (shop, number) in known}

    def put_seen(self, seen: Sequence[Seen]) -> None:
        self.kept.orders_seen.update({(one.shop, one.number): one for one in seen})

    def due(self, shop: ShopId, now: datetime, limit: int) -> Sequence[OrderNo]:
        known = [one for one in self.kept.orders_seen.values() if one.shop == shop]
        waiting = sorted((one.due, one.number) for one in known if one.due is not None and one.due <= now)
        return [number for _, number in waiting[:limit]]

    def provers(self, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Mapping[Address, datetime]]:
        chats = sorted(self.kept.conversations.values(), key=lambda one: one.id)
        since = self.kept.proven
        found = {
            number: {chat.where: since[number, chat.id] for chat in chats if (number, chat.id) in since}
            for number in numbers
        }
        return {number: those for number, those in found.items() if those}

    def beside(self, shop: ShopId, number: OrderNo, limit: int) -> Sequence[Sequence[OrderStatus]]:
        return [self._others(shop, number, chat)[:limit] for chat in sorted(self._provers(number))]

    def put_troubles(self, troubles: Sequence[Trouble]) -> None:
        self.kept.troubles.update({(one.shop, one.number, one.happening): one for one in troubles})

    def troubles(self, shop: ShopId, batch: int, limit: int) -> Sequence[Trouble]:
        found = [one for one in self.kept.troubles.values() if (one.shop, one.batch) == (shop, batch)]
        return sorted(found, key=lambda one: (one.at, one.number, one.happening))[:limit]

    def drop_troubles(self, shop: ShopId, batch: int) -> None:
        for key, one in list(self.kept.troubles.items()):
            if (one.shop, one.batch) == (shop, batch):
                del self.kept.troubles[key]

    def forget(self, before: datetime) -> None:
        for key, one in list(self.kept.orders_seen.items()):
            if one.at < before:
                del self.kept.orders_seen[key]

    def _provers(self, number: OrderNo) -> set[ConversationId]:
        return {chat for proven, chat in self.kept.proven if proven == number}

    def _others(self, shop: ShopId, number: OrderNo, chat: ConversationId) -> list[OrderStatus]:
        proven = [one for one, where in self.kept.proven if where == chat and one != number]
        known = sorted(self.seen(shop, proven).values(), key=lambda one: (one.at, one.number), reverse=True)
        return [one.status for one in known]
