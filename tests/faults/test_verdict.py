"""The judge sees what it is there for: each offence is shown to it once."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.messages import (
    AccountId,
    Address,
    ChannelName,
    ChatId,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Sealed,
    ThreadId,
    TicketId,
)
from core.shop import OrderNo
from tests.faults.evidence import Came, Evidence, Went
from tests.faults.shop import EXACT, LOOSE, ROOM, STAFF, Bought
from tests.faults.verdict import ZEROS, Known, Verdict, judge
from tests.faults.wire import Accepted
from tests.faults.witness import Arrival

FAKE = ChannelName("fake")
ANNA = Address(FAKE, AccountId(LOOSE), ChatId("anna"))
BOB = Address(FAKE, AccountId(EXACT), ChatId("bob"))
DESK = Address(FAKE, AccountId(STAFF), ChatId(ROOM))


def came(update: int, where: Address, conversation: int, seq: int) -> Came:
    event = f"fake/{where.account}/fake/{where.account}/{update}"
    return Came(event, conversation, seq, "MessageReceived", "done")


def asked(update: int, where: Address, kind: str = "question", thread: str | None = None) -> Accepted:
    return Accepted(where.account, where.chat, thread, update, kind)


def went(conversation: int, seq: int, to: Address, text: str = "a", state: str = "sent") -> Went:
    return Went(conversation, seq, state, None, OutgoingMessage(to=to, text=text))


def saw(where: Address, key: str, text: str = "a", thread: str | None = None) -> Arrival:
    return Arrival(where.account, key, where.chat, thread, text)


PEACE = Known(
    accepted=(asked(1, ANNA), asked(2, ANNA), asked(3, BOB)),
    evidence=Evidence(
        came=(came(1, ANNA, 1, 1), came(2, ANNA, 1, 3), came(3, BOB, 2, 1)),
        went=(went(1, 2, ANNA), went(1, 4, ANNA), went(2, 2, BOB)),
        tickets=0,
        unfinished=(),
    ),
    arrivals=(saw(ANNA, "1.2.0"), saw(ANNA, "1.4.0"), saw(BOB, "2.2.0")),
    orders=(),
    threads=0,
)


def found(verdict: Verdict) -> dict[str, int]:
    return {name: len(offences) for name, offences in verdict.offences.items() if offences}


def with_evidence(came_: Sequence[Came] = PEACE.evidence.came, went_: Sequence[Went] = PEACE.evidence.went) -> Known:
    return replace(PEACE, evidence=replace(PEACE.evidence, came=came_, went=went_))


def held(*reports: Went) -> Known:
    """Bob's key is in doubt; `reports` is what the courier's word of it has led to."""
    doubtful = Went(2, 2, "held", None, OutgoingMessage(to=BOB, text="k", secret=(Sealed("s"),)))
    word = Came(f"fake/{EXACT}/held:2.2:0", 2, 3, "DeliveryReported", "done")
    known = with_evidence((*PEACE.evidence.came, word), (*PEACE.evidence.went[:2], doubtful, *reports))
    seen = tuple(saw(DESK, f"2.{report.seq}.0", thread="9") for report in reports)
    return replace(known, arrivals=(*PEACE.arrivals[:2], *seen))


def test_peace_is_seen_as_peace() -> None:
    assert found(judge(PEACE)) == {}
    assert tuple(judge(PEACE).offences) == ZEROS


@pytest.mark.parametrize(
    "known",
    [
        with_evidence(came_=PEACE.evidence.came[:2], went_=PEACE.evidence.went[:2]),
        with_evidence(came_=(*PEACE.evidence.came[:2], replace(PEACE.evidence.came[2], state="parked"))),
        with_evidence(went_=PEACE.evidence.went[:2]),
        with_evidence(went_=(*PEACE.evidence.went[:2], went(2, 2, BOB, state="pending"))),
        with_evidence(went_=(*PEACE.evidence.went[:2], went(2, 2, BOB, state="refused"))),
        replace(PEACE, arrivals=PEACE.arrivals[:2]),
        replace(PEACE, evidence=replace(PEACE.evidence, unfinished=("work:2.9",))),
        held(),
    ],
    ids=["no event", "parked", "no answer", "never sent", "refused", "never seen", "work undone", "held in silence"],
)
def test_what_is_missing_is_lost(known: Known) -> None:
    assert found(judge(known)) == {"lost": 1}


def test_a_held_key_is_no_loss_when_the_staff_room_knows() -> None:
    told = Went(2, 4, "sent", None, OutgoingMessage(to=DESK, text="held", ticket=TicketId("2")))
    verdict = judge(held(told))
    assert found(verdict) == {}
    assert verdict.keys_held == 1


def test_a_second_answer_is_seen() -> None:
    known = with_evidence(went_=(*PEACE.evidence.went, went(2, 3, BOB)))
    verdict = judge(replace(known, arrivals=(*PEACE.arrivals, saw(BOB, "2.3.0"))))
    assert found(verdict) == {"recorded_twice": 1}


def test_an_answer_that_came_through_work_counts_for_the_question() -> None:
    outcome = Came(f"fake/{EXACT}/work:2.2", 2, 3, "WorkDone", "done")
    known = with_evidence((*PEACE.evidence.came, outcome), (*PEACE.evidence.went[:2], went(2, 4, BOB)))
    assert found(judge(replace(known, arrivals=(*PEACE.arrivals[:2], saw(BOB, "2.4.0"))))) == {}


def test_an_agents_words_must_reach_the_buyer_once() -> None:
    thread = replace(DESK, thread=ThreadId("9"))
    event = came(5, DESK, 2, 3)
    shown = OutgoingMessage(to=BOB, text="b", mirrors=MessageRef(thread, MessageId("5")))
    said = replace(PEACE, accepted=(*PEACE.accepted, asked(5, DESK, "reply", "9")))
    evidence = replace(PEACE.evidence, came=(*PEACE.evidence.came, event))
    assert found(judge(replace(said, evidence=evidence))) == {"lost": 1}
    once = replace(evidence, went=(*evidence.went, Went(2, 4, "sent", None, shown)))
    arrivals = (*PEACE.arrivals, saw(BOB, "2.4.0", "b"))
    assert found(judge(replace(said, evidence=once, arrivals=arrivals))) == {}
    twice = replace(once, went=(*once.went, Went(2, 5, "sent", None, shown)))
    arrivals = (*arrivals, saw(BOB, "2.5.0", "b"))
    assert found(judge(replace(said, evidence=twice, arrivals=arrivals))) == {"recorded_twice": 1}


def test_disorder_is_seen_in_both_directions() -> None:
    swapped = replace(PEACE, accepted=(PEACE.accepted[1], PEACE.accepted[0], PEACE.accepted[2]))
    assert found(judge(swapped)) == {"out_of_order": 1}
    late = replace(PEACE, arrivals=(PEACE.arrivals[1], PEACE.arrivals[0], PEACE.arrivals[2]))
    assert found(judge(late)) == {"out_of_order": 1}


def test_a_repeat_counts_only_where_the_platform_takes_keys() -> None:
    loose = judge(replace(PEACE, arrivals=(PEACE.arrivals[0], *PEACE.arrivals)))
    assert found(loose) == {}
    assert loose.sent_twice_other_channels == 1
    exact = judge(replace(PEACE, arrivals=(*PEACE.arrivals, PEACE.arrivals[2])))
    assert found(exact) == {"sent_twice_exact_channels": 1}
    assert found(judge(replace(PEACE, threads=1))) == {"sent_twice_exact_channels": 1}


def test_a_key_that_is_shown_twice_is_seen_by_its_parcel_and_by_itself() -> None:
    order = Bought(OrderNo("KD1"), contact="", password="", key="KEYS-1")
    secret = Went(1, 2, "sent", None, OutgoingMessage(to=ANNA, text="k", secret=(Sealed("s"),)))
    known = replace(with_evidence(went_=(secret, *PEACE.evidence.went[1:])), orders=(order,))
    first = saw(ANNA, "1.2.0", "your key: KEYS-1")
    assert found(judge(replace(known, arrivals=(first, *PEACE.arrivals[1:])))) == {}
    twice = judge(replace(known, arrivals=(first, first, *PEACE.arrivals[1:])))
    assert found(twice) == {"keys_sent_twice": 2}
    leaked = judge(replace(known, arrivals=(first, *PEACE.arrivals[1:], saw(DESK, "3.1.0", "KEYS-1"))))
    assert found(leaked) == {"keys_sent_twice": 1}
