"""Who cannot be written to is told how to see what comes later: shortly, and not under every answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bots.wechat.official import hints
from bots.wechat.official.hints import Hints
from core.messages import ChatId
from tests.conformance.surroundings import surroundings
from tests.unit.wechat.letters import StillClock

XIAOMING, XIAOHONG = ChatId("xiaoming"), ChatId("xiaohong")


def telling(clock: StillClock, *, verified: bool = False, language: str = "zh") -> Hints:
    around = replace(surroundings("http://127.0.0.1:9"), clock=clock, language=language)
    return Hints(around, "查看回复", lambda: verified)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_hint_names_the_word_to_send(language: str) -> None:
    told = telling(StillClock(), language=language)
    said = [told.later(), told.below(XIAOMING, 2), told.below(XIAOMING, 0)]
    assert len({*said}) == 3
    assert all("查看回复" in one for one in said)
    assert "2" in said[1]
    assert told.nothing_new()


def test_who_can_be_written_to_needs_no_hint() -> None:
    told = telling(StillClock(), verified=True)
    assert (told.later(), told.below(XIAOMING, 0), told.below(XIAOMING, 3)) == ("", "", "")
    assert told.nothing_new()


def test_the_way_is_shown_once_in_a_while_and_to_each() -> None:
    clock = StillClock()
    told = telling(clock)
    assert told.below(XIAOMING, 0)
    assert told.below(XIAOHONG, 0)
    assert told.below(XIAOMING, 0) == ""
    clock.time += timedelta(minutes=11)
    assert told.below(XIAOMING, 0)


def test_what_waits_is_told_every_time() -> None:
    told = telling(StillClock())
    assert told.below(XIAOMING, 1) == told.below(XIAOMING, 1) != ""


def test_of_very_many_buyers_the_last_ones_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "REMEMBERED", 2)
    told = telling(StillClock())
    for chat in ("a", "b", "c"):
        assert told.below(ChatId(chat), 0)
    assert told.below(ChatId("c"), 0) == ""
    assert told.below(ChatId("a"), 0)
