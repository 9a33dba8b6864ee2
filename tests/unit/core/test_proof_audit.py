"""Whichever way an order is proven, or not, the audit log knows, and knows no secret."""

from dataclasses import replace

import pytest

from core.membership import BindMember, MemberStep, MemberTold
from core.messages import ContactOpened, Event, EventId, Person, PersonId
from core.proofaudit import proof_notes
from core.shop import Proof, ProvenOrder
from core.turns import Conversation, ConversationId, Memory
from core.vouched import Vouched
from core.work import Refusal, VerifyBuyer, WorkDone
from tests.unit.core.dialogue import CHAT
from tests.unit.core.fakeshop import NOON, NUMBER, SHOP

BUYER = Person(PersonId("b1"), "小明")
STRANGER = Conversation(ConversationId(1), CHAT, BUYER, Memory())
OWNER = replace(STRANGER, memory=Memory(proven=(ProvenOrder(SHOP, NUMBER, Proof.A),)))
TRIED = WorkDone(id=EventId("w1"), at=NOON, where=CHAT, sender=BUYER, work=VerifyBuyer.__name__, tried=NUMBER)
BY_CODE = replace(TRIED, work=BindMember.__name__, tried=None)


def notes(event: Event, before: Conversation = STRANGER, after: Conversation = STRANGER) -> list[tuple[str, str]]:
    found = list(proof_notes(event, before, after))
    assert {note.actor for note in found} <= {"b1"}
    return [(note.action, note.subject) for note in found]


@pytest.mark.parametrize("refusal", [Refusal.NO_MATCH, Refusal.TOO_MANY_TRIES, Refusal.CHECK_FIRST])
def test_a_try_in_vain(refusal: Refusal) -> None:
    assert notes(replace(TRIED, refusal=refusal)) == [(f"proof.{refusal}", NUMBER)]


def test_a_proof_is_told_once() -> None:
    assert notes(TRIED, STRANGER, OWNER) == [("proof.passed", NUMBER)]
    assert notes(TRIED, OWNER, OWNER) == [("proof.passed", NUMBER)]


def test_a_silent_shop_has_judged_nothing_yet() -> None:
    assert notes(replace(TRIED, refusal=Refusal.SHOP_SILENT, awaits=EventId("w1"))) == []


def test_who_is_known_to_the_shop() -> None:
    assert notes(replace(TRIED, tried=None), STRANGER, OWNER) == [("proof.known", NUMBER)]


def test_whom_the_shop_s_page_vouches_for() -> None:
    opened = ContactOpened(id=EventId("o"), at=NOON, where=CHAT, sender=BUYER, vouched=Vouched(SHOP, NUMBER))
    assert notes(opened, STRANGER, OWNER) == [("proof.vouched", NUMBER)]
    assert notes(opened, OWNER, OWNER) == []


def test_codes_that_are_mailed_and_tried() -> None:
    for step in (MemberStep.SENT, MemberStep.WRONG, MemberStep.REFUSED):
        assert notes(replace(BY_CODE, member=MemberTold(step))) == [(f"member.{step}", CHAT.key)]
    assert notes(replace(BY_CODE, refusal=Refusal.TOO_MANY_TRIES)) == [("member.too-many-tries", CHAT.key)]
