"""What the product says is what agents see: in its topic, whole, once."""

import logging
from collections.abc import AsyncIterator

import pytest

from core.errors import ChannelUnavailable, ContentRejected
from core.messages import Button, MediaKind, MessageReceived, Span, Style
from tests.telegram.botapi import bad
from tests.telegram.botapi.texts import part
from tests.telegram.staffdesk import ELSEWHERE, StaffDesk, ref, staff_desk, thread

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
TAKE = ((Button("接单", "desk:take"), Button("结束", "desk:close")),)


@pytest.fixture
async def desk() -> AsyncIterator[StaffDesk]:
    async with staff_desk() as desk:
        yield desk


async def test_words_come_with_their_styles_and_without_the_buyers_name(desk: StaffDesk) -> None:
    where = await desk.topic()
    spans = (Span(0, 2, Style.BOLD), Span(5, 9, Style.CODE), Span(10, 14, Style.QUOTE))
    await desk.says(where, "🎮🎮 卡 ABCD\n好的谢谢", author="小明", spans=spans)
    [shown] = desk.in_topic(where)
    assert shown.text == "🎮🎮 卡 ABCD\n好的谢谢"
    marked = [(one["type"], part(shown.text, one)) for one in shown.entities]
    assert marked == [("bold", "🎮🎮"), ("code", "ABCD"), ("blockquote", "好的谢谢")]


async def test_buttons_stand_below_in_rows(desk: StaffDesk) -> None:
    where = await desk.topic()
    await desk.says(where, "#35", buttons=TAKE)
    assert desk.in_topic(where)[0].buttons == [["接单", "结束"]]


async def test_an_answer_quotes_the_message_that_is_meant(desk: StaffDesk) -> None:
    where = await desk.topic()
    first = await desk.says(where, "第一条")
    await desk.says(where, "回第一条", reply_to=ref(where, first.ids[0]))
    quoted = desk.in_topic(where)[1].reply_to
    assert quoted is not None
    assert quoted.text == "第一条"


async def test_a_quoted_message_that_is_gone_or_never_was_stops_nothing(desk: StaffDesk) -> None:
    where = await desk.topic()
    await desk.says(where, "一", reply_to=ref(where, "4711"))
    await desk.says(where, "二", reply_to=ref(where, "no such id"))
    assert [one.text for one in desk.in_topic(where)] == ["一", "二"]


async def test_what_holds_a_key_cannot_be_forwarded(desk: StaffDesk) -> None:
    where = await desk.topic()
    await desk.says(where, "ABCD-1234", protected=True)
    await desk.says(where, "其他")
    assert [one.protected for one in desk.in_topic(where)] == [True, False]


