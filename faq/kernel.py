"""How much the nearest phrasings speak for each entry: regression on a kernel of the few that are near. Pure.

All phrasings of an entry vote, and each for what it adds: ten near copies say no more than one. A single best phrasing
is right 5 to 15 % less often. The kernel is the cosine of the features and, for typing slips, edit similarity.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from faq.features import Numbers
from faq.index import Hits, Index, Query
from faq.segment import Floats, Places

_SPELLING = 0.25
_POWER = 1.25
_RIDGE = 0.5
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """The phrasings near a query, the nearest first.

    `votes`    what each adds for its entry; about 1 in all where the question is one of the phrasings
    `cosines`  to the query
    `spelt`    edit similarity to the query
    `used`     share of each one's weight in features that the query has
    `has`      which of the query's features each has; `weighs`: their squared weights
    """

    texts: tuple[str, ...]
    owners: Numbers
    votes: Floats
    cosines: Floats
    spelt: Floats
    used: Floats
    has: NDArray[np.bool_]
    weighs: Floats


def compared(index: Index, query: Query, hits: Hits) -> Near:
    """Raises nothing; `hits` are at least one."""
    places = list(zip(hits.parts.tolist(), hits.rows.tolist(), strict=True))
    texts = [index.text(part, row) for part, row in places]
    written = [index.pinyin.spelt(text) for text in (query.text, *texts)] if query.spoken else [query.text, *texts]
    spelling = np.square(cdist(written, written, scorer=ratio, dtype=np.float32) / 100)
    vectors = _vectors(index, query, hits)
    cosines = np.maximum(vectors @ vectors.T, 0)
    np.fill_diagonal(cosines, 1)
    kernel = cosines**_POWER + _SPELLING * spelling
    kernel.flat[:: len(kernel) + 1] += _RIDGE
    votes: Floats = np.linalg.solve(kernel[1:, 1:], kernel[1:, 0])
    asked = vectors[0] > 0
    return Near(
        texts=tuple(texts),
        owners=hits.owners,
        votes=votes,
        cosines=cosines[0, 1:],
        spelt=np.sqrt(spelling[0, 1:]),
        used=np.square(vectors[1:, asked]).sum(axis=1),
        has=vectors[1:, asked] > 0,
        weighs=np.square(vectors[0, asked]),
    )


def _vectors(index: Index, query: Query, hits: Hits) -> Floats:
    """Of the query, which stands first, and of the hits; features that only one of all has are left out."""
    keys, values, rows = _collected(index, query, hits)
    packed = keys.astype(np.uint64) << _HALF | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    keys, order = packed >> _HALF, (packed & _LOW).astype(np.intp)
    same = keys[1:] == keys[:-1]
    shared = np.append(same, False) | np.append(False, same)
    keys, order = keys[shared], order[shared]
    column = np.cumsum(np.append(False, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.intp)
    dense = np.zeros((len(hits.rows) + 1, int(column[-1]) + 1 if len(column) else 1), np.float32)
    dense[rows[order], column] = values[order]
    return dense


def _collected(index: Index, query: Query, hits: Hits) -> tuple[NDArray[np.uint32], Floats, Places]:
    keys, values, rows = [query.keys], [query.weights], [np.zeros(len(query.keys), np.intp)]
    for number in np.unique(hits.parts).tolist():
        places = np.flatnonzero(hits.parts == number)
        some_keys, some_values, which = index.parts[number].vectors(hits.rows[places])
        keys.append(some_keys)
        values.append(some_values)
        rows.append(places[which] + 1)
    return np.concatenate(keys), np.concatenate(values), np.concatenate(rows)
