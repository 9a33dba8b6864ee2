"""The signature of acg-faka, tried against sums that were made by the rule's own words."""

from hashlib import md5

from hypothesis import given
from hypothesis import strategies as st

from storage.shops.acg_faka.signing import is_signed, signature

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="["), min_size=1).filter(lambda name: name != "sign")


def digest(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def test_names_are_sorted_and_empty_values_left_out() -> None:
    fields = [("race", ""), ("code", "ABCD"), ("app_id", "1007"), ("sign", "old")]
    assert signature(fields, "k3y") == digest("app_id=1007&code=ABCD&key=k3y")


def test_the_options_of_a_sku_stay_together_in_their_order() -> None:
    fields = [("sku[颜色]", "红"), ("sku[a]", "1 + 1 & 2%"), ("code", "C")]
    assert signature(fields, "k") == digest("code=C&sku[颜色]=红&sku[a]=1 + 1 & 2%&key=k")


@given(st.dictionaries(NAMES, st.text(st.characters(codec="utf-8"))), st.text(st.characters(codec="utf-8"), min_size=1))
def test_what_was_signed_is_known_and_any_change_is_seen(fields: dict[str, str], key: str) -> None:
    signed = [*fields.items(), ("sign", signature(fields.items(), key))]
    assert is_signed(signed, key)
    assert is_signed([(name, value.upper() if name == "sign" else value) for name, value in signed], key)
    assert not is_signed(signed, key + "x")
    assert not is_signed([*signed, ("more", "x")], key) or "more" in fields
    assert not is_signed(list(fields.items()), key)
