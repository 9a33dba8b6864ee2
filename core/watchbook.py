"""What is remembered of the shops' orders while they are watched: roles, implemented in storage/."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from core.messages import Address
from core.shop import OrderNo, OrderStatus, ShopId
from core.shopnews import Happening, Trouble

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How far we have followed a shop. `cursor`: its own (core.shopparts.TellsChanges). `batch`: of the last message
    to the staff room, and when that was. `away_since`: it has not answered since then; `away_told`: and the staff room
    knows."""

    shop: ShopId
    cursor: str = ""
    batch: int = 0
    told_at: datetime | None = None
    away_since: datetime | None = None
    away_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An order as it was when we looked last. `told`: what we have made known of it, or found too old to tell.

    `due`: it is looked at again then, as it lacks its key"""

    shop: ShopId
    number: OrderNo
    status: OrderStatus
    at: datetime
    pieces: int | None = None
    told: tuple[Happening, ...] = ()
    due: datetime | None = None


class WatchShelf(Protocol):
    """What can be looked up and written inside one transaction."""

    def watch(self, shop: ShopId) -> Watch:
        """A new one for a shop that has not been followed yet."""

    def put_watch(self, watch: Watch) -> None: ...

    def seen(self, shop: ShopId, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Seen]: ...

    def put_seen(self, seen: Sequence[Seen]) -> None: ...

    def due(self, shop: ShopId, now: datetime, limit: int) -> Sequence[OrderNo]:
        """Those to be looked at again now, the longest due first."""

    def provers(self, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Mapping[Address, datetime]]:
        """Of each number that has any: the chats in which an order of it was fully proven, and since when."""

    def beside(self, shop: ShopId, number: OrderNo, limit: int) -> Sequence[Sequence[OrderStatus]]:
        """For each of these chats: the states of the other orders proven there, those that changed last first."""

    def put_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Each happening of an order once: one that is there already is replaced."""

    def troubles(self, shop: ShopId, batch: int, limit: int) -> Sequence[Trouble]:
        """The oldest first."""

    def drop_troubles(self, shop: ShopId, batch: int) -> None: ...

    def forget(self, before: datetime) -> None:
        """Orders seen last before then."""


class WatchBook(Protocol):
    async def run(self, job: Callable[[WatchShelf], T]) -> T:
        """In one transaction, alone with the book; `job` may be run again. Raises: StoreUnavailable."""

    async def look(self, job: Callable[[WatchShelf], T]) -> T:
        """Nothing is written. Raises: StoreUnavailable."""
