"""What buyers have asked the FAQ and whether it helped, in memory."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.lessons import Heard, Outcome, Voted
from core.turns import ConversationId
from faq.asked import Question, Votes, tallied
from storage.memory.kept import Kept


@dataclass(frozen=True, slots=True)
class QuestionLogInMemory:
    """faq.asked.QuestionLog."""

    kept: Kept

    async def questions(self, since: datetime, limit: int = 20_000) -> Sequence[Question]:
        self.kept.reach()
        found = sorted(self._questions(since), key=lambda one: (one.at, one.id), reverse=True)
        return found[:limit]

    async def votes(self, since: datetime) -> Sequence[Votes]:
        self.kept.reach()
        answered = [one for one in self._questions(since) if one.heard.outcome is Outcome.ANSWERED]
        chats = {(one.heard.entry, one.heard.trial, one.chat) for one in answered}
        last = {(id_, one.entry, one.trial): one.helped for id_, one in self._votes(since)}
        voted = Counter((entry, trial, helped) for (_, entry, trial), helped in last.items())
        return tallied(Counter((entry, trial) for entry, trial, _ in chats), voted)

    async def forget(self, before: datetime) -> int:
        self.kept.reach()
        last = {(id_, one.entry, one.trial): at for id_, one, at in self.kept.lessons if isinstance(one, Voted)}
        old = [one for one in self.kept.lessons if isinstance(one[1], Heard) and one[2] < before]
        self.kept.lessons[:] = [one for one in self.kept.lessons if one[2] >= before]
        return len(old) + sum(at < before for at in last.values())

    def _questions(self, since: datetime) -> Iterator[Question]:
        for number, (id_, lesson, at) in enumerate(self.kept.lessons, 1):
            if isinstance(lesson, Heard) and at >= since:
                yield Question(number, at, id_, lesson)

    def _votes(self, since: datetime) -> Iterator[tuple[ConversationId, Voted]]:
        for id_, lesson, at in self.kept.lessons:
            if isinstance(lesson, Voted) and at >= since:
                yield id_, lesson
