"""All orders of an incident, a few seconds at a time: who can be told first. It stops when an agent wants it to, when
stock ends, and when too many in a row come to nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from time import monotonic

from core.errors import ShopUnavailable
from core.incident import Affected, Bulk, Fate, Halt, Incident
from core.incidentbook import IncidentBook, IncidentShelf, Prover
from core.incidentmaking import Made, Making
from core.incidentrules import IncidentRules, goods_key, tally_of
from core.incidentwork import IncidentTold, RunBulk, Step
from core.messages import Event, EventId, Person, PersonId
from core.replacing import Entry, Kind, LedgerShelf, Stage
from core.replacingfacts import ReplacingFacts
from core.shop import DeliveredKey, Proof, ProvenOrder
from core.step import NewWork
from core.work import WorkDone

SLICE = 5.0
"""Seconds between two edits of the card."""
REST = 2.0
"""Seconds that are waited when others have all in hand that is left."""
Tell = Callable[[Sequence[Event]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class InBulk:
    """`tell`: the door."""

    facts: ReplacingFacts
    book: IncidentBook
    rules: IncidentRules
    tell: Tell

    async def run(self, new: NewWork, work: RunBulk, at: datetime) -> IncidentTold:
        """Raises: StoreUnavailable."""
        ends = monotonic() + SLICE
        making = Making(self.facts, f"incident-{work.id}.{work.run}")
        left = [one for one in await self.book.look(lambda shelf: shelf.orders(work.id)) if one.fate is Fate.LEFT]
        tried, went_on = 0, False
        for one in left:
            if monotonic() >= ends:
                break
            went_on = await self._one(new, work, making, one, at) or went_on
            tried += 1
        if left and not went_on:
            await asyncio.sleep(REST)
        return await self.book.run(lambda shelf: self._told(shelf, new, work, whole=tried == len(left)))

    async def _one(self, new: NewWork, work: RunBulk, making: Making, one: Affected, at: datetime) -> bool:
        """False: nothing is to be done for it now, or it came to nothing."""
        incident, now = await self.book.look(lambda shelf: _as_it_is(shelf, work, one))
        if incident is None or now is None or incident.way is None:
            return False
        prover = (await self.book.look(lambda shelf: shelf.provers([one.number]))).get(one.number)
        try:
            made = await making.made(incident, replace(now, why=""), incident.way, prover, at)
            await self._handed_on(incident, made, prover, at)
        except ShopUnavailable:
            await making.let_go(now)
            made = Made(now, silent=True)
        await self.book.run(lambda shelf: self._noted(shelf, new, work, made))
        return made.order.fate is not Fate.LEFT

    def _noted(self, shelf: IncidentShelf, new: NewWork, work: RunBulk, made: Made) -> None:
        one = made.order
        finished = one.fate is not Fate.LEFT
        shelf.put_orders([replace(one, work=new.id if finished else one.work)])
        incident = shelf.incident(work.id)
        if incident is None or incident.run != work.run or incident.bulk is not Bulk.RUNNING:
            return
        if made.no_stock:
            shelf.put(replace(incident, empty=(*incident.empty, goods_key(one.shop, one))))
        elif one.fate is Fate.FAILED or made.silent:
            failures = incident.failures + 1
            stops = failures >= self.rules.failures
            bulk, halt = (Bulk.PAUSED, Halt.FAILURES) if stops else (Bulk.RUNNING, None)
            shelf.put(replace(incident, failures=failures, bulk=bulk, halt=halt))
        elif incident.failures:
            shelf.put(replace(incident, failures=0))

    async def _handed_on(self, incident: Incident, made: Made, prover: Prover | None, at: datetime) -> None:
        """To the buyer's own talk, by the door; who has none here finds it in the shop, and it counts as sent."""
        taken = [entry for entry in made.entries if entry.stage is Stage.TAKEN]
        if prover is not None and made.entries:
            await self.tell([for_buyer(incident, made, prover, at)])
        elif taken:
            await self.facts.ledger.run(lambda shelf: _sent(shelf, taken))

    def _told(self, shelf: IncidentShelf, new: NewWork, work: RunBulk, *, whole: bool) -> IncidentTold:
        """Whether it goes on. What this very work has done is told once more when it is repeated after a crash."""
        incident, orders = shelf.incident(work.id), shelf.orders(work.id)
        if incident is None:
            return IncidentTold(place=work.place)
        left = [one for one in orders if one.fate is Fate.LEFT]
        if incident.run == work.run and incident.bulk is Bulk.RUNNING and whole:
            if not left:
                incident = replace(incident, bulk=Bulk.DONE, halt=None)
            elif all(goods_key(one.shop, one) in incident.empty for one in left):
                incident = replace(incident, bulk=Bulk.PAUSED, halt=Halt.NO_STOCK)
            shelf.put(incident)
        done = tuple(one for one in orders if one.work == new.id)
        current = incident.run == work.run
        goes_on = work if current and incident.bulk is Bulk.RUNNING else None
        step = Step.PROGRESS if current or done else None
        tally = tally_of(orders)
        return IncidentTold(place=work.place, step=step, incident=incident, tally=tally, done=done, goes_on=goes_on)


def _as_it_is(shelf: IncidentShelf, work: RunBulk, one: Affected) -> tuple[Incident | None, Affected | None]:
    """None: it is not to be done, or not now."""
    incident, now = shelf.incident(work.id), shelf.order(work.id, one.shop, one.number)
    if incident is None or not incident.open or incident.bulk is not Bulk.RUNNING or incident.run != work.run:
        return None, None
    if now is None or now.fate is not Fate.LEFT or goods_key(now.shop, now) in incident.empty:
        return incident, None
    return incident, now


def _sent(shelf: LedgerShelf, taken: Sequence[Entry]) -> None:
    for entry in taken:
        shelf.put(replace(entry, stage=Stage.SENT))


def for_buyer(incident: Incident, made: Made, prover: Prover, at: datetime) -> WorkDone:
    """Named by what he gets: however often it is told, he gets it once."""
    names = tuple(entry.name for entry in made.entries)
    mark = sha256("\n".join(names).encode()).hexdigest()[:16]
    blank = WorkDone(
        id=EventId(f"incident:{incident.id}:{made.order.number}:{mark}"),
        at=at,
        where=prover.where,
        sender=Person(PersonId("shop")),
        work=RunBulk.__name__,
        silent=True,
    )
    return with_entries(blank, incident, made)


def with_entries(done: WorkDone, incident: Incident, made: Made) -> WorkDone:
    """The outcome for the buyer: new keys, sealed, or that his money comes back."""
    one, entries = made.order, made.entries
    replaced = [entry for entry in entries if entry.kind is Kind.REPLACED]
    told = IncidentTold(
        step=Step.REPLACED if replaced else Step.REFUNDED,
        incident=incident,
        done=(one,),
        names=tuple(entry.name for entry in replaced),
        bad=tuple(entry.bad_masked for entry in replaced),
    )
    proven = ProvenOrder(one.shop, one.number, Proof.NONE)
    return replace(done, keys=tuple(map(_key, replaced)), proven=proven, by=incident.by.id, incident=told)


def _key(entry: Entry) -> DeliveredKey:
    assert entry.sealed is not None
    return DeliveredKey(entry.item.title if entry.item else "", entry.sealed, entry.masked)
