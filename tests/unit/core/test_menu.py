"""Greeting, menu, language, groups."""

from dataclasses import replace

import pytest
from msgspec import structs

from tests.unit.core.dialogue import Dialogue

LANGUAGES = ["简体中文", "繁體中文", "English", "Español"]


@pytest.mark.parametrize(
    ("platform", "first", "expected"),
    [
        ("zh-Hant-TW", "hi", "你好"),
        ("en-GB", "在吗", "Hi, I'm"),
        (None, "你好", "你好"),
        (None, "hello", "Hi, I'm"),
        ("ru", "привет", "Hi"),
        (None, "👋", "😊"),
    ],
)
def test_the_first_language_is_the_platforms_or_that_of_the_words(
    platform: str | None, first: str, expected: str
) -> None:
    buyer = Dialogue(platform)
    buyer.says(first)
    assert expected in buyer.bot


def test_the_language_stays_when_the_words_have_none() -> None:
    buyer = Dialogue(None)
    buyer.says("hello")
    buyer.says("302261122095245598")
    assert "which e-mail" in buyer.bot


def test_the_language_follows_the_platforms_until_the_buyer_picks_one() -> None:
    buyer = Dialogue("zh")
    buyer.opens()
    person = structs.replace(buyer.conversation.buyer, language="en")
    buyer.conversation = replace(buyer.conversation, buyer=person)
    buyer.says("在吗")
    assert "I'm here" in buyer.bot
    buyer.says("中文")
    buyer.says("在吗")
    assert "在的" in buyer.bot


def test_opening_the_chat_greets_once_with_the_shops_name_and_five_ways_on() -> None:
    buyer = Dialogue()
    buyer.opens()
    assert "星卡小店的小助手" in buyer.bot
    assert buyer.labels == ["查订单", "重发卡密", "常见问题", "转人工", "语言 / Language"]
    buyer.opens()
    assert "小助手" not in buyer.bot
    assert buyer.labels[0] == "查订单"


def test_a_question_as_the_first_words_is_answered_at_once() -> None:
    buyer = Dialogue()
    buyer.says("怎么退款？")
    assert "七天内" in buyer.bot
    assert "小助手" not in buyer.bot


@pytest.mark.parametrize("word", ["菜单", "menu", "MENU", "帮助", "help", "?", "？", "/menu", "目录"])
def test_the_menu_comes_back_when_asked_for(word: str) -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.says(word)
    assert "我在" in buyer.bot
    assert len(buyer.labels) == 5


@pytest.mark.parametrize("word", ["English", "english!", "英文", "/lang en"])
def test_english_for_good(word: str) -> None:
    buyer = Dialogue()
    buyer.says(word)
    assert "English from now on" in buyer.bot
    assert buyer.memory.chosen_language
    buyer.says("你好")
    assert "I'm here" in buyer.bot
    assert "Find my order" in buyer.labels


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("Español", "es"),
        ("espanol", "es"),
        ("西班牙文", "es"),
        ("换成西班牙文", "es"),
        ("speak Spanish", "es"),
        ("cambia a español", "es"),
        ("en español por favor", "es"),
        ("cambia a inglés", "en"),
        ("換成英文", "en"),
        ("in English please", "en"),
        ("繁體中文", "zh-Hant"),
        ("繁体", "zh-Hant"),
        ("換成繁體中文", "zh-Hant"),
        ("traditional Chinese", "zh-Hant"),
        ("chino tradicional", "zh-Hant"),
        ("/lang zh-TW", "zh-Hant"),
        ("/lang zh-Hant", "zh-Hant"),
        ("说中文", "zh"),
        ("简体字", "zh"),
        ("habla chino", "zh"),
    ],
)
def test_each_language_is_called_by_many_names(word: str, language: str) -> None:
    buyer = Dialogue("en" if language != "en" else "zh")
    buyer.says(word)
    assert (buyer.memory.language, buyer.memory.chosen_language) == (language, True)


@pytest.mark.parametrize(
    "word", ["我要退款，用中文说明书可以吗", "usa", "change order", "spanish game key please help"]
)
def test_other_words_pick_no_language(word: str) -> None:
    buyer = Dialogue("zh")
    buyer.says(word)
    assert not buyer.memory.chosen_language


@pytest.mark.parametrize("word", ["中文", "Chinese", "/lang zh"])
def test_chinese_for_good(word: str) -> None:
    buyer = Dialogue("en")
    buyer.says(word)
    assert "用中文聊" in buyer.bot


def test_lang_alone_asks_which() -> None:
    buyer = Dialogue()
    buyer.says("/lang")
    assert buyer.labels == LANGUAGES
    buyer.presses("English")
    assert "English from now on" in buyer.bot


def test_opening_the_menu_ends_a_question() -> None:
    buyer = Dialogue()
    buyer.says("查订单")
    buyer.says("菜单")
    assert buyer.memory.waiting is None


# ------------------------------------------------------------------ groups


@pytest.mark.parametrize("text", ["我的订单 302261122095245598", "重发卡密", "查订单", "我的订单", "订单密码是hunter2"])
def test_in_a_group_not_a_word_about_orders(text: str) -> None:
    group = Dialogue(private=False)
    group.says(text)
    assert "私聊" in group.bot
    assert "302261" not in group.bot
    assert not group.work
    assert not group.labels


def test_a_password_typed_in_a_group_is_not_kept() -> None:
    group = Dialogue(private=False)
    group.says("订单密码是hunter2")
    assert group.answers[-1].redact


def test_in_a_group_a_public_question_is_answered() -> None:
    group = Dialogue(private=False)
    group.says("怎么退款")
    assert "七天内" in group.bot


def test_a_person_is_reached_in_private_only() -> None:
    group = Dialogue(private=False)
    group.says("转人工")
    assert "私聊" in group.bot
    assert group.conversation.ticket is None


def test_a_group_is_greeted_with_an_invitation_and_no_buttons() -> None:
    group = Dialogue(private=False)
    group.opens()
    assert "私聊我" in group.bot
    assert not group.labels


def test_small_words_in_a_group_get_no_tickets_and_no_misses() -> None:
    group = Dialogue(private=False)
    for _ in range(3):
        group.says("blah blah")
    assert "私聊" in group.bot
    assert group.conversation.ticket is None
