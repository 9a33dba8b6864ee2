"""The ledger of replacements, refunds and keys sent again, in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from core.messages import PersonId
from core.replacing import Entry, LedgerShelf, Stage
from core.shop import OrderNo, ShopId
from storage.memory.kept import Kept

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LedgerInMemory:
    """Implements core.replacing.Ledger."""

    kept: Kept

    async def run(self, job: Callable[[LedgerShelf], T]) -> T:
        """What fails half-way has changed nothing."""
        self.kept.reach()
        fresh = dict(self.kept.replacements)
        result = job(_Shelf(fresh))
        self.kept.replacements = fresh
        return result

    async def look(self, job: Callable[[LedgerShelf], T]) -> T:
        self.kept.reach()
        return job(_Shelf(dict(self.kept.replacements)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.replacing.LedgerShelf."""

    entries: dict[str, Entry]

    def entry(self, name: str) -> Entry | None:
        return self.entries.get(name)

    def of_order(self, shop: ShopId, order: OrderNo) -> Sequence[Entry]:
        return [one for one in self._known() if (one.shop, one.order) == (shop, order)]

    def by_agent(self, agent: PersonId, since: datetime) -> Sequence[Entry]:
        return [one for one in self._known() if one.by.id == agent and one.at >= since]

    def of_number(self, order: OrderNo, limit: int) -> Sequence[Entry]:
        return [one for one in reversed(self._known()) if one.order == order][:limit]

    def of_key(self, mark: str) -> Sequence[Entry]:
        return [one for one in self._known() if one.bad == mark]

    def latest(self, limit: int) -> Sequence[Entry]:
        return self._known()[::-1][:limit]

    def put(self, entry: Entry) -> None:
        self.entries[entry.name] = entry

    def forget_begun(self, before: datetime) -> None:
        for one in list(self.entries.values()):
            if one.stage is Stage.BEGUN and one.at < before:
                del self.entries[one.name]

    def _known(self) -> list[Entry]:
        counting = [one for one in self.entries.values() if one.stage is not Stage.BEGUN]
        return sorted(counting, key=lambda one: (one.at, one.name))
