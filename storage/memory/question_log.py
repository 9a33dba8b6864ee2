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
        last = [(*of, helped) for of, (at, helped) in self._votes().items() if at >= since]
        voted = Counter((entry, trial, helped) for _, entry, trial, helped in last)
        return tallied(Counter((entry, trial) for entry, trial, _ in chats), voted)

    async def forget(self, before: datetime) -> int:
        self.kept.reach()
        old = [one for one in self.kept.lessons if isinstance(one[1], Heard) and one[2] < before]
        count = len(old) + sum(at < before for at, _ in self._votes().values())
        self.kept.lessons[:] = [one for one in self.kept.lessons if one[2] >= before]
        return count

    def _questions(self, since: datetime) -> Iterator[Question]:
        votes = self._votes()
        for number, (id_, heard, at) in enumerate(self.kept.lessons, 1):
            if isinstance(heard, Heard) and at >= since:
                _, helped = votes.get((id_, heard.entry, heard.trial), (at, None))
                yield Question(number, at, id_, heard, helped)

    def _votes(self) -> dict[tuple[ConversationId, str, bool], tuple[datetime, bool]]:
        """The last of each chat on each answer."""
        return {
            (id_, one.entry, one.trial): (at, one.helped)
            for id_, one, at in self.kept.lessons
            if isinstance(one, Voted)
        }
