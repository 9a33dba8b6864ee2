"""What each phrasing says for its own entry, and against those that are mistaken for it, once it has learnt to. Pure.

Phrasings that came after the learning vote as usual for their own; what those that have gone said is taken off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from faq.features import Keys, Numbers
from faq.index import Query
from faq.leanings import Leanings, joined, leanings
from faq.segment import Floats, Places, Reals, Segment

Ballots = tuple[Numbers, Floats]
"""Of some rows: the groups that each votes on, its own first, and how much."""


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """
    `owners`     those that have learnt; `ballots` of each, by its rows in order
    `usual`      the vote of all others for their own
    `silence`    of each group that has learnt: its score where nothing is near; `usually`: that of others
    `learnt`     what all rows together say of each feature
    `forgotten`  the same of rows that have gone since, to be taken off; the largest first
    """

    owners: Numbers
    ballots: Mapping[int, Ballots]
    usual: float
    silence: Mapping[int, float]
    usually: float
    learnt: Leanings
    forgotten: tuple[Leanings, ...] = ()
    _known: dict[Segment, Ballots] = field(default_factory=dict)

    def before(self, size: int) -> Reals:
        """The scores of `size` groups before anything is told."""
        scores = np.full(size, self.usually)
        scores[list(self.silence)] = list(self.silence.values())
        return scores

    def told(self, query: Query, sums: Reals, groups: Numbers, size: int) -> Reals:
        """What all rows say of a question; `sums`: of each owner the cosines of its rows, for those that are new."""
        fresh = self.usual * sums
        fresh[self.owners] = 0
        told = self.learnt.scores(query.keys, query.weights, size) + np.bincount(groups[: len(fresh)], fresh, size)
        for gone in self.forgotten:
            told -= gone.scores(query.keys, query.weights, size)
        return told

    def said(self, held: Segment, rows: Places, cosines: Reals, groups: Numbers, size: int) -> Reals:
        """For each of `size` groups what these rows say, each as far as it is near."""
        if not len(rows):
            return np.zeros(size)
        on, much = self._of(held, groups)
        said: Reals = np.bincount(on[rows].ravel(), (much[rows] * cosines[:, None]).ravel(), size).astype(np.float64)
        return said

    def forgetting(self, owner: int, features: Sequence[tuple[Keys, Floats, Places]]) -> "Votes":
        """Without an owner; the features of its rows, by segment, are given as `Weighed.vectors` gives them."""
        if owner not in self.ballots or not features:
            return self
        on, much = self.ballots[owner]
        begin = 0
        said: list[tuple[Keys, Numbers, Floats]] = []
        for keys, values, places in features:
            votes = much[begin + places]
            at, column = np.nonzero(votes)
            said.append((keys[at], on[begin + places[at], column], values[at] * votes[at, column]))
            begin += int(places.max(initial=-1)) + 1
        gone = leanings(*(np.concatenate(part) for part in zip(*said, strict=True)))
        return replace(self, forgotten=_gathered((*self.forgotten, gone)))

    def _of(self, held: Segment, groups: Numbers) -> Ballots:
        """Of all rows of a segment."""
        found = self._known.get(held)
        if found is None:
            found = self._known[held] = self._of_rows(held, groups)
        return found

    def _of_rows(self, held: Segment, groups: Numbers) -> Ballots:
        width = next(iter(self.ballots.values()))[0].shape[1]
        on, much = unheard(groups[held.owners], width)
        much[:, 0] = self.usual
        owners, firsts, sizes = np.unique(held.owners, return_index=True, return_counts=True)
        for owner, first, size in zip(owners.tolist(), firsts.tolist(), sizes.tolist(), strict=True):
            if (ballots := self.ballots.get(owner)) is not None and len(ballots[0]) == size:
                on[first : first + size], much[first : first + size] = ballots
        return on, much


def unheard(groups: Numbers | Places, width: int) -> Ballots:
    """Of rows of these groups, that say nothing."""
    on = np.repeat(groups[:, None], width, axis=1).astype(np.int32)
    return on, np.zeros(on.shape, np.float32)


def _gathered(some: tuple[Leanings, ...]) -> tuple[Leanings, ...]:
    """Few, so that they are asked quickly; and what is large is seldom written anew."""
    *before, last = some
    while before and len(before[-1]) < 2 * len(last):
        last = joined((before.pop(), last))
    return (*before, last)
