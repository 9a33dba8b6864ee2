import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.index import Index
from faq.normalize import Normalizer
from faq.pinyin import pinyin

TEXTS = st.lists(st.text("退款卡密没到怎么用 abcd", min_size=1, max_size=12), min_size=1, max_size=12)


def index(*texts: str) -> Index:
    """Each text has an owner of its own, numbered from 0 on."""
    return Index(pinyin()).put(texts, np.arange(len(texts), dtype=np.int32))


def owners(found: Index, text: str, limit: int = 10) -> list[int]:
    return [int(owner) for owner in found.nearest(found.query(text), limit).owners]


@settings(deadline=None)
@given(TEXTS)
def test_a_text_is_nearest_to_itself(texts: list[str]) -> None:
    plain = [text for text in Normalizer().all(texts) if text]
    found = index(*plain)
    for owner, text in enumerate(plain):
        query = found.query(text)
        hits = found.nearest(query, len(plain))
        if query.size:
            assert hits.cosines[0] == pytest.approx(1.0, abs=1e-4)
            assert hits.cosines[hits.owners.tolist().index(owner)] == pytest.approx(1.0, abs=1e-4)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_one_by_one_or_at_once_finds_the_same_texts(first: list[str], second: list[str]) -> None:
    plain = [text for text in Normalizer().all([*first, *second]) if text]
    grown = Index(pinyin())
    for owner, text in enumerate(plain):
        grown = grown.put([text], np.array([owner], np.int32))
    assert len(grown) == len(index(*plain)) == len(plain)
    assert sorted(owners(grown, "退款 ab", 99)) == sorted(owners(index(*plain), "退款 ab", 99))


def test_an_added_text_is_found_and_a_dropped_one_is_not() -> None:
    before = index("退款", "卡密")
    after = before.put(["发票抬头"], np.array([2], np.int32))
    assert owners(after, "发票") == [2]
    assert owners(after.drop(2), "发票") == []
    assert owners(before, "发票") == []
    assert (len(before), len(after), len(after.drop(2))) == (2, 3, 2)


def test_many_edits_leave_few_segments() -> None:
    found = index(*(f"第{number}个问题" for number in range(500)))
    for number in range(500, 900):
        found = found.put([f"第{number}个问题"], np.array([number], np.int32))
    assert len(found) == 900
    assert len(found.parts) <= 4
    assert owners(found, "第777个问题", 1) == [777]


def test_what_is_refused_does_not_count() -> None:
    found = index("退款要多久", "退款多久到账", "换卡")
    assert found.nearest(found.query("退款多久"), 5, [1]).owners.tolist() == [0]


def test_the_sum_of_an_owners_cosines_counts_all_its_texts() -> None:
    found = Index(pinyin()).put(["退款", "退款吗", "卡密"], np.array([0, 0, 1], np.int32))
    query = found.query("退款")
    hits = found.nearest(query, 1)
    assert len(hits.rows) == 1
    assert 1 < hits.sums[0] <= 2
    assert hits.sums[0] / found.length(0) <= 1 + 1e-6
    assert hits.sums[1] == 0


def test_without_a_hit_its_cosine_is_not_summed() -> None:
    found = index("退款", "退款吗")
    hits = found.nearest(found.query("退款"), 5)
    fewer = hits.but(hits.owners == 0)
    assert fewer.owners.tolist() == [1]
    assert fewer.sums[0] == pytest.approx(0, abs=1e-6)


def test_a_query_tells_how_much_of_it_is_known() -> None:
    found = index("退款", "卡密")
    assert found.query("退款").known == pytest.approx(1)
    assert 0 < found.query("退款龘靐").known < 1
    assert found.query("龘靐").known == 0


def test_typed_pinyin_is_compared_by_sound() -> None:
    found = index("卡密无效", "退款多久", "where is my key")
    spoken = found.spoken("kami wuxiao")
    assert spoken is not None
    listening, query = spoken
    hits = listening.nearest(query, 1)
    assert hits.owners.tolist() == [0]
    assert hits.cosines[0] == pytest.approx(1, abs=1e-3)
    assert found.spoken("where is my key") is None
    assert index("where is my key").spoken("kami wuxiao") is None


def test_an_empty_index_finds_nothing() -> None:
    assert owners(Index(pinyin()), "退款") == []
