"""Never silent: small talk, files, misses."""

import pytest

from core.messages import MediaKind
from tests.unit.core.dialogue import Dialogue


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("谢谢", "不客气"),
        ("好的谢谢啦", "不客气"),
        ("thank you so much!", "不客气"),
        ("嗯嗯", "好嘞"),
        ("ok", "好嘞"),
        ("哈哈哈哈", "好嘞"),
        ("拜拜", "再见"),
        ("👍👍", "😊"),
        ("。。。", "😊"),
        ("你是机器人吗", "自动小助手"),
        ("are you a bot?", "自动小助手"),
        ("在吗", "在的"),
        ("你好，有人吗", "在的"),
    ],
)
def test_small_talk_gets_a_small_answer(text: str, answer: str) -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.says(text)
    assert answer in buyer.bot
    assert buyer.memory.misses == 0


def test_a_sticker_is_small_talk() -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.sends_picture(kind=MediaKind.STICKER)
    assert "😊" in buyer.bot


@pytest.mark.parametrize("kind", [MediaKind.IMAGE, MediaKind.FILE, MediaKind.VOICE, MediaKind.VIDEO])
def test_a_picture_is_kept_and_a_person_offered(kind: MediaKind) -> None:
    buyer = Dialogue()
    buyer.sends_picture(kind=kind)
    assert "留着" in buyer.bot
    assert "转人工" in buyer.labels


def test_words_below_a_picture_are_read() -> None:
    buyer = Dialogue()
    buyer.sends_picture("怎么退款")
    assert "七天内" in buyer.bot


def test_what_could_not_be_read_is_told() -> None:
    buyer = Dialogue()
    buyer.says("", unread=["poll"])
    assert "投票" in buyer.bot
    assert "转人工" in buyer.labels


def test_the_first_miss_offers_the_menu_and_a_person() -> None:
    buyer = Dialogue()
    buyer.says("火星文 asdf")
    assert "没太看懂" in buyer.bot
    assert {"查订单", "转人工"} <= set(buyer.labels)
    assert buyer.conversation.ticket is None


def test_two_misses_in_a_row_fetch_a_person() -> None:
    buyer = Dialogue()
    buyer.says("火星文 asdf")
    buyer.says("还是火星文 qwer")
    assert "请客服来帮你" in buyer.bot
    assert buyer.ticket.reason == "two-misses"
    assert "还是火星文 qwer" in buyer.room


def test_an_answer_in_between_starts_the_count_anew() -> None:
    buyer = Dialogue()
    buyer.says("火星文 asdf")
    buyer.says("怎么退款")
    buyer.says("火星文 asdf")
    assert buyer.conversation.ticket is None


def test_small_talk_does_not_count_and_does_not_forgive() -> None:
    buyer = Dialogue()
    buyer.says("火星文 asdf")
    buyer.says("谢谢")
    buyer.says("火星文 asdf")
    assert buyer.ticket.reason == "two-misses"


def test_a_key_in_words_that_were_missed_is_masked_for_the_agents() -> None:
    buyer = Dialogue()
    buyer.says("asdf ABCD-1234-EFGH-5678")
    assert "1234" not in repr(buyer.memory)


@pytest.mark.parametrize("text", ["x" * 200_000, "好" * 100_000, "\x00\ud800", " ", "\n\n"])
def test_odd_texts_are_answered_too(text: str) -> None:
    buyer = Dialogue()
    buyer.says(text)
    assert buyer.bot


def test_english_all_the_way() -> None:
    buyer = Dialogue("en")
    buyer.says("asdf qwer")
    assert "didn't quite get that" in buyer.bot
    buyer.says("asdf zxcv")
    assert "asked a person" in buyer.bot
