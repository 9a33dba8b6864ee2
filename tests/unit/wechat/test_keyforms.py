"""What is said about keys that were copied wrongly."""

import pytest

from bots.wechat.codes import OFFICIAL, WECOM, address_in, meaning
from bots.wechat.keyforms import wrong_aes_key, wrong_token

GOOD = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (GOOD, ""),
        (f"{GOOD} ", "has blanks around it"),
        (f"{GOOD}=", 'ends with "="'),
        (GOOD[:-1], "has 42 characters"),
        (f"{GOOD[:-1]}-", "has other characters"),
        (f"{GOOD[:-1]}卡", "has other characters"),
        ("", "has 0 characters"),
    ],
)
def test_an_aes_key_that_cannot_be_one(key: str, told: str) -> None:
    assert wrong_aes_key(key).startswith(told)
    assert bool(wrong_aes_key(key)) is bool(told)
    assert not key or key not in wrong_aes_key(key)


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("QDG6eK", ""),
        ("AAAAA", ""),
        ("QDG6eK\n", "has blanks around it"),
        ("ab", "has 2 characters"),
        ("a" * 33, "has 33 characters"),
        ("my token", "has other characters"),
    ],
)
def test_a_token_that_cannot_be_one(token: str, told: str) -> None:
    assert wrong_token(token).startswith(told)
    assert bool(wrong_token(token)) is bool(told)


@pytest.mark.parametrize(
    ("message", "address"),
    [
        (
            "invalid ip 182.150.41.147 ipv6 ::ffff:182.150.41.147, not in whitelist rid: 68231586-663e-1e04",
            "182.150.41.147",
        ),
        ("invalid ip 0.0.0.0 ipv6 2408:4002:1::7, not in whitelist", "2408:4002:1::7"),
        (
            "not allow to access from your ip, hint: [169], from ip: 222.65.121.207, more info at https://x",
            "222.65.121.207",
        ),
        ("not allow to access from your ip", ""),
        ("invalid ip 999.1.1.1", ""),
    ],
)
def test_the_address_that_the_platform_saw(message: str, address: str) -> None:
    assert address_in(message) == address


def test_every_code_says_what_to_do_and_an_unknown_one_is_shown_as_it_is() -> None:
    for codes in (OFFICIAL, WECOM):
        told = [meaning(codes, code, "invalid ip 1.2.3.4") for code in codes]
        assert [one for one in told if not one.remedy.endswith(".") or "{" in one.seen + one.remedy] == []
    assert meaning(OFFICIAL, 40164, "invalid ip 1.2.3.4").remedy.startswith("Put 1.2.3.4 on the whitelist")
    unknown = meaning(OFFICIAL, 88000, "without comment privilege")
    assert unknown.seen == "88000 without comment privilege"
