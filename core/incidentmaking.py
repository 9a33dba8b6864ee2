"""Makes one order of an incident good: new keys or the money back, through the ledger like all others, so that nothing
is given twice however often it is begun."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from core.incident import Affected, Fate, Incident, Remedy
from core.incidentbook import Prover
from core.incidentrules import due_of, prefix, settled_pieces
from core.messages import AccountId, Address, ChannelName, ChatId, Person, PersonId
from core.ordercard import money
from core.replacement import Replacing
from core.replacing import IN_HAND, Entry, Failure, Kind, LedgerShelf, Stage
from core.replacingfacts import ReplacingFacts
from core.replacingrules import Counted, given_up, item_of, left_of, price_of_one, twin_of
from core.shop import Order

_OURS = {Stage.TAKEN, Stage.SENT}
_REF = 16
GONE, COLLEAGUE, NO_KEYS = "gone", "colleague", "no-keys"
"""Why an order came to nothing, beside core.replacing.Failure and the shop's own words."""


@dataclass(frozen=True, slots=True)
class Made:
    """`order`: as it is in the book now. `entries`: of the ledger that the buyer has not had yet; TAKEN, or SENT of a
    refund. `silent`: its shop did not answer."""

    order: Affected
    entries: tuple[Entry, ...] = ()
    silent: bool = False

    @property
    def no_stock(self) -> bool:
        return self.order.why == Failure.NO_STOCK


@dataclass(frozen=True, slots=True)
class Making:
    """`carrier`: the same as long as only one at a time works under it."""

    facts: ReplacingFacts
    carrier: str

    async def made(self, incident: Incident, one: Affected, remedy: Remedy, buyer: Prover | None, at: datetime) -> Made:
        """Raises: ShopUnavailable, StoreUnavailable; may be begun again then."""
        order = await self.facts.find(one.number, one.shop)
        if order is None:
            return Made(replace(one, fate=Fate.FAILED, why=GONE))
        line = _Line(incident, one, buyer, order, at)
        return await (self._replaced(line) if remedy is Remedy.REPLACE else self._refunded(line))

    async def let_go(self, one: Affected) -> None:
        """Its shop did not answer: whoever comes to it next goes on with it. Raises: StoreUnavailable."""

        def job(shelf: LedgerShelf) -> None:
            for entry in shelf.of_order(one.shop, one.number):
                if entry.carrier == self.carrier and entry.stage in IN_HAND:
                    shelf.put(replace(entry, carried_at=None))

        await self.facts.ledger.run(job)

    # ------------------------------------------------------------------ new keys

    async def _replaced(self, line: "_Line") -> Made:
        """What was begun before is finished first: its new key would look like one more of this order."""
        begun = [one for one in await self.facts.of_order(line.order) if one.kind is Kind.REPLACED and _unfinished(one)]
        for entry in begun:
            ours = entry.name.startswith(line.name)
            now = await self._carried(line, entry) if ours else entry
            if stopped := await self._stopped(line, now):
                return stopped
        for bad in await self._bad(line):
            if stopped := await self._stopped(line, await self._carried(line, line.replacing(bad))):
                return stopped
        return await self._all_replaced(line)

    async def _stopped(self, line: "_Line", entry: Entry) -> Made | None:
        """Why it does not go on with this order; None: this key is replaced."""
        if entry.stage is Stage.FAILED:
            no_stock = entry.why == Failure.NO_STOCK
            after = replace(line.one, why=entry.why, fate=Fate.LEFT if no_stock else Fate.FAILED)
            return Made(after, await self._taken(line))
        return None if entry.stage in _OURS else await self._in_the_way(line, entry)

    async def _all_replaced(self, line: "_Line") -> Made:
        one, noted = line.one, await self._ours(line)
        if not noted:
            settled = await self._settled(line)
            return Made(replace(one, fate=Fate.SETTLED) if settled else replace(one, fate=Fate.FAILED, why=NO_KEYS))
        note = ", ".join(f"{entry.bad_masked} -> {entry.masked}" for entry in noted)
        done = replace(one, fate=Fate.DONE, done=Remedy.REPLACE, note=note, why="")
        return Made(done, await self._taken(line))

    async def _bad(self, line: "_Line") -> Sequence[Counted]:
        """Its bad keys that nothing stands for yet; a key that stands for another is none of them."""
        entries = await self.facts.of_order(line.order)
        given = {entry.mark for entry in entries if entry.kind is Kind.REPLACED and entry.stage in _OURS}
        keys = {one.mark: one for one in await self.facts.keys(line.order, entries)}
        return [one for one in keys.values() if one.mark not in given and line.spoils(one)]

    async def _ours(self, line: "_Line") -> tuple[Entry, ...]:
        entries = await self.facts.of_order(line.order)
        return tuple(one for one in entries if one.name.startswith(line.name) and one.stage in _OURS)

    async def _taken(self, line: "_Line") -> tuple[Entry, ...]:
        """Ours that are not on their way to the buyer yet."""
        return tuple(one for one in await self._ours(line) if one.stage is Stage.TAKEN)

    # ------------------------------------------------------------------ money

    async def _refunded(self, line: "_Line") -> Made:
        one, settled = line.one, await self._settled(line)
        amount = due_of(replace(one, settled=settled))
        begun = await self.facts.ledger.look(lambda shelf: shelf.entry(line.refund))
        if begun is None and (settled >= one.pieces or amount <= 0):
            return Made(replace(one, fate=Fate.SETTLED))
        entry = await self._carried(line, line.refunding(amount))
        if entry.stage is Stage.FAILED:
            return Made(replace(one, fate=Fate.FAILED, why=entry.why))
        if entry.name != line.refund or entry.stage is not Stage.SENT:
            return await self._in_the_way(line, entry)
        note = money(entry.amount or amount, entry.currency)
        return Made(replace(one, fate=Fate.DONE, done=Remedy.REFUND, note=note, why=""), (entry,))

    async def _settled(self, line: "_Line") -> int:
        """Pieces that others have made good."""
        entries = [one for one in await self.facts.of_order(line.order) if not one.name.startswith(line.name)]
        one, order = line.one, line.order
        return settled_pieces(order.status, one.marks, one.pieces, one.amount, entries, order.refunded)

    # ------------------------------------------------------------------ the ledger

    async def _carried(self, line: "_Line", fresh: Entry) -> Entry:
        """To its end; or as another has it."""
        entry = await self.facts.ledger.run(lambda shelf: self._begun(shelf, fresh, line))
        if entry.stage in IN_HAND and entry.carrier == self.carrier:
            return await Replacing(self.facts, self.carrier).carried_out(entry)
        return entry

    def _begun(self, shelf: LedgerShelf, fresh: Entry, line: "_Line") -> Entry:
        at = line.at
        stored = shelf.entry(fresh.name)
        if stored is not None and stored.stage is not Stage.FAILED:
            if stored.stage in IN_HAND and (stored.carrier == self.carrier or given_up(stored, at)):
                stored = stored.carried(self.carrier, at)
                shelf.put(stored)
            return stored
        entries = shelf.of_order(fresh.shop, fresh.order)
        twin = twin_of(fresh, entries, at)
        if twin is not None:
            return twin
        if fresh.kind is Kind.REFUNDED:
            left = left_of(line.order, entries)
            if left <= 0:
                return replace(fresh, stage=Stage.FAILED, why=COLLEAGUE)
            fresh = replace(fresh, amount=min(fresh.amount or left, left))
        ready = fresh.carried(self.carrier, at)
        shelf.put(ready)
        return ready

    async def _in_the_way(self, line: "_Line", entry: Entry) -> Made:
        """Another has done it, does it, or waits for a colleague to agree."""
        if entry.stage in _OURS:
            return Made(replace(line.one, fate=Fate.SETTLED))
        if entry.name.startswith(line.name):
            return Made(line.one)
        return Made(replace(line.one, fate=Fate.FAILED, why=COLLEAGUE), await self._taken(line))


