"""The matcher with an embedding model beside it: it finds what shares no letters, and never needs the model."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.entries import Entry, EntryKey, Situation
from faq.matcher import Answer, FuzzyMatcher, Suggest
from faq.semantic.index import SemanticIndex
from faq.semantic.matcher import SemanticMatcher, SemanticParts
from tests.unit.faq.meanings import Kept, Meanings
from tests.unit.faq.samples import ALL, NO_KEY, REFUND

FAR = "反悔"
"""Says the same as 退款, in other letters."""


class Later:
    """Runs nothing before it is told to."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def __call__(self, job: Callable[[], None]) -> None:
        self.jobs.append(job)

    def go_on(self) -> None:
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            job()


def semantic(
    model: Meanings, entries: Iterable[Entry] = ALL, store: Kept | None = None, run: Later | None = None
) -> SemanticMatcher:
    later = run or Later()
    matcher = SemanticMatcher(FuzzyMatcher(entries), SemanticParts(model, store or Kept(), FuzzyMatcher, later))
    if run is None:
        matcher.learn()
    return matcher


def ids(found: object) -> list[str]:
    match found:
        case Answer(entry=entry):
            return [entry.id]
        case Suggest(entries=entries):
            return [entry.id for entry in entries]
    return []


@pytest.mark.parametrize(
    "text", ["可以退款吗", "能退钱吗", "steam", "巴拉巴拉", "", "Can I get a refund?", "怎么退款啊"]
)
def test_a_model_that_is_away_changes_nothing(text: str) -> None:
    model = Meanings()
    model.away = True
    matcher, plain = semantic(model), FuzzyMatcher(ALL)
    plain.learn()
    assert matcher.match(text) == plain.match(text)
    assert matcher.nearest(text, Situation(), 5) == [one.entry for one in plain.explain(text).candidates[:5]]


def test_a_model_that_goes_away_changes_nothing_from_then_on() -> None:
    model = Meanings()
    matcher, plain = semantic(model), FuzzyMatcher(ALL)
    plain.learn()
    model.away = True
    assert matcher.match("能退钱不") == plain.match("能退钱不")


def test_word_for_word_needs_no_model() -> None:
    model = Meanings()
    matcher = semantic(model)
    model.asked.clear()
    assert matcher.match("能退钱吗") == Answer(REFUND, 1.0)
    assert model.asked == []


def test_what_shares_no_letters_is_near_for_a_language_model() -> None:
    matcher = semantic(Meanings())
    assert REFUND not in NearestPlain(ALL)(FAR)
    assert matcher.nearest(FAR, Situation(language="zh"), 5)[0] == REFUND


def test_the_buyers_variant_is_given() -> None:
    hant = Entry(id="refund", language="zh-Hant", question="可以退款嗎", answer="可以。")
    matcher = semantic(Meanings(), (*ALL, hant))
    assert matcher.nearest(FAR, Situation(language="zh-Hant"), 1) == [hant]
    assert matcher.nearest(FAR, Situation(language="zh"), 1) == [REFUND]


def test_uncalibrated_the_classical_confidence_decides() -> None:
    matcher, plain = semantic(Meanings()), FuzzyMatcher(ALL)
    plain.learn()
    for text in (FAR, "巴拉巴拉小魔仙", "今天天气怎么样"):
        assert type(matcher.match(text)) is type(plain.match(text))


def test_an_edit_is_there_at_once_and_only_what_is_new_is_embedded() -> None:
    model, store, later = Meanings(), Kept(), Later()
    matcher = semantic(model, store=store, run=later)
    matcher.learn()
    model.asked.clear()
    matcher.put(Entry(id="refund", language="zh", question=REFUND.question, phrasings=(*REFUND.phrasings, "想退货")))
    assert ids(matcher.match("想退货")) == ["refund"]
    assert model.asked == []
    later.go_on()
    assert model.asked == ["想退货"]


def test_a_start_with_known_vectors_asks_the_model_nothing() -> None:
    store = Kept()
    semantic(Meanings(), store=store)
    model = Meanings()
    semantic(model, store=store)
    assert model.asked == []
    other = Meanings("meanings-2")
    semantic(other, store=store)
    assert set(other.asked) >= {wording for entry in ALL for wording in entry.wordings}


def test_what_was_taken_out_is_not_found_any_more() -> None:
    matcher = semantic(Meanings())
    for key in [entry.key for entry in ALL if entry.id == "refund"]:
        matcher.drop(key)
    assert "refund" not in [entry.id for entry in matcher.nearest(FAR, Situation(), 5)]
    assert matcher.find("refund") is None


def test_an_entry_changed_while_it_is_embedded_ends_as_it_is_now() -> None:
    later, model = Later(), Meanings()
    matcher = semantic(model, [NO_KEY], run=later)
    calm = model.embed

    def meanwhile(texts: object) -> object:
        model.embed = calm  # type: ignore[method-assign]
        matcher.put(Entry(id="no-key", language="zh", question="核销怎么弄", answer="好。"))
        return calm(texts)  # type: ignore[arg-type]

    model.embed = meanwhile  # type: ignore[assignment, method-assign]
    matcher.learn()
    later.go_on()
    found = matcher.nearest("canjear", Situation(), 1)
    assert [entry.question for entry in found] == ["核销怎么弄"]


def test_a_model_that_comes_back_is_made_up_with() -> None:
    later, model = Later(), Meanings()
    model.away = True
    matcher = semantic(model, run=later)
    matcher.learn()
    model.away = False
    matcher.match("能退钱不")
    later.go_on()
    assert matcher.nearest(FAR, Situation(language="zh"), 1) == [REFUND]


def test_closed_it_stops_learning() -> None:
    model = Meanings()
    later = Later()
    matcher = semantic(model, run=later)
    matcher.close()
    matcher.learn()
    assert model.asked == []


class NearestPlain:
    def __init__(self, entries: Iterable[Entry]) -> None:
        self._matcher = FuzzyMatcher(entries)

    def __call__(self, text: str) -> list[Entry]:
        return [one.entry for one in self._matcher.explain(text).candidates]


# ------------------------------------------------------------------ the index

rows = st.lists(st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4), min_size=1, max_size=4)
edits = st.lists(st.tuples(st.sampled_from("abcde"), st.one_of(st.none(), rows)), max_size=30)


@given(edits)
def test_the_index_is_as_if_made_anew(changes: list[tuple[str, list[list[float]] | None]]) -> None:
    edited, last = SemanticIndex(), dict[str, np.ndarray[tuple[int, int], np.dtype[np.float32]]]()
    for name, vectors in changes:
        key = EntryKey(name, "zh")
        if vectors is None:
            edited.drop(key)
            last.pop(name, None)
        else:
            last.pop(name, None)
            last[name] = np.array(vectors, np.float32)
            edited.put(key, last[name])
    fresh = SemanticIndex()
    for name, array in last.items():
        fresh.put(EntryKey(name, "zh"), array)
    question = np.array([0.5, -0.25, 0.5, 0.75], np.float32)
    assert len(edited) == len(fresh) == len(last)
    told = [
        {one.key.id: (round(one.cosine, 4), round(one.share, 4)) for one in index.nearest(question)}
        for index in (edited, fresh)
    ]
    assert told[0] == told[1]
