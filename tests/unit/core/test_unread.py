"""What a channel could not read is told, also beside an answer to what it could."""

import pytest

from core.unread import PARTS, in_words
from tests.unit.core.dialogue import WORDS, Dialogue


def test_the_words_are_answered_and_the_rest_is_told() -> None:
    buyer = Dialogue()
    buyer.says("怎么退款", unread=["too-big"])
    assert "超过 20 MB 的文件" in buyer.bot
    assert "发个链接，或者压小一点" in buyer.bot
    assert "七天内" in buyer.bot


def test_small_talk_does_not_hide_it() -> None:
    buyer = Dialogue()
    buyer.says("谢谢", unread=["video_note"])
    assert "圆形视频" in buyer.bot
    assert buyer.labels == ["转人工"]


def test_an_order_number_beside_it_is_heard() -> None:
    buyer = Dialogue()
    buyer.says("302261122095245598", unread=["poll"])
    assert "投票" in buyer.bot
    assert "邮箱、QQ 或手机号" in buyer.bot


def test_a_wish_for_a_person_beside_it_is_granted_and_the_agents_know() -> None:
    buyer = Dialogue()
    buyer.says("转人工", unread=["too-big"])
    assert buyer.ticket.open
    assert "超过 20 MB 的文件" in buyer.room


def test_a_moving_sticker_is_as_good_as_its_emoji() -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.says("👍", unread=["animated-sticker"])
    assert "😊" in buyer.bot
    assert "贴纸" not in buyer.bot
    buyer.says("", unread=["animated-sticker"])
    assert "动态贴纸" in buyer.bot


def test_an_agent_is_told_what_the_buyer_will_not_get() -> None:
    buyer = Dialogue("en")
    buyer.says("human please")
    buyer.agent("看看这个", unread=["too-big"])
    assert "看看这个" in buyer.bot
    assert "没法转给买家：超过 20 MB 的文件" in buyer.room
    assert "发个链接" in buyer.room
    buyer.agent("", unread=["dice"])
    assert not buyer.said
    assert "骰子" in buyer.room


def test_in_a_group_nobody_is_bothered_with_it() -> None:
    buyer = Dialogue(private=False)
    buyer.says("怎么退款", unread=["poll"])
    assert "投票" not in buyer.bot


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_has_a_name_of_its_own(language: str) -> None:
    names = {in_words(WORDS, language, [part]) for part in PARTS}
    assert len(names) == len(PARTS) > 10
    assert in_words(WORDS, language, ["hologram"]) == "hologram"
    assert in_words(WORDS, language, ["poll", "poll"]) == in_words(WORDS, language, ["poll"])
