"""The small parts: the line of a thread, allowances, settings, the doctor, what mirrors what."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bots.web import CHANNELS
from bots.web.checks import examine_pages
from bots.web.entries import Entry, Side
from bots.web.limits import FORGET_ABOVE, Allowance
from bots.web.outbound import side_for_buyer, side_for_staff
from bots.web.threads import WINDOW, Line, Thread, summarised
from core.channel import Severity
from core.errors import WrongSetting
from core.messages import AccountId, Address, ChannelName, ChatId, MessageId, MessageRef, OutgoingMessage
from tests.conformance.surroundings import surroundings

NEW = Thread(title="T1", opened_at=1, changed_at=1)
HERE = Address(ChannelName("web"), AccountId("main"), ChatId("x"))


def said(*lines: tuple[str, str]) -> list[Line]:
    """("buyer", text) or (agent's id, text), one per second; the bot pins what it says."""
    return [Line(f"k{n}", n, entry(who, text, n + 9)) for n, (who, text) in enumerate(lines, 1)]


def entry(who: str, text: str, at: int) -> Entry:
    if who in {"buyer", "bot"}:
        return Entry(side=Side(who), at=at, text=text, pinned=who == "bot")
    return Entry(side=Side.AGENT, by=who, at=at, text=text)


def test_a_thread_waits_from_the_first_unanswered_question() -> None:
    lines = said(("bot", "card"), ("buyer", "hi"), ("mei", "hello"), ("buyer", "help"), ("buyer", "??"))
    thread = summarised(NEW, lines)
    assert (thread.waiting_since, thread.heard, thread.agents, thread.card) == (13, (2, 4, 5), ("mei",), "k1")
    assert summarised(thread, [*lines, *said(("mei", "x"))]).waiting_since is None


def test_the_list_shows_what_people_say() -> None:
    lines = said(("bot", "card"), ("buyer", "help"), ("bot", "somebody was called"))
    thread = summarised(NEW, lines)
    assert thread.last is not None
    assert (thread.last.side, thread.last.text) == (Side.BUYER, "help")
    first = summarised(NEW, lines[:1])
    assert first.last is not None
    assert first.last.text == "card"


def test_a_command_is_no_answer_and_a_deleted_message_never_was() -> None:
    lines = said(("buyer", "hi"), ("mei", "/take"))
    assert summarised(NEW, lines).waiting_since == 10
    gone = [replace(line, entry=line.entry.removed()) for line in lines]
    assert summarised(NEW, gone) == NEW


def test_a_question_from_before_the_window_is_not_forgotten() -> None:
    asked = summarised(NEW, said(("buyer", "first")))
    later = [Line(f"z{n}", 100 + n, entry("buyer", "again", 1000 + n)) for n in range(WINDOW)]
    thread = summarised(asked, later)
    assert thread.waiting_since == 10
    assert len(thread.heard) == WINDOW


def test_telling_a_line_anew_changes_nothing() -> None:
    lines = said(("bot", "card"), ("buyer", "hi"), ("mei", "hello"))
    once = summarised(NEW, lines)
    assert summarised(once, lines) == once


def test_an_allowance_is_spent_and_comes_back() -> None:
    allowance = Allowance(per_second=2, at_once=3)
    assert [allowance.take("a", 0.0) for _ in range(3)] == [0, 0, 0]
    assert allowance.take("a", 0.0) == pytest.approx(0.5)
    assert allowance.take("b", 0.0) == 0
    assert allowance.take("a", 0.5) == 0


def test_allowances_that_are_full_again_are_forgotten() -> None:
    allowance = Allowance(per_second=1, at_once=1)
    for number in range(FORGET_ABOVE + 2):
        allowance.take(str(number), 0.0)
    allowance.take("late", 100.0)
    assert len(allowance._left) == 1


@pytest.mark.parametrize(
    ("channel", "settings", "named"),
    [
        ("web", {"upload_bytes": "many"}, "upload_bytes"),
        ("web", {"embed_origins": ["https://shop.example/path"]}, "embed_origins"),
        ("web", {"embed_origins": ["*"]}, "embed_origins"),
        ("web", {"embed_origins": ["https://a; script-src *"]}, "embed_origins"),
        ("web", {"prefix": "two"}, "prefix"),
        ("web", {"colour": "red"}, "colour"),
        ("web-staff", {"link_valid": "soon"}, "link_valid"),
        ("web-staff", {"signed_out_before": "2026-11-22T08:00:00"}, "signed_out_before"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(channel: str, settings: dict[str, Any], named: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        CHANNELS[channel](AccountId("main"), settings, surroundings("http://localhost"))
    assert wrong.value.name == f"channels.{channel}.{named}"
    assert "upload_bytes" in wrong.value.remedy


@pytest.mark.parametrize(
    ("url", "severity"),
    [
        ("https://shop.example", Severity.OK),
        ("http://localhost:8080", Severity.OK),
        ("http://127.0.0.1:8080", Severity.OK),
        ("http://shop.example", Severity.WARNING),
        ("shop.example", Severity.FAILURE),
        ("", Severity.FAILURE),
    ],
)
def test_the_doctor_wants_https_but_at_home(url: str, severity: Severity) -> None:
    address, key, frames = examine_pages("web chat", surroundings(url), 0)
    assert address.severity is severity
    assert bool(address.remedy) == (severity is not Severity.OK)
    assert (key.severity, frames.severity) == (Severity.OK, Severity.OK)


def test_the_doctor_sees_a_short_key_and_odd_frames() -> None:
    around = replace(surroundings("https://shop.example"), signing_key=b"short")
    _, key, frames = examine_pages("web chat", around, 7)
    assert (key.severity, frames.severity) == (Severity.FAILURE, Severity.WARNING)
    assert key.remedy
    assert frames.remedy


def test_who_speaks_is_told_from_the_message() -> None:
    ref = MessageRef(HERE, MessageId("1"))
    assert side_for_buyer(OutgoingMessage(to=HERE, text="x")) is Side.BOT
    assert side_for_buyer(OutgoingMessage(to=HERE, text="x", author="Mei")) is Side.AGENT
    assert side_for_buyer(OutgoingMessage(to=HERE, text="x", mirrors=ref)) is Side.AGENT
    assert side_for_buyer(OutgoingMessage(to=HERE, text="keys", mirrors=ref, protected=True)) is Side.BOT
    assert side_for_staff(OutgoingMessage(to=HERE, text="x")) is Side.BOT
    assert side_for_staff(OutgoingMessage(to=HERE, text="x", mirrors=ref, author="小明")) is Side.BUYER
    assert side_for_staff(OutgoingMessage(to=HERE, text="a card that will change", mirrors=ref)) is Side.BOT


def test_links_are_valid_for_a_day_unless_said_otherwise() -> None:
    from bots.web.settings import StaffSettings

    assert StaffSettings().link_valid == timedelta(days=1)
    assert StaffSettings().session_valid == timedelta(days=30)
