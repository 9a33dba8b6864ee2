import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.features import features, is_chinese
from faq.index import Index, cosine

TEXTS = st.lists(st.text("退款卡密没到怎么用 abcd", min_size=1, max_size=12), min_size=1, max_size=12)


def test_chinese_is_cut_into_characters_and_pairs() -> None:
    assert set(features("退款吗")) == {"退", "款", "吗", "退款", "款吗"}


def test_words_are_cut_into_threes_too() -> None:
    assert set(features("key")) == {" key ", "~ ke", "~key", "~ey "}


def test_scripts_are_parted_where_they_touch() -> None:
    assert {"卡", " ps5 "} <= set(features("ps5卡"))


def test_placeholders_are_no_features() -> None:
    assert features("xnumberx") == {}


def test_language_is_seen_in_the_script() -> None:
    assert is_chinese("steam 卡")
    assert not is_chinese("steam card")


@given(TEXTS)
def test_a_text_is_nearest_to_itself(texts: list[str]) -> None:
    found = {number: features(text) for number, text in enumerate(texts)}
    index = Index(found)
    for number, parts in found.items():
        if parts:
            nearest = index.nearest(index.vector(parts), len(texts))
            assert dict(nearest)[number] == pytest.approx(1.0)
            assert nearest[0][1] == pytest.approx(1.0)


def test_the_budget_of_postings_does_not_change_cosines() -> None:
    texts = {number: features(f"退款{number % 7}号 第{number}次") for number in range(800)}
    index = Index(texts)
    query = index.vector(features("退款3号"))
    for number, near in index.nearest(query, 10):
        assert near == pytest.approx(cosine(query, index.vector(texts[number])))


def test_an_added_text_is_found_and_a_removed_one_is_not() -> None:
    index = Index({0: features("退款"), 1: features("卡密")})
    index.add(2, features("发票抬头"))
    query = index.vector(features("发票"))
    assert [number for number, _ in index.nearest(query, 5)] == [2]
    index.remove(2)
    assert index.nearest(query, 5) == []
    assert len(index) == 2


def test_removing_what_is_not_there_is_harmless() -> None:
    index = Index({0: features("退款")})
    index.remove(7)
    assert len(index) == 1


def test_an_empty_index_finds_nothing() -> None:
    assert Index({}).nearest({"退": 1.0}, 3) == []


def test_a_centre_points_where_its_texts_point() -> None:
    index = Index({0: features("退款"), 1: features("退钱"), 2: features("卡密")})
    centre = index.centre([0, 1])
    assert cosine(centre, index.vector(features("退款"))) > cosine(centre, index.vector(features("卡密")))
    assert cosine(centre, centre) == pytest.approx(1.0)
