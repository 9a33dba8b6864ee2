"""The phrasings of the FAQ as vectors, and which entries are near another vector. Pure.

Readers may run while one writer edits: they work on a snapshot, and rows are only ever added behind its end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.embedding import Vectors
from faq.entries import EntryKey

_NEIGHBOURS = 32
_SHARP = 20.0
"""How much faster the nearer of two phrasings counts more."""
_COPY = 0.995
_MOST_DEAD = 0.5


class Near(NamedTuple):
    """`cosine` of the entry's nearest phrasing; `share` of all votes that its phrasings have, 0 to 1."""

    key: EntryKey
    cosine: float
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """`owners`: of each row, the place of its entry in `keys`; `alive`: by that place."""

    matrix: Vectors
    owners: NDArray[np.int32]
    size: int
    keys: tuple[EntryKey, ...]
    alive: NDArray[np.bool_]


class SemanticIndex:
    def __init__(self) -> None:
        self._rows: _Rows | None = None
        self._place: dict[EntryKey, int] = {}

    def __len__(self) -> int:
        """Entries that are here."""
        return len(self._place)

    def put(self, key: EntryKey, vectors: Vectors) -> None:
        """All wordings of an entry, instead of what was here under its key."""
        self.drop(key)
        rows = self._rows
        if rows is None or rows.matrix.shape[1] != vectors.shape[1]:
            rows = _empty(vectors.shape[1])
            self._place.clear()
        rows = _with_room(rows, len(vectors))
        end = rows.size + len(vectors)
        rows.matrix[rows.size : end] = vectors
        rows.owners[rows.size : end] = len(rows.keys)
        self._place[key] = len(rows.keys)
        self._rows = replace(rows, size=end, keys=(*rows.keys, key), alive=np.append(rows.alive, True))

    def drop(self, key: EntryKey) -> None:
        place = self._place.pop(key, None)
        if place is None or self._rows is None:
            return
        alive = self._rows.alive.copy()
        alive[place] = False
        self._rows = replace(self._rows, alive=alive)
        if np.count_nonzero(alive) < len(alive) * (1 - _MOST_DEAD):
            self._compact(self._rows)

    def nearest(self, vector: NDArray[np.float32], without: str | None = None) -> Sequence[Near]:
        """The entries near a vector, the nearest first. `without`: the id of a matter whose copies of the vector do not
        count (to ask a phrasing as if it were not known yet)."""
        rows = self._rows
        if rows is None or not rows.size or rows.matrix.shape[1] != len(vector):
            return ()
        owners = rows.owners[: rows.size]
        cosines = rows.matrix[: rows.size] @ vector
        cosines[~rows.alive[owners]] = -1
        if without is not None:
            own = np.array([key.id == without for key in rows.keys])
            cosines[own[owners] & (cosines > _COPY)] = -1
        most = min(_NEIGHBOURS, rows.size)
        near = np.argpartition(cosines, -most)[-most:]
        near = near[cosines[near] > 0]
        return _voted(rows, owners[near], cosines[near]) if len(near) else ()

    def _compact(self, rows: _Rows) -> None:
        kept = rows.alive[rows.owners[: rows.size]]
        moved = np.cumsum(rows.alive, dtype=np.int32) - 1
        keys = tuple(key for key, lives in zip(rows.keys, rows.alive.tolist(), strict=True) if lives)
        matrix, owners = rows.matrix[: rows.size][kept], moved[rows.owners[: rows.size][kept]]
        self._place = {key: place for place, key in enumerate(keys)}
        self._rows = _Rows(matrix, owners, len(matrix), keys, np.ones(len(keys), np.bool_))


def _voted(rows: _Rows, owners: NDArray[np.int32], cosines: Vectors) -> Sequence[Near]:
    votes = np.exp(_SHARP * (cosines - cosines.max()))
    places, which = np.unique(owners, return_inverse=True)
    shares = np.bincount(which, votes) / votes.sum()
    best = np.full(len(places), -1.0)
    np.maximum.at(best, which, cosines)
    order = sorted(range(len(places)), key=lambda at: (-shares[at], -best[at], places[at]))
    return [Near(rows.keys[places[at]], float(best[at]), float(shares[at])) for at in order]


def _empty(width: int) -> _Rows:
    return _Rows(np.zeros((0, width), np.float32), np.zeros(0, np.int32), 0, (), np.zeros(0, np.bool_))


def _with_room(rows: _Rows, more: int) -> _Rows:
    needed = rows.size + more
    if needed <= len(rows.matrix):
        return rows
    capacity = max(256, 2 * len(rows.matrix), needed)
    matrix = np.zeros((capacity, rows.matrix.shape[1]), np.float32)
    owners = np.zeros(capacity, np.int32)
    matrix[: rows.size], owners[: rows.size] = rows.matrix[: rows.size], rows.owners[: rows.size]
    return replace(rows, matrix=matrix, owners=owners)
