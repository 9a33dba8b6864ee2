"""What buyers have asked the FAQ and whether it helped, in memory."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.lessons import Heard, Outcome, Voted
from core.turns import ConversationId
from faq.asked import Ballot, Question, Votes, tallied
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
        chats = {(one.heard.entry, one.heard.language, one.heard.trial, one.chat) for one in answered}
        last = [(of, vote) for of, (at, vote) in self._votes().items() if at >= since]
        voted = Counter((vote.entry, vote.language, vote.trial, vote.helped) for _, vote in last)
        return tallied(Counter((entry, language, trial) for entry, language, trial, _ in chats), voted)

    async def ballots(self, since: datetime) -> Sequence[Ballot]:
        """Nobody's chats are linked here."""
        self.kept.reach()
        given = {(one.chat, one.heard.entry) for one in self._questions(since) if one.heard.outcome is Outcome.ANSWERED}
        found = [
            Ballot(f"chat {chat}", vote.entry, vote.language, at, vote.helped)
            for (chat, entry, _), (at, vote) in self._votes().items()
            if at >= since and (chat, entry) in given
        ]
        return sorted(found, key=lambda one: one.at)

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
                vote = votes.get((id_, heard.entry, heard.trial))
                yield Question(number, at, id_, heard, vote[1].helped if vote else None)

    def _votes(self) -> dict[tuple[ConversationId, str, bool], tuple[datetime, Voted]]:
        """The last of each chat on each answer."""
        return {(id_, one.entry, one.trial): (at, one) for id_, one, at in self.kept.lessons if isinstance(one, Voted)}