async def test_neither_token_nor_words_stand_in_the_log(desk: StaffDesk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    where = await desk.topic()
    desk.api.faults.breaks(502, "sendMessage")
    with pytest.raises(ChannelUnavailable):
        await desk.says(where, "ABCD-1234-SECRET")
    await desk.says(where, "ABCD-1234-SECRET")
    assert desk.scene.staff.token not in caplog.text
    assert "SECRET" not in caplog.text


async def test_a_message_without_a_ticket_stands_in_general(desk: StaffDesk) -> None:
    await desk.says(desk.room, "今天 12 单")
    assert [one.text for one in desk.in_topic(desk.room)] == ["今天 12 单"]


async def test_a_card_is_pinned_without_a_sound(desk: StaffDesk) -> None:
    where = await desk.topic()
    receipt = await desk.says(where, "#35 小明", pinned=True)
    [pin] = desk.api.calls_of("pinChatMessage")
    assert str(pin.args["message_id"]) == receipt.ids[0]
    assert desk.in_topic(where)[0].pinned
    assert str(pin.args["disable_notification"]).lower() == "true"


async def test_a_card_that_cannot_be_pinned_has_arrived_all_the_same(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.faults.refuses(bad("not enough rights to manage pinned messages in the chat"), "pinChatMessage")
    await desk.says(where, "#35 小明", pinned=True)
    assert len(desk.in_topic(where)) == 1


# ------------------------------------------------------------------ files


async def test_ten_pictures_stand_together_with_the_words_below(desk: StaffDesk) -> None:
    where = await desk.topic()
    pictures = tuple(desk.file(MediaKind.IMAGE, "image/png", PNG + bytes([n])) for n in range(10))
    receipt = await desk.says(where, "都是坏的", media=pictures)
    shown = desk.in_topic(where)
    assert [one.media for one in shown] == [[PNG + bytes([n])] for n in range(10)]
    assert [str(one.id) for one in shown] == [*receipt.ids]
    assert len({one.album for one in shown}) == 1
    assert [one.text for one in shown] == ["都是坏的"] + [""] * 9


async def test_files_that_cannot_stand_together_come_one_after_another_in_order(desk: StaffDesk) -> None:
    where = await desk.topic()
    files = (
        desk.file(MediaKind.IMAGE, "image/png", b"one"),
        desk.file(MediaKind.VIDEO, "video/mp4", b"two"),
        desk.file(MediaKind.FILE, "application/pdf", b"three", "账单.pdf"),
        desk.file(MediaKind.FILE, "text/plain", b"four", "b.txt"),
        desk.file(MediaKind.VOICE, "audio/ogg", b"five"),
    )
    await desk.says(where, "看一下", media=files)
    shown = desk.in_topic(where)
    assert [one.media for one in shown] == [[b"one"], [b"two"], [b"three"], [b"four"], [b"five"]]
    assert [bool(one.album) for one in shown] == [True, True, True, True, False]
    assert shown[-1].text == "看一下"


async def test_buttons_of_an_album_follow_in_a_message_of_their_own(desk: StaffDesk) -> None:
    where = await desk.topic()
    pictures = tuple(desk.file(MediaKind.IMAGE, "image/png", PNG) for _ in range(2))
    await desk.says(where, "怎么办？", media=pictures, buttons=TAKE)
    assert [(one.text, one.buttons) for one in desk.in_topic(where)][-1] == ("怎么办？", [["接单", "结束"]])
    await desk.says(where, media=pictures, buttons=TAKE)
    assert desk.in_topic(where)[-1].buttons == [["接单", "结束"]]


async def test_a_file_of_21_megabytes_is_brought_over(desk: StaffDesk) -> None:
    where = await desk.topic()
    big = desk.file(MediaKind.VIDEO, "video/mp4", b"v" * (21 << 20), "开箱.mp4")
    await desk.says(where, media=(big,))
    assert [len(data) for one in desk.in_topic(where) for data in one.media] == [21 << 20]


async def test_a_file_of_51_megabytes_is_refused_before_it_is_sent(desk: StaffDesk) -> None:
    where = await desk.topic()
    with pytest.raises(ContentRejected):
        await desk.says(where, media=(desk.file(MediaKind.VIDEO, "video/mp4", b"v" * (51 << 20)),))
    assert desk.in_topic(where) == []


async def test_a_picture_over_ten_megabytes_goes_as_a_document(desk: StaffDesk) -> None:
    where = await desk.topic()
    await desk.says(where, media=(desk.file(MediaKind.IMAGE, "image/png", PNG + b"x" * (10 << 20), "截图.png"),))
    assert "document" in desk.in_topic(where)[0].content


async def test_a_picture_that_telegram_does_not_take_as_one_goes_as_a_document(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.faults.refuses(bad("PHOTO_INVALID_DIMENSIONS"), "sendPhoto")
    await desk.says(where, "长截图", media=(desk.file(MediaKind.IMAGE, "image/png", PNG, "长.png"),))
    [shown] = desk.in_topic(where)
    assert (shown.text, shown.media) == ("长截图", [PNG])
    assert "document" in shown.content


@pytest.mark.parametrize(
    ("kind", "mime", "shown_as"),
    [
        (MediaKind.VOICE, "audio/ogg", "voice"),
        (MediaKind.VOICE, "audio/amr", "document"),
        (MediaKind.AUDIO, "audio/mpeg", "audio"),
        (MediaKind.AUDIO, "audio/flac", "document"),
        (MediaKind.STICKER, "image/webp", "sticker"),
        (MediaKind.IMAGE, "image/gif", "animation"),
        (MediaKind.IMAGE, "image/svg+xml", "document"),
        (MediaKind.VIDEO, "video/webm", "document"),
        (MediaKind.FILE, "application/zip", "document"),
    ],
)
async def test_every_kind_of_file_is_shown_as_telegram_can(
    desk: StaffDesk, kind: MediaKind, mime: str, shown_as: str
) -> None:
    where = await desk.topic()
    await desk.says(where, media=(desk.file(kind, mime, b"data", "f"),))
    assert shown_as in desk.in_topic(where)[0].content


async def test_a_place_is_shown_on_the_map(desk: StaffDesk) -> None:
    where = await desk.topic()
    spot = desk.file(MediaKind.LOCATION, "application/geo", b"")
    named = type(spot)(spot.kind, type(spot.ref)("31.23,121.47"), ELSEWHERE, "人民广场", spot.mime)
    plain = type(spot)(spot.kind, type(spot.ref)("31.23,121.47"), ELSEWHERE, "", spot.mime)
    await desk.says(where, "我在这里", media=(named, plain))
    shown = desk.in_topic(where)
    assert shown[0].content["venue"]["title"] == "人民广场"
    assert shown[1].content["location"] == {"latitude": 31.23, "longitude": 121.47}
    assert shown[2].text == "我在这里"


async def test_a_file_that_an_agent_sent_here_is_named_by_its_id(desk: StaffDesk) -> None:
    where = await desk.topic()
    group, agent = desk.scene.group, desk.scene.agent
    desk.api.sends(agent, group, "document", b"guide", name="guide.pdf", thread=thread(where))
    [media] = (await desk.sink.next(MessageReceived)).body.media
    assert b"".join([chunk async for chunk in desk.channel.fetch(media)]) == b"guide"
    await desk.says(where, media=(media,))
    assert desk.in_topic(where)[-1].media == [b"guide"]
