"""An order is found in free text, proven by asking, told in plain words."""

from datetime import timedelta

import pytest

from core.shop import OrderStatus, Proof
from core.work import FindOrder, ListOrders, Refusal, VerifyBuyer
from tests.unit.core.dialogue import Dialogue, proven
from tests.unit.core.fakeshop import NUMBER, OTHER, Sale, an_order


def test_an_order_is_found_step_by_step() -> None:
    buyer = Dialogue()
    buyer.says(f"我的订单 {NUMBER} 还没到")
    assert "邮箱、QQ 或手机号" in buyer.bot
    buyer.says("zhang@qq.com")
    assert "查询密码" in buyer.bot
    buyer.says("hunter2")
    assert f"订单 {NUMBER}：已发货" in buyer.bot
    assert "Steam 50 元充值卡 × 1" in buyer.bot
    assert "¥52.50" in buyer.bot
    assert "付款：今天 10:00" in buyer.bot
    assert buyer.labels == ["再发卡密", "我的订单", "转人工"]


def test_the_same_in_english() -> None:
    buyer = Dialogue("en")
    buyer.says(f"where is my order {NUMBER}?")
    assert "which e-mail" in buyer.bot
    buyer.says("my email is zhang@qq.com")
    assert "query password" in buyer.bot
    buyer.says("hunter2")
    assert f"Order {NUMBER}: delivered" in buyer.bot
    assert "Paid: today 10:00" in buyer.bot


@pytest.mark.parametrize(
    "text",
    [
        f"{NUMBER} zhang@qq.com 密码hunter2",
        f"查询密码：hunter2，订单{NUMBER}，邮箱 ZHANG@qq.com",
        f"order {NUMBER} zhang@qq.com hunter2",
        f"password: hunter2, order {NUMBER}, mail zhang@qq.com.",
        f"{NUMBER}\nzhang@qq.com\n密码: hunter2",
    ],
)
def test_all_at_once_needs_no_question(text: str) -> None:
    buyer = Dialogue()
    buyer.says(text)
    assert "已发货" in buyer.bot


def test_the_menu_asks_for_the_number_first() -> None:
    buyer = Dialogue()
    buyer.says("查订单")
    buyer.says(NUMBER)
    buyer.says("13800138000")
    buyer.says("没有设置过密码")
    assert "没对上" in buyer.bot


def test_the_password_is_asked_for_even_if_no_such_order_exists() -> None:
    known, unknown = Dialogue(), Dialogue()
    for buyer, number in ((known, OTHER), (unknown, "999999999999999999")):
        buyer.says(number)
        buyer.says("zhang@qq.com")
    assert known.bot == unknown.bot
    assert known.labels == unknown.labels


@pytest.mark.parametrize(
    "text",
    [
        "999999999999999999 zhang@qq.com 密码hunter2",
        f"{NUMBER} zhang@qq.com 密码wrong1",
        f"{NUMBER} other@qq.com 密码hunter2",
        f"{NUMBER} zhang@qq.com 没有密码",
    ],
    ids=["number", "password", "contact", "none"],
)
def test_wrong_password_reads_like_a_wrong_number(text: str) -> None:
    buyer, reference = Dialogue(), Dialogue()
    reference.says("888888888888888888 a@b.cn 密码x1")
    buyer.says(text)
    assert "没对上" in buyer.bot
    assert (buyer.bot, buyer.labels) == (reference.bot, reference.labels)
    assert "转人工" in buyer.labels


def test_after_a_mismatch_one_can_try_again() -> None:
    buyer = Dialogue()
    buyer.says(f"{NUMBER} zhang@qq.com 密码wrong1")
    buyer.presses("再试一次")
    assert "订单号" in buyer.bot


@pytest.mark.parametrize(
    ("wait", "words"),
    [(timedelta(seconds=20), "1 分钟"), (timedelta(minutes=14.2), "15 分钟"), (timedelta(hours=3), "3 小时")],
)
def test_too_many_tries_say_how_long_to_wait(wait: timedelta, words: str) -> None:
    buyer = Dialogue()
    buyer.shop.refuses, buyer.shop.wait = Refusal.TOO_MANY_TRIES, wait
    buyer.says(f"{NUMBER} zhang@qq.com 密码wrong1")
    assert f"{words}后再试" in buyer.bot
    assert "转人工" in buyer.labels


def test_a_silent_shop_is_told_and_a_person_offered() -> None:
    buyer = Dialogue()
    buyer.shop.refuses = Refusal.SHOP_SILENT
    buyer.says(f"{NUMBER} zhang@qq.com 密码hunter2")
    assert "没有回应" in buyer.bot
    buyer.presses("转人工")
    assert buyer.ticket.reason == "shop-silent"


# ------------------------------------------------------------------ the password


def test_the_message_with_the_password_is_not_kept_and_the_password_sealed() -> None:
    buyer = Dialogue()
    buyer.says(NUMBER)
    assert not buyer.answers[-1].redact
    buyer.says("zhang@qq.com")
    asked = len(buyer.answers)
    buyer.says("hunter2")
    assert buyer.answers[asked].redact
    assert "hunter2" not in repr(buyer.answers) + repr(buyer.memory)


