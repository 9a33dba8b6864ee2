"""A shop that is followed, what its follower tells, and a clock."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.errors import ShopUnavailable
from core.following import Follower
from core.messages import Address, Event, Person, PersonId
from core.orderwatch import Rules
from core.ports import ShopAbility
from core.shop import DeliveredKey, Evidence, Order, OrderNo, ProvenOrder, ShopId, StockId
from core.shopnews import ShopHappened, ShopSilent, Trouble, TroublesSeen
from core.shopparts import Changes
from core.turns import Conversation, ConversationId, Memory
from core.watchbook import WatchBook
from storage.memory.kept import Kept
from storage.memory.watchbook import WatchBookInMemory
from tests.unit.core.dialogue import CHAT, ROOM
from tests.unit.core.fakeshop import NOON, SHOP


class Stopped(Exception):
    """The process has died."""


@dataclass
class WatchedShop:
    """Implements core.ports.ShopPort and core.shopparts.TellsChanges. `log`: every state of every order; the cursor is
    a place in it."""

    log: list[Order] = field(default_factory=list)
    away: bool = False
    shop: ShopId = SHOP
    abilities: frozenset[ShopAbility] = frozenset()
    began: int = 0
    most: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def changes(self, cursor: str, limit: int) -> Changes:
        """As some shops do, it tells the last one again."""
        await self._reach()
        self.asked.set()
        if not cursor:
            self.began = len(self.log)
        start = int(cursor or self.began)
        told = self.log[max(start - 1, self.began) : start + limit]
        self.most = max(self.most, len(told))
        end = min(start + limit, len(self.log))
        return Changes(told, str(end), end < len(self.log))

    async def find_order(self, number: OrderNo) -> Order | None:
        await self._reach()
        return next((one for one in reversed(self.log) if one.number == number), None)

    def could_be(self, number: OrderNo) -> bool:
        return True

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        return None

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        return ()

    async def stock(self, wanted: StockId) -> int | None:
        return None

    async def _reach(self) -> None:
        if self.away:
            raise ShopUnavailable("no answer")


@dataclass
class Lookout:
    """A follower with all around it. `dies`: what stands before the door dies with so many events told."""

    shop: WatchedShop = field(default_factory=WatchedShop)
    kept: Kept = field(default_factory=Kept)
    at: datetime = NOON
    heard: list[Event] = field(default_factory=list)
    dies: bool = False
    rules: Rules = field(default_factory=Rules)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> datetime:
        return self.at

    @property
    def book(self) -> WatchBook:
        return WatchBookInMemory(self.kept)

    @property
    def follower(self) -> Follower:
        """That of a process that has just started."""
        return Follower(self.shop, self.book, self.tell, ROOM, self, self.rules)

    async def tell(self, events: Sequence[Event]) -> None:
        """The door: it drops what it has heard."""
        known = {(event.id, event.where) for event in self.heard}
        self.heard += [event for event in events if (event.id, event.where) not in known]
        self.told.set()
        if self.dies:
            self.dies = False
            raise Stopped

    async def begins(self) -> "Lookout":
        await self.follower.catch_up()
        return self

    async def sells(self, *orders: Order) -> None:
        self.shop.log += orders
        await self.looks()

    async def looks(self) -> None:
        await self.follower.catch_up()
        await self.follower.report()

    async def later(self, **much: float) -> None:
        self.at += timedelta(**much)
        await self.looks()

    def proves(self, *numbers: OrderNo, where: Address = CHAT) -> None:
        chat = self.kept.conversations.get(where.key)
        id_ = chat.id if chat else ConversationId(len(self.kept.conversations) + 1)
        self.kept.conversations[where.key] = Conversation(id_, where, Person(PersonId("b1"), "小明"), Memory())
        self.kept.proven.update({(number, id_): NOON for number in numbers})

    @property
    def notices(self) -> list[str]:
        """What buyers were told."""
        return [f"{one.order.number} {one.happening}" for one in self.heard if isinstance(one, ShopHappened)]

    @property
    def messages(self) -> list[list[str]]:
        """To the staff room."""
        return [[_told(one) for one in event.troubles] for event in self.heard if isinstance(event, TroublesSeen)]

    @property
    def silences(self) -> list[bool]:
        """Whether it was the end of one."""
        return [event.back for event in self.heard if isinstance(event, ShopSilent)]


def _told(trouble: Trouble) -> str:
    return f"{trouble.number} {trouble.happening}"
