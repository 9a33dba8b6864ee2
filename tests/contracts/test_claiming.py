"""A key that does not work, looked into over the built-in shop and the ledger, on both databases."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from core.claimerrands import REF, ClaimErrands
from core.claiming import ClaimFacts, ClaimWork, FileClaim, LookIntoClaim, Snag
from core.errands import blank
from core.messages import ChatId, Person, PersonId
from core.replacing import Kind
from core.replacingfacts import ReplacingFacts
from core.shop import OrderNo, Proof, ProvenOrder
from core.step import NewWork
from core.work import Refusal, WorkDone
from storage.attempts import AttemptsInSql
from storage.database import Database
from storage.overview import TicketsInSql
from storage.replacements import LedgerInSql
from storage.shops.builtin import BUILTIN, BuiltinShop
from tests.contracts.aftersales import BUYER, CHAT, Agents
from tests.contracts.surroundings import KEYS, OURS, Sale, sold

ONE = OrderNo("KD71")
BAD, STRANGE = "BADD-0001-XXXX", "NONE-OURS-0000"
HONG = Person(PersonId("b2"), "小红")


@dataclass(slots=True)
class Counter:
    """Where buyers claim; `agents` replace there."""

    shop: BuiltinShop
    errands: ClaimErrands
    agents: Agents
    asked: int = 0

    def new(self, work: ClaimWork, buyer: Person = BUYER) -> NewWork:
        self.asked += 1
        where = CHAT if buyer is BUYER else replace(CHAT, chat=ChatId("buyer-2"))
        return NewWork(f"work:{1 if buyer is BUYER else 2}.{100 + self.asked}", where, buyer, work)

    async def do(self, new: NewWork, work: ClaimWork) -> WorkDone:
        return await self.errands.do(blank(new, self.shop.clock), new, work)

    async def look(
        self, number: OrderNo = ONE, buyer: Person = BUYER, *, ref: str = "", pasted: str = ""
    ) -> ClaimFacts:
        sealed = self.shop.vault.seal(pasted) if pasted else None
        work = LookIntoClaim(ProvenOrder(BUILTIN, number, Proof.A), ref, sealed)
        done = await self.do(self.new(work, buyer), work)
        assert done.claim is not None, done
        return done.claim

    async def file(self, buyer: Person = BUYER, times: int = 1) -> None:
        work = FileClaim(ProvenOrder(BUILTIN, ONE, Proof.A), self.mark(BAD), "BAD*", "used already")
        new = self.new(work, buyer)
        for _ in range(times):
            assert (await self.do(new, work)).silent

    def mark(self, key: str) -> str:
        return self.shop.vault.fingerprint(key)


@pytest.fixture
async def counter(opened: BuiltinShop, sessions: Database) -> Counter:
    """ONE has one key that does not work; OURS has three; a piece is in stock."""
    await sold(opened.sessions, opened.vault, Sale(ONE, keys=[BAD]))
    await opened.add_keys("steam-50", ["NEW-0001"])
    ledger = LedgerInSql(sessions)
    shop: Any = opened  # frozen, where the port could be changed
    facts = ReplacingFacts([shop], ledger, opened.vault)
    errands = ClaimErrands(facts, AttemptsInSql(sessions, opened.clock), TicketsInSql(sessions))
    return Counter(opened, errands, Agents(opened, ledger))


async def test_the_only_key_is_meant(counter: Counter) -> None:
    facts = await counter.look()
    assert facts.key is not None
    assert (facts.key.mark, facts.snag, facts.count, facts.key.earlier) == (counter.mark(BAD), None, 1, ())
    assert facts.since is not None


async def test_of_several_it_is_chosen_or_sent(counter: Counter) -> None:
    open_question = await counter.look(OURS)
    assert (open_question.key, len(open_question.keys), open_question.snag) == (None, 3, None)
    for facts in (
        await counter.look(OURS, ref=counter.mark(KEYS[1])[:REF]),
        await counter.look(OURS, pasted=f"是 {KEYS[1]} 这张"),
        await counter.look(OURS, pasted=KEYS[1].lower().replace("-", "")),
    ):
        assert facts.key is not None
        assert facts.key.mark == counter.mark(KEYS[1])


async def test_of_another_order_and_of_no_order(counter: Counter) -> None:
    other = await counter.look(OURS, pasted=BAD)
    assert (other.key, other.snag, other.elsewhere, other.mark) == (None, Snag.ELSEWHERE, (ONE,), counter.mark(BAD))
    assert (await counter.look(OURS, pasted=STRANGE)).snag is Snag.STRANGE


async def test_what_has_been_replaced_is_known_by_the_old_key(counter: Counter) -> None:
    await counter.agents.replace(order=ONE)
    facts = await counter.look(pasted=BAD)
    assert facts.key is not None
    assert (facts.snag, facts.key.mark, bool(facts.key.new), facts.count) == (
        Snag.REPLACED,
        counter.mark(BAD),
        True,
        2,
    )
    assert (await counter.look(pasted="NEW-0001")).snag is None


async def test_it_is_filed_once_however_often_that_is_tried(counter: Counter) -> None:
    await counter.file(times=3)
    (entry,) = await counter.agents.entries(ONE)
    assert (entry.kind, entry.bad, entry.by, entry.reason) == (Kind.CLAIMED, counter.mark(BAD), BUYER, "used already")


async def test_who_has_claimed_it_before_is_known_and_a_new_key_can_still_be_given(counter: Counter) -> None:
    await counter.file()
    await counter.file(HONG)
    facts = await counter.look()
    assert facts.key is not None
    assert [(one.name, one.same) for one in facts.key.earlier] == [("小明", True), ("小红", False)]
    assert facts.snag is None, "nobody has a ticket open"
    assert (await counter.agents.replace(order=ONE)).keys


async def test_ten_keys_may_be_compared_and_then_one_waits(counter: Counter) -> None:
    for _ in range(10):
        await counter.look(pasted=STRANGE)
    work = LookIntoClaim(ProvenOrder(BUILTIN, ONE, Proof.A), pasted=counter.shop.vault.seal(BAD))
    done = await counter.do(counter.new(work), work)
    assert (done.refusal, done.claim) == (Refusal.TOO_MANY_TRIES, None)
    assert done.wait


async def test_an_order_that_is_gone_is_told_so(counter: Counter) -> None:
    work = LookIntoClaim(ProvenOrder(BUILTIN, OrderNo("KD404"), Proof.A))
    assert (await counter.do(counter.new(work), work)).refusal is Refusal.NO_MATCH
