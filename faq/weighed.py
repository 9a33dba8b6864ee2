"""A segment of the index with what each feature counts: cosines, vectors and sums of vectors. Pure."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from faq.features import KINDS, Keys, Kind, kind_of
from faq.segment import OFTEN, Floats, Places, Reals, Segment, found_in

_SPOKEN = np.ones(KINDS, np.float32)
_SPOKEN[[Kind.CHARACTER, Kind.PAIR, Kind.THREE]] = 0
_SPOKEN[[Kind.SOUND, Kind.SOUNDS]] = 3

_RARITY = 0.8
"""Power of the inverse document frequency: 1 gives names and slips too much weight."""
_KIND_WEIGHT = np.ones(KINDS, np.float32)
_KIND_WEIGHT[[Kind.THREE]] = 0.5
_KIND_WEIGHT[[Kind.TWO_LETTERS]] = 0.6
_KIND_WEIGHT[[Kind.SOUND, Kind.SOUNDS]] = 0.35


class Weighed:
    """`weights` of each term; `shrink`: 1 / the length of each row."""

    def __init__(self, held: Segment, weights: Floats) -> None:
        self.held = held
        self.weights = weights
        squares = np.append(0.0, np.cumsum(np.square(weights[held.terms] * OFTEN[held.times], dtype=np.float64)))
        lengths = np.sqrt(squares[held.begins[1:]] - squares[held.begins[:-1]])
        self.shrink: Floats = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0).astype(np.float32)
        self._lengths: dict[int, float] = {}
        self._spoken: Weighed | None = None

    def __len__(self) -> int:
        return len(self.held)

    @property
    def chinese(self) -> bool:
        """Some text has syllables."""
        return len(self.held.keys) > 0 and kind_of(self.held.keys[-1:])[0] >= Kind.SOUND

    def spoken(self) -> "Weighed":
        """The same texts where only their sound counts, and what is not Chinese; made when first asked for."""
        if self._spoken is None:
            self._spoken = Weighed(self.held, self.weights * _SPOKEN[kind_of(self.held.keys)])
        return self._spoken

    def cosines(self, keys: Keys, weights: Floats, budget: int) -> Reals:
        """Of every row to a vector; where the budget of postings ends first, only by the vector's rarest features."""
        places, there = self.held.places(keys)
        places, weights = places[there], weights[there]
        first = self.held.starts[places]
        sizes = self.held.starts[places + 1] - first
        if sizes.sum() > budget:
            order = np.argsort(sizes, kind="stable")
            cheap = order[: max(1, int(np.searchsorted(np.cumsum(sizes[order]), budget)))]
            places, weights, first, sizes = places[cheap], weights[cheap], first[cheap], sizes[cheap]
        flat = ranges(first, sizes)
        values = np.repeat(weights * self.weights[places], sizes) * OFTEN[self.held.often[flat]]
        sums: Reals = np.bincount(self.held.rows[flat], values, len(self.held)).astype(np.float64)
        return sums * self.shrink

    def vectors(self, rows: Places) -> tuple[Keys, Floats, Places]:
        """Keys and values of the rows' features, row by row, and the place in `rows` that each belongs to."""
        begins = self.held.begins[rows]
        sizes = self.held.begins[rows + 1] - begins
        flat = ranges(begins, sizes)
        terms = self.held.terms[flat]
        values = self.weights[terms] * OFTEN[self.held.times[flat]] * np.repeat(self.shrink[rows], sizes)
        return self.held.keys[terms], values, np.repeat(np.arange(len(rows)), sizes)

    def owned(self, owner: int) -> Places:
        first, after = np.searchsorted(self.held.owners, (owner, owner + 1))
        return np.arange(first, after)

    def length(self, owner: int) -> float:
        """Of the sum of an owner's rows (each of length 1); 0: none of them is here."""
        known = self._lengths.get(owner)
        if known is None:
            keys, values, _ = self.vectors(self.owned(owner))
            _, column = np.unique(keys, return_inverse=True)
            total = np.bincount(column, values)
            known = self._lengths[owner] = float(np.sqrt(total @ total))
        return known


def ranges(first: Places, sizes: Places) -> Places:
    """All numbers from each `first` on, as many as its size."""
    ends = np.cumsum(sizes)
    return np.repeat(first - ends + sizes, sizes) + np.arange(ends[-1] if len(ends) else 0)


def weighed(before: Sequence[Weighed], added: Sequence[Segment]) -> list[Weighed]:
    """Terms count as before where they are known, else by their rarity among all that is added."""
    everything = sum(map(len, before)) + sum(map(len, added))
    keys, places = np.unique(np.concatenate([one.keys for one in added]), return_inverse=True)
    spread = np.bincount(places, np.concatenate([one.spread for one in added]), len(keys))
    rarity = np.log((everything + 1) / (spread + 0.5)) ** _RARITY
    weights = _known(before, keys, _KIND_WEIGHT[kind_of(keys)] * rarity.astype(np.float32))[0][places]
    ends = np.cumsum([len(one.keys) for one in added])
    return [Weighed(one, share) for one, share in zip(added, np.split(weights, ends[:-1]), strict=True)]


def as_known(parts: Sequence[Weighed], keys: Keys) -> tuple[Floats, NDArray[np.bool_]]:
    """What the keys count, and which of them are known; others count as what is rarest."""
    rarest = np.float32(np.log(2.0 * sum(map(len, parts)) + 2) ** _RARITY)
    return _known(parts, keys, _KIND_WEIGHT[kind_of(keys)] * rarest)


def _known(parts: Sequence[Weighed], keys: Keys, weights: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """The weights of the first segment that knows the key, else those given."""
    known = np.zeros(len(keys), np.bool_)
    for part in reversed(parts):
        places, there = part.held.places(keys)
        weights[there] = part.weights[places[there]]
        known |= there
    return weights, known


def spread(parts: Sequence[Weighed], keys: Keys, gone: Collection[int]) -> Places:
    """How many rows have each key, but for the rows of the owners that are `gone`."""
    total = np.zeros(len(keys), np.intp)
    for part in parts:
        places, there = part.held.places(keys)
        total[there] += part.held.spread[places[there]]
        for owner in gone:
            theirs, often = np.unique(part.vectors(part.owned(owner))[0], return_counts=True)
            at, same = found_in(theirs, keys)
            total[same] -= often[at[same]]
    return total
