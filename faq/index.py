"""An inverted index over weighted features: finds the nearest texts without looking at all of them. Pure.

Vectors are features weighted by log frequency and rarity (IDF), of length 1. Rarity is measured once, when the index is
built, so that adding or removing a text touches only its own features. Readers may run while one writer edits: every
list and dictionary that they walk through is replaced, not changed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, sqrt
from operator import itemgetter

from faq.features import Features

Vector = Mapping[str, float]
_BUDGET = 500
"""Postings walked through per search, rarest features first: bounds the cost; more gained nothing measurable."""


_NEAR_BEST = 0.2
"""What is not at least this near, of the nearest, is not worth sorting."""


class Index:
    def __init__(self, texts: Mapping[int, Features]) -> None:
        """`texts`: features by the text's number."""
        seen = Counter(feature for found in texts.values() for feature in found)
        self.measured_on = len(texts)
        self._rarity = {feature: log((len(texts) + 1) / (count + 0.5)) for feature, count in seen.items()}
        self._unseen = log((len(texts) + 1) / 0.5)
        self._vectors = {number: self.vector(found) for number, found in texts.items()}
        self._postings: dict[str, list[tuple[int, float]]] = {}
        for number, vector in self._vectors.items():
            for feature, weight in vector.items():
                self._postings.setdefault(feature, []).append((number, weight))

    def __len__(self) -> int:
        return len(self._vectors)

    def vector(self, found: Features) -> dict[str, float]:
        rarity, unseen = self._rarity, self._unseen
        weighted = {
            feature: (1 + log(count) if count > 1 else count) * rarity.get(feature, unseen)
            for feature, count in found.items()
        }
        length = sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
        return {feature: weight / length for feature, weight in weighted.items()}

    def add(self, number: int, found: Features) -> None:
        vector = self.vector(found)
        self._vectors[number] = vector
        for feature, weight in vector.items():
            self._postings[feature] = [*self._postings.get(feature, ()), (number, weight)]

    def remove(self, number: int) -> None:
        for feature in self._vectors.pop(number, {}):
            self._postings[feature] = [posting for posting in self._postings[feature] if posting[0] != number]

    def centre(self, numbers: Iterable[int]) -> dict[str, float]:
        """The direction in which several texts point together."""
        total: dict[str, float] = {}
        for number in numbers:
            for feature, weight in self._vectors[number].items():
                total[feature] = total.get(feature, 0.0) + weight
        length = sqrt(sum(weight * weight for weight in total.values())) or 1.0
        return {feature: weight / length for feature, weight in total.items()}

    def nearest(self, query: Vector, limit: int) -> list[tuple[int, float]]:
        """The numbers and cosines of about the `limit` nearest texts, the nearest first; ties by number."""
        sums, whole = self._walk(query)
        floor = _NEAR_BEST * max(sums.values(), default=0.0)
        near = [hit for hit in sums.items() if hit[1] >= floor]
        best = sorted(near, key=itemgetter(1), reverse=True)[:limit]
        if not whole:
            best = [(number, self._cosine(query, number)) for number, _ in best]
        return sorted(best, key=lambda hit: (-hit[1], hit[0]))

    def _walk(self, query: Vector) -> tuple[dict[int, float], bool]:
        """Sums over the postings; False: the budget ended first, the sums are not yet cosines."""
        postings = self._postings
        rarest_first = sorted(((postings.get(feature, ()), w) for feature, w in query.items()), key=lambda p: len(p[0]))
        sums: dict[int, float] = {}
        so_far = sums.get
        left = _BUDGET
        for texts, weight in rarest_first:
            if left <= 0:
                return sums, False
            left -= len(texts)
            for number, other in texts:
                sums[number] = so_far(number, 0.0) + weight * other
        return sums, True

    def _cosine(self, query: Vector, number: int) -> float:
        return cosine(query, self._vectors.get(number, {}))


def cosine(one: Vector, other: Vector) -> float:
    return sum([weight * other[feature] for feature, weight in one.items() if feature in other])
