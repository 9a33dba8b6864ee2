"""Scores of the entries near a question, and what speaks for the best of them. Pure."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from faq.confidence import Evidence
from faq.entries import Entry
from faq.index import Hits, Index, Query
from faq.kernel import Near
from faq.segment import Floats, Places, Reals
from faq.shelf import Shelf

_TOTAL = {"votes": 1.0, "whole": 0.3, "told": 2.0, "spelling": 0.3, "covered": 0.5, "used": 0.3}
"""What counts how much for the rank of a group."""
_TINY = 1e-6
_SHARP, _FAR, _SILENCE = 3.0, 3.0, -1.0
"""Of what is told: how sharply it is shared out; what lies farther says no more; about so much is told of nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matter as a possible answer.

    `score`    by which candidates are ranked: `votes` of its near phrasings, and `whole`, its cosine as a whole
    `nearest`  its phrasing nearest to the question, `near` and `spelling` how near that is
    """

    entry: Entry
    score: float
    votes: float
    whole: float
    nearest: str
    near: float
    spelling: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest first, one per matter; and what speaks for that one. `same`: it is a phrasing word for word."""

    candidates: tuple[Candidate, ...] = ()
    evidence: Evidence | None = None
    same: Entry | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """By group, of which there are as many as there are matters (and languages) near; `first`: its nearest phrasing.

    `near`, `spelling`, `used`: of its nearest phrasing in that; `several`: `near` of its three nearest, on average;
    `covered`: of the question by all of them together"""

    first: Places
    votes: Reals
    whole: Reals
    told: Reals
    near: Reals
    several: Reals
    spelling: Reals
    covered: Reals
    used: Reals
    total: Reals


def scored(shelf: Shelf, near: Near, hits: Hits, without: int | None) -> Scores:
    numbers, group = np.unique(shelf.groups[near.owners], return_inverse=True)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(group[order]) > 0))
    has = np.logical_or.reduceat(near.has[order], starts, axis=0)
    parts = {
        "votes": np.bincount(group, near.votes),
        "whole": _wholes(shelf, near, hits, group, len(numbers), without),
        "told": hits.told[numbers] if len(hits.told) else np.full(len(numbers), _SILENCE),
        "near": np.maximum.reduceat(near.cosines[order], starts),
        "several": _first_three(near.cosines[order], starts),
        "spelling": np.maximum.reduceat(near.spelt[order], starts),
        "covered": has @ near.weighs,
        "used": np.maximum.reduceat(near.used[order], starts),
    }
    nothing = np.full(len(numbers), -_TOTAL["told"] * _SILENCE)
    total: Reals = sum((weight * parts[name] for name, weight in _TOTAL.items()), nothing).astype(np.float64)
    return Scores(first=order[starts], total=total, **{name: part.astype(np.float64) for name, part in parts.items()})


def _first_three(values: Floats, starts: Places) -> Reals:
    """Of each run the average of its first three, or of as many as there are."""
    ends = np.minimum(starts + 3, np.append(starts[1:], len(values)))
    total = np.append(0.0, np.cumsum(values, dtype=np.float64))
    return np.asarray((total[ends] - total[starts]) / (ends - starts))


def _wholes(shelf: Shelf, near: Near, hits: Hits, group: Places, size: int, without: int | None) -> Reals:
    """Of each group the best of its entries."""
    whole = np.zeros(size)
    owners, firsts = np.unique(near.owners, return_index=True)
    for owner, first in zip(owners.tolist(), firsts.tolist(), strict=True):
        cosine = _whole(shelf.index, hits, owner, copies=int(owner == without))
        whole[group[first]] = max(whole[group[first]], cosine)
    return whole


def _whole(index: Index, hits: Hits, owner: int, copies: int) -> float:
    """Cosine to the sum of the owner's phrasings, where `copies` of the question itself are left out of it."""
    along, length = float(hits.sums[owner]), index.length(owner)
    if copies:
        length = sqrt(max(length * length - 2 * copies * (along + copies) + copies * copies, _TINY))
    return min(along / length, 1.0) if length else 0.0


def evidence(query: Query, scores: Scores, matters: list[tuple[int, Candidate]]) -> Evidence:
    (group, best), others = matters[0], [candidate for _, candidate in matters[1:]]
    return Evidence(
        vote=best.votes,
        lead=best.score - max((other.score for other in others), default=0.0),
        near=best.near,
        whole=best.whole,
        ahead=best.whole - max((other.whole for other in others), default=0.0),
        spelling=best.spelling,
        covered=float(scores.covered[group]),
        used=float(scores.used[group]),
        known=query.known,
        short=1 / max(query.size, 1),
        several=float(scores.several[group]),
        **_learnt(scores, group),
    )


def _learnt(scores: Scores, group: int) -> dict[str, float]:
    """0 where none have learnt."""
    if (scores.told == _SILENCE).all():
        return dict.fromkeys(("told", "told_lead", "told_share"), 0.0)
    told = float(scores.told[group])
    odds = np.exp(_SHARP * (scores.told - scores.told.max()))
    return {
        "told": float(np.clip(told, -_FAR, _FAR)),
        "told_lead": float(np.clip(told - np.delete(scores.told, group).max(initial=_SILENCE), -_FAR, _FAR)),
        "told_share": float(odds[group] / odds.sum()),
    }
