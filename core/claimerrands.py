"""What is found out about a key that a buyer says does not work, from the shop and the ledger; and the claim filed."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from core.claiming import FOREIGN, ClaimedKey, ClaimFacts, ClaimWork, Earlier, FileClaim, LookIntoClaim, Snag
from core.errors import SecretUnreadable, ShopUnavailable
from core.incident import Known
from core.ports import Attempts, Tickets
from core.reading import fold
from core.replacing import Entry, KeyChoice, Kind, LedgerShelf, Stage
from core.replacingfacts import ReplacingFacts, name_of
from core.replacingrules import Counted, item_of
from core.shop import Order, OrderNo, ProvenOrder
from core.shopparts import FindsKeys
from core.step import NewWork
from core.tries import count_once
from core.work import Refusal, WorkDone

REF = 12
"""Characters of a fingerprint on a button."""
_OFFERED, _CANDIDATES, _SHORTEST = 6, 8, 4
_PASTES, _WITHIN = 10, timedelta(minutes=15)
_PARTS = re.compile(r"[\s:：,，;；]+")
AskIncidents = Callable[[ProvenOrder, str, str], Awaitable[Known | None]]
"""Is this order part of one: with the fingerprint of the key in question, and its product, where they are known."""


@dataclass(frozen=True, slots=True)
class ClaimErrands:
    """Repeatable, as all errands are. Keys that are pasted are read here, and nowhere kept. `incidents`: None: nobody
    keeps a book of them."""

    facts: ReplacingFacts
    attempts: Attempts
    tickets: Tickets
    incidents: AskIncidents | None = None

    async def do(self, done: WorkDone, new: NewWork, work: ClaimWork) -> WorkDone:
        """Raises: ShopUnavailable, StoreUnavailable."""
        if isinstance(work, FileClaim):
            entry = _entry(done, new, work)
            await self.facts.ledger.run(lambda shelf: _filed(shelf, entry))
            return done
        if work.pasted is not None:
            scopes = [f"claim:buyer:{new.where.key}"]
            wait = await count_once(self.attempts, new, "claim", scopes, _PASTES, _WITHIN)
            if wait is not None:
                return replace(done, refusal=Refusal.TOO_MANY_TRIES, wait=wait)
        order = await self.facts.find(work.order.number, work.order.shop)
        if order is None:
            return replace(done, refusal=Refusal.NO_MATCH)
        facts = await self._looked(done, new, work, order)
        return replace(done, claim=replace(facts, incident=await self._incident(facts)))

    async def _incident(self, facts: ClaimFacts) -> Known | None:
        """Nothing, where he means a key that is not of this order."""
        if self.incidents is None or facts.snag in {*FOREIGN, Snag.REPLACED, Snag.NO_KEYS}:
            return None
        key = facts.key
        return await self.incidents(facts.order, key.mark if key else "", key.product if key else "")

    async def _looked(self, done: WorkDone, new: NewWork, work: LookIntoClaim, order: Order) -> ClaimFacts:
        entries = await self.facts.of_order(order)
        counting = _distinct(await self.facts.keys(order, entries))
        replaced = [one for one in entries if one.kind is Kind.REPLACED and one.stage in {Stage.TAKEN, Stage.SENT}]
        offered = [KeyChoice(one.mark[:REF], one.key.masked) for one in counting]
        offered += [KeyChoice(one.bad[:REF], one.bad_masked) for one in replaced]
        since = order.delivered_at or order.paid_at or order.created_at
        facts = ClaimFacts(order=work.order, keys=tuple(offered[:_OFFERED]), count=len(offered), since=since)
        if not offered:
            return replace(facts, snag=Snag.NO_KEYS)
        words = self._words(work)
        ref = work.ref or self._ref(words, counting, replaced)
        if words and not ref:
            return await self._foreign(facts, words)
        if not ref and len(offered) == 1:
            ref = offered[0].ref
        key = _key_of(ref, order, counting, replaced) if ref else None
        return facts if key is None else await self._history(done, new, facts, key)

    def _words(self, work: LookIntoClaim) -> tuple[str, ...]:
        """What may be the key in the words that he wrote, the likeliest first."""
        if work.pasted is None:
            return ()
        try:
            text = self.facts.vault.open(work.pasted).strip()
        except SecretUnreadable:
            raise ShopUnavailable("What was pasted was sealed with a secret that is no longer configured.") from None
        parts = sorted((part for part in _PARTS.split(text) if len(part) >= _SHORTEST), key=len, reverse=True)
        return tuple(dict.fromkeys((text, *parts)))[:_CANDIDATES]

    def _ref(self, words: Sequence[str], counting: Sequence[Counted], replaced: Sequence[Entry]) -> str:
        """Of the key of this order that he means; its dashes and its case do not matter."""
        marks = {self.facts.vault.fingerprint(word) for word in words}
        known = [one.mark for one in counting] + [one.bad for one in replaced]
        exact = next((mark for mark in known if mark in marks), "")
        squeezed = {_squeezed(word) for word in words} - {""}
        near = (one.mark for one in counting if _squeezed(self.facts.vault.open(one.key.sealed)) in squeezed)
        return exact or next(near, "")

    async def _foreign(self, facts: ClaimFacts, words: Sequence[str]) -> ClaimFacts:
        """Whose is it? Known where a shop can look for keys."""
        able = [shop for shop in self.facts.shops if isinstance(shop, FindsKeys)]
        for word in words:
            for shop in able:
                numbers: Sequence[OrderNo] = await shop.orders_with_key(word)
                if numbers:
                    mark = self.facts.vault.fingerprint(word)
                    return replace(facts, snag=Snag.ELSEWHERE, mark=mark, elsewhere=tuple(numbers))
        whole = len(able) == len(self.facts.shops)
        return replace(facts, snag=Snag.STRANGE if whole else Snag.NOT_HERE)

    async def _history(self, done: WorkDone, new: NewWork, facts: ClaimFacts, key: ClaimedKey) -> ClaimFacts:
        entries = await self.facts.ledger.look(lambda shelf: shelf.of_key(key.mark))
        claims = [one for one in entries if one.kind is Kind.CLAIMED]
        known = replace(facts, key=replace(key, earlier=tuple(_earlier(one, new) for one in claims)))
        if key.new:
            return replace(known, snag=Snag.REPLACED)
        talks = {one.name.partition(".")[0] for one in claims if one.where == new.where}
        if not talks:
            return known
        lines = await self.tickets.open_or_closed_since(done.at)
        in_hand = any(line.closed_at is None and line.id.partition("-")[0] in talks for line in lines)
        return replace(known, snag=Snag.OPEN) if in_hand else known


def _squeezed(key: str) -> str:
    return "".join(filter(str.isalnum, fold(key)))


def _distinct(keys: Sequence[Counted]) -> list[Counted]:
    return list({one.mark: one for one in keys}.values())


def _key_of(ref: str, order: Order, counting: Sequence[Counted], replaced: Sequence[Entry]) -> ClaimedKey | None:
    for one in counting:
        if one.mark.startswith(ref):
            item = item_of(order, one.key)
            return ClaimedKey(one.mark, one.key.masked, item.product, item.title)
    for entry in replaced:
        if entry.bad.startswith(ref):
            title = entry.item.title if entry.item else ""
            return ClaimedKey(entry.bad, entry.bad_masked, title=title, new=entry.masked)
    return None


def _earlier(entry: Entry, new: NewWork) -> Earlier:
    return Earlier(entry.buyer.name, entry.where.channel, entry.at, entry.where == new.where)


def _entry(done: WorkDone, new: NewWork, work: FileClaim) -> Entry:
    return Entry(
        name=name_of(new),
        kind=Kind.CLAIMED,
        stage=Stage.SENT,
        shop=work.order.shop,
        order=work.order.number,
        where=new.where,
        buyer=new.buyer,
        by=new.buyer,
        at=done.at,
        bad=work.mark,
        bad_masked=work.masked,
        reason=work.reason,
    )


def _filed(shelf: LedgerShelf, entry: Entry) -> None:
    if shelf.entry(entry.name) is None:
        shelf.put(entry)
