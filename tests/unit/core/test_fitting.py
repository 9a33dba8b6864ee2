"""What does not fit is said in words, and nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channel import Capabilities, LengthUnit, Level
from core.fitting import Labels, fit
from core.messages import (
    SECRET_MARK,
    Button,
    Media,
    MediaKind,
    MediaRef,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Priority,
    Sealed,
    Span,
    Style,
    TicketId,
)
from core.splitting import is_boundary, length, split
from tests.unit.core.dialogue import CHAT

RICH = Capabilities(
    text_limit=100,
    caption_limit=20,
    buttons=Level.FULL,
    button_limit=10,
    media=Level.FULL,
    media_per_message=3,
    media_bytes=1000,
    spans=Level.FULL,
    replies=Level.FULL,
    edits=Level.FULL,
    deletes=Level.FULL,
)
POOR = Capabilities(text_limit=100)
REF = MessageRef(CHAT, MessageId("m1"))


def message(text: str = "", **more: object) -> OutgoingMessage:
    return replace(OutgoingMessage(to=CHAT, text=text), **more)  # type: ignore[arg-type]


def photo(name: str = "a.png", size: int = 10, kind: MediaKind = MediaKind.IMAGE) -> Media:
    return Media(kind, MediaRef(name), CHAT, name, size=size)


def rows(*pairs: tuple[str, str]) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, value),) for label, value in pairs)


# ------------------------------------------------------------------ long texts


def test_what_fits_is_left_alone() -> None:
    whole = message("hello", buttons=rows(("A", "a")), reply_to=REF, spans=(Span(0, 5, Style.BOLD),))
    assert fit(whole, RICH) == (whole,)


def test_a_long_text_is_cut_between_paragraphs_then_lines_then_sentences() -> None:
    paragraphs = "第一段。" * 15 + "\n\n" + "第二段。" * 15
    assert [part.text for part in fit(message(paragraphs), RICH)] == ["第一段。" * 15 + "\n\n", "第二段。" * 15]
    text = "a" * 60 + "。" + "b" * 60
    assert [part.text for part in fit(message(text), RICH)] == ["a" * 60 + "。", "b" * 60]
    lines = "x" * 70 + "\n" + "。" * 10 + "y" * 50
    assert fit(message(lines), RICH)[0].text == "x" * 70 + "\n"


def test_words_stay_whole() -> None:
    parts = fit(message("word " * 40), RICH)
    assert all(part.text.endswith("word ") for part in parts)


@pytest.mark.parametrize("emoji", ["👩‍👩‍👧", "👍🏽", "🇨🇳", "e\u0301", "❤️", "1️⃣"])
def test_an_emoji_or_an_accent_is_never_cut(emoji: str) -> None:
    for before in range(92, 101):
        parts = fit(message("x" * before + emoji + "tail" * 5), RICH)
        assert any(emoji in part.text for part in parts)


def test_limits_count_in_the_units_of_the_channel() -> None:
    text = "好" * 90
    assert len(fit(message(text), RICH)) == 1
    assert len(fit(message(text), replace(RICH, text_unit=LengthUnit.UTF8))) == 3
    assert len(fit(message("😀" * 60), replace(RICH, text_unit=LengthUnit.UTF16))) == 2


def test_a_key_to_copy_stays_in_one_part() -> None:
    text = "x" * 95 + "ABCD-1234-EFGH" + "y" * 20
    parts = fit(message(text, spans=(Span(95, 109, Style.CODE),)), RICH)
    (span,) = [span for part in parts for span in part.spans]
    (holder,) = [part for part in parts if part.spans]
    assert holder.text[span.start : span.end] == "ABCD-1234-EFGH"


def test_sealed_keys_follow_their_marks() -> None:
    keys = tuple(Sealed(f"{number:040d}") for number in range(9))
    text = "\n".join(SECRET_MARK for _ in keys)
    parts = fit(message(text, secret=keys), RICH)
    assert len(parts) > 1, "a sealed key takes more room than its mark"
    assert [sealed for part in parts for sealed in part.secret] == list(keys)
    assert all(part.text.count(SECRET_MARK) == len(part.secret) for part in parts)


def test_the_quote_goes_first_and_the_buttons_last() -> None:
    first, *_, last = fit(message("一句话。" * 60, reply_to=REF, mirrors=REF, buttons=rows(("A", "a"))), RICH)
    assert (first.reply_to, first.buttons) == (REF, ())
    assert (last.reply_to, last.buttons) == (None, rows(("A", "a")))
    assert first.mirrors == last.mirrors == REF


# ------------------------------------------------------------------ buttons


def test_buttons_become_a_numbered_list_where_there_are_none() -> None:
    (plain,) = fit(message("要哪个？", buttons=rows(("查订单", "order"), ("转人工", "person"))), POOR)
    assert plain.text == "要哪个？\n\n1. 查订单\n2. 转人工"
    assert plain.buttons == ()


def test_agents_get_commands_since_a_number_in_a_thread_would_go_to_the_buyer() -> None:
    card = message("card", ticket=TicketId("35"), buttons=rows(("接单", "desk:take"), ("再发", "desk:release:35.7")))
    assert fit(card, POOR)[0].text == "card\n\n接单 → /take\n再发 → /release 35.7"


@pytest.mark.parametrize(
    "can",
    [replace(RICH, button_limit=1), replace(RICH, button_value_bytes=4), replace(RICH, button_label_limit=3)],
    ids=["too many", "value too long", "label too long"],
)
def test_buttons_beyond_a_limit_become_a_list(can: Capabilities) -> None:
    (plain,) = fit(message("?", buttons=rows(("Yes please", "value-1"), ("No", "value-2"))), can)
    assert plain.text == "?\n\n1. Yes please\n2. No"


def test_a_button_that_opens_a_page_is_told_with_its_address_where_there_are_none() -> None:
    page = (Button("帮助页", url="https://shop.example/help"),)
    asked = message("要哪个？", buttons=(page, *rows(("查订单", "order"))))
    assert fit(asked, replace(RICH, links=Level.FULL)) == (asked,)
    (tapped,) = fit(asked, RICH)
    assert (tapped.text, tapped.buttons) == ("要哪个？\n\n帮助页：https://shop.example/help", rows(("查订单", "order")))
    (plain,) = fit(asked, POOR)
    assert plain.text == "要哪个？\n\n帮助页：https://shop.example/help\n\n1. 查订单"
    (few,) = fit(asked, replace(RICH, links=Level.FULL, button_limit=1))
    assert few.text == plain.text


# ------------------------------------------------------------------ files


def test_a_short_text_goes_below_the_last_files() -> None:
    parts = fit(message("看这几张", media=tuple(photo(f"{n}.png") for n in range(5))), RICH)
    assert [len(part.media) for part in parts] == [3, 2]
    assert [part.text for part in parts] == ["", "看这几张"]


def test_a_text_longer_than_a_caption_follows_the_files() -> None:
    parts = fit(message("这张图说明了一切，" * 4, media=(photo(),), buttons=rows(("A", "a"))), RICH)
    assert [(len(part.media), bool(part.text)) for part in parts] == [(1, False), (0, True)]
    assert parts[-1].buttons


def test_files_that_cannot_be_carried_are_named() -> None:
    big = photo("film.mp4", size=2000, kind=MediaKind.VIDEO)
    (kept,) = fit(message("看", media=(big, photo())), RICH)
    assert (kept.text, kept.media) == ("看\n[🎬 film.mp4]", (photo(),))
    (told,) = fit(message(media=(photo(),)), POOR)
    assert told.text == "[🖼 a.png]"


def test_labels_can_be_words() -> None:
    words = Labels(kinds=dict.fromkeys(MediaKind, "图片:"))
    assert fit(message(media=(photo(),)), POOR, words)[0].text == "[图片: a.png]"


# ------------------------------------------------------------------ quotes, edits, deletions


def test_an_edit_is_sent_anew_and_marked_where_there_are_no_edits() -> None:
    (anew,) = fit(message("改好了", replaces=REF, spans=(Span(0, 3, Style.BOLD),)), POOR)
    assert (anew.text, anew.replaces, anew.mirrors) == ("✏️ 改好了", None, REF)
    (card,) = fit(message("card", replaces=REF, priority=Priority.CARD), POOR)
    assert card.text == "card"


def test_an_edit_that_grew_too_long_goes_on_in_new_messages() -> None:
    first, second = fit(message("长" * 150, replaces=REF), RICH)
    assert (first.replaces, first.mirrors) == (REF, None)
    assert (second.replaces, second.mirrors) == (None, REF)


def test_a_deletion_needs_a_channel_that_deletes() -> None:
    gone = message(deletes=REF)
    assert fit(gone, RICH) == (gone,)
    assert fit(gone, POOR) == ()
    (told,) = fit(message("撤回了一条消息", deletes=REF), POOR)
    assert told.text == "撤回了一条消息"


def test_quotes_and_marks_are_left_out_where_they_do_not_exist() -> None:
    (plain,) = fit(message("hi", reply_to=REF, spans=(Span(0, 2, Style.BOLD),)), POOR)
    assert (plain.reply_to, plain.spans) == (None, ())


# ------------------------------------------------------------------ for every text and every channel

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("你好。！\n ,.abcé👍🏽🇨🇳\u200d\u0301\ufe0f" + SECRET_MARK),
    ),
    max_size=300,
)
CHANNELS = st.builds(
    replace,
    st.sampled_from([RICH, POOR]),
    text_limit=st.integers(6, 80),
    text_unit=st.sampled_from(LengthUnit),
    caption_limit=st.integers(0, 80),
)


@given(TEXTS, CHANNELS)
def test_no_visible_character_is_lost_and_every_part_is_within_the_limit(text: str, can: Capabilities) -> None:
    parts = fit(message(text), can)
    assert "".join("".join(part.text for part in parts).split()) == "".join(text.split())
    assert all(length(part.text, can.text_unit) <= can.text_limit for part in parts)


@given(TEXTS, st.integers(1, 80))
def test_a_cut_is_between_letters_as_people_see_them(text: str, limit: int) -> None:
    ranges = split(text, limit, lambda _: 1)
    assert "".join(text[start:end] for start, end in ranges) == text
    for start, end in ranges:
        one_long_letter = not any(is_boundary(text, at) for at in range(start + 1, end))
        assert is_boundary(text, end) or one_long_letter


@given(
    TEXTS, CHANNELS, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40), st.sampled_from(Style)), max_size=5)
)
def test_marked_ranges_stay_inside_and_mark_the_same_characters(
    text: str, can: Capabilities, ranges: list[tuple[int, int, Style]]
) -> None:
    spans = tuple(Span(min(a, len(text)), min(a + n, len(text)), style) for a, n, style in ranges)
    parts = fit(message(text, spans=spans), replace(can, spans=Level.FULL))
    assert all(0 <= span.start < span.end <= len(part.text) for part in parts for span in part.spans)
    marked = sorted(c for part in parts for span in part.spans for c in part.text[span.start : span.end] if c.strip())
    assert marked == sorted(c for span in spans for c in text[span.start : span.end] if c.strip())


@given(st.lists(st.text("abc 好\n", max_size=30), min_size=1, max_size=8), CHANNELS, st.integers(1, 200))
def test_every_part_has_as_many_keys_as_marks(pieces: list[str], can: Capabilities, size: int) -> None:
    keys = tuple(Sealed(f"{number:0{size}d}") for number in range(len(pieces) - 1))
    parts = fit(message(SECRET_MARK.join(pieces), secret=keys), can)
    assert all(part.text.count(SECRET_MARK) == len(part.secret) for part in parts)
    assert [sealed for part in parts for sealed in part.secret] == list(keys)
