"""What each kind of work on incidents means: finds and counts, opens, begins and halts, tells; and makes good."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import ShopUnavailable
from core.incident import Affected, Fate, Incident, IncidentId, Known, Remedy, Tally
from core.incidentacting import Acting
from core.incidentbook import IncidentBook, IncidentShelf, Prover
from core.incidentbulk import InBulk, Tell, with_entries
from core.incidentfinding import Finding
from core.incidentmaking import Making
from core.incidentreport import Reporting
from core.incidentrules import IncidentRules, due_of, tally_of
from core.incidentwork import (
    Act,
    ActOnIncident,
    FindAffected,
    IncidentTold,
    IncidentWork,
    ListIncidents,
    RunBulk,
    Step,
    TakeRemedy,
)
from core.messages import Address
from core.replacingfacts import ReplacingFacts
from core.shop import ProvenOrder
from core.shopparts import SoldBy
from core.step import NewWork
from core.work import WorkDone

_STOCKED = 8
"""Goods whose stock is asked for."""


@dataclass(frozen=True, slots=True)
class IncidentErrands:
    """Repeatable, as all errands are. `tell`: the door."""

    facts: ReplacingFacts
    book: IncidentBook
    rules: IncidentRules
    tell: Tell
    reporting: Reporting

    async def do(self, done: WorkDone, new: NewWork, work: IncidentWork) -> WorkDone:
        """Raises: ShopUnavailable, StoreUnavailable."""
        if isinstance(work, TakeRemedy):
            return await self._taken(done, new, work)
        match work:
            case FindAffected():
                told = await self._find(work, done.at)
            case ActOnIncident():
                told = await self._act(new, work, done.at)
            case ListIncidents(place):
                told = await self.book.look(lambda shelf: _listed(shelf, place))
            case RunBulk():
                told = await InBulk(self.facts, self.book, self.rules, self.tell).run(new, work, done.at)
        return replace(done, incident=told)

    async def _find(self, work: FindAffected, at: datetime) -> IncidentTold:
        if not self.rules.may(work.by):
            return IncidentTold(place=work.place, step=Step.MAY_NOT, by=work.by)
        draft = await self._finding.begun(work, at)
        if draft.sold_by is SoldBy.PRODUCT and not draft.goods:
            return IncidentTold(place=work.place, step=Step.NO_GOODS, incident=draft)
        counted = await self._finding.counted(draft)
        if not counted.sales and draft.goods:
            return IncidentTold(place=work.place, step=Step.WHICH, incident=counted, tally=Tally())
        return await self._shown(counted, work.place, Step.ANEW)

    async def _act(self, new: NewWork, work: ActOnIncident, at: datetime) -> IncidentTold:
        incident = await self.book.look(lambda shelf: shelf.incident(work.id))
        if incident is None:
            return _step(work, Step.GONE)
        if work.act is Act.TELL:
            return await self._shown(incident, work.place, Step.ANEW)
        if work.act is Act.REPORT:
            orders = await self.book.look(lambda shelf: shelf.orders(work.id))
            told = replace(_step(work, Step.REPORT), incident=incident)
            return replace(told, report=await self.reporting.file(incident, orders, at))
        if not self.rules.may(work.by) and work.act is not Act.REFUSE:
            return _step(work, Step.MAY_NOT)
        return await (self._picked(incident, work) if work.act is Act.PICK else self._acted(new, incident, work, at))

    async def _acted(self, new: NewWork, incident: Incident, work: ActOnIncident, at: datetime) -> IncidentTold:
        """Before anything is begun it is counted again: the shop may have sold more of it meanwhile."""
        if work.act in {Act.OPEN, Act.BULK, Act.RESUME} and incident.sales:
            await self._finding.counted(incident)
        acted = await self.book.run(lambda shelf: Acting(self.rules, shelf, work, new.id, at).acted())
        shown = acted.incident is not None and acted.step is Step.CARD
        return replace(acted, stock=await self._stock(acted.incident)) if shown and acted.incident else acted

    async def _picked(self, incident: Incident, work: ActOnIncident) -> IncidentTold:
        """Which goods are meant, or all of them."""
        if incident.sales:
            return await self._shown(incident, work.place, Step.ANEW)
        place = int(work.argument) if work.argument.isdecimal() else len(incident.titles)
        title = incident.titles[place] if place < len(incident.titles) else None
        goods = [one for one in incident.goods if title is None or one.title == title]
        counted = await self._finding.counted(self._finding.meaning(incident, goods))
        return await self._shown(counted, work.place, Step.ANEW)

    @property
    def _finding(self) -> Finding:
        return Finding(self.facts.shops, self.book, self.rules)

    async def _shown(self, incident: Incident, place: Address, step: Step) -> IncidentTold:
        tally = tally_of(await self.book.look(lambda shelf: shelf.orders(incident.id)))
        if not tally.orders:
            return IncidentTold(place=place, step=Step.NO_ORDERS, incident=incident)
        return IncidentTold(place=place, step=step, incident=incident, tally=tally, stock=await self._stock(incident))

    async def _stock(self, incident: Incident) -> int | None:
        """What is left to give; None: not known, or without end."""
        left: list[int | None] = []
        for one in incident.goods[:_STOCKED]:
            try:
                left.append(await self.facts.of(one.shop).stock(one.stock))
            except ShopUnavailable:
                return None
        counted = [one for one in left if one is not None]
        return sum(counted) if counted and len(counted) == len(incident.goods) else None

    async def known(self, order: ProvenOrder, mark: str, product: str) -> Known | None:
        """The open incident that this order is part of; with the key named (`mark`): if it is one of the bad ones.

        Raises: StoreUnavailable."""
        touching = await self.book.look(lambda shelf: shelf.touching(order.shop, order.number))
        for incident, one in touching:
            bad = one.marks is None or not mark or mark in one.marks
            of_goods = one.marks is not None or not one.goods or not product
            if one.fate is Fate.SETTLED or not bad or not (of_goods or product in {s.product for s in one.goods}):
                continue
            paid_back = one.fate is Fate.DONE and one.done is Remedy.REFUND
            if one.fate is Fate.DONE and not paid_back:
                continue
            failed = one.fate is Fate.FAILED
            return Known(incident.id, incident.remedy, one.title, due_of(one), one.currency, paid_back, failed)
        return None

    async def _taken(self, done: WorkDone, new: NewWork, work: TakeRemedy) -> WorkDone:
        """For a buyer, what its incident offers; from the ledger, so that he and the bulk never do it both."""
        order = work.order
        found = await self.book.look(lambda shelf: _offered(shelf, work.id, order))
        incident, one = found if found is not None else (None, None)
        done = replace(done, proven=order)
        if incident is None or one is None or one.fate is Fate.SETTLED:
            return replace(done, incident=IncidentTold(step=Step.GONE))
        if incident.remedy is Remedy.WAIT:
            return replace(done, incident=IncidentTold(step=Step.UNDER_WAY, incident=incident))
        prover = Prover(new.where, new.buyer)
        made = await Making(self.facts, new.id).made(incident, replace(one, why=""), incident.remedy, prover, done.at)
        await self.book.run(lambda shelf: shelf.put_orders([replace(made.order, reachable=True)]))
        if made.entries:
            return with_entries(done, incident, made)
        step = Step.NO_STOCK if made.no_stock else Step.FAILED if made.order.fate is Fate.FAILED else Step.GONE
        step = Step.UNDER_WAY if made.order.fate is Fate.LEFT and not made.no_stock else step
        return replace(done, incident=IncidentTold(step=step, incident=incident, done=(made.order,)))


def _step(work: ActOnIncident, step: Step) -> IncidentTold:
    return IncidentTold(place=work.place, step=step, act=work.act, by=work.by)


def _listed(shelf: IncidentShelf, place: Address) -> IncidentTold:
    others = tuple((one, tally_of(shelf.orders(one.id))) for one in shelf.open_ones())
    return IncidentTold(place=place, step=Step.LIST, others=others)


def _offered(shelf: IncidentShelf, id_: IncidentId, order: ProvenOrder) -> tuple[Incident, Affected] | None:
    return next((found for found in shelf.touching(order.shop, order.number) if found[0].id == id_), None)
