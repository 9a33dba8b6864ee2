"""The office of one shop, with somebody who watches for guessing; the web can show checks, nobody else can."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.errands import Errands
from core.guessing import Rules
from core.guessnews import GuessingSeen
from core.guesswatch import GuessWatch
from core.kinerrands import KinErrands
from core.messages import Event, EventId, Sealed
from core.shop import Evidence, OrderNo
from core.step import NewWork
from core.work import VerifyBuyer, WorkDone
from storage.attempts import AttemptsInMemory
from storage.memory.delivery import OutboxInMemory
from storage.memory.guessbook import GuessBookInMemory
from storage.memory.kinbook import KinBookInMemory
from storage.memory.overview import TicketsInMemory
from tests.unit.core.dialogue import ROOM
from tests.unit.core.fakeshop import VAULT
from tests.unit.engine.office import OURS, RIGHT, WRONG, Office, nobody

RULES = Rules(failures=6, within=timedelta(minutes=10), calm_after=timedelta(minutes=15), buyers=4, orders=5)


@dataclass(slots=True)
class Guarded(Office):
    """`heard`: what was told to the staff room."""

    rules: Rules = RULES
    book: GuessBookInMemory = field(default_factory=GuessBookInMemory)
    heard: list[GuessingSeen] = field(default_factory=list)
    able: frozenset[str] = frozenset({"fake"})

    @property
    def watch(self) -> GuessWatch:
        attempts = self.kept_attempts = self.kept_attempts or AttemptsInMemory(self.clock)
        return GuessWatch(
            self.book, attempts, self.clock, ROOM, self.tell, lambda channel: channel in self.able, self.rules
        )

    async def tell(self, events: Sequence[Event]) -> None:
        """As the door does: what it has heard is dropped."""
        known: set[EventId] = {event.id for event in self.heard}
        self.heard += [event for event in events if isinstance(event, GuessingSeen) and event.id not in known]

    async def do(self, new: NewWork) -> WorkDone:
        watch = self.watch
        kin = KinErrands(KinBookInMemory(self.kept), watch.attempts, VAULT, nobody)
        outbox, tickets = OutboxInMemory(self.kept), TicketsInMemory(self.kept)
        shops = [*self.others, self.counter]
        errands = Errands(shops, watch.attempts, outbox, self.clock, self.limits, tickets, kin, guesses=watch)
        return await errands.do(new)

    async def guess(self, times: int, number: str = "", who: str = "guesser") -> list[WorkDone]:
        """Each by somebody else, at another order."""
        return [
            await self.verify(OrderNo(number or f"KD-{self.asked}-{n}"), WRONG, f"{who} {self.asked} {n}")
            for n in range(times)
        ]

    async def passes(self, done: WorkDone, buyer: str = "ming") -> WorkDone:
        """His page has done what was asked, and the same proof goes on."""
        assert done.check is not None
        return await self.ask(replace(done.check.verify, check=done.check.id), buyer)

    async def regular(self, number: OrderNo = OURS, password: Sealed = RIGHT, buyer: str = "regular") -> WorkDone:
        """Somebody who has proven an order before."""
        return await self.ask(VerifyBuyer(number, Evidence("a@b.cn", password), known=True), buyer)
