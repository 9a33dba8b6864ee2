"""Frames: whatever comes in is a frame of ours or unreadable, nothing else."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.web.entries import Side
from bots.web.inbound import Seat, message_id, to_events
from bots.web.protocol import Delete, Edit, FromPage, Press, Say, decode_frame
from bots.web.testkit import RECORDED_AT, StaffKit, WebKit
from core.errors import Unreadable
from core.messages import AccountId, Address, ChannelName, ChatId, MessageReceived, Person, PersonId

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    max_leaves=8,
)
frames = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["hello", "say", "edit", "delete", "press", "typing", "older", "open", "seen", "find", "speak"]
        )
    },
    optional=dict.fromkeys(
        ("id", "text", "box", "files", "message", "value", "since", "before", "thread", "born"), anything
    ),
)


@given(st.binary() | st.text() | anything.map(json.dumps) | frames.map(json.dumps))
def test_any_bytes_are_a_frame_or_unreadable(raw: bytes | str) -> None:
    try:
        frame = decode_frame(raw)
    except Unreadable:
        return
    assert isinstance(frame, FromPage)


NUL = '{"type":"say","id":"aaaaaaaa","text":"\\u0000"}'
NO_UTF8 = b'{"type":"say","id":"aaaaaaaa","text":"\xff"}'
HALF = '{"type":"say","id":"aaaaaaaa","text":"\\ud83d"}'


@pytest.mark.parametrize("raw", ["[" * 100_000, NUL, NO_UTF8, HALF])
def test_what_no_store_could_keep_is_unreadable(raw: str | bytes) -> None:
    with pytest.raises(Unreadable):
        decode_frame(raw)


texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=200)


@given(texts, texts.filter(lambda t: len(t) < 100))
def test_a_text_arrives_as_it_was_written(text: str, reply: str) -> None:
    raw = msgspec.json.encode(Say(id="a" * 8, text=text, reply_to=reply))
    (event,) = WebKit.to_events(raw)
    assert isinstance(event, MessageReceived)
    assert event.body.text == text
    assert (event.reply_to.id if event.reply_to else "") == reply


def test_the_same_frame_has_the_same_event_id_whoever_repeats_it() -> None:
    for kit in (WebKit, StaffKit):
        for frame in (
            Say(id="a" * 8, text="x"),
            Edit(id="a" * 8, message="m", text="x"),
            Delete(id="a" * 8, message="m"),
            Press(id="a" * 8, message="m", value="v"),
        ):
            raw = msgspec.json.encode(frame)
            assert kit.to_events(raw) == kit.to_events(raw)
    assert (
        len(
            {WebKit.to_events(msgspec.json.encode(f))[0].id for f in (Say(id="a" * 8), Delete(id="a" * 8, message="m"))}
        )
        == 2
    )


def test_two_people_with_the_same_id_make_two_messages() -> None:
    def seat(who: str, chat: str) -> Seat:
        where = Address(ChannelName("web"), AccountId("main"), ChatId(chat))
        return Seat(Person(PersonId(who)), Side.BUYER, where, "box")

    ids = {message_id(seat(*pair), "a" * 8) for pair in (("a", "x"), ("b", "x"), ("a", "y"))}
    assert len(ids) == 3
    first, second = (to_events(Say(id="a" * 8), seat(who, "x"), RECORDED_AT)[0].id for who in ("a", "b"))
    assert first != second
