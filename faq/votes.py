"""What each phrasing says for its own entry, and against those that are confused with it: learnt in the background.

Pure. Multinomial regression in its dual form: a phrasing's vote for an entry is how far the model still was from the
truth there, so what is often mistaken weighs most. Phrasings that came after the learning vote as usual for their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faq.features import Numbers
from faq.segment import Floats, Places, Reals, Segment
from faq.weighed import Weighed

_FEW = 4096
"""Phrasings up to which learning may be thorough."""
_WIDTH, _STEPS = {True: 4096, False: 1024}, {True: 60, False: 30}
"""Features are folded into so many, and so many steps are made; by whether it is thorough."""
_HEARD = {True: 1.0, False: 0.6}
"""What the votes then count."""
_STEP, _SHRINK = 1.0, 0.05
FOLDS = 5
_OTHERS = 6
"""Entries that a phrasing may vote on beside its own."""
_LARGEST = 2_500_000
"""Phrasings times entries of a language: beyond, it would take minutes, and none of them vote; nor where entries have
but one or two."""

_Ballots = tuple[Numbers, Floats]
"""Of some rows: the groups that each votes on, its own first, and how much."""


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """`ballots` of each owner that was there, by its rows in order; `usual`: the vote of others for their own."""

    ballots: Mapping[int, _Ballots]
    usual: float
    _known: dict[Segment, _Ballots] = field(default_factory=dict)

    def told(self, held: Segment, rows: Places, cosines: Reals, groups: Numbers, size: int) -> Reals:
        """For each of `size` groups what these rows say, each as far as it is near."""
        on, much = self._of(held, groups)
        told: Reals = np.bincount(on[rows].ravel(), (much[rows] * cosines[:, None]).ravel(), size).astype(np.float64)
        return told

    def _of(self, held: Segment, groups: Numbers) -> _Ballots:
        """Of all rows of a segment."""
        found = self._known.get(held)
        if found is None:
            found = self._known[held] = self._gathered(held, groups)
        return found

    def _gathered(self, held: Segment, groups: Numbers) -> _Ballots:
        on = np.repeat(groups[held.owners][:, None], _OTHERS + 1, axis=1)
        much = np.zeros(on.shape, np.float32)
        much[:, 0] = self.usual
        owners, firsts, sizes = np.unique(held.owners, return_index=True, return_counts=True)
        for owner, first, size in zip(owners.tolist(), firsts.tolist(), sizes.tolist(), strict=True):
            if (ballots := self.ballots.get(owner)) is not None and len(ballots[0]) == size:
                on[first : first + size], much[first : first + size] = ballots
        return on, much


def learnt_votes(
    parts: list[tuple[Weighed, Places]], groups: Numbers, families: Numbers, hidden: int | None = None
) -> Votes | None:
    """`parts`: with their rows that count; `groups` and `families` (what shares no words is apart) of each owner.

    `hidden`: a fold (`fold_of`) whose rows are not learnt from, but vote as usual. None: there is nothing to learn."""
    owners = np.concatenate([part.held.owners[rows] for part, rows in parts])
    shown = np.concatenate([fold_of(rows) != hidden for _, rows in parts])
    ballots: dict[int, _Ballots] = {}
    usual: list[float] = []
    for family in np.unique(families[owners]).tolist():
        mine = families[owners] == family
        names, entry = np.unique(groups[owners[mine]], return_inverse=True)
        on = np.repeat(entry[:, None], _OTHERS + 1, axis=1)
        much = np.zeros(on.shape, np.float32)
        if len(names) * 2 <= len(entry) <= _LARGEST / len(names) and len(names) > 1:
            learnt = shown[mine]
            thorough = len(entry) <= _FEW
            fitted = _fitted(_folded(parts, mine & shown, thorough), entry[learnt], len(names), thorough)
            on[learnt], much[learnt] = _kept(fitted, entry[learnt])
            usual.append(float(np.mean(much[learnt, 0])))
            much[~learnt, 0] = usual[-1]
        ballots |= _by_owner(owners[mine], names[on].astype(np.int32), much)  # not learnt: silent beside those that are
    return Votes(ballots, float(np.mean(usual))) if usual else None


def work(owners: Numbers, groups: Numbers, families: Numbers) -> int:
    """Of learning, in the family that has most: its phrasings times its entries."""
    each = [owners[families[owners] == one] for one in np.unique(families[owners])]
    return max((len(mine) * len(np.unique(groups[mine])) for mine in each), default=0)


def fold_of(rows: Places) -> Places:
    return rows % FOLDS


def _by_owner(owners: Numbers, on: Numbers, much: Floats) -> dict[int, _Ballots]:
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    ends = np.append(starts[1:], len(owners))
    return {
        int(owners[start]): (on[start:end], much[start:end])
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    }


def _folded(parts: list[tuple[Weighed, Places]], mine: NDArray[np.bool_], thorough: bool) -> Floats:
    """The rows' features added up, with signs, in a few columns: products stay what they are, but for some noise."""
    folded, begin = [], 0
    width = _WIDTH[thorough]
    for part, rows in parts:
        chosen = rows[mine[begin : begin + len(rows)]]
        begin += len(rows)
        dense = np.zeros((len(chosen), width), np.float32)
        keys, values, which = part.vectors(chosen)
        spread = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)
        column = (spread % np.uint64(width)).astype(np.intp)
        signed = np.where(spread >> np.uint64(23) & np.uint64(1), values, -values)
        np.add.at(dense, (which, column), signed)
        folded.append(dense)
    return np.concatenate(folded)


def _fitted(folded: Floats, entry: Places, entries: int, thorough: bool) -> Floats:
    """Votes of each row on each entry: steps towards the truth, of which the later half are averaged."""
    right = np.zeros((len(entry), entries), np.float32)
    right[np.arange(len(entry)), entry] = 1
    votes, together = np.zeros_like(right), np.zeros_like(right)
    steps = _STEPS[thorough]
    for step in range(steps):
        scores = folded @ (folded.T @ votes)
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        votes += np.float32(_STEP) * (right - scores - np.float32(_SHRINK) * votes)
        if 2 * step >= steps:
            together += votes
    return together * np.float32(_HEARD[thorough] / (steps // 2))


def _kept(votes: Floats, entry: Places) -> tuple[NDArray[np.intp], Floats]:
    """The vote for the own entry, and the strongest against others."""
    places = np.arange(len(entry))
    own = votes[places, entry].copy()
    votes[places, entry] = np.inf
    width = min(_OTHERS, votes.shape[1] - 1)
    others = np.argpartition(votes, width - 1, axis=1)[:, :width]
    on = np.column_stack((entry, others))
    much = np.column_stack((own, np.take_along_axis(votes, others, axis=1)))
    missing = _OTHERS - width
    return np.pad(on, ((0, 0), (0, missing)), mode="edge"), np.pad(much, ((0, 0), (0, missing))).astype(np.float32)
