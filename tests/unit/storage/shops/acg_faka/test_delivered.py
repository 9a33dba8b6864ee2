"""What stands in an order of acg-faka: keys, or words of the shop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.shops.acg_faka.delivered import holds, is_sentence, pieces, with_key, without_key

SOLD_OUT = "很抱歉，有人在你付款之前抢走了商品，请联系客服。"
BEING_SENT = "正在发货中，请耐心等待，如有疑问，请联系客服。"
KEYS = st.lists(st.from_regex(r"[A-Z0-9]{4}-[A-Z0-9]{4}", fullmatch=True), min_size=1, max_size=6)


@pytest.mark.parametrize("text", [SOLD_OUT, BEING_SENT, "", " \r\n ", f"{SOLD_OUT}\n{SOLD_OUT}"])
def test_words_of_the_shop_are_no_keys(text: str) -> None:
    assert is_sentence(text)
    assert pieces(text, []) == ()
    assert with_key(text, "AB12-CD34") == "AB12-CD34"


@pytest.mark.parametrize("text", ["AB12-CD34", f"{SOLD_OUT}\nAB12-CD34", "正在发货中 AB12CD34", "账号 13800138000"])
def test_what_could_be_a_key_is_never_written_over(text: str) -> None:
    assert not is_sentence(text)
    assert with_key(text, "NEW-0001").startswith(text)


def test_the_products_own_words_are_no_keys_either() -> None:
    own = "请加客服 QQ 10001000\n十分钟内处理"
    assert pieces(own, [], own) == ()
    assert pieces("K-1\nK-2", [], own) == ("K-1", "K-2")


def test_a_sentence_above_keys_is_left_out() -> None:
    assert pieces(f"{SOLD_OUT}\nAB12-CD34", []) == ("AB12-CD34",)


def test_a_card_that_is_written_like_a_sentence_is_a_key() -> None:
    assert pieces("正在发货中", ["正在发货中"]) == ("正在发货中",)


def test_cards_of_several_lines_are_one_piece_each() -> None:
    cards = ["u1\np1", "p1", "u2\r\np2"]
    assert pieces("u2\r\np2\r\np1\r\nu1\r\np1\r\nby hand", cards) == ("u2\np2", "p1", "u1\np1", "by hand")


def test_a_card_that_is_not_shown_is_left_out() -> None:
    assert pieces("K-1", ["K-1", "K-2", "K"]) == ("K-1",)


@given(KEYS)
def test_every_card_comes_back_in_its_place(keys: list[str]) -> None:
    assert pieces("\n".join(keys), keys) == tuple(keys)
    assert pieces("\n".join(keys), []) == tuple(keys)


@given(KEYS, st.from_regex(r"NEW-[0-9]{4}(\nline [0-9]{2})?", fullmatch=True))
def test_what_was_put_in_can_be_taken_out(keys: list[str], new: str) -> None:
    before = "\n".join(keys)
    after = with_key(before, new)
    assert holds(after, new)
    assert pieces(after, [*keys, new]) == (*keys, new)
    assert without_key(after, new) == before
    assert without_key(before, new) == before
