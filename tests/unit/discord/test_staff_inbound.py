"""What the gateway tells the staff bot, as events: pure, whatever comes in."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.content import Us
from bots.discord.frames import Frame
from bots.discord.staffinbound import READ, Desk, told
from core.errors import Unreadable
from core.messages import AccountId, Address, ChannelName, ChatId, MessageDeleted, MessageReceived, ThreadId

STAFF, MAIN = ChannelName("discord-staff"), AccountId("main")
FORUM, LOBBY, POST = "100", "200", "300"
ROOM = Address(STAFF, MAIN, ChatId(FORUM))
DESK = Desk(Us(STAFF, MAIN, "1", FORUM), LOBBY, datetime(2026, 1, 1, tzinfo=UTC))
AGENT = {"id": "5", "username": "lin"}
SAID: dict[str, Any] = {
    "id": "9",
    "channel_id": POST,
    "guild_id": "50",
    "author": AGENT,
    "member": {"roles": ["7"]},
    "content": "您好",
    "timestamp": "2026-01-01T00:00:00+00:00",
}


def frame(event: str = "MESSAGE_CREATE", **changes: Any) -> Frame:
    return Frame(event, 3, SAID | changes)


def test_a_post_is_a_thread_of_the_room_and_the_lobby_is_the_room_itself() -> None:
    in_post, in_lobby = told(frame(), DESK), told(frame(channel_id=LOBBY), DESK)
    assert in_post.events[0].where == Address(STAFF, MAIN, ChatId(FORUM), ThreadId(POST))
    assert in_lobby.events[0].where == ROOM
    assert in_post.actor
    assert in_post.actor.roles == ("7",)


def test_a_quote_in_the_lobby_stands_in_the_room() -> None:
    quoting: dict[str, Any] = {"message_reference": {"type": 0, "message_id": "8", "channel_id": LOBBY}}
    [event] = told(frame(channel_id=LOBBY, type=19, **quoting), DESK).events
    assert isinstance(event, MessageReceived)
    assert event.reply_to
    assert event.reply_to.where == ROOM


@pytest.mark.parametrize(
    "changes", [{"author": AGENT | {"bot": True}}, {"type": 6}, {"type": 20}, {"type": 4, "content": "renamed"}]
)
def test_bots_and_notes_of_discord_s_own_say_nothing(changes: dict[str, Any]) -> None:
    assert told(frame(**changes), DESK).events == ()


def test_a_preview_that_discord_adds_is_no_edit() -> None:
    assert told(frame("MESSAGE_UPDATE"), DESK).events == ()


def test_what_somebody_writes_privately_is_no_event() -> None:
    seen = told(frame(guild_id=None), DESK)
    assert (seen.events, seen.direct) == ((), POST)


def test_each_of_many_deleted_messages_is_told() -> None:
    gone = Frame("MESSAGE_DELETE_BULK", 4, {"ids": ["8", "9"], "channel_id": POST, "guild_id": "50"})
    events = told(gone, DESK).events
    assert [one.message for one in events if isinstance(one, MessageDeleted)] == ["8", "9"]


def test_our_own_reaction_is_no_event() -> None:
    reaction = {"user_id": "1", "channel_id": POST, "message_id": "9", "guild_id": "50", "emoji": {"name": "✅"}}
    assert told(Frame("MESSAGE_REACTION_ADD", 5, reaction), DESK).events == ()


leaf = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
odd = st.recursive(leaf, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*SAID, "data"]), inner))


@given(st.sampled_from(sorted(READ)), odd)
def test_whatever_comes_in_is_an_event_or_unreadable(event: str, data: object) -> None:
    try:
        seen = told(Frame(event, 1, data), DESK)
    except Unreadable:
        return
    assert msgspec.json.encode(seen.events) is not None


@given(st.sampled_from(sorted(READ)), st.sampled_from(sorted(SAID)), leaf)
def test_one_odd_field_is_no_crash(event: str, name: str, value: object) -> None:
    try:
        told(frame(event, **{name: value}), DESK)
    except Unreadable:
        return
