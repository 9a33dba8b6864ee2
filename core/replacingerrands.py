"""What each kind of work after the sale means: asks the shop, keeps the ledger, and tells the agents.

Whatever happens in between, a replacement ends with one new key: what is set aside is stored before it is taken, the
shop gives the same for the same name, and only the work that carries an entry goes on with it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from core.errors import ShopRemoved
from core.replacement import Replacing
from core.replacing import (
    IN_HAND,
    SHOP_REMOVED,
    Decide,
    Entry,
    GoOn,
    KeyChoice,
    Kind,
    LedgerShelf,
    NoteSent,
    RefundOrder,
    ReplaceKey,
    ReplacingTold,
    ReplacingWork,
    Stage,
    Step,
    TellLedger,
    TellStock,
)
from core.replacingfacts import ReplacingFacts, name_of
from core.replacingrules import (
    DAY,
    ReplacingRules,
    given_up,
    item_of,
    just_given,
    left_of,
    objection,
    price_of_one,
    second_for,
    twin_of,
)
from core.shop import DeliveredKey, Order, Proof, ProvenOrder
from core.step import NewWork
from core.work import WorkDone

_REF = 12
"""Characters of a fingerprint on a button."""
_ENDS = {Kind.REPLACED: Step.REPLACED, Kind.REFUNDED: Step.REFUNDED, Kind.RESENT: Step.GONE, Kind.CLAIMED: Step.GONE}


@dataclass(frozen=True, slots=True)
class ReplacingErrands:
    """Repeatable, as all errands are."""

    facts: ReplacingFacts
    rules: ReplacingRules = field(default_factory=ReplacingRules)

    async def do(self, done: WorkDone, new: NewWork, work: ReplacingWork) -> WorkDone:
        """Raises: ShopUnavailable, StoreUnavailable; ShopRemoved: what is in hand rests, and whoever asks for the same
        when the shop is back goes on with it."""
        try:
            return await self._done(done, new, work)
        except ShopRemoved:
            names = {name_of(new), work.name if isinstance(work, GoOn | Decide) else ""}
            await self.facts.ledger.run(lambda shelf: _rest(shelf, names))
            raise

    async def _done(self, done: WorkDone, new: NewWork, work: ReplacingWork) -> WorkDone:
        at = done.at
        match work:
            case ReplaceKey() | RefundOrder():
                told = await self._begin(new, work, at)
            case GoOn():
                told = await self._go_on(new, work, at)
            case Decide():
                told = await self._decide(new, work, at)
            case NoteSent(name):
                await self.facts.ledger.run(lambda shelf: _sent(shelf, name))
                return done
            case TellStock(words):
                told = ReplacingTold(step=Step.STOCK, stock=tuple(await self.facts.stock(words)))
            case TellLedger(order):
                told = ReplacingTold(step=Step.LEDGER, order=order, entries=await self.facts.entries(order))
            case _:
                assert_never(work)
        return await self._outcome(done, replace(told, place=work.place))

    async def _outcome(self, done: WorkDone, told: ReplacingTold) -> WorkDone:
        """With the new key, if there is one to hand out."""
        entry = told.entry
        if told.step is not Step.REPLACED or entry is None or entry.sealed is None:
            return replace(done, replacing=told)
        order = await self.facts.of(entry.shop).find_order(entry.order)
        key = DeliveredKey(entry.item.product if entry.item else "", entry.sealed, entry.masked)
        proven = ProvenOrder(entry.shop, entry.order, Proof.NONE)
        return replace(done, replacing=told, keys=(key,), order=order, proven=proven, by=entry.by.id)

    # ------------------------------------------------------------------ begun, and gone on with

    async def _begin(self, new: NewWork, work: ReplaceKey | RefundOrder, at: datetime) -> ReplacingTold:
        order = await self.facts.find(work.order, work.shop)
        if order is None:
            return ReplacingTold(step=Step.NO_ORDER, order=work.order)
        begun = _begun(new, work, order, at)

        def job(shelf: LedgerShelf) -> Entry:
            shelf.forget_begun(at - DAY)
            known = shelf.entry(begun.name)
            if known is None:
                shelf.put(begun)
            return known or begun

        picked = work.key if isinstance(work, ReplaceKey) else ""
        return await self._proceed(new, await self.facts.ledger.run(job), order, at, picked)

    async def _go_on(self, new: NewWork, work: GoOn, at: datetime) -> ReplacingTold:
        def job(shelf: LedgerShelf) -> Entry | None:
            entry = shelf.entry(work.name)
            if entry is None or entry.stage is not Stage.BEGUN:
                return entry
            after = replace(entry, by=work.by, vouched=entry.vouched or work.sure)
            shelf.put(after)
            return after

        entry = await self.facts.ledger.run(job)
        if entry is None:
            return ReplacingTold(step=Step.GONE)
        if entry.stage is not Stage.BEGUN:
            return await self._resumed(new, entry, at)
        order = await self.facts.find(entry.order, entry.shop)
        if order is None:
            return ReplacingTold(step=Step.NO_ORDER, order=entry.order)
        return await self._proceed(new, entry, order, at, work.key)

    async def _proceed(self, new: NewWork, entry: Entry, order: Order, at: datetime, picked: str = "") -> ReplacingTold:
        if entry.stage is not Stage.BEGUN:
            return await self._resumed(new, entry, at)
        if not entry.proven and not entry.vouched:
            return ReplacingTold(step=Step.WHOSE, entry=entry, order=order.number)
        if entry.kind is Kind.REFUNDED:
            return await self._opened(new, entry, order, at)
        entries = await self.facts.of_order(order)
        keys = await self.facts.keys(order, entries)
        chosen = [one for one in keys if one.mark.startswith(picked)] if picked else keys
        if not chosen:
            return ReplacingTold(step=Step.NO_SUCH_KEY if keys else Step.NO_KEYS, entry=entry, order=order.number)
        several, bad = len({one.mark for one in chosen}) > 1, chosen[0]
        if several or (not picked and just_given(bad.mark, entries, at)):
            offered = tuple(KeyChoice(one.mark[:_REF], one.key.masked) for one in keys)
            step = Step.WHICH_KEY if several else Step.JUST_NOW
            return ReplacingTold(step=step, entry=entry, order=order.number, keys=offered)
        item, price = item_of(order, bad.key), price_of_one(order)
        about = replace(entry, bad=bad.mark, bad_masked=bad.key.masked, item=item, amount=price)
        return await self._opened(new, about, order, at)

    async def _opened(self, new: NewWork, entry: Entry, order: Order, at: datetime) -> ReplacingTold:
        """It counts from now on, unless the same is on its way already."""

        def job(shelf: LedgerShelf) -> ReplacingTold:
            stored = shelf.entry(entry.name)
            if stored is not None and stored.stage is not Stage.BEGUN:
                return ReplacingTold(entry=stored)
            entries = shelf.of_order(entry.shop, entry.order)
            left = left_of(order, entries)
            wanted = replace(entry, amount=left) if entry.amount is None else entry
            twin = twin_of(wanted, entries, at)
            if twin is not None:
                return ReplacingTold(entry=_taken_over(shelf, twin, new, at))
            if wanted.kind is Kind.REFUNDED and not 0 < (wanted.amount or 0) <= left:
                return ReplacingTold(step=Step.TOO_MUCH, entry=wanted, order=order.number, left=left)
            second = second_for(self.rules, wanted, order, shelf.by_agent(wanted.by.id, at - DAY), at)
            ready = replace(wanted, second=second, stage=Stage.ASKED if second else Stage.APPROVED)
            shelf.put(ready.carried(new.id, at))
            return ReplacingTold(entry=ready.carried(new.id, at))

        told = await self.facts.ledger.run(job)
        return told if told.step or told.entry is None else await self._resumed(new, told.entry, at)

    async def _decide(self, new: NewWork, work: Decide, at: datetime) -> ReplacingTold:
        def job(shelf: LedgerShelf) -> ReplacingTold:
            entry = shelf.entry(work.name)
            if entry is None:
                return ReplacingTold(step=Step.GONE)
            if entry.stage is not Stage.ASKED:
                return ReplacingTold(entry=entry)
            against = objection(self.rules, entry, work.by, yes=work.yes, alone=work.alone)
            if against is not None:
                return ReplacingTold(step=against, entry=entry, order=entry.order)
            stage = Stage.APPROVED if work.yes else Stage.REFUSED
            own = work.yes and work.by.id == entry.by.id
            after = replace(entry, stage=stage, approver=work.by, approved_at=at, alone=own).carried(new.id, at)
            shelf.put(after)
            return ReplacingTold(entry=after)

        told = await self.facts.ledger.run(job)
        return told if told.step or told.entry is None else await self._resumed(new, told.entry, at)

    async def _resumed(self, new: NewWork, entry: Entry, at: datetime) -> ReplacingTold:
        """From where it stands."""
        if given_up(entry, at):
            entry = await self.facts.ledger.run(lambda shelf: _taken_over(shelf, entry, new, at))
        if entry.stage in IN_HAND and entry.carrier == new.id:
            entry = await Replacing(self.facts, new.id).carried_out(entry)
        mine = entry.carrier == new.id
        match entry.stage:
            case Stage.ASKED:
                step = Step.NEEDS_SECOND
            case Stage.FAILED:
                step = Step.FAILED
            case Stage.REFUSED:
                step = Step.REFUSED
            case Stage.TAKEN | Stage.SENT if mine:
                step = _ENDS[entry.kind]
            case Stage.SENT:
                step = Step.ALREADY
            case _:
                step = Step.BUSY
        return ReplacingTold(step=step, entry=entry, order=entry.order)


def _rest(shelf: LedgerShelf, names: set[str]) -> None:
    for entry in filter(None, map(shelf.entry, sorted(names))):
        if entry.stage in IN_HAND:
            shelf.put(replace(entry, why=SHOP_REMOVED, carried_at=None))


def _begun(new: NewWork, work: ReplaceKey | RefundOrder, order: Order, at: datetime) -> Entry:
    refund = isinstance(work, RefundOrder)
    entry = Entry(
        name=name_of(new),
        kind=Kind.REFUNDED if refund else Kind.REPLACED,
        stage=Stage.BEGUN,
        shop=order.shop,
        order=order.number,
        where=new.where,
        buyer=new.buyer,
        by=work.by,
        at=at,
        proven=work.proven,
        reason=work.reason,
        currency=order.currency,
    )
    return replace(entry, amount=work.amount, way=work.way) if isinstance(work, RefundOrder) else entry


def _taken_over(shelf: LedgerShelf, entry: Entry, new: NewWork, at: datetime) -> Entry:
    """Carried by this work now, if nobody else carries it."""
    stored = shelf.entry(entry.name) or entry
    if not given_up(stored, at):
        return stored
    after = stored.carried(new.id, at)
    shelf.put(after)
    return after


def _sent(shelf: LedgerShelf, name: str) -> None:
    entry = shelf.entry(name)
    if entry is not None and entry.stage is Stage.TAKEN:
        shelf.put(replace(entry, stage=Stage.SENT))
