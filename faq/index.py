"""An inverted index over weighted features: finds the nearest texts without looking at all of them. Pure.

Made of segments that never change, each at most a quarter of the one before, and of a list of owners that are gone: an
edit makes a new small segment, and a new Index that shares all others with the old one. Readers keep the one they have.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from faq.features import Keys, Numbers, bag, heard
from faq.pinyin import Pinyin
from faq.segment import OFTEN, Floats, Places, Reals, Segment, merged, segment
from faq.weighed import Weighed, as_known, spread, weighed

_BUDGET = 40_000
"""Postings walked through per search, rarest features first: bounds the cost; more gained nothing measurable."""
_RATIO = 4
_SMALL = 64
"""Rows up to which a segment is written anew at each edit."""
_LARGE = 16_384
"""Rows from which on it stays as it is: so no edit is slow, and what is built needs little memory meanwhile."""


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """The known features of a text, ascending, of length 1 together; `known`: their share of the text's weight.

    `size`: how many features there are, known or not; `spoken`: it was typed in pinyin, and is compared by sound"""

    text: str
    keys: Keys
    weights: Floats
    known: float
    size: int
    spoken: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Texts near a query, the nearest first, by segment and row.

    `sums`  of each owner: the cosines of all its texts together
    `told`  of each group: what texts say that have learnt to; empty where none have"""

    parts: Places
    rows: Places
    owners: Numbers
    cosines: Floats
    sums: Reals
    told: Reals

    def but(self, gone: NDArray[np.bool_]) -> "Hits":
        """Without some of the texts."""
        sums = self.sums - np.bincount(self.owners[gone], self.cosines[gone], len(self.sums))
        kept = ~gone
        return Hits(self.parts[kept], self.rows[kept], self.owners[kept], self.cosines[kept], sums, self.told)


_Found = tuple[Reals, Places, Numbers]
"""Cosines, rows and owners of one segment."""
Tell = Callable[[Segment, Places, Reals], Reals]
"""(segment, rows, their cosines) -> what they say for each group."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    pinyin: Pinyin
    parts: tuple[Weighed, ...] = ()
    alive: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def __len__(self) -> int:
        return sum(int(self.alive[part.held.owners].sum()) for part in self.parts)

    # -------------------------------------------------------------- editing

    def put(self, texts: Sequence[str], owners: Numbers, numbers: int = 0) -> "Index":
        """With these texts too; `owners` ascend, and are numbers never used before; all below `numbers` are used."""
        used = max(numbers, int(owners.max(initial=-1)) + 1, len(self.alive))
        alive = np.append(self.alive, np.ones(used - len(self.alive), np.bool_))
        added = [segment(texts[some], owners[some], bag(texts[some], self.pinyin)) for some in _shares(owners)]
        before = self.parts
        while before and len(added) == 1 and _belong_together(before[-1].held, added[0]):
            both = (before[-1].held, added[0])
            before, added = before[:-1], [merged(both, [alive[part.owners] for part in both])]
        return Index(self.pinyin, (*before, *weighed(before, added)), alive)

    def drop(self, owner: int) -> "Index":
        alive = self.alive.copy()
        alive[owner] = False
        return Index(self.pinyin, self.parts, alive)

    # -------------------------------------------------------------- searching

    def query(self, text: str, unseen: Collection[int] | None = None) -> Query:
        """`unseen`: as if neither this text were here, nor any of these owners; None: as it is."""
        return self._asked(text, bag([text], self.pinyin).keys, unseen)

    def spoken(self, text: str) -> "tuple[Index, Query] | None":
        """The index as it is heard, and the text read as typed pinyin; None: that is not what it is."""
        if not any(part.chinese for part in self.parts) or not (sounds := self.pinyin.typed(text)):
            return None
        listening = Index(self.pinyin, tuple(part.spoken() for part in self.parts), self.alive)
        rest = bag([self.pinyin.untyped(text)], self.pinyin).keys
        return listening, replace(listening._asked(text, np.concatenate((rest, heard(sounds)))), spoken=True)

    def _asked(self, text: str, found: Keys, unseen: Collection[int] | None = None) -> Query:
        keys, often = np.unique(found, return_counts=True)
        weights, known = as_known(self.parts, keys)
        if unseen is not None:
            known &= spread(self.parts, keys, unseen) > (not unseen)
        weights *= OFTEN[np.minimum(often, len(OFTEN) - 1)]
        whole, told = float(weights @ weights), float(weights[known] @ weights[known])
        shrunk = weights[known] / np.float32(np.sqrt(told) or 1.0)
        return Query(text, keys[known], shrunk, told / whole if whole else 0.0, len(keys))

    def nearest(self, query: Query, limit: int, refused: Collection[int] = (), tell: Tell | None = None) -> Hits:
        """About the `limit` nearest texts of owners that are not `refused`.

        `tell` of what is `told`: by those that are refused; of a query in pinyin, by all others that are near."""
        alive = self.alive.copy()
        alive[list(refused)] = False
        heard = alive if query.spoken else self.alive & ~alive
        sums, told = np.zeros(len(alive)), np.zeros(0)
        found: list[_Found] = []
        budget = _BUDGET // max(len(self.parts), 1)
        for part in self.parts:
            cosines = part.cosines(query.keys, query.weights, budget)
            found_rows = np.flatnonzero(cosines > 0)
            rows = found_rows[alive[part.held.owners[found_rows]]]
            near = cosines[rows]
            sums += np.bincount(part.held.owners[rows], near, len(alive))
            if tell is not None:
                asked = found_rows[heard[part.held.owners[found_rows]]]
                more = tell(part.held, asked, cosines[asked])
                told = more + told if len(told) else more
            if len(rows) > limit:
                enough = near >= np.partition(near, -limit)[-limit]
                near, rows = near[enough], rows[enough]
            found.append((near, rows, part.held.owners[rows]))
        return _ordered(found, limit, sums, told)

    def text(self, part: int, row: int) -> str:
        return self.parts[part].held.texts[row]

    def length(self, owner: int) -> float:
        """Of the sum of the owner's texts."""
        return max((part.length(owner) for part in self.parts), default=0.0)


def _belong_together(before: Segment, added: Segment) -> bool:
    near_in_size = _RATIO * len(added) >= len(before) or len(before) + len(added) <= _SMALL
    return near_in_size and len(before) + len(added) <= _LARGE


def _shares(owners: Numbers) -> Iterator[slice]:
    """Of texts, by `_LARGE` at most, all of an owner in one."""
    start = 0
    while start == 0 or start < len(owners):
        end = min(start + _LARGE, len(owners))
        if end < len(owners) and owners[end - 1] == owners[end] != owners[start]:
            end = int(np.searchsorted(owners, owners[end]))
        yield slice(start, end)
        start = end or 1


def _ordered(found: Sequence[_Found], limit: int, sums: Reals, told: Reals) -> Hits:
    """The best of all segments; of equally near texts the older first."""
    near = np.concatenate([np.zeros(0), *(one[0] for one in found)])
    rows = np.concatenate([np.zeros(0, np.intp), *(one[1] for one in found)])
    owners = np.concatenate([np.zeros(0, np.int32), *(one[2] for one in found)])
    parts = np.repeat(np.arange(len(found)), [len(one[0]) for one in found])
    order = np.argsort(-near, kind="stable")[:limit]
    return Hits(parts[order], rows[order], owners[order], near[order].astype(np.float32), sums, told)
