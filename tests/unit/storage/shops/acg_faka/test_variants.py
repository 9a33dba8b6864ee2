"""A variant as one text, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.shops.acg_faka.variants import Variant, parsed, variant_of


@pytest.mark.parametrize(
    ("race", "sku", "text"),
    [
        (None, None, ""),
        ("", "[]", ""),
        ("月卡", "null", "月卡"),
        ("月卡", '{"面值": "50", "区服": "国服"}', "月卡/区服=国服/面值=50"),
        (None, '{"颜色": "红"}', "/颜色=红"),
        ("a/b=c\\d", '{"x/y": 5}', "a\\/b\\=c\\\\d/x\\/y=5"),
    ],
)
def test_it_reads_like_what_the_shop_calls_it(race: str | None, sku: str | None, text: str) -> None:
    variant = variant_of(race, sku)
    assert str(variant) == text
    assert parsed(text) == variant


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_any_variant_comes_back(race: str, options: dict[str, str]) -> None:
    variant = Variant(race, tuple(sorted(options.items())))
    assert parsed(str(variant)) == variant


@given(st.text())
def test_any_text_is_a_variant_or_none(text: str) -> None:
    variant = parsed(text)
    assert variant is None or parsed(str(variant)) == variant


@pytest.mark.parametrize("sku", ["{", '"x"', "5", "[1]"])
def test_a_sku_that_is_none_is_refused(sku: str) -> None:
    with pytest.raises(ValueError, match=r"sku|Expecting"):
        variant_of("月卡", sku)
