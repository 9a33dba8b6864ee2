"""A part of the index that never changes: texts, their features, and for each feature the texts that have it. Pure.

Arrays only: a hundred thousand texts take some 90 MB, and are read in about two seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.features import Bag, Keys, Numbers

Floats = NDArray[np.float32]
Reals = NDArray[np.float64]
Places = NDArray[np.intp]

_TEXT_BITS, _OFTEN_BITS = np.uint64(24), np.uint64(8)
_TERM_BITS = np.uint64(32)
_MOST_OFTEN = 255
OFTEN: Floats = (1 + np.log(np.maximum(np.arange(_MOST_OFTEN + 1), 1))).astype(np.float32)
"""What a feature counts that occurs so many times."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Texts by row, features by term.

    `owners`    of each row: the number of its entry
    `keys`      of each term, ascending
    `starts`    where the rows of each term begin in `rows` and `often` (how many times the row has it)
    `begins`    where the terms of each row begin in `terms` and `times`
    """

    texts: tuple[str, ...]
    owners: Numbers
    keys: Keys
    starts: Places
    rows: Numbers
    often: NDArray[np.uint8]
    begins: Places
    terms: Numbers
    times: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def spread(self) -> Places:
        """How many rows have each term."""
        return np.diff(self.starts)

    def bag(self) -> Bag:
        """Each feature once per text; `often` tells how many times it stood there."""
        return Bag(np.repeat(self.keys, self.spread), self.rows)

    def places(self, keys: Keys) -> tuple[Places, NDArray[np.bool_]]:
        """The terms with these keys, and which of them there are."""
        return found_in(self.keys, keys)


def found_in(known: Keys, keys: Keys) -> tuple[Places, NDArray[np.bool_]]:
    """The places of the keys among those `known`, which ascend, and which of them are there."""
    if not len(known):
        return np.zeros(len(keys), np.intp), np.zeros(len(keys), np.bool_)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return places, known[places] == keys


def segment(texts: Sequence[str], owners: Numbers, found: Bag) -> Segment:
    pairs = found.keys.astype(np.uint64) << _TERM_BITS | found.texts.astype(np.uint64)
    pairs.sort()
    firsts = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])) if len(pairs) else np.empty(0, np.intp)
    often = np.minimum(np.diff(np.append(firsts, len(pairs))), _MOST_OFTEN).astype(np.uint8)
    return _laid_out(tuple(texts), owners, pairs[firsts], often)


def merged(parts: Sequence[Segment], kept: Sequence[NDArray[np.bool_]]) -> Segment:
    """One segment of the rows that are `kept` of each part."""
    texts: list[str] = []
    pairs, often = [], []
    for part, keep in zip(parts, kept, strict=True):
        moved = np.cumsum(keep) - 1 + len(texts)
        held = keep[part.rows]
        keys = np.repeat(part.keys, part.spread)[held]
        pairs.append(keys.astype(np.uint64) << _TERM_BITS | moved[part.rows[held]].astype(np.uint64))
        often.append(part.often[held])
        texts += [text for text, one in zip(part.texts, keep.tolist(), strict=True) if one]
    owners = np.concatenate([part.owners[keep] for part, keep in zip(parts, kept, strict=True)])
    together = np.concatenate(pairs)
    order = np.argsort(together, kind="stable")
    return _laid_out(tuple(texts), owners, together[order], np.concatenate(often)[order])


def _laid_out(texts: tuple[str, ...], owners: Numbers, pairs: NDArray[np.uint64], often: NDArray[np.uint8]) -> Segment:
    """`pairs` of key and row, each once, ascending."""
    keys, rows = (pairs >> _TERM_BITS).astype(np.uint32), pairs.astype(np.uint32).astype(np.int32)
    firsts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.empty(0, np.intp)
    starts = np.append(firsts, len(keys))
    term = np.repeat(np.arange(len(firsts), dtype=np.uint64), np.diff(starts))
    by_row = rows.astype(np.uint64) << (_TERM_BITS + _OFTEN_BITS) | term << _OFTEN_BITS | often
    by_row.sort()
    sizes = np.bincount(rows, minlength=len(texts))
    return Segment(
        texts=texts,
        owners=owners,
        keys=keys[firsts],
        starts=starts,
        rows=rows,
        often=often,
        begins=np.concatenate(([0], np.cumsum(sizes))),
        terms=(by_row >> _OFTEN_BITS & np.uint64(0xFFFFFFFF)).astype(np.int32),
        times=by_row.astype(np.uint8),
    )
