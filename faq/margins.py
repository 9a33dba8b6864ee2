"""Which texts tell an entry from the others, and how much each says: a support vector machine for each entry. Pure.

Fan et al., LIBLINEAR (JMLR 2008), problem (L2-regularized, squared hinge), solved as in Keerthi & DeCoste (JMLR 2005):
least squares over those on the wrong side of the margin, until these stay the same. Most texts are far from an entry
and never come near its margin: it begins with those near, and takes what is wrong among the others along.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faq.segment import Floats, Places
from faq.weighed import ranges

_COST = 2.0
"""Of a text on the wrong side, beside the size of the weights."""
_AGAIN = np.float32(1 / (2 * _COST))
_NEAR, _AT_LEAST = 1, 50
"""Others to begin with: so many for each text of the entry, and so many besides."""
_WRONG = -0.9
"""Others that score more come along, later."""
_ROUNDS, _STEPS, _DESCENTS = 2, 6, 30
_EXACT = 1e-3
"""Mean squared error at which the least squares are solved."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Sparse vectors of length 1 (or 0): the row, column (below `width`) and value of each of their features.

    `begins` and where the last ends: where each row begins."""

    begins: Places
    columns: Places
    values: Floats
    width: int

    def __len__(self) -> int:
        return len(self.begins) - 1

    @cached_property
    def _sizes(self) -> Places:
        return np.diff(self.begins)

    def along(self, weights: Floats) -> Floats:
        """Each row's product with `weights`."""
        return _sums(self.values * weights.take(self.columns), self.begins, self._sizes)

    def added(self, often: Floats) -> Floats:
        """The sum of the rows, each so many times."""
        times = np.repeat(often, self._sizes)
        return np.bincount(self.columns, self.values * times, self.width).astype(np.float32)

    def turned(self) -> "Rows":
        """A row for each column, and a column for each row."""
        order = np.argsort(self.columns, kind="stable")
        places = np.repeat(np.arange(len(self)), self._sizes)
        begins = np.append(0, np.cumsum(np.bincount(self.columns, minlength=self.width)))
        return Rows(begins, places[order], self.values[order], len(self))

    def some(self, chosen: Places) -> "Rows":
        sizes = self._sizes[chosen]
        begins = np.append(0, np.cumsum(sizes))
        flat = ranges(self.begins[chosen], sizes)
        return Rows(begins, self.columns[flat], self.values[flat], self.width)


@dataclass(frozen=True, slots=True)
class Machine:
    """What each of `rows` says for an entry (above 0: its own; below: others); `bias`: for a text that nothing is near.

    A text's score: the sum of what they say, each times its cosine, and the bias; about 1 is sure, -1 is surely not."""

    rows: Places
    votes: Floats
    bias: float


def machine(rows: Rows, own: Places) -> Machine:
    """`own`: the rows of the entry; there are others."""
    taken, votes = _nearest(rows, own), np.zeros(0, np.float32)
    for turn in range(_ROUNDS + 1):
        truth = np.where(np.arange(len(taken)) < len(own), np.float32(1), np.float32(-1))
        votes = _solved(_Near(rows.some(taken)), truth, np.pad(votes, (0, len(taken) - len(votes))))
        more = _wrong(rows, taken, votes) if turn < _ROUNDS else taken[:0]
        if not len(more):
            break
        taken = np.append(taken, more)
    heard = np.flatnonzero(votes)
    return Machine(taken[heard], votes[heard], float(votes.sum()))


def _nearest(rows: Rows, own: Places) -> Places:
    """The own rows first, then others near to them."""
    near = rows.along(rows.some(own).added(np.ones(len(own), np.float32)))
    near[own] = -np.inf
    return np.append(own, _most(near, min(_NEAR * len(own) + _AT_LEAST, len(rows) - len(own))))


def _wrong(rows: Rows, taken: Places, votes: Floats) -> Places:
    """Others that score too much; none if they are few."""
    scores = rows.along(rows.some(taken).added(votes)) + votes.sum()
    scores[taken] = -np.inf
    found = int((scores > _WRONG).sum())
    return taken[:0] if found * 50 <= len(taken) else _most(scores, min(found, len(taken)))


def _most(scores: Floats, size: int) -> Places:
    """The places of the highest, in no order."""
    return np.argpartition(-scores, size - 1)[:size] if size else np.zeros(0, np.intp)


class _Near:
    """Rows whose products are asked again and again; a feature that only one of them has joins it to itself alone."""

    def __init__(self, rows: Rows) -> None:
        often = np.bincount(rows.columns, minlength=rows.width)
        alone = often[rows.columns] == 1
        self._alone = _sums(np.square(rows.values) * alone, rows.begins, np.diff(rows.begins))
        kept = np.append(0, np.cumsum(~alone))[rows.begins]
        shared = np.cumsum(often > 1) - 1
        width = int(shared[-1]) + 1 if rows.width else 0
        self._rows = Rows(kept, shared[rows.columns[~alone]], rows.values[~alone], width)
        self._columns = self._rows.turned()

    def scores(self, votes: Floats) -> Floats:
        """What all rows say of each of them, with the bias."""
        scores: Floats = self._rows.along(self._columns.along(votes)) + self._alone * votes + votes.sum()
        return scores


def _solved(near: _Near, truth: Floats, votes: Floats) -> Floats:
    """The votes; each step starts at those before."""
    support = truth * near.scores(votes) < 1
    for _ in range(_STEPS):
        votes = _least_squares(near, truth, support, votes)
        before, support = support, truth * near.scores(votes) < 1
        if np.array_equal(before, support):
            break
    return votes


def _least_squares(near: _Near, truth: Floats, support: Flags, votes: Floats) -> Floats:
    """Of the rows in `support`, by conjugate gradients; all others are silent."""
    only = support.astype(np.float32)
    votes = votes * only
    left = only * (truth - near.scores(votes) - _AGAIN * votes)
    way, error = left, float(left @ left)
    for _ in range(_DESCENTS):
        if error <= _EXACT * support.sum():
            break
        steep = only * (near.scores(way) + _AGAIN * way)
        step = np.float32(error / float(way @ steep))
        votes, left = votes + step * way, left - step * steep
        error, before = float(left @ left), error
        way = left + np.float32(error / before) * way
    return votes


def _sums(values: Floats, begins: Places, sizes: Places) -> Floats:
    """Of each run of the values; 0 of an empty one."""
    if not len(values):
        return np.zeros(len(sizes), np.float32)
    sums: Floats = np.add.reduceat(values, np.minimum(begins[:-1], len(values) - 1))
    sums[sizes == 0] = 0
    return sums
