"""How much each feature speaks for and against each group: the scores of a question, by a few look-ups. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faq.features import Keys, Numbers
from faq.segment import Floats, Places, Reals, found_in
from faq.weighed import ranges


@dataclass(frozen=True, slots=True, eq=False)
class Leanings:
    """`keys` of the features, ascending; `starts`: where the groups of each begin in `on` and `much`."""

    keys: Keys
    starts: Places
    on: Numbers
    much: Floats

    def __len__(self) -> int:
        return len(self.on)

    def scores(self, keys: Keys, weights: Floats, size: int) -> Reals:
        """Of `size` groups, for a text with these features."""
        places, there = found_in(self.keys, keys)
        places, weights = places[there], weights[there]
        first = self.starts[places]
        sizes = self.starts[places + 1] - first
        flat = ranges(first, sizes)
        said = np.bincount(self.on[flat], self.much[flat] * np.repeat(weights, sizes), size)
        return said.astype(np.float64)  # of nothing it is a count


def leanings(keys: Keys, on: Numbers, much: Floats) -> Leanings:
    """Of features and groups in any order; what is there several times is added up."""
    order = np.lexsort((on, keys))
    keys, on, much = keys[order], on[order], much[order]
    fresh = np.append(True, (keys[1:] != keys[:-1]) | (on[1:] != on[:-1])) if len(keys) else np.zeros(0, np.bool_)
    firsts = np.flatnonzero(fresh)
    sums = np.add.reduceat(much, firsts).astype(np.float32) if len(firsts) else np.zeros(0, np.float32)
    names, starts = np.unique(keys[firsts], return_index=True)
    return Leanings(names, np.append(starts, len(firsts)), on[firsts].astype(np.int32), sums)


def joined(some: Sequence[Leanings]) -> Leanings:
    keys = np.concatenate([np.repeat(one.keys, np.diff(one.starts)) for one in some])
    return leanings(keys, np.concatenate([one.on for one in some]), np.concatenate([one.much for one in some]))
