"""Agents and one shop with a bad batch, for the tests of incidents; and accidents between any two steps of its work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from core.errands import blank
from core.incident import Affected, Incident, IncidentId, Remedy
from core.incidenterrands import IncidentErrands
from core.incidentreport import Reporting
from core.incidentrules import IncidentRules
from core.incidentwork import Act, ActOnIncident, FindAffected, IncidentTold, IncidentWork
from core.messages import AccountId, Address, ChannelName, ChatId, Event
from core.replacingfacts import ReplacingFacts
from core.shop import OrderNo, Proof, ProvenOrder, StockId
from core.shopparts import SoldBy
from core.step import NewWork
from core.work import WorkDone
from storage.blobs import BlobsOnDisk
from storage.database import Database
from storage.incidents import IncidentsInSql
from storage.replacements import LedgerInSql
from storage.shops.builtin import BUILTIN, BuiltinShop
from tests.contracts.aftersales import PLACE, WANG, Fuse, Wired, _parts
from tests.contracts.surroundings import NOON

GOODS = "netflix-1m"
NUMBERS = [OrderNo(f"KD50{place}") for place in range(4)]
BAD = [f"BADD-{place:04d}" for place in range(5)]
NEW = [f"NEWW-{place:04d}" for place in range(5)]
FILES = Address(ChannelName("kamidesk"), AccountId("files"), ChatId("files"))


@dataclass(slots=True)
class Room:
    """Agents and the process that does what they want; `told`: what went by the door, each name once."""

    shop: BuiltinShop
    sessions: Database
    blobs: BlobsOnDisk
    rules: IncidentRules = field(default_factory=lambda: IncidentRules(approve_above=Decimal(10_000)))
    fuse: Fuse = field(default_factory=Fuse)
    told: dict[str, Event] = field(default_factory=dict)
    asked: int = 0

    async def tell(self, events: Sequence[Event]) -> None:
        self.told |= {event.id: event for event in events if event.id not in self.told}

    def new(self, work: IncidentWork) -> NewWork:
        self.asked += 1
        return NewWork(f"work:1.{self.asked}", PLACE.whole_chat, WANG, work)

    async def do(self, new: NewWork) -> WorkDone:
        assert isinstance(new.work, IncidentWork)
        shop, ledger, book = (
            Wired(part, self.fuse) for part in (self.shop, LedgerInSql(self.sessions), IncidentsInSql(self.sessions))
        )
        facts: Any = ReplacingFacts([_parts(self.shop, shop)], ledger, self.shop.vault)
        words = lambda language, key, **_: f"{language} {key}"  # noqa: E731
        reporting = Reporting(self.blobs, FILES, words, "zh", ZoneInfo("Asia/Shanghai"))
        errands = IncidentErrands(facts, book, self.rules, Wired(self, self.fuse).tell, reporting)
        return await errands.do(blank(new, self.shop.clock), new, new.work)

    async def asks(self, work: IncidentWork) -> IncidentTold:
        done = await self.do(self.new(work))
        assert done.incident is not None
        return done.incident

    async def counts(self, words: str = GOODS, by: SoldBy = SoldBy.PRODUCT) -> IncidentTold:
        return await self.asks(FindAffected(by, words, NOON - timedelta(days=1), None, WANG, PLACE))

    async def acts(self, act: Act, argument: str = "", by: Any = WANG, number: int = 1) -> IncidentTold:
        return await self.asks(ActOnIncident(IncidentId(number), act, by, PLACE, argument))

    async def opened(self, remedy: Remedy = Remedy.WAIT) -> Incident:
        await self.counts()
        told = await self.acts(Act.OPEN, remedy)
        assert told.incident is not None, told
        return told.incident

    async def runs(self, told: IncidentTold) -> IncidentTold:
        """On and on, as the desk does it, until nothing more is to be done."""
        while told.goes_on is not None:
            told = await self.asks(told.goes_on)
        return told

    async def orders(self) -> Sequence[Affected]:
        return await IncidentsInSql(self.sessions).look(lambda shelf: shelf.orders(IncidentId(1)))

    async def keys(self) -> list[str]:
        found: list[str] = []
        for number in NUMBERS:
            keys = await self.shop.delivered_keys(ProvenOrder(BUILTIN, number, Proof.A))
            found += [self.shop.vault.open(key.sealed) for key in keys]
        return found

    async def left(self) -> int | None:
        return await self.shop.stock(StockId(GOODS))
