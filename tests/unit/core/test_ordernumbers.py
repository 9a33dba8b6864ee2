"""What one message tells of an order, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ordernumbers import DEFAULT_SHAPES, OrderNumbers, Told, told

NUMBERS = OrderNumbers()
ACG = "302261122095245598"


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@pytest.mark.parametrize("shape", [r"MALL-[0-9]{6}", r"mall-\d{6}"])
def test_a_shop_may_have_a_shape_of_its_own(shape: str) -> None:
    numbers = OrderNumbers((shape, *DEFAULT_SHAPES))
    assert numbers.find("Mall-000123 没收到") == "MALL-000123"
    assert numbers.find(f"订单 {ACG}") == ACG
    assert NUMBERS.find("Mall-000123 没收到") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"我的订单 {ACG} 还没到", ACG),
        (f"订单号：{ACG}", ACG),
        (f"订单号{ACG}呢", ACG),
        (wide(ACG), ACG),
        ("302261 122095 245598", ACG),
        ("302261-122095-245598", ACG),
        (f"https://shop.example/order/{ACG}", ACG),
        ("KD20251122000017", "KD20251122000017"),
        ("kd20251122000017 没收到", "KD20251122000017"),
        ("KD 20251122 000017", "KD20251122000017"),
        (wide("KD20251122000017"), "KD20251122000017"),
        ("DJ20251122095245598123", "DJ20251122095245598123"),
        ("DJ20251122095245598123-01", "DJ20251122095245598123-01"),
        ("AB12CD34EF56GH78", "AB12CD34EF56GH78"),
        ("order ab12cd34ef56gh78 please", "AB12CD34EF56GH78"),
        ("20251122093000ab3de 订单", "20251122093000AB3DE"),
        (f"13812345678 {ACG}", ACG),
        ("查一下SHOP20261122000017", "SHOP20261122000017"),
        ("my order is KD20251122000017, where is my key?", "KD20251122000017"),
    ],
)
def test_an_order_number_is_found(text: str, number: str) -> None:
    assert NUMBERS.find(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "138 1234 5678",
        f"{ACG}@qq.com",
        "ABCD-1234-EFGH-5678",
        "my key AB12CD34EF56GH78 fails",
        f"卡密是{ACG}",
        f"密码：{ACG}",
        "1234567890123456789",
        "2025-11-22 09:30",
        "怎么退款",
        "",
    ],
)
def test_what_is_no_order_number(text: str) -> None:
    assert NUMBERS.find(text) is None


def test_a_shop_can_have_shapes_of_its_own() -> None:
    assert OrderNumbers([r"no[0-9]{4}"]).find("我的单号 NO1234") == "NO1234"


@pytest.mark.parametrize(
    ("text", "contact", "password"),
    [
        (f"{ACG} zhang@qq.com 密码abc123", "zhang@qq.com", "abc123"),
        (f"查询密码：Ab-1! 邮箱 Zhang@QQ.com 订单 {ACG}", "zhang@qq.com", "Ab-1!"),
        (f"{ACG}，138 0013 8000，password: S3cret", "13800138000", "S3cret"),
        (f"qq 12345678 {ACG} pw：x9", "12345678", "x9"),
        (f"用户名：tom_cat {ACG} 密码 zz", "tom_cat", "zz"),
    ],
)
def test_everything_may_come_at_once_in_any_order(text: str, contact: str, password: str) -> None:
    heard = told(text, NUMBERS)
    assert (heard.number, heard.contact, heard.password) == (ACG, contact, password)


@pytest.mark.parametrize(
    "text", ["无", "没有", "没设置密码", "没有设置过密码", "none", "no password", "I never set one", "无密码"]
)
def test_having_no_password_can_be_said_in_many_ways(text: str) -> None:
    assert told(text, NUMBERS).no_password


def test_a_lost_password_is_no_password() -> None:
    assert told("密码忘了怎么办", NUMBERS) == Told()


@given(st.text(max_size=300))
def test_reading_never_fails(text: str) -> None:
    told(text, NUMBERS)


@given(
    st.integers(10**17, 10**18 - 1).map(str),
    st.sampled_from(["我的订单{}还没到", "订单号：{}", "{}", "order {} please", "  {}。"]),
    st.booleans(),
)
def test_eighteen_digits_are_found_in_every_width(number: str, sentence: str, full: bool) -> None:
    assert NUMBERS.find(sentence.format(wide(number) if full else number)) == number


@given(st.integers(10**17, 10**18 - 1).map(str), st.integers(1, 17), st.sampled_from(" -"))
def test_a_gap_anywhere_does_not_hide_a_number(number: str, at: int, gap: str) -> None:
    assert NUMBERS.find(f"单号 {number[:at]}{gap}{number[at:]} 呢") == number
