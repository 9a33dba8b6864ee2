"""What the shop bot says, as Telegram's calls."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from aiogram.methods import EditMessageCaption, EditMessageText, SendMediaGroup, SendMessage, SendVenue
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.capabilities import SIGNATURE, shop_capabilities
from bots.telegram.client import encode
from bots.telegram.methods import edit_methods, entities, to_method
from bots.telegram.outbound import Place, copies, number_of, place_of, signed, to_pieces
from bots.telegram.settings import ShopSettings
from config.texts import load_words
from core.channel import LengthUnit, Parcel
from core.errors import ContentRejected, RecipientUnreachable
from core.fitting import fit
from core.messages import (
    AccountId,
    Address,
    Button,
    ChannelName,
    ChatId,
    Media,
    MediaKind,
    MediaRef,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Span,
    Style,
    ThreadId,
)
from core.splitting import length

WORDS = load_words()
CHAT = Address(ChannelName("telegram"), AccountId("main"), ChatId("700"))
ELSEWHERE = Address(ChannelName("web"), AccountId("main"), ChatId("1"))
CAN = shop_capabilities(ShopSettings.model_validate({"token": "1001:AAH"}))
ROWS = ((Button("退款", "faq:refund"),), (Button("转人工", "person"),))
STYLES = st.sampled_from(Style)


class NoFiles:
    async def open(self, media: Media) -> AsyncIterator[bytes]:
        yield media.name.encode()


def picture(home: Address = CHAT, kind: MediaKind = MediaKind.IMAGE, mime: str = "image/png") -> Media:
    return Media(kind, MediaRef("file-1"), home, "a.png", mime, 100)


def pieces_of(message: OutgoingMessage, reply_to: MessageRef | None = None) -> Any:
    return to_pieces(Parcel("1.1.0", message, NoFiles(), reply_to=reply_to))


def sent(message: OutgoingMessage, **more: Any) -> Any:
    """The only call that sends it."""
    [piece] = pieces_of(message, **more)
    return to_method(piece, place_of(message.to), copies(piece, WORDS), NoFiles().open)


def body(message: OutgoingMessage, **more: Any) -> dict[str, Any]:
    return dict(msgspec.json.decode(encode(sent(message, **more))))


def test_plain_words_are_a_small_call() -> None:
    assert body(OutgoingMessage(to=CHAT, text="你好 <b>&</b>")) == {
        "chat_id": 700,
        "text": "你好 <b>&</b>",
        "link_preview_options": {"is_disabled": True},
    }


def test_a_topic_a_business_chat_and_a_quote_are_named() -> None:
    there = replace(CHAT, chat=ChatId("biz:bc:1:700"), thread=ThreadId("4"))
    told = body(OutgoingMessage(to=there, text="x"), reply_to=MessageRef(there, MessageId("5")))
    assert (told["chat_id"], told["business_connection_id"], told["message_thread_id"]) == (700, "bc:1", 4)
    assert told["reply_parameters"] == {"message_id": 5, "allow_sending_without_reply": True}


@pytest.mark.parametrize("chat", ["", "abc", "biz:700", "biz:x:y", "1.5", "biz::"])
def test_what_is_no_chat_of_telegram_s_is_unreachable(chat: str) -> None:
    with pytest.raises(RecipientUnreachable):
        place_of(replace(CHAT, chat=ChatId(chat)))


def test_what_is_no_message_has_no_number() -> None:
    assert [number_of(MessageRef(CHAT, MessageId(one))) for one in ("7", "", "x", "７", "-1")] == [7, 0, 0, 0, 0]


def test_the_author_stands_bold_in_the_first_line_and_marks_move_down() -> None:
    message = signed(OutgoingMessage(to=CHAT, text="卡密 ABC", author="小林", spans=(Span(3, 6, Style.CODE),)))
    assert message.text == "小林\n卡密 ABC"
    assert [message.text[one.start : one.end] for one in message.spans] == ["小林", "ABC"]
    assert signed(OutgoingMessage(to=CHAT, author="小林", media=(picture(),))).text == ""


@given(st.text(), st.text(min_size=1))
def test_no_name_is_too_long_for_what_is_left(name: str, text: str) -> None:
    shown = signed(OutgoingMessage(to=CHAT, text=text, author=name)).text
    added = length(shown, LengthUnit.UTF16) - length(text, LengthUnit.UTF16)
    assert shown.endswith(text)
    assert added <= SIGNATURE + 1 == 24


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), STYLES)))
def test_marks_count_in_utf_16_whatever_stands_before(text: str, marks: list[tuple[int, int, Style]]) -> None:
    spans = [Span(min(a, b, len(text)), min(max(a, b), len(text)), style) for a, b, style in marks]
    encoded = text.encode("utf-16-le", "surrogatepass")
    found = [encoded[2 * one.offset : 2 * (one.offset + one.length)] for one in entities(text, spans)]
    wanted = [text[one.start : one.end].encode("utf-16-le", "surrogatepass") for one in spans if one.end > one.start]
    assert found == wanted


def test_marks_after_an_emoji_are_where_they_belong() -> None:
    [mark] = entities("🎮👨‍👩‍👧 key", [Span(7, 10, Style.CODE)])
    assert (mark.type, mark.offset, mark.length) == ("code", 11, 3)


def test_keys_are_protected_and_each_has_a_button_that_copies_it() -> None:
    text = "两个卡密：\nABCD-1\nEFGH-2"
    spans = (Span(6, 12, Style.CODE), Span(13, 19, Style.CODE))
    told = body(OutgoingMessage(to=CHAT, text=text, spans=spans, protected=True, buttons=ROWS))
    assert told["protect_content"] is True
    rows = told["reply_markup"]["inline_keyboard"]
    assert [row[0].get("copy_text") for row in rows] == [{"text": "ABCD-1"}, {"text": "EFGH-2"}, None, None]
    assert [row[0]["text"] for row in rows[:2]] == ["📋 复制第 1 个卡密", "📋 复制第 2 个卡密"]


def test_the_button_speaks_the_language_of_the_message() -> None:
    text = "Your key:\n充值卡\nABC"
    told = body(OutgoingMessage(to=CHAT, text=text, spans=(Span(14, 17, Style.CODE),), protected=True))
    assert told["reply_markup"]["inline_keyboard"] == [[{"text": "📋 Copy the key", "copy_text": {"text": "ABC"}}]]


@pytest.mark.parametrize(
    ("language", "label"),
    [("zh", "📋 复制卡密"), ("zh-Hant", "📋 複製序號"), ("en", "📋 Copy the key"), ("es", "📋 Copiar la clave")],
)
def test_the_button_knows_our_own_words_in_every_language(language: str, label: str) -> None:
    text = WORDS(language, "keys-here", number="KD1", count=1) + "\nABC"
    told = body(
        OutgoingMessage(to=CHAT, text=text, spans=(Span(len(text) - 3, len(text), Style.CODE),), protected=True)
    )
    assert told["reply_markup"]["inline_keyboard"][0][0]["text"] == label


def test_what_is_not_protected_or_too_long_to_copy_has_no_such_button() -> None:
    key = "K" * 257
    spans = (Span(0, 257, Style.CODE),)
    assert "reply_markup" not in body(OutgoingMessage(to=CHAT, text=key, spans=spans, protected=True))
    assert "reply_markup" not in body(OutgoingMessage(to=CHAT, text="ABC", spans=(Span(0, 3, Style.CODE),)))


def test_a_button_opens_a_page_or_comes_back_to_us() -> None:
    rows = ((Button("帮助页", url="https://shop.example/help"),), *ROWS[:1])
    told = body(OutgoingMessage(to=CHAT, text="看这里", buttons=rows))
    assert told["reply_markup"]["inline_keyboard"] == [
        [{"text": "帮助页", "url": "https://shop.example/help"}],
        [{"text": "退款", "callback_data": "faq:refund"}],
    ]


def test_a_file_of_ours_goes_by_its_id_and_others_are_brought() -> None:
    ours = sent(OutgoingMessage(to=CHAT, text="看", media=(picture(),)))
    brought = sent(OutgoingMessage(to=CHAT, media=(picture(ELSEWHERE),)))
    assert (type(ours).__name__, ours.photo, ours.caption) == ("SendPhoto", "file-1", "看")
    assert brought.photo.filename == "a.png"


def test_an_album_cannot_carry_buttons_so_these_follow() -> None:
    album, words = pieces_of(OutgoingMessage(to=CHAT, text="看图", media=(picture(), picture()), buttons=ROWS))
    first = to_method(album, Place(700), (), NoFiles().open)
    assert isinstance(first, SendMediaGroup)
    assert len(first.media) == 2
    second = to_method(words, Place(700), (), NoFiles().open)
    assert isinstance(second, SendMessage)
    assert second.text == "看图"


def test_a_place_with_a_name_is_a_venue_and_nowhere_is_refused() -> None:
    spot = Media(MediaKind.LOCATION, MediaRef("31.2,121.5"), ELSEWHERE, "咖啡馆", "application/geo")
    venue = sent(OutgoingMessage(to=CHAT, media=(spot,)))
    assert isinstance(venue, SendVenue)
    assert (venue.latitude, venue.longitude, venue.title) == (31.2, 121.5, "咖啡馆")
    with pytest.raises(ContentRejected):
        sent(OutgoingMessage(to=CHAT, media=(replace(spot, ref=MediaRef("moon")),)))


def test_an_edit_is_of_words_or_else_of_what_stands_below_a_file() -> None:
    [piece] = pieces_of(OutgoingMessage(to=CHAT, text="已完成"))
    words, below = edit_methods(piece, Place(700), 5, (), NoFiles().open)
    assert isinstance(words, EditMessageText)
    assert isinstance(below, EditMessageCaption)
    assert (words.text, below.caption, words.message_id) == ("已完成", "已完成", 5)


@given(st.text(min_size=1, max_size=9000).filter(str.strip), st.text(max_size=40), st.integers(0, 12))
def test_whatever_is_fitted_keeps_telegram_s_limits(text: str, author: str, files: int) -> None:
    media = tuple(picture() for _ in range(files))
    for part in fit(OutgoingMessage(to=CHAT, text=text, author=author, media=media, buttons=ROWS), CAN):
        for piece in pieces_of(part):
            assert len(piece.files) <= 10
            assert length(piece.text, LengthUnit.UTF16) <= (1024 if piece.files else 4096)
            assert not (len(piece.files) > 1 and piece.buttons)
