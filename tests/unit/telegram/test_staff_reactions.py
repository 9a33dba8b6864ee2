"""Reactions that Telegram lets a bot give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import ReactionEmoji

from bots.telegram.reactions import ALLOWED, ANY, DELIVERED, allowed


def test_our_set_is_that_of_the_library() -> None:
    assert {one.value.replace("\ufe0f", "") for one in ReactionEmoji} == ALLOWED
    assert {ANY, DELIVERED} <= ALLOWED


@given(st.text(max_size=5))
def test_whatever_is_wanted_something_allowed_comes_of_it(text: str) -> None:
    given_ = allowed(text)
    assert given_ in ALLOWED or not given_


@pytest.mark.parametrize(
    ("wanted", "given_"),
    [("❤️", "❤"), ("👏🏿", "👏"), ("😂", "🤣"), ("✅", "👍"), ("🦖", "👍"), ("", ""), ("🤷🏽", "🤷")],
)
def test_the_nearest_is_given(wanted: str, given_: str) -> None:
    assert allowed(wanted) == given_
