"""A pick is a pick: by button, by number in any writing, by the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.choices import numbered
from tests.unit.core.dialogue import Dialogue, proven
from tests.unit.core.fakeshop import NUMBER, OTHER


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "２",
        "二",
        "两",
        "第2个",
        "第二个",
        "②",
        "2️⃣",
        "2.",
        "2、",
        "选2",
        "2号",
        "#2",
        "No. 2",
        "option 2",
        "2 谢谢",
    ],
)
def test_two_can_be_written_in_many_ways(text: str) -> None:
    assert numbered(text) == 2


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("十二", 12), ("二十", 20), ("the third one", 3), ("first", 1)]
)
def test_other_numbers(text: str, number: int) -> None:
    assert numbered(text) == number


@pytest.mark.parametrize("text", ["hello", "2 个订单都没到", "十十", "二三", "302261122095245598", "", "第", "12345"])
def test_what_is_no_pick(text: str) -> None:
    assert numbered(text) is None


@given(st.text(max_size=40))
def test_reading_a_pick_never_fails(text: str) -> None:
    assert numbered(text) is None or numbered(text) in range(1000)


@given(st.integers(1, 99))
def test_digits_of_every_width_pick_the_same(number: int) -> None:
    wide = "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    assert numbered(str(number)) == numbered(wide) == numbered(f"第{number}个") == number


@pytest.mark.parametrize("picked", ["1", "①", "第一个", "查订单", "查订单！", " 查訂單 "])
def test_typing_does_what_the_button_does(picked: str) -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.says(picked)
    typed = buyer.bot
    buyer.presses_value("order")
    assert typed == buyer.bot
    assert "订单号" in typed


def test_a_number_beyond_the_list_is_told_so_and_the_list_stays() -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.says("9")
    assert "1 到 5" in buyer.bot
    buyer.says("1")
    assert "订单号" in buyer.bot


def test_a_button_pressed_twice_is_answered_twice() -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.presses_value("order")
    first = buyer.bot
    buyer.presses_value("order")
    assert buyer.bot == first


def test_a_button_that_nobody_knows_any_more_is_answered() -> None:
    buyer = Dialogue()
    buyer.presses_value("season-sale")
    assert "过期" in buyer.bot
    assert "查订单" in buyer.labels


def test_a_late_button_of_an_old_list_still_works() -> None:
    buyer = proven(proven(Dialogue()), OTHER)
    buyer.says("重发卡密")
    buyer.says("怎么退款")
    buyer.says("第二个")
    assert "卡密，点一下或长按就能复制" in buyer.bot


def test_buttons_of_the_desk_are_nothing_in_a_buyers_hand() -> None:
    buyer = Dialogue()
    buyer.presses_value("desk:release:35.7")
    assert "过期" in buyer.bot
    assert not buyer.work


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("order_302261122095245598", "邮箱、QQ 或手机号"),
        ("order_kd20251120000017", "邮箱、QQ 或手机号"),
        ("order_DJ20251120000017000001-2", "邮箱、QQ 或手机号"),
        ("keys_302261122095245598", "邮箱、QQ 或手机号"),
        ("order_is-no-number", "订单号"),
        ("order", "订单号"),
        ("keys", "卡密"),
        ("mine", "还没有核对过的订单"),
        ("person", "叫客服"),
    ],
)
def test_a_link_leads_straight_to_the_matter(payload: str, expected: str) -> None:
    buyer = Dialogue()
    buyer.opens(payload)
    assert expected in buyer.bot


@pytest.mark.parametrize("payload", ["faq_no-such-entry", "campaign-7", "person_x", "mine_1", "lang_en", "", "_"])
def test_a_link_that_names_nothing_greets(payload: str) -> None:
    buyer = Dialogue()
    buyer.opens(payload)
    assert "星卡小店的小助手" in buyer.bot
    assert "查订单" in buyer.labels
    assert buyer.conversation.ticket is None
    buyer.opens("faq_no-such-entry")
    assert "我在。想办哪件事" in buyer.bot


def test_a_link_to_a_proven_order_shows_it_at_once() -> None:
    buyer = proven(Dialogue())
    buyer.opens(f"order_{NUMBER}")
    assert "已发货" in buyer.bot


def test_a_link_while_a_person_is_in_charge() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.opens(f"order_{NUMBER}")
    assert "邮箱、QQ 或手机号" in buyer.bot
    assert "买家点了" not in buyer.room
    buyer.opens("faq_no-such-entry")
    assert buyer.ticket.open


def test_in_a_group_a_link_tells_nothing_of_an_order() -> None:
    buyer = Dialogue(private=False)
    buyer.opens(f"order_{NUMBER}")
    assert "只在私聊里说" in buyer.bot
