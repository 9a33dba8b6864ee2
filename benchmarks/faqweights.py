"""Fits the confidence's shipped weights anew: `python -m benchmarks.faqweights FOLDER...`; prints them as Python.

Each folder holds a FAQ and labelled questions (train.tsv, test.tsv, oos.tsv). The card shop's labelled questions are
never among them. Every FAQ counts the same; three of ten questions are taken to have no answer."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from faq.calibrate import Sample, foreign, inside, outside, sample, strange
from faq.confidence import Evidence, Weights
from faq.corpus import Corpus
from faq.measuring.labelled import LabelledSet, folder_set
from faq.normalize import Normalizer
from faq.regression import fit
from faq.segment import Reals

STRANGE: Final = 0.3
EACH: Final = 500.0
"""Samples that one FAQ counts for."""
BLANK: Final = Weights(0.0, (0.0,) * len(Evidence._fields))

Judged = tuple[list[Sample], Reals]


def asked(known: LabelledSet, corpus: Corpus, normal: Normalizer) -> Judged:
    """By buyers."""
    single = [one for one in known.questions if len(one.wishes) <= 1]
    found = [
        (answered, bool(one.wishes))
        for one in single
        for answered in sample(corpus.rank(normal(one.text), None), *(one.wishes[0] if one.wishes else ()))
    ]
    return _weighed([one for one, answerable in found if answerable], [one for one, some in found if not some])


def left_out(corpus: Corpus, normal: Normalizer, *, voting: bool) -> Judged:
    """The FAQ's own phrasings, asked as if they were not known."""
    chat = foreign(corpus, [normal(text) for text in outside()])
    return _weighed(inside(corpus, voting=voting), strange(corpus) + chat)


def _weighed(good: list[Sample], bad: list[Sample]) -> Judged:
    share = STRANGE / (1 - STRANGE) * len(good) / len(bad) if bad else 0.0
    weights = np.append(np.ones(len(good)), np.full(len(bad), share))
    return good + bad, weights * EACH / weights.sum()


def fitted(all_of: Sequence[Judged], begin: tuple[Weights, Weights]) -> tuple[Weights, Weights]:
    samples = [one for some, _ in all_of for one in some]
    parts, weights = np.array([one.evidence for one in samples]), np.concatenate([weights for _, weights in all_of])
    first, among = np.array([one.first for one in samples]), np.array([one.among for one in samples])
    return fit(parts, first, weights, begin[0]), fit(parts, among, weights, begin[1])


def _printed(name: str, weights: tuple[Weights, Weights]) -> None:
    for model, one in zip(("first", "among"), weights, strict=True):
        parts = ", ".join(f"{part:.2f}" for part in one.parts)
        print(f"{name}.{model} = Weights({one.bias:.2f}, ({parts}))")


def main(folders: Sequence[str]) -> None:
    known = [folder_set(Path(folder)) for folder in folders]
    for voting in (False, True):
        normal = Normalizer()
        corpora = [Corpus(one.entries, normal) for one in known]
        for corpus in corpora:
            if voting:
                corpus.learn()
        by_buyers = [asked(one, corpus, normal) for one, corpus in zip(known, corpora, strict=True)]
        by_phrasings = [left_out(corpus, normal, voting=voting) for corpus in corpora]
        questions = fitted(by_buyers, (BLANK, BLANK))
        _printed("voting" if voting else "plain", questions)
        _printed("voting left out" if voting else "plain left out", fitted(by_phrasings, questions))


if __name__ == "__main__":
    main(sys.argv[1:])