def _unfinished(entry: Entry) -> bool:
    return entry.stage in IN_HAND - {Stage.TAKEN}


@dataclass(frozen=True, slots=True)
class _Line:
    incident: Incident
    one: Affected
    buyer: Prover | None
    order: Order
    at: datetime

    @property
    def name(self) -> str:
        """What all entries of this order begin with: the incident and the order."""
        return f"{prefix(self.incident.id)}{self.one.shop}-{self.one.number}-"

    @property
    def refund(self) -> str:
        return f"{self.name}refund"

    def spoils(self, key: Counted) -> bool:
        one = self.one
        if one.marks is not None:
            return key.mark in one.marks
        return not one.goods or item_of(self.order, key.key).product in {stock.product for stock in one.goods}

    def replacing(self, bad: Counted) -> Entry:
        entry = self._entry(f"{self.name}{bad.mark[:_REF]}", Kind.REPLACED, price_of_one(self.order))
        return replace(entry, bad=bad.mark, bad_masked=bad.key.masked, item=item_of(self.order, bad.key))

    def refunding(self, amount: Decimal) -> Entry:
        return self._entry(self.refund, Kind.REFUNDED, amount)

    def _entry(self, name: str, kind: Kind, amount: Decimal) -> Entry:
        where, buyer = nobody(self.one) if self.buyer is None else (self.buyer.where, self.buyer.buyer)
        return Entry(
            name=name,
            kind=kind,
            stage=Stage.APPROVED,
            shop=self.order.shop,
            order=self.order.number,
            where=where,
            buyer=buyer,
            by=self.incident.by,
            at=self.at,
            reason=f"incident {self.incident.id}",
            amount=amount,
            currency=self.order.currency,
            approver=self.incident.approver,
        )


def nobody(one: Affected) -> tuple[Address, Person]:
    """Of whom no chat is known: he finds it on the shop's page, or when he asks for his keys."""
    shop = ChannelName(str(one.shop))
    contact = one.contact or str(one.number)
    return Address(shop, AccountId(str(one.shop)), ChatId(contact)), Person(PersonId(contact), contact)
