"""The same contact, however buyers write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shop import ContactKind
from storage.shops.contacts import contact_of


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("Zhang@QQ.com ", ContactKind.EMAIL, "zhang@qq.com"),
        ("ｚｈａｎｇ＠ｑｑ．ｃｏｍ", ContactKind.EMAIL, "zhang@qq.com"),
        ("zhang@qq。com", ContactKind.EMAIL, "zhang@qq.com"),
        ("邮箱：zhang @ qq.com", ContactKind.EMAIL, "zhang@qq.com"),
        ("zhang\u200b@qq.com", ContactKind.EMAIL, "zhang@qq.com"),
        ("qq123@foxmail.com", ContactKind.EMAIL, "qq123@foxmail.com"),
        ("138 0013 8000", ContactKind.PHONE, "13800138000"),
        ("+86 138-0013-8000", ContactKind.PHONE, "13800138000"),
        ("008613800138000", ContactKind.PHONE, "13800138000"),
        ("手机13800138000", ContactKind.PHONE, "13800138000"),
        ("１３８００１３８０００", ContactKind.PHONE, "13800138000"),
        ("+49 (151) 2345-6789", ContactKind.PHONE, "4915123456789"),
        ("QQ：123456789", ContactKind.QQ, "123456789"),
        ("qq号 123456789", ContactKind.QQ, "123456789"),
        ("QQ123456789", ContactKind.QQ, "123456789"),
        ("WeChat: Xiao_Ming", ContactKind.OTHER, "xiao_ming"),
        ("  Da   Ming ", ContactKind.OTHER, "da ming"),
        ("1234", ContactKind.OTHER, "1234"),
        ("", ContactKind.OTHER, ""),
        ("@", ContactKind.OTHER, "@"),
    ],
)
def test_the_same_contact_has_one_value(written: str, kind: ContactKind, value: str) -> None:
    contact = contact_of(written)
    assert (contact.kind, contact.value) == (kind, value)


def test_different_contacts_stay_different() -> None:
    written = ["a@qq.com", "a@qq.co", "a.b@qq.com", "ab@qq.com", "13800138000", "13800138001", "4913800138000", "12345"]
    assert len({contact_of(one).value for one in written}) == len(written)


@given(st.text() | st.from_regex(r"(qq|手机)?[:： +]*[0-9 ()+-]{3,20}") | st.emails())
def test_the_value_of_a_contact_is_its_own_value(written: str) -> None:
    contact = contact_of(written)
    assert contact_of(contact.value).value == contact.value


@given(st.emails())
def test_case_and_spaces_around_an_address_do_not_matter(address: str) -> None:
    assert contact_of(f"  {address.upper()} ").value == contact_of(address.lower()).value


@given(st.text(min_size=5))
def test_what_is_shown_of_a_contact_is_not_the_contact(written: str) -> None:
    contact = contact_of(written)
    assert not contact.value or contact.masked != contact.value
    assert contact.value in ("", "*") or f"({contact.value})" not in repr(contact)
