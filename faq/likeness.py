"""Which questions are alike, by the features that the matcher compares by. Pure."""

from collections.abc import Iterable, Sequence

import numpy as np

from faq.index import Index
from faq.learn import Neighbours
from faq.pinyin import pinyin

ALIKE = 0.33
"""Cosine of two questions of one matter: tried on live shop chats, where nine of ten then belong together."""

_AROUND = 64
_BESIDE = 5000
"""Wordings of the FAQ beside them: so that words are as rare as they are in the shop."""


class Likeness:
    """`wordings`: normalised, of the FAQ."""

    def __init__(self, wordings: Iterable[str]) -> None:
        self._wordings = list(wordings)[:_BESIDE]

    def __call__(self, texts: Sequence[str]) -> Neighbours:
        """Each is alike to itself no more than to none."""
        everything = [*texts, *self._wordings]
        index = Index(pinyin()).put(everything, np.arange(len(everything), dtype=np.int32), len(everything))
        found: list[dict[int, float]] = [{} for _ in texts]
        for place, text in enumerate(texts):
            for other, cosine in _nearest(index, text):
                if cosine >= ALIKE and other < len(texts) and other != place:
                    found[place][other] = found[other][place] = cosine
        return found


def _nearest(index: Index, text: str) -> list[tuple[int, float]]:
    hits = index.nearest(index.query(text), _AROUND)
    owners = (index.parts[part].held.owners[row] for part, row in zip(hits.parts, hits.rows, strict=True))
    return [(int(owner), float(cosine)) for owner, cosine in zip(owners, hits.cosines, strict=True)]
