"""The FAQ of a running process: the book, and the matcher that follows it, whoever edits."""

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Thread
from typing import Protocol

from core.errors import StoreUnavailable
from faq.book import Change, Edit, FaqBook
from faq.entries import ANYBODY, Entry, EntryKey, Situation
from faq.explained import Explanation
from faq.matcher import Matcher

TOPIC = "faq"
BEHIND = 10
"""So much nicer is learning than the rest: beside a busy shop it gets a tenth of a processor."""


class Hints(Protocol):
    """As storage.database.Database gives and takes them."""

    def hint(self, topic: str, text: str) -> None: ...

    def listen(self, topic: str, tell: Callable[[str], None]) -> None: ...


class LearningMatcher(Matcher, Protocol):
    def explain(self, text: str, situation: Situation = ANYBODY) -> Explanation:
        """What `match` finds, and why."""

    def learn(self) -> None:
        """Fits the confidence to the entries that are here now; takes a while, and runs in a thread of its own."""


class LiveFaq:
    """Implements faq.book.FaqBook: what is edited here, the matcher has when `edit` or `undo` returns.

    Other processes are told by a hint, and ask for themselves besides (`catch_up`, each second)."""

    def __init__(self, book: FaqBook, matcher: LearningMatcher, hints: Hints, last: int) -> None:
        """`last`: the number of the last edit that the matcher holds."""
        self.matcher = matcher
        self._learning: Thread | None = None
        self._learnt: int | None = None
        self._settled: int | None = None
        self._book = book
        self._hints = hints
        self._last = last
        self._alone = asyncio.Lock()
        self._catching_up: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """From now on hints are followed. Call it once, when the database is open."""
        self._hints.listen(TOPIC, self._heard)

    async def load(self) -> tuple[Sequence[Entry], int]:
        return await self._book.load()

    async def edit(self, changes: Sequence[Change], by: str, at: datetime) -> Sequence[Edit]:
        edits = await self._book.edit(changes, by, at)
        await self._took(edits)
        return edits

    async def since(self, number: int) -> Sequence[Edit]:
        return await self._book.since(number)

    async def history(self, key: EntryKey | None = None, limit: int = 20) -> Sequence[Edit]:
        return await self._book.history(key, limit)

    async def undo(self, number: int, by: str, at: datetime) -> Edit:
        edit = await self._book.undo(number, by, at)
        await self._took([edit])
        return edit

    async def catch_up(self) -> None:
        """Takes over what was edited elsewhere. Raises: StoreUnavailable."""
        async with self._alone:
            await self._apply(await self._book.since(self._last))

    async def learn_if_due(self) -> None:
        """At first, and when nothing was edited between two calls after an edit: not in the midst of an import."""
        last = self._last
        if last == self._settled and last != self._learnt and self._learning is None:
            self._learning = Thread(target=self._learn, args=(last,), name="faq-learn", daemon=True)
            self._learning.start()
        self._settled = last

    def _learn(self, last: int) -> None:
        """In a thread that nobody waits for: the process may end meanwhile."""
        _give_way()
        try:
            self.matcher.learn()
        finally:
            self._learnt, self._learning = last, None

    async def _took(self, edits: Sequence[Edit]) -> None:
        if not edits:
            return
        async with self._alone:
            if edits[0].number > self._last + 1:  # somebody else's come first
                edits = await self._book.since(self._last)
            await self._apply(edits)
        self._hints.hint(TOPIC, str(self._last))

    async def _apply(self, edits: Sequence[Edit]) -> None:
        """One by one, so that messages are answered in between."""
        for edit in edits:
            if edit.number <= self._last:
                continue
            if edit.after is None:
                self.matcher.drop(edit.key)
            else:
                self.matcher.put(edit.after)
            self._last = edit.number
            await asyncio.sleep(0)

    def _heard(self, number: str) -> None:
        if int(number) > self._last and (self._catching_up is None or self._catching_up.done()):
            self._catching_up = asyncio.create_task(self._follow(), name="faq-hint")

    async def _follow(self) -> None:
        try:
            await self.catch_up()
        except StoreUnavailable:
            return  # asked again within a second


def _give_way() -> None:
    """This thread takes what the others leave of the processors."""
    if sys.platform == "linux":  # where a thread has a priority of its own
        os.nice(BEHIND)