def test_an_edit_of_that_message_is_not_kept_either() -> None:
    buyer = Dialogue()
    buyer.says(NUMBER)
    buyer.says("zhang@qq.com")
    secret = buyer.says("hunter3")
    buyer.edits(secret, "hunter2")
    assert buyer.answers[-1].redact
    assert not buyer.bot


@pytest.mark.parametrize("password", ["123456", "my pass word", "密码是hunter2", "p@ss?w0rd!", "13800138000", "a@b.c"])
def test_a_password_may_look_like_anything(password: str) -> None:
    buyer = Dialogue()
    buyer.says(NUMBER)
    buyer.says("zhang@qq.com")
    buyer.says(password)
    (work,) = buyer.asked_for(VerifyBuyer)
    assert isinstance(work, VerifyBuyer)
    assert work.evidence.password


def test_a_password_told_too_early_is_kept_sealed_until_the_rest_is_there() -> None:
    buyer = Dialogue()
    buyer.says(f"{NUMBER} 密码hunter2")
    assert buyer.answers[-1].redact
    assert "邮箱" in buyer.bot
    buyer.says("zhang@qq.com")
    assert "已发货" in buyer.bot


@pytest.mark.parametrize("words", ["无", "没有", "none", "没设置密码", "No password", "没有设置"])
def test_no_password_in_words_or_by_button(words: str) -> None:
    for how in ("words", "button"):
        buyer = Dialogue()
        buyer.says(OTHER)
        buyer.says("zhang@qq.com")
        if how == "words":
            buyer.says(words)
        else:
            buyer.presses("没设置密码")
        assert "已发货" in buyer.bot
        assert buyer.memory.proven[-1].proof is Proof.B


# ------------------------------------------------------------------ after the proof


def test_a_proven_order_needs_no_second_proof() -> None:
    buyer = proven(Dialogue())
    buyer.says(f"{NUMBER} 到了吗")
    assert "已发货" in buyer.bot
    assert isinstance(buyer.work[-1], FindOrder)


def test_my_orders_are_listed_and_can_be_picked() -> None:
    buyer = proven(proven(Dialogue()), OTHER)
    buyer.says("我的订单")
    assert NUMBER in buyer.bot
    assert OTHER in buyer.bot
    buyer.says("2")
    assert f"订单 {OTHER}：已发货" in buyer.bot


def test_my_orders_without_any_begins_to_ask() -> None:
    buyer = Dialogue()
    buyer.says("我的订单")
    assert "还没有核对过的订单" in buyer.bot
    assert "订单号" in buyer.bot
    assert not buyer.asked_for(ListOrders)


def test_a_button_with_somebody_elses_order_proves_nothing() -> None:
    buyer = Dialogue()
    buyer.presses_value(f"order:{NUMBER}")
    assert "邮箱" in buyer.bot
    assert not buyer.work


@pytest.mark.parametrize(
    ("status", "sign", "button"),
    [
        (OrderStatus.PAID_WAITING, "优先", True),
        (OrderStatus.SHORTAGE, "库存不够", True),
        (OrderStatus.PROCESSING, "优先", True),
        (OrderStatus.FAILED, "钱不会丢", True),
        (OrderStatus.PARTLY_DELIVERED, "剩下的", True),
        (OrderStatus.UNPAID, "没收到付款", False),
        (OrderStatus.EXPIRED, "已经过期", False),
        (OrderStatus.REFUNDED, "原路", False),
        (OrderStatus.PARTLY_REFUNDED, "退了一部分", False),
    ],
)
def test_every_state_tells_what_to_do_next(status: OrderStatus, sign: str, button: bool) -> None:
    buyer = Dialogue()
    buyer.shop.sales[NUMBER] = Sale(an_order(status=status))
    buyer.says(f"{NUMBER} zhang@qq.com 密码hunter2")
    assert sign in buyer.bot
    buyer.presses("转人工")
    assert buyer.ticket.reason == ("no-key" if button else "asked")


def test_the_last_twenty_proven_orders_are_remembered() -> None:
    buyer = Dialogue()
    for count in range(25):
        number = f"KD202511{count:08d}"
        buyer.shop.sales[number] = Sale(an_order(number), password="")  # type: ignore[index,arg-type]
        buyer.says(f"{number} zhang@qq.com 无密码")
    assert len(buyer.memory.proven) == 20
    assert buyer.memory.proven[-1].number == "KD20251100000024"


def test_an_edit_of_another_message_is_no_answer() -> None:
    buyer = Dialogue()
    ref = buyer.says("查订单")
    buyer.edits(ref, NUMBER)
    assert not buyer.said


def test_a_password_that_comes_with_a_proven_order_is_not_kept() -> None:
    buyer = proven(Dialogue())
    said = buyer.says(f"{NUMBER} 密码：hunter2")
    assert buyer.answers[-2].redact
    assert buyer.memory.redacted == said.id
    assert f"订单 {NUMBER}" in buyer.bot


def test_what_was_wanted_of_one_order_is_not_done_with_another() -> None:
    buyer = Dialogue()
    buyer.says(f"{OTHER} 没收到卡密")
    assert "邮箱、QQ 或手机号" in buyer.bot
    buyer.says(f"{NUMBER} 查订单 zhang@qq.com 密码hunter2")
    assert f"订单 {NUMBER}：已发货" in buyer.bot
    assert "再发卡密" in buyer.labels
