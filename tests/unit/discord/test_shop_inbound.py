"""What people write on Discord is what the product reads."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.content import Us, moment_of
from bots.discord.inbound import READ, Ears, to_events
from core.errors import Unreadable
from core.messages import AccountId, ButtonPressed, ChannelName, ContactClosed, MessageReceived, Reacted

EARS = Ears(Us(ChannelName("discord"), AccountId("main"), "99"), {"77": "5"}, datetime(2026, 1, 1, tzinfo=UTC))
AUTHOR = {"id": "5", "username": "xiaoming", "global_name": "小明"}
MESSAGE = {"id": "1456074456563712003", "channel_id": "7", "author": AUTHOR, "timestamp": "2026-01-01T00:00:00+00:00"}


def told(event: str, **data: Any) -> Any:
    return to_events(msgspec.json.encode({"op": 0, "t": event, "s": 3, "d": data}), EARS)


def wrote(**data: Any) -> MessageReceived:
    [event] = told("MESSAGE_CREATE", **MESSAGE | data)
    assert isinstance(event, MessageReceived)
    return event


def test_names_stand_where_discord_has_numbers() -> None:
    mentions = [{"id": "123456", "username": "lin", "global_name": "小林"}]
    event = wrote(content="<@123456> 看 <:keys:1234567> <@999999> <b>", mentions=mentions)
    assert event.body.text == "@小林 看 :keys: <@999999> <b>"


def test_a_poll_is_told_and_named_as_unread() -> None:
    poll = {"question": {"text": "几点？"}, "answers": [{"poll_media": {"text": "九点"}}]}
    event = wrote(content="", poll=poll)
    assert (event.body.text, event.body.unread) == ("几点？\n- 九点", ("poll",))


def test_what_has_nothing_that_we_know_is_not_dropped() -> None:
    assert wrote(content="", embeds=[{}]).body.unread == ("unknown",)


def test_a_forward_tells_that_somebody_else_has_written_it() -> None:
    snapshot = {
        "message": {"content": "卡密到了", "attachments": [{"id": "8", "content_type": "image/png", "size": 4}]}
    }
    event = wrote(content="", message_reference={"type": 1, "message_id": "3"}, message_snapshots=[snapshot])
    assert (event.body.text, event.origin, event.reply_to) == ("卡密到了", "?", None)
    assert [one.ref for one in event.body.media] == ["7/1456074456563712003/8"]


@pytest.mark.parametrize(("kind", "author"), [(0, {"id": "1", "bot": True}), (7, AUTHOR), (20, AUTHOR)])
def test_bots_and_notes_of_discord_say_nothing(kind: int, author: dict[str, Any]) -> None:
    assert told("MESSAGE_CREATE", **MESSAGE | {"type": kind, "author": author}) == ()


def test_a_server_s_public_talk_is_not_ours_whatever_it_holds() -> None:
    assert told("MESSAGE_CREATE", guild_id="1", channel_id="8", content=7) == ()
    assert told("MESSAGE_DELETE", guild_id="1", channel_id="8", id="3") == []


def test_in_a_buyer_s_thread_nobody_else_speaks_for_him() -> None:
    there, other = {"guild_id": "1", "channel_id": "77"}, {"id": "6", "username": "mod"}
    assert len(told("MESSAGE_CREATE", **MESSAGE | there)) == 1
    assert told("MESSAGE_CREATE", **MESSAGE | there | {"author": other}) == ()
    press = {"id": MESSAGE["id"], "token": "t", "type": 3, "data": {"custom_id": "yes"}}
    assert len(told("INTERACTION_CREATE", **press | there, member={"user": AUTHOR})) == 1
    assert told("INTERACTION_CREATE", **press | there, member={"user": other}) == ()


def test_a_deleted_thread_is_a_talk_that_is_closed() -> None:
    [event] = told("THREAD_DELETE", id="77", guild_id="1")
    assert isinstance(event, ContactClosed)
    assert (event.where.chat, event.sender.id) == ("77", "5")
    assert told("THREAD_DELETE", id="78", guild_id="1") == ()


def test_a_preview_that_discord_adds_is_no_edit() -> None:
    assert told("MESSAGE_UPDATE", **MESSAGE | {"edited_timestamp": None, "embeds": [{}]}) == ()


def test_a_reaction_given_again_is_news_and_a_repeat_is_not() -> None:
    reaction = {"user_id": "5", "channel_id": "7", "message_id": "3", "emoji": {"name": "👍"}}
    [one] = told("MESSAGE_REACTION_ADD", **reaction)
    [same] = told("MESSAGE_REACTION_ADD", **reaction)
    payload = {"op": 0, "t": "MESSAGE_REACTION_ADD", "s": 9, "d": reaction}
    [again] = to_events(msgspec.json.encode(payload), EARS)
    assert isinstance(one, Reacted)
    assert (one.id == same.id, one.id == again.id, one.emojis) == (True, False, ("👍",))


def test_twins_among_buttons_mean_the_same() -> None:
    press = {"id": MESSAGE["id"], "token": "t", "type": 3, "channel_id": "7", "user": AUTHOR}
    [event] = told("INTERACTION_CREATE", **press, data={"custom_id": "yes\u20632"})
    assert isinstance(event, ButtonPressed)
    assert event.value == "yes"


@given(st.text(max_size=30))
def test_an_id_that_is_none_is_refused(text: str) -> None:
    try:
        assert moment_of(text).tzinfo is not None
    except Unreadable:
        assert not (text.isascii() and text.isdecimal() and len(text) <= 20)


KEYS = {"id", "channel_id", "guild_id", "author", "data", "type", "user", "member", "emoji", "mentions", "content"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(sorted(KEYS)), inside, max_size=6),
    max_leaves=12,
)


@given(st.sampled_from(sorted(READ)), ANYTHING)
def test_whatever_comes_is_understood_or_refused(event: str, data: Any) -> None:
    with suppress(Unreadable):
        to_events(msgspec.json.encode({"op": 0, "t": event, "s": 1, "d": data}), EARS)
