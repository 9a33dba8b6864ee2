"""Lets phrasings learn what they say, in the background: what tells each entry from the others of its language. Pure.

Mostly that is its own phrasings, and the few of others that are easily mistaken for them (`margins`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from faq.features import Keys, Numbers
from faq.leanings import Leanings, joined, leanings
from faq.margins import Machine, Rows, machine
from faq.segment import Floats, Places
from faq.votes import Ballots, Votes, unheard
from faq.weighed import Weighed

FOLDS = 5
_OTHERS = 6
"""Entries that a phrasing may vote on beside its own."""
_LIGHT = 0.02
"""What a feature says of an entry and that is less is left out."""
_LARGEST = 2_500_000
"""Phrasings times entries of a language: beyond, it would take minutes, and none of them vote; nor where entries have
but one or two."""

Part = tuple[Weighed, Places]
"""A segment and those of its rows that count."""
_Flags = NDArray[np.bool_]


def learnt_votes(parts: list[Part], groups: Numbers, families: Numbers, hidden: int | None = None) -> Votes | None:
    """`groups` and `families` (what shares no words is apart) of each owner.

    `hidden`: a fold (`fold_of`) whose rows are not learnt from, and say nothing. None: there is nothing to learn."""
    owners = np.concatenate([part.held.owners[rows] for part, rows in parts])
    shown = np.concatenate([fold_of(rows) != hidden for _, rows in parts])
    family, group = families[owners], groups[owners]
    able = [one for one in np.unique(family[shown]).tolist() if _may_learn(group[family == one])]
    if not able:
        return None
    taught = [_taught(_texts(parts, family == one), group[family == one], shown[family == one]) for one in able]
    silent = ~np.isin(family, able)  # beside those that have learnt
    ballots = dict(_by_owner(owners[silent], unheard(group[silent], _OTHERS + 1)))
    for one, found in zip(able, taught, strict=True):
        ballots.update(_by_owner(owners[family == one], found.ballots))
    silence = {name: bias for found in taught for name, bias in found.silence}
    return Votes(
        owners=np.array(sorted(ballots), np.int32),
        ballots=ballots,
        usual=float(np.mean([found.usual for found in taught])),
        silence=silence,
        usually=float(np.mean([*silence.values()])),
        learnt=joined([found.learnt for found in taught]),
    )


def work(owners: Numbers, groups: Numbers, families: Numbers) -> int:
    """Of learning, in the family that has most: its phrasings times its entries."""
    each = [owners[families[owners] == one] for one in np.unique(families[owners])]
    return max((len(mine) * len(np.unique(groups[mine])) for mine in each), default=0)


def fold_of(rows: Places) -> Places:
    return rows % FOLDS


def _may_learn(groups: Numbers) -> bool:
    """`groups` of the phrasings of a family."""
    entries = len(np.unique(groups))
    return 1 < entries <= _LARGEST / len(groups) and entries * 2 <= len(groups)


def _by_owner(owners: Numbers, ballots: Ballots) -> Iterable[tuple[int, Ballots]]:
    on, much = ballots
    bounds = [*np.flatnonzero(np.append(True, owners[1:] != owners[:-1])).tolist(), len(owners)]
    return [(int(owners[start]), (on[start:end], much[start:end])) for start, end in pairwise(bounds) if start < end]


# ------------------------------------------------------------------ one family


@dataclass(frozen=True, slots=True)
class _Taught:
    """Of each row its ballots, of each group its bias; the rest as in `Votes`."""

    ballots: Ballots
    usual: float
    silence: Sequence[tuple[int, float]]
    learnt: Leanings


def _texts(parts: list[Part], mine: _Flags) -> tuple[Rows, Keys]:
    """With the key of each column."""
    keys, values, begins, begin = [], [], [np.zeros(1, np.intp)], 0
    for part, rows in parts:
        chosen = rows[mine[begin : begin + len(rows)]]
        begin += len(rows)
        some_keys, some_values, which = part.vectors(chosen)
        begins.append(begins[-1][-1] + np.cumsum(np.bincount(which, minlength=len(chosen))))
        keys.append(some_keys)
        values.append(some_values)
    names, columns = np.unique(np.concatenate(keys), return_inverse=True)
    return Rows(np.concatenate(begins), columns, np.concatenate(values), len(names)), names


def _taught(texts: tuple[Rows, Keys], groups: Numbers, shown: _Flags) -> _Taught:
    rows, keys = texts
    names, entry = np.unique(groups, return_inverse=True)
    seen = np.flatnonzero(shown)
    machines = _machines(rows.some(seen), entry[seen], len(names))
    on, much = unheard(entry, _OTHERS + 1)
    on[seen], much[seen] = _kept(machines, entry[seen])
    said = (rows.some(seen[one.rows]).added(one.votes) for one in machines)
    silence = [(name, one.bias) for name, one in zip(names.tolist(), machines, strict=True)]
    usual = float(np.mean(much[seen, 0]))
    return _Taught((names[on].astype(np.int32), much), usual, silence, _told(keys, names, said))


def _machines(rows: Rows, entry: Places, entries: int) -> list[Machine]:
    order = np.argsort(entry, kind="stable")
    bounds = np.searchsorted(entry[order], np.arange(entries + 1))
    return [
        machine(rows, order[first:last]) if first < last else Machine(order[:0], np.zeros(0, np.float32), -1.0)
        for first, last in pairwise(bounds.tolist())
    ]


def _told(keys: Keys, names: Numbers, said: Iterable[Floats]) -> Leanings:
    """`said` of every column, for each group of `names`: one at a time, as each is large."""
    found = [(keys[places], one[places]) for one in said for places in [np.flatnonzero(np.abs(one) > _LIGHT)]]
    on = np.repeat(names, [len(some) for some, _ in found])
    return leanings(np.concatenate([some for some, _ in found]), on, np.concatenate([much for _, much in found]))


def _kept(machines: Sequence[Machine], entry: Places) -> Ballots:
    """Votes of rows, as a table: the own entry first, then others by how much is said against them."""
    of = np.concatenate([one.rows for one in machines])
    on = np.repeat(np.arange(len(machines)), [len(one.rows) for one in machines])
    much = np.concatenate([one.votes for one in machines])
    other = on != entry[of]
    order = np.lexsort((much, other, of))
    of, on, much, other = of[order], on[order], much[order], other[order]
    first = np.searchsorted(of, of)
    place = np.arange(len(of)) - first + other[first]  # one place on, where it says nothing of its own entry
    kept = place <= _OTHERS
    table, votes = unheard(entry, _OTHERS + 1)
    table[of[kept], place[kept]] = on[kept]
    votes[of[kept], place[kept]] = much[kept]
    return table, votes
