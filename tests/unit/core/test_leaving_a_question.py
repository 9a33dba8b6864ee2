"""A question of the bot's may be left at any time."""

import pytest

from core.turns import Asked
from tests.unit.core.dialogue import Dialogue
from tests.unit.core.fakeshop import NUMBER, OTHER


@pytest.mark.parametrize("asked", [Asked.ORDER_NUMBER, Asked.CONTACT, Asked.PASSWORD])
def test_a_question_of_the_buyers_own_is_answered_and_ours_stays(asked: Asked) -> None:
    buyer = Dialogue()
    buyer.says("查订单")
    if asked is not Asked.ORDER_NUMBER:
        buyer.says(OTHER)
    if asked is Asked.PASSWORD:
        buyer.says("zhang@qq.com")
    buyer.says("怎么退款？")
    assert "七天内" in buyer.bot
    assert buyer.memory.waiting
    assert buyer.memory.waiting.asked is asked


@pytest.mark.parametrize("words", ["取消", "算了", "不查了", "cancel", "never mind"])
def test_a_question_can_be_called_off(words: str) -> None:
    buyer = Dialogue()
    buyer.says("查订单")
    buyer.says(words)
    assert "不查了" in buyer.bot
    assert buyer.memory.waiting is None


def test_asking_for_a_person_ends_the_question() -> None:
    buyer = Dialogue()
    buyer.says(NUMBER)
    buyer.says("转人工")
    assert buyer.ticket.open
    assert buyer.memory.waiting is None


def test_a_question_is_forgotten_after_half_an_hour() -> None:
    buyer = Dialogue()
    buyer.says(NUMBER)
    buyer.later(minutes=31)
    buyer.says("zhang@qq.com")
    assert "查询密码" not in buyer.bot


@pytest.mark.parametrize(("say", "again"), [("我不知道啊", "我还在等订单号"), ("好像是那个吧", "我还在等订单号")])
def test_an_answer_that_is_none_is_asked_for_again_and_is_no_miss(say: str, again: str) -> None:
    buyer = Dialogue()
    buyer.says("查订单")
    buyer.says(say)
    assert again in buyer.bot
    buyer.says(say)
    assert buyer.conversation.ticket is None


def test_a_new_number_starts_anew() -> None:
    buyer = Dialogue()
    buyer.says(NUMBER)
    buyer.says("zhang@qq.com")
    buyer.says(OTHER)
    assert "邮箱" in buyer.bot
    assert buyer.memory.waiting
    assert (buyer.memory.waiting.order, buyer.memory.waiting.contact) == (OTHER, "")


def test_thanks_is_no_password() -> None:
    buyer = Dialogue()
    buyer.says(NUMBER)
    buyer.says("zhang@qq.com")
    buyer.says("好的谢谢")
    assert "不客气" in buyer.bot
    assert not buyer.work
