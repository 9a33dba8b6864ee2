from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from faq.corpus import Corpus
from faq.entries import Entry
from faq.normalize import Normalizer
from faq.shelf import Hidden
from faq.teaching import learnt_votes
from faq.votes import Votes

normal = Normalizer()

_ASKED = {
    "open": ("打开微信", "打开相机", "帮我打开地图", "打开一下浏览器", "请打开设置"),
    "close": ("关掉微信", "关掉相机", "帮我关掉地图", "关掉一下浏览器", "请关掉设置"),
    "find": ("搜索微信", "搜索相机", "帮我搜索地图", "搜索一下浏览器", "请搜索设置"),
}
ENTRIES = [
    Entry(id=name, language="zh", question=texts[0], phrasings=texts[1:], answer=name) for name, texts in _ASKED.items()
]


@pytest.fixture
def corpus() -> Corpus:
    return Corpus(ENTRIES, normal)


def told(corpus: Corpus, text: str) -> dict[str, float]:
    return {one.entry.id: one.score for one in corpus.rank(text, None).candidates}


def test_what_tells_entries_apart_counts_more_once_it_is_learnt(corpus: Corpus) -> None:
    before = told(corpus, "打开日历")
    assert corpus.learn()
    after = told(corpus, "打开日历")
    assert max(after, key=lambda name: after[name]) == "open"
    assert after["open"] - after.get("close", 0.0) > before["open"] - before.get("close", 0.0)


def test_the_same_entries_learn_the_same(corpus: Corpus) -> None:
    other = Corpus(ENTRIES, normal)
    assert corpus.learn()
    assert other.learn()
    assert told(corpus, "帮我关掉日历") == told(other, "帮我关掉日历")


def test_few_phrasings_teach_nothing() -> None:
    assert not Corpus([replace(entry, phrasings=()) for entry in ENTRIES], normal).learn()
    assert not Corpus([], normal).learn()


def test_an_entry_that_comes_after_the_learning_is_found(corpus: Corpus) -> None:
    corpus.learn()
    corpus.put(Entry(id="paint", language="zh", question="给我画一只猫", phrasings=("画一匹马", "画画"), answer="x"))
    ranked = corpus.rank("画一只小狗", None).candidates
    assert ranked[0].entry.id == "paint"


def test_an_entry_that_changes_after_the_learning_keeps_its_place(corpus: Corpus) -> None:
    corpus.learn()
    corpus.put(replace(ENTRIES[0], phrasings=(*ENTRIES[0].phrasings, "启动微信")))
    assert corpus.rank("启动微信吧", None).candidates[0].entry.id == "open"
    assert corpus.rank("打开日历", None).candidates[0].entry.id == "open"


def test_what_is_hidden_does_not_vote_for_itself(corpus: Corpus) -> None:
    corpus.learn()
    owner = next(owner for owner, text, _ in corpus.phrasings() if text == "打开微信")
    votes = corpus.votes(0)
    plain, hidden = corpus.rank("打开微信", None), corpus.rank("打开微信", None, hidden=Hidden(owner, votes))
    assert plain.evidence is not None
    assert hidden.evidence is not None
    assert hidden.evidence.vote < plain.evidence.vote
    assert hidden.candidates[0].nearest != "打开微信"


def test_a_fold_that_is_hidden_changes_the_votes(corpus: Corpus) -> None:
    whole, part = corpus.votes(), corpus.votes(1)
    assert whole is not None
    assert part is not None
    assert any(not np.array_equal(whole.ballots[owner][1], part.ballots[owner][1]) for owner in whole.ballots)


def heard(corpus: Corpus, text: str, refused: tuple[int, ...] = ()) -> float:
    evidence = corpus.rank(text, None, refused).evidence
    assert evidence is not None
    return evidence.told


def test_a_phrasing_that_goes_says_nothing_any_more(corpus: Corpus) -> None:
    corpus.learn()
    before = heard(corpus, "打开微信")
    corpus.put(replace(ENTRIES[0], question=ENTRIES[0].phrasings[0], phrasings=ENTRIES[0].phrasings[1:]))
    assert heard(corpus, "打开微信") < before - 0.1


def test_an_entry_that_goes_and_comes_back_is_as_good_as_new(corpus: Corpus) -> None:
    corpus.learn()
    known = heard(corpus, "打开一下日历")
    for _ in range(20):
        corpus.drop(ENTRIES[0].key)
        assert all(one.entry.id != "open" for one in corpus.rank("打开一下日历", None).candidates)
        corpus.put(ENTRIES[0])
    assert heard(corpus, "打开一下日历") == pytest.approx(known, abs=0.5)
    ranked = corpus.rank("打开一下日历", None).candidates
    assert ranked[0].entry.id == "open"


def test_who_may_not_answer_here_does_not_speak_against_others(corpus: Corpus) -> None:
    corpus.learn()
    others = corpus.numbers("close")
    assert heard(corpus, "打开微信", others) > heard(corpus, "打开微信")


def test_what_goes_while_others_learn_says_nothing_either(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The learning takes seconds, and began before the edit."""
    corpus.learn()
    corpus.drop(ENTRIES[1].key)
    calm = heard(corpus, "打开微信")
    other = Corpus(ENTRIES, normal)

    def edited_meanwhile(*given: Any) -> Votes | None:
        found = learnt_votes(*given)
        other.drop(ENTRIES[1].key)
        return found

    monkeypatch.setattr("faq.corpus.learnt_votes", edited_meanwhile)
    other.learn()
    assert heard(other, "打开微信") == pytest.approx(calm)
