"""What "did this help?" says for an entry and against it: a little, and hard to abuse. Pure.

Of two entries that are about as near to a question, the one that has helped more buyers comes first. Whoever votes a
hundred times is one buyer; whoever comes with a hundred accounts in one night is ten.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, runtime_checkable

from core.ports import Clock
from faq.asked import Ballot, QuestionLog
from faq.book import Edit, FaqBook
from faq.entries import Entry
from faq.shares import likely
from faq.skill_answer import can_be_denied

LOOKS_BACK = timedelta(days=90)
BUYERS = 8
"""Fewer say nothing of an entry."""
A_DAY = 10
"""Votes on an entry that count of one day: the first."""
_EDITS = 1000


@runtime_checkable
class Favours(Protocol):
    """An ability of matchers: of entries that are about as near, the favoured one comes first."""

    def entries(self) -> Sequence[Entry]:
        """Those that are enabled."""

    def favour(self, weights: Mapping[str, float]) -> None:
        """By entry id, -1 to 1: instead of all told before. Who is not named is neither favoured nor the opposite."""


@dataclass(frozen=True, slots=True)
class Favouring:
    """Tells the matcher of this process what buyers found helpful, of entries of which they can say both."""

    log: QuestionLog
    book: FaqBook
    matcher: Favours
    clock: Clock

    async def renew(self) -> None:
        """Raises: StoreUnavailable."""
        judged = {tuple(entry.key) for entry in self.matcher.entries() if can_be_denied(entry)}
        every = await self.log.ballots(self.clock.now() - LOOKS_BACK)
        ballots = [one for one in every if (one.entry, one.language) in judged]
        rewritten = last_rewritten(await self.book.history(limit=_EDITS)) if ballots else {}
        self.matcher.favour(await asyncio.to_thread(favour, ballots, rewritten))


def favour(ballots: Iterable[Ballot], rewritten: Mapping[tuple[str, str], datetime]) -> dict[str, float]:
    """-1 to 1 for each entry that surely helps more, or less, than the whole FAQ does; others are left out.

    `ballots`: the oldest first. `rewritten`: by id and language, when the answer became another one; what was said
    before is void."""
    fair = list(_counting(_last_words(one for one in ballots if _holds(one, rewritten))))
    votes, helped = Counter(one.entry for one in fair), Counter(one.entry for one in fair if one.helped)
    mean = (helped.total() + 1) / (votes.total() + 2)
    found = {entry: _beyond(mean, helped[entry], count) for entry, count in votes.items() if count >= BUYERS}
    return {entry: much for entry, much in sorted(found.items()) if much}


def last_rewritten(edits: Sequence[Edit]) -> dict[tuple[str, str], datetime]:
    """By id and language: when the answer last became another one. `edits`: the newest first."""
    return {
        edit.key: edit.at
        for edit in reversed(edits)
        if edit.before is not None and edit.after is not None and edit.before.answer != edit.after.answer
    }


def _holds(ballot: Ballot, rewritten: Mapping[tuple[str, str], datetime]) -> bool:
    at = rewritten.get((ballot.entry, ballot.language))
    return at is None or ballot.at >= at


def _last_words(ballots: Iterable[Ballot]) -> Iterable[Ballot]:
    """One of each buyer on each entry, in whichever chat and language."""
    return {(one.buyer, one.entry): one for one in ballots}.values()


def _counting(ballots: Iterable[Ballot]) -> Iterator[Ballot]:
    """Without the crowd of one day."""
    days: dict[tuple[str, date], int] = defaultdict(int)
    for one in sorted(ballots, key=lambda ballot: ballot.at):
        days[one.entry, one.at.date()] += 1
        if days[one.entry, one.at.date()] <= A_DAY:
            yield one


def _beyond(mean: float, helped: int, votes: int) -> float:
    """How far the likely share lies wholly above or below the mean, as a part of what there is above or below it."""
    low, high = likely(helped, votes)
    return max(0.0, (low - mean) / (1 - mean)) + min(0.0, (high - mean) / mean)
