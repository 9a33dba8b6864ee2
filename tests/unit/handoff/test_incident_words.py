"""What agents type behind /incident, and when they mean."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.incident import IncidentId
from core.incidenttimes import read_moment
from core.incidentwork import Act, ActOnIncident, FindAffected, ListIncidents
from core.messages import (
    AccountId,
    Address,
    Body,
    ChannelName,
    ChatId,
    EventId,
    MessageId,
    MessageReceived,
    Person,
    PersonId,
)
from core.shopparts import SoldBy
from core.turns import Answer, Conversation, ConversationId, Memory, Turn
from handoff.cards import DeskSettings
from handoff.incidents import LATELY, Incidents

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=CHINA)
ROOM = Address(ChannelName("web-staff"), AccountId("main"), ChatId("room"))
LIN = Person(PersonId("lin"), "Agent Lin")


def typed(words: str) -> Answer:
    event = MessageReceived(
        id=EventId("1"), at=NOW.astimezone(UTC), where=ROOM, sender=LIN, message=MessageId("1"), body=Body(words)
    )
    talk = Conversation(ConversationId(1), ROOM, LIN, Memory())
    return Incidents(DeskSettings(ROOM)).carry_out(
        Turn(event, talk, words, lambda _, key, **__: key, staff=True), words
    )


def sought(words: str) -> FindAffected:
    (work,) = typed(words).work
    assert isinstance(work, FindAffected)
    return work


def at(day: int, hour: int = 0, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-11-20", at(20)),
        ("2026/11/20 14:30", at(20, 14, 30)),
        ("2026年11月20日 14点", at(20, 14)),
        ("11月20日14:00", at(20, 14)),
        ("11-20", at(20)),
        ("12-24", at(24, month=12, year=2025)),
        ("今天", at(23)),
        ("today 9:05", at(23, 9, 5)),
        ("昨天14:00", at(22, 14)),
        ("yesterday", at(22)),
        ("前天", at(21)),
        ("14:00", at(22, 14)),
        ("９：３０", at(23, 9, 30)),
        ("3d", NOW - timedelta(days=3)),
        ("最近3天", NOW - timedelta(days=3)),
        ("2 hours ago", NOW - timedelta(hours=2)),
        ("30分钟", NOW - timedelta(minutes=30)),
        ("last 2 weeks", NOW - timedelta(weeks=2)),
    ],
)
def test_moments_are_read_as_people_mean_them(words: str, moment: datetime) -> None:
    assert read_moment(words, NOW, CHINA) == moment


@pytest.mark.parametrize("words", ["", "steam", "50", "2026-13-40", "31.02.2026", "2030-01-01", "25:00", "明天"])
def test_what_is_no_moment_of_the_past_is_none(words: str) -> None:
    assert read_moment(words, NOW, CHINA) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_a_moment_is_never_in_the_future(words: str) -> None:
    moment = read_moment(words, NOW, CHINA)
    assert moment is None or moment <= NOW


@pytest.mark.parametrize(
    ("words", "kind", "goods", "since"),
    [
        ("product 1234 since 2026-11-20", SoldBy.PRODUCT, "1234", at(20)),
        ("商品 Steam 50 元 从 昨天 14:00", SoldBy.PRODUCT, "Steam 50 元", at(22, 14)),
        ("steam 50 今天", SoldBy.PRODUCT, "steam 50", at(23)),
        ("batch S50-1120", SoldBy.BATCH, "S50-1120", NOW - LATELY),
        ("批次 S50-1120 最近3天", SoldBy.BATCH, "S50-1120", NOW - timedelta(days=3)),
        ("供货商 老王 自11月20日起", SoldBy.SUPPLIER, "老王", at(20)),
        ("Windows 11", SoldBy.PRODUCT, "Windows 11", NOW - LATELY),
        ("Card to Go", SoldBy.PRODUCT, "Card to Go", NOW - LATELY),
    ],
)
def test_what_is_bad_and_since_when(words: str, kind: SoldBy, goods: str, since: datetime) -> None:
    found = sought(words)
    assert (found.sold_by, found.words, found.since) == (kind, goods, since)


def test_until_when() -> None:
    found = sought("steam 从 昨天 9:00 到 昨天 18:00")
    assert (found.words, found.since, found.until) == ("steam", at(22, 9), at(22, 18))


@pytest.mark.parametrize("words", ["steam since rubbish", "batch", "商品 从 昨天", "steam from 11-20 to rubbish"])
def test_what_cannot_be_understood_is_asked_again(words: str) -> None:
    (said,) = typed(words).say
    assert said.text == "desk-incident-how"


@pytest.mark.parametrize(
    ("words", "act", "rest"),
    [
        ("3", Act.TELL, ""),
        ("#3", Act.TELL, ""),
        ("close 3", Act.CLOSE, ""),
        ("结束 3", Act.CLOSE, ""),
        ("暂停 3", Act.PAUSE, ""),
        ("open:3:replace", Act.OPEN, "replace"),
        ("yes:3:sure", Act.AGREE, "sure"),
        ("pick:3:0", Act.PICK, "0"),
    ],
)
def test_buttons_and_words_do_the_same(words: str, act: Act, rest: str) -> None:
    assert typed(words).work == (ActOnIncident(IncidentId(3), act, LIN, ROOM, rest),)


def test_without_words_the_open_ones_are_listed() -> None:
    assert typed("").work == (ListIncidents(ROOM),)


@given(st.text(max_size=60))
def test_whatever_is_typed_something_is_answered(words: str) -> None:
    answer = typed(words)
    assert answer.work or answer.say
