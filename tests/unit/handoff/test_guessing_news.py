"""What the staff room reads of guessing: one message for each run, brought up to date, and closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.guessbook import Run, RunKind, Tally
from core.guessnews import GuessingSeen
from core.messages import EventId, OutgoingMessage, Person, PersonId, Priority
from core.shop import OrderNo
from handoff.cards import DeskSettings
from tests.unit.core.dialogue import ROOM, Dialogue
from tests.unit.core.fakeshop import NOON

TALLY = Tally(
    failed=34,
    buyers=31,
    orders=33,
    first=NOON - timedelta(minutes=9),
    name="#3F2A",
    number=OrderNo("302261122095245598"),
    account="web/main",
    shops="星卡小店",
)
RUN = Run(kind=RunKind.ACCOUNT, about="web/main", since=TALLY.first, tally=TALLY)


def seen(run: Run, *, checked: bool = True) -> GuessingSeen:
    name, guard = EventId(f"{run.name}:{run.edition}"), Person(PersonId("guard"))
    return GuessingSeen(id=name, at=NOON, where=ROOM, sender=guard, run=run, checked=checked)


def hears(run: Run, language: str = "zh", *, checked: bool = True) -> tuple[OutgoingMessage, Dialogue]:
    room = Dialogue(settings=DeskSettings(ROOM, language=language))
    room.happens(seen(run, checked=checked))
    assert room.said == []
    (message,) = room.thread
    return message, room


def test_the_room_reads_what_happens_and_what_is_done_about_it() -> None:
    message, room = hears(RUN)
    assert "网页" in message.text
    assert "今天 11:51 起 34 次没对上，31 位买家试了 33 个订单号（星卡小店）" in message.text
    assert "自动检查" in message.text
    assert message.priority is Priority.STAFF
    assert [(note.action, note.subject, note.actor) for note in room.audit] == [
        ("guessing.begun", "account web/main", "guard")
    ]


def test_later_news_edit_the_same_message() -> None:
    first, _ = hears(RUN)
    grown, room = hears(replace(RUN, edition=2, tally=replace(TALLY, failed=80)))
    over, closed = hears(replace(RUN, edition=3, over=True))
    assert first.mirrors is not None
    assert first.mirrors == grown.replaces == over.replaces
    assert "80 次" in grown.text
    assert room.audit == []
    assert "没人猜订单了" in over.text
    assert [note.action for note in closed.audit] == ["guessing.over"]


def test_where_no_check_can_be_shown_none_is_spoken_of() -> None:
    message, _ = hears(RUN, checked=False)
    assert "检查" not in message.text
    assert "等更久" in message.text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", RunKind)
@pytest.mark.parametrize("over", [False, True])
def test_every_kind_has_its_words(kind: RunKind, language: str, over: bool) -> None:
    message, _ = hears(replace(RUN, kind=kind, about="x", over=over, edition=1 + over), language)
    assert message.text
    named = {RunKind.ACCOUNT: "34", RunKind.ORDER: "302261122095245598", RunKind.BUYER: "#3F2A"}
    assert named[kind] in message.text


def test_a_run_on_numbers_of_nobody_and_on_a_second_account_says_so() -> None:
    message, _ = hears(replace(RUN, tally=replace(TALLY, shops="", account="web/second")))
    assert "网页 second" in message.text
    assert "看不出是哪家店的号" in message.text
