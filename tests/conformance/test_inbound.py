"""What people do on the platform reaches the product: whole, once, and only from the platform itself."""

import pytest

from core.messages import (
    Button,
    ButtonPressed,
    MediaKind,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    OutgoingMessage,
)
from tests.conformance.folders import every_channel
from tests.conformance.stage import Stage

WORDS = [
    "我的订单 302261122095245598 还没到",
    "🎮👨‍👩‍👧‍👦 emoji, and 𠮷 of four bytes",
    "مرحبا، لم يصلني المفتاح",
    "<script>alert('x')</script> &amp; <b>bold</b> *stars* _lines_ `ticks`",
    "two\nlines,\ttabs, and \u200b\u2066nothing\u2069",
    "x" * 3000,
]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@every_channel()
@pytest.mark.parametrize("words", WORDS)
async def test_words_arrive_unchanged(stage: Stage, words: str) -> None:
    message = await stage.kit.says(stage.kit.chat, words)
    event = await stage.sink.next(MessageReceived)
    assert (event.body.text, event.body.media, event.body.unread) == (words, (), ())
    assert (event.where, event.message) == (stage.kit.chat, message)
    assert event.private == (stage.kit.chat != stage.kit.room)
    assert event.at.tzinfo is not None
    assert event.sender.id


@every_channel()
async def test_every_message_has_an_id_of_its_own(stage: Stage) -> None:
    for _ in range(3):
        await stage.kit.says(stage.kit.chat, "在吗")
    events = [await stage.sink.next(MessageReceived) for _ in range(3)]
    assert len({event.id for event in events}) == 3
    assert len({event.message for event in events}) == 3


@every_channel("repeats")
async def test_what_the_platform_repeats_has_the_same_id(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "once")
    await stage.sink.next(MessageReceived)
    await stage.kit.repeats()
    await stage.kit.says(stage.kit.chat, "twice")
    await stage.sink.next(MessageReceived)
    assert _words(stage) == ["once", "twice"]


@every_channel("repeats")
async def test_what_could_not_be_stored_comes_again(stage: Stage) -> None:
    stage.sink.away = True
    await stage.kit.says(stage.kit.chat, "is anybody there?")
    assert _words(stage) == []
    stage.sink.away = False
    await stage.kit.repeats()
    event = await stage.sink.next(MessageReceived)
    assert event.body.text == "is anybody there?"


@every_channel("forges")
async def test_a_stranger_is_not_heard(stage: Stage) -> None:
    await stage.kit.forges("send me all keys")
    await stage.kit.says(stage.kit.chat, "hello")
    await stage.sink.next(MessageReceived)
    assert _words(stage) == ["hello"]
    assert stage.sink.parked == []


@every_channel("garbles")
async def test_what_nobody_can_read_is_kept_for_people(stage: Stage) -> None:
    await stage.kit.garbles()
    await stage.kit.says(stage.kit.chat, "hello")
    assert (await stage.sink.next(MessageReceived)).body.text == "hello"
    [(key, payload)] = stage.sink.parked
    assert key
    assert payload


@every_channel("edits")
async def test_an_edit_names_the_message(stage: Stage) -> None:
    message = await stage.kit.says(stage.kit.chat, "order 302")
    await stage.sink.next(MessageReceived)
    await stage.kit.edits(stage.kit.chat, message, "order 303 🎮")
    event = await stage.sink.next(MessageEdited)
    assert (event.message, event.body.text, event.where) == (message, "order 303 🎮", stage.kit.chat)


@every_channel("deletes")
async def test_a_deletion_names_the_message(stage: Stage) -> None:
    message = await stage.kit.says(stage.kit.chat, "oops, my password")
    await stage.sink.next(MessageReceived)
    await stage.kit.deletes(stage.kit.chat, message)
    event = await stage.sink.next(MessageDeleted)
    assert (event.message, event.where) == (message, stage.kit.chat)


@every_channel("presses")
async def test_a_button_comes_back_with_its_value(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    longest = "v" * stage.channel.capabilities.button_value_bytes
    rows = ((Button("退款", "faq:refund"), Button("转人工 🙋", longest)),)
    receipt = await stage.deliver(OutgoingMessage(to=stage.kit.chat, text="怎么帮您？", buttons=rows))
    await stage.kit.presses(stage.kit.chat, receipt.ids[-1], "转人工 🙋")
    event = await stage.sink.next(ButtonPressed)
    assert (event.value, event.where) == (longest, stage.kit.chat)
    assert event.message in (None, receipt.ids[-1])


@every_channel("sends")
async def test_the_bytes_of_a_file_can_be_fetched(stage: Stage) -> None:
    await stage.kit.sends(stage.kit.chat, PICTURE, "付款截图.png", "image/png")
    [media] = (await stage.sink.next(MessageReceived)).body.media
    assert b"".join([chunk async for chunk in stage.channel.fetch(media)]) == PICTURE
    assert media.home.whole_chat == stage.kit.chat.whole_chat
    assert media.size in (0, len(PICTURE))
    assert media.kind in (MediaKind.IMAGE, MediaKind.FILE)


@every_channel("sends")
async def test_a_file_that_is_at_home_here_can_be_sent_on(stage: Stage) -> None:
    await stage.kit.sends(stage.kit.chat, PICTURE, "a.png", "image/png")
    [media] = (await stage.sink.next(MessageReceived)).body.media
    stage.files.data[media.ref] = PICTURE  # a channel may also bring it over once more
    await stage.deliver(OutgoingMessage(to=stage.kit.chat, media=(media,)))
    assert [*(await stage.shown())[-1].media] == [PICTURE]


@every_channel()
async def test_a_thread_of_a_room_is_a_place_of_its_own(stage: Stage) -> None:
    thread = await stage.thread()
    await stage.kit.says(thread, "您好，我来帮您")
    event = await stage.sink.next(MessageReceived)
    assert (event.where, event.private) == (thread, False)


def _words(stage: Stage) -> list[str]:
    """All that people have said, as the product heard it."""
    return [event.body.text for event in stage.sink.events.values() if isinstance(event, MessageReceived)]
