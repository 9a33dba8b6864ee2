"""An album comes in parts, one by one; it is answered as one message, on every store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core import albums
from core.messages import Body, Media, MediaKind, MediaRef, MessageReceived
from tests.contracts.engine.script import chat, wrote
from tests.contracts.engine.worlds import World

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def part(number: int, text: str = "", album: str = "A", name: str = "ming") -> MessageReceived:
    message = wrote(text, name, id_=f"{album}{number}")
    picture = Media(MediaKind.IMAGE, MediaRef(f"{album}{number}.jpg"), chat(name))
    return replace(message, body=Body(text, (picture,)), album=album, at=AT + timedelta(milliseconds=number))


@pytest.fixture(autouse=True)
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(albums, "_WAIT", timedelta())


async def test_it_is_answered_once_when_no_part_has_come_for_a_moment(world: World) -> None:
    await world.door.accept([part(1, "show")])
    await world.door.accept([part(2), part(3, "all")])
    assert await world.said(chat("ming")) == []
    assert await world.door.ring_due_timers() == 1
    assert await world.said(chat("ming")) == ["echo show\nall"]
    assert await world.ledger.timers() == []


async def test_what_is_written_next_is_answered_after_it(world: World) -> None:
    await world.door.accept([part(1, "pictures"), part(2)])
    await world.door.accept([wrote("say next")])
    await world.door.ring_due_timers()
    assert await world.said(chat("ming")) == ["echo pictures", "next"]


async def test_two_albums_stay_two(world: World) -> None:
    await world.door.accept([part(1, "one"), part(1, "two", album="B"), part(2, "more", album="B")])
    await world.door.ring_due_timers()
    assert await world.said(chat("ming")) == ["echo one", "echo two\nmore"]


async def test_a_part_that_comes_twice_is_there_once(world: World) -> None:
    await world.door.accept([part(1, "one"), part(1, "one")])
    await world.door.accept([part(1, "one")])
    await world.door.ring_due_timers()
    assert await world.said(chat("ming")) == ["echo one"]


async def test_a_late_part_is_not_lost(world: World) -> None:
    await world.door.accept([part(1, "one")])
    await world.door.ring_due_timers()
    await world.door.accept([part(2, "late")])
    await world.door.ring_due_timers()
    assert await world.said(chat("ming")) == ["echo one", "echo late"]


async def test_an_album_on_which_a_skill_fails_is_let_go(world: World) -> None:
    await world.door.accept([part(1, "boom now"), part(2)])
    await world.door.ring_due_timers()
    await world.door.accept([wrote("say better")])
    assert await world.said(chat("ming")) == ["sorry", "better"]
    assert len(await world.ledger.failed()) == 1
    conversation = await world.ledger.conversation(chat("ming"))
    assert conversation is not None
    assert conversation.memory.albums == ()


async def test_an_album_cut_short_by_other_words_on_which_a_skill_fails_is_let_go_too(world: World) -> None:
    await world.door.accept([part(1, "boom now"), wrote("say better"), wrote("say best")])
    await world.door.ring_due_timers()
    assert await world.said(chat("ming")) == ["sorry", "better", "best"]
    assert len(await world.ledger.failed()) == 1
