"""What the updates of the agents' group mean."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.content import Us
from bots.telegram.settings import DOWNLOAD_BYTES
from bots.telegram.staffinbound import Staff, Stranger, Told, to_events, told
from core.errors import Unreadable
from core.messages import (
    AccountId,
    Address,
    ButtonPressed,
    ChannelName,
    ChatId,
    MessageId,
    MessageReceived,
    MessageRef,
    Person,
    PersonId,
    Reacted,
    ThreadId,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = Address(ChannelName("telegram-staff"), AccountId("main"), ChatId("-100"))
TOPIC = Address(ROOM.channel, ROOM.account, ROOM.chat, ThreadId("7"))
US = Us(ROOM.channel, ROOM.account, 1001, "kami_staff_bot", DOWNLOAD_BYTES)
STAFF = Staff(US, ROOM, -1009, (1001, 1002))
"""The group was called -100 in the settings, and Telegram calls it -1009 now."""
GROUP = {"id": -1009, "type": "supergroup", "title": "售后", "is_forum": True}
LIN = {"id": 5, "is_bot": False, "first_name": "Lin"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
IN_TOPIC = {"message_thread_id": 7, "is_topic_message": True}
HELPER = {"id": 1002, "is_bot": True, "first_name": "helper"}


def seen(**kinds: Any) -> Told:
    return told(json.dumps({"update_id": 9, **kinds}).encode(), STAFF, NOW)


def message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 12, "date": 1_795_000_000, "chat": GROUP, "from": LIN, **fields}


def said(**fields: Any) -> MessageReceived:
    [event] = seen(message=message(**fields)).events
    assert isinstance(event, MessageReceived)
    return event


def test_what_is_said_in_a_topic_stands_at_the_rooms_name() -> None:
    event = said(text="在", **IN_TOPIC)
    assert (event.where, event.body.text, event.private) == (TOPIC, "在", False)
    assert event.id == "telegram-staff/main/9"


def test_files_are_at_home_at_the_rooms_name_too() -> None:
    photo = [{"file_id": "small", "file_size": 1}, {"file_id": "large", "file_size": 2}]
    [media] = said(photo=photo, **IN_TOPIC).body.media
    assert (media.ref, media.home) == ("large", ROOM)


def test_a_number_that_is_no_topic_is_none() -> None:
    assert said(text="在", message_thread_id=3).where == ROOM


def test_a_quoted_message_carries_the_mark_of_the_bot_that_wrote_it() -> None:
    quoted = {"message_id": 11, "date": 1, "chat": GROUP}
    by_helper = said(text="这条", reply_to_message=quoted | {"from": HELPER}, **IN_TOPIC)
    by_lin = said(text="这条", reply_to_message=quoted | {"from": LIN}, **IN_TOPIC)
    assert [one.reply_to for one in (by_helper, by_lin)] == [
        MessageRef(TOPIC, MessageId(id_)) for id_ in ("11@2", "11")
    ]


def test_the_beginning_of_the_topic_is_no_quoted_message() -> None:
    opening = {"message_id": 7, "date": 1, "chat": GROUP, "from": LIN, "forum_topic_created": {"name": "#35"}}
    assert said(text="在", reply_to_message=opening, **IN_TOPIC).reply_to is None


def test_an_anonymous_administrator_is_the_group_itself() -> None:
    update = seen(message=message(text="在", **IN_TOPIC) | {"from": ANONYMOUS, "sender_chat": GROUP})
    assert update.who == Person(PersonId("-1009"), "售后")
    assert STAFF.is_anonymous(update.who)
    assert not STAFF.is_anonymous(Person(PersonId("5")))


def test_an_anonymous_administrator_reacts_too() -> None:
    reaction = {"chat": GROUP, "message_id": 12, "date": 1, "old_reaction": [], "actor_chat": GROUP}
    update = seen(message_reaction=reaction | {"new_reaction": [{"type": "emoji", "emoji": "👍"}]})
    [event] = update.events
    assert isinstance(event, Reacted)
    assert (event.where, event.message, event.emojis) == (ROOM, "12", ("👍",))
    assert STAFF.is_anonymous(event.sender)


@pytest.mark.parametrize(
    "fields",
    [
        {"from": HELPER, "text": "hello"},
        {"from": ANONYMOUS | {"id": 777000}, "text": "news", "is_automatic_forward": True, "sender_chat": GROUP},
        {"text": "/weather@weather_bot"},
        {"new_chat_members": [LIN]},
        {"pinned_message": {"message_id": 3}},
        {"forum_topic_created": {"name": "#35"}, **IN_TOPIC},
        {"forum_topic_edited": {"name": "#36"}, **IN_TOPIC},
        {"general_forum_topic_hidden": {}},
        {"forum_topic_closed": {}, "message_thread_id": 7},
    ],
)
def test_what_machines_and_telegram_itself_say_is_nothing(fields: dict[str, Any]) -> None:
    assert seen(message=message(**fields)) == Told()


@pytest.mark.parametrize("text", ["/take@kami_staff_bot", "/take", "／接单"])
def test_a_command_for_us_is_heard_as_it_was_written(text: str) -> None:
    assert said(text=text, **IN_TOPIC).body.text == text


@pytest.mark.parametrize(
    ("field", "value", "closed"),
    [("forum_topic_closed", "desk:close", True), ("forum_topic_reopened", "desk:take", False)],
)
def test_closing_and_opening_a_topic_are_commands(field: str, value: str, closed: bool) -> None:
    update = seen(message=message(**{field: {}}, **IN_TOPIC))
    [event] = update.events
    assert isinstance(event, ButtonPressed)
    assert (event.value, event.where, event.sender.name) == (value, TOPIC, "Lin")
    assert update.closed == (TOPIC, closed)


@pytest.mark.parametrize(
    ("fields", "to"),
    [
        ({"chat": {"id": -100, "type": "group"}, "migrate_to_chat_id": -1009}, -1009),
        ({"chat": GROUP | {"id": -2000}, "migrate_from_chat_id": -1009}, -2000),
        ({"chat": {"id": -77, "type": "group"}, "migrate_to_chat_id": -78}, None),
    ],
)
def test_both_messages_about_an_upgrade_tell_the_new_id(fields: dict[str, Any], to: int | None) -> None:
    assert seen(message=message(**fields)).moved_to == to


def test_a_press_elsewhere_is_answered_and_nothing_more() -> None:
    elsewhere = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}
    press = {"id": "77", "from": LIN, "chat_instance": "1", "data": "desk:take"}
    assert seen(callback_query=press | {"message": elsewhere}) == Told(press="77")
    assert seen(callback_query=press) == Told(press="77")


def test_a_change_of_ranks_in_the_group_is_noticed() -> None:
    change = {"chat": GROUP, "from": LIN, "date": 1}
    change |= {"old_chat_member": {"user": LIN, "status": "member"}, "new_chat_member": {"user": LIN, "status": "left"}}
    assert seen(chat_member=change).ranks
    assert seen(my_chat_member=change).ranks
    assert seen(my_chat_member=change | {"chat": GROUP | {"id": -5}}).stranger == Stranger(
        -5, "售后", forum=True, by="5", here=False
    )


@pytest.mark.parametrize("kind", ["poll_answer", "chat_join_request", "something_new"])
def test_a_kind_that_was_never_asked_for_is_nothing(kind: str) -> None:
    assert seen(**{kind: {"a": 1}}) == Told()


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"[]", b'{"update_id": 5}', b'{"update_id": 5, "message": {"text": "\xff"}}']
)
def test_what_nobody_can_read_is_unreadable(payload: bytes) -> None:
    with pytest.raises(Unreadable):
        to_events(payload, STAFF, NOW)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("text", "from", "photo", "reply_to_message", "forum_topic_closed", "message_thread_id", "sticker", "location")


@given(
    st.sampled_from(["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"]),
    st.dictionaries(st.sampled_from(FIELDS), values, max_size=4),
)
def test_whatever_comes_in_is_read_or_unreadable(kind: str, fields: dict[str, Any]) -> None:
    try:
        update = seen(**{kind: message() | fields})
    except Unreadable:
        return
    assert all(one.where.chat == ROOM.chat for one in update.events)
