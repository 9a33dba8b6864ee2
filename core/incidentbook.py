"""Where incidents and their orders are kept: roles, implemented in storage/."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from core.incident import Affected, Incident, IncidentId
from core.messages import Address, Person
from core.replacing import Entry
from core.shop import OrderNo, ShopId

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prover:
    """A buyer who has fully proven an order, and the chat in which he did it last."""

    where: Address
    buyer: Person


class IncidentShelf(Protocol):
    """What can be looked up and written inside one transaction."""

    def incident(self, id_: IncidentId) -> Incident | None: ...

    def next_id(self) -> IncidentId:
        """1, 2, 3, …"""

    def put(self, incident: Incident) -> None:
        """New, or as it is now."""

    def open_ones(self) -> Sequence[Incident]:
        """The oldest first."""

    def forget_drafts(self, before: datetime) -> None:
        """Those that nobody has opened, with their orders."""

    def orders(self, id_: IncidentId) -> Sequence[Affected]:
        """When it is their turn."""

    def order(self, id_: IncidentId, shop: ShopId, number: OrderNo) -> Affected | None: ...

    def put_orders(self, orders: Sequence[Affected]) -> None:
        """New, or as they are now."""

    def touching(self, shop: ShopId, number: OrderNo) -> Sequence[tuple[Incident, Affected]]:
        """The open incidents that this order is part of, the newest first."""

    def entries(self, shop: ShopId, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Sequence[Entry]]:
        """What the ledger knows of them, the oldest first; without questions that are still open."""

    def provers(self, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Prover]:
        """Of those that somebody has proven; whoever did so last."""


class IncidentBook(Protocol):
    async def run(self, job: Callable[[IncidentShelf], T]) -> T:
        """One after another, in one transaction each; `job` may be run again. Raises: StoreUnavailable."""

    async def look(self, job: Callable[[IncidentShelf], T]) -> T:
        """Only reads, beside others. Raises: StoreUnavailable."""
