"""The index with what its texts have learnt to say: what is near a question, as one moment holds it. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from faq.features import Numbers
from faq.index import Hits, Index, Query
from faq.segment import Places, Reals, Segment
from faq.votes import Votes

_NEIGHBOURS = 64
_COPY = 0.97
"""Cosine from which on a phrasing is (nearly) the question itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """Asks what is known as if it were not: what of `owner` is (nearly) the question does not count, and the votes are
    as they would be without it; or nothing of all the owners `gone` is there."""

    owner: int | None = None
    votes: Votes | None = None
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """`groups` of each owner: entries of one matter whose languages share words are one group; `size`: of all those."""

    index: Index
    groups: Numbers
    size: int = 0
    votes: Votes | None = None

    def hits(self, query: Query, refused: Collection[int], without: int | None) -> Hits:
        """`without`: an owner whose texts that are (nearly) the query are left out."""
        hits = self._told(query, refused)
        if without is None:
            return hits
        texts = map(self.index.text, hits.parts.tolist(), hits.rows.tolist())
        itself = np.fromiter((text == query.text for text in texts), np.bool_, len(hits.rows))
        gone = (hits.owners == without) & (itself | (hits.cosines > _COPY))
        told = hits.told.copy()
        for part in np.unique(hits.parts[gone]).tolist() if len(told) else ():
            these = gone & (hits.parts == part)
            told -= self._said(self.index.parts[part].held, hits.rows[these], hits.cosines[these].astype(np.float64))
        return replace(hits.but(gone), told=told)

    def forgetting(self, owners: Iterable[int], index: Index) -> "Shelf":
        """Owners that have gone, but are in `index`, have said nothing."""
        votes = self.votes
        if votes is None:
            return self
        for owner in owners:
            found = [part.vectors(rows) for part in index.parts if len(rows := part.owned(owner))]
            votes = votes.forgetting(owner, found)
        return replace(self, votes=votes)

    def _told(self, query: Query, refused: Collection[int]) -> Hits:
        """What is typed in pinyin is not what the phrasings have learnt: there only those near are heard."""
        if self.votes is None:
            return self.index.nearest(query, _NEIGHBOURS, refused)
        hits = self.index.nearest(query, _NEIGHBOURS, refused, self._said)
        told = self.votes.before(self.size)
        if query.spoken:
            told += hits.told
        else:
            told += self.votes.told(query, hits.sums, self.groups, self.size) - hits.told
        return replace(hits, told=told)

    def _said(self, held: Segment, rows: Places, cosines: Reals) -> Reals:
        return np.zeros(0) if self.votes is None else self.votes.said(held, rows, cosines, self.groups, self.size)
