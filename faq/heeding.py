"""Tells the matcher each day what buyers lately ask, so that it is as sure as that allows. Pure, but for the log.

Every process reads the same log up to the same midnight, and so comes to the same; within a day nothing changes. Who
asks a hundred times counts as a few: nobody makes the shop silent, or bold, by himself.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from core.ports import Clock
from faq.asked import Question, QuestionLog
from faq.confidence import Evidence
from faq.explained import Explanation

LOOKS_BACK = timedelta(days=30)
HEEDED = 1000
"""Questions: the latest. More would say no more, and take longer."""
A_CHAT = 5
"""Questions of one chat that count: the latest."""


@runtime_checkable
class Heeds(Protocol):
    """An ability of matchers: how sure it is follows what is asked."""

    @property
    def learnings(self) -> int:
        """How often it has learnt; what was heeded before that should be heeded anew."""

    def explain(self, text: str) -> Explanation: ...

    def heed(self, asked: Sequence[Evidence]) -> None: ...


@dataclass(slots=True)
class Heeding:
    """`zone`: whose midnight it is."""

    log: QuestionLog
    matcher: Heeds
    zone: ZoneInfo
    clock: Clock
    _done: tuple[date, int] | None = None

    async def renew_if_due(self) -> None:
        """Once a day, and when the matcher has learnt. Raises: StoreUnavailable."""
        today = self.clock.now().astimezone(self.zone).date()
        due = today, self.matcher.learnings
        if due == self._done:
            return
        midnight = datetime.combine(today, time(), self.zone)
        asked = await self.log.questions(midnight - LOOKS_BACK)
        texts = [one.heard.text for one in counting(one for one in asked if one.at < midnight)]
        await asyncio.to_thread(self._heed, texts)
        self._done = due

    def _heed(self, texts: Iterable[str]) -> None:
        found = [self.matcher.explain(text).evidence for text in texts]
        self.matcher.heed([one for one in found if one is not None])


def counting(asked: Iterable[Question]) -> Iterator[Question]:
    """Of the newest first: a few of each chat, and not too many in all."""
    chats: Counter[object] = Counter()

    def few(one: Question) -> bool:
        chats[one.chat] += 1
        return chats[one.chat] <= A_CHAT

    return islice(filter(few, asked), HEEDED)
