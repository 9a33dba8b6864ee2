"""What others may read of keys, contacts and passwords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.masking import mask_contact, mask_key, mask_keys_in, without_marks
from core.messages import SECRET_MARK


@pytest.mark.parametrize(
    ("key", "masked"),
    [
        ("ABCD-1234-5678-9Z", "ABC*-****-****-*Z"),
        ("ABCDE-12345-FGHIJ-67890-KLMNO", "ABCD*-*****-*****-*****-***NO"),
        ("AB", "**"),
        ("ABC", "A**"),
        ("a-b", "***"),
        ("x" * 80, "xxxx********xxxx"[:4] + "**" + "*" * 6 + "**xx"),
    ],
)
def test_a_key_shows_its_shape_and_little_more(key: str, masked: str) -> None:
    assert mask_key(key) == masked


@given(st.text(max_size=120))
def test_at_most_a_third_of_a_key_is_shown(key: str) -> None:
    clear = [c for c in mask_key(key) if c not in "*-_ ./|"]
    assert len(clear) <= len([c for c in key if c not in "-_ ./|"]) / 3


@given(st.text("ABCDEFGH12345-", min_size=4, max_size=40))
def test_a_masked_key_is_another_text_than_the_key(key: str) -> None:
    if any(character.isalnum() for character in key):
        assert mask_key(key) != key


@pytest.mark.parametrize(
    ("contact", "masked"),
    [("zhang@qq.com", "z***@qq.com"), ("13812345678", "138****78"), ("1234567", "12****7"), ("a", "****"), ("", "")],
)
def test_a_contact_is_recognisable_to_its_owner_only(contact: str, masked: str) -> None:
    assert mask_contact(contact) == masked


@pytest.mark.parametrize(
    "text",
    [
        "我的 Key ABCD-1234-EFGH-5678 用不了",
        "ａｂｃｄ－１２３４－ＥＦＧＨ－５６７８ 无效",
        "XK7F9QL2MM8A 激活码不对",
        "AB12CD34EF56GH78 这个key提示已使用",
        "卡号 12345678901234567",
        "1234-5678-9012-3456",
        "ABCD-EFGH-IJKL",
        "查询密码是hunter2",
        "password: hunter2",
    ],
)
def test_keys_and_passwords_are_masked(text: str) -> None:
    masked = mask_keys_in(text)
    assert "*" in masked
    for secret in ("1234-EFGH", "１２３４", "F9QL2MM", "34EF56", "456789012345", "5678-9012", "EFGH", "hunter"):
        assert secret not in masked


@pytest.mark.parametrize(
    "text",
    [
        "订单 302261122095245598 没到",
        "302261-122095-245598",
        "KD20251122000001 和 DJ20251122095245598123-01",
        "AB12CD34EF56GH78",
        "订单号AB12CD34EF56GH78",
        "邮箱 zhang123456789@qq.com",
        "电话 138-1234-5678，或者 13812345678",
        "看 https://shop.example/orders/ABCD-1234-EFGH-5678?x=1",
        "a state-of-the-art well-known thing",
        "怎么退款？急急急",
        "付款单号 2025112222001412345678901234",
    ],
)
def test_everything_else_stays_readable(text: str) -> None:
    assert mask_keys_in(text) == text


@given(st.text(max_size=300))
def test_masking_never_fails_and_leaves_no_mark_for_a_key(text: str) -> None:
    assert SECRET_MARK not in mask_keys_in(text)
    assert SECRET_MARK not in without_marks(text)


@given(st.lists(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=4, max_size=6), min_size=3, max_size=5))
def test_no_printed_key_gets_through(groups: list[str]) -> None:
    key = "-".join(groups)
    if any(c.isdecimal() for c in key):
        assert key not in mask_keys_in(f"我的卡密 {key} 用不了")
