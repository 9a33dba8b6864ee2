"""Incidents and their orders, in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from core.incident import Affected, Incident, IncidentId, Stage
from core.incidentbook import IncidentShelf, Prover
from core.replacing import Entry
from core.replacing import Stage as EntryStage
from core.shop import OrderNo, ShopId
from storage.memory.kept import Kept

T = TypeVar("T")
Orders = dict[tuple[IncidentId, ShopId, OrderNo], Affected]


@dataclass(frozen=True, slots=True)
class IncidentsInMemory:
    """Implements core.incidentbook.IncidentBook."""

    kept: Kept

    async def run(self, job: Callable[[IncidentShelf], T]) -> T:
        """What fails half-way has changed nothing."""
        self.kept.reach()
        shelf = _Shelf(self.kept, dict(self.kept.incidents), dict(self.kept.incident_orders))
        result = job(shelf)
        self.kept.incidents, self.kept.incident_orders = shelf.known, shelf.affected
        return result

    async def look(self, job: Callable[[IncidentShelf], T]) -> T:
        self.kept.reach()
        return job(_Shelf(self.kept, dict(self.kept.incidents), dict(self.kept.incident_orders)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.incidentbook.IncidentShelf."""

    kept: Kept
    known: dict[IncidentId, Incident]
    affected: Orders

    def incident(self, id_: IncidentId) -> Incident | None:
        return self.known.get(id_)

    def next_id(self) -> IncidentId:
        return IncidentId(max(self.known, default=0) + 1)

    def put(self, incident: Incident) -> None:
        self.known[incident.id] = incident

    def open_ones(self) -> Sequence[Incident]:
        return sorted((one for one in self.known.values() if one.open), key=lambda one: one.id)

    def forget_drafts(self, before: datetime) -> None:
        for one in list(self.known.values()):
            if one.stage is Stage.DRAFT and one.at < before:
                del self.known[one.id]
                for key in [key for key in self.affected if key[0] == one.id]:
                    del self.affected[key]

    def orders(self, id_: IncidentId) -> Sequence[Affected]:
        mine = (one for one in self.affected.values() if one.incident == id_)
        return sorted(mine, key=lambda one: (one.place, one.shop, one.number))

    def order(self, id_: IncidentId, shop: ShopId, number: OrderNo) -> Affected | None:
        return self.affected.get((id_, shop, number))

    def put_orders(self, orders: Sequence[Affected]) -> None:
        self.affected.update({(one.incident, one.shop, one.number): one for one in orders})

    def touching(self, shop: ShopId, number: OrderNo) -> Sequence[tuple[Incident, Affected]]:
        known = reversed(self.open_ones())
        return [(one, found) for one in known if (found := self.affected.get((one.id, shop, number)))]

    def entries(self, shop: ShopId, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Sequence[Entry]]:
        wanted = set(numbers)
        found: dict[OrderNo, list[Entry]] = {}
        for entry in sorted(self.kept.replacements.values(), key=lambda one: (one.at, one.name)):
            if entry.shop == shop and entry.order in wanted and entry.stage is not EntryStage.BEGUN:
                found.setdefault(entry.order, []).append(entry)
        return found

    def provers(self, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Prover]:
        chats = {one.id: one for one in self.kept.conversations.values() if not one.memory.unreachable}
        proven = sorted((at, chat, number) for (number, chat), at in self.kept.proven.items() if number in set(numbers))
        return {number: Prover(chats[chat].where, chats[chat].buyer) for _, chat, number in proven if chat in chats}
