"""What buyers have asked the FAQ and whether it helped, in SQL. Written by the step, read here: seldom, by people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, delete, distinct, func
from sqlmodel import Session, col, select

from core.lessons import Heard, Outcome
from core.turns import ConversationId
from faq.asked import Ballot, Question, Votes, tallied
from storage.kinbook import KinRow
from storage.sessions import Sessions
from storage.tables import QuestionRow, VoteRow

_OF_SAME_ANSWER = and_(
    col(VoteRow.conversation) == col(QuestionRow.conversation),
    col(VoteRow.entry) == col(QuestionRow.entry),
    col(VoteRow.trial) == col(QuestionRow.trial),
)


@dataclass(frozen=True, slots=True)
class QuestionLogInSql:
    """faq.asked.QuestionLog."""

    sessions: Sessions

    async def questions(self, since: datetime, limit: int = 20_000) -> Sequence[Question]:
        query = (
            select(QuestionRow, VoteRow.helped)
            .join(VoteRow, _OF_SAME_ANSWER, isouter=True)
            .where(QuestionRow.at >= since.timestamp())
            .order_by(col(QuestionRow.at).desc(), col(QuestionRow.id).desc())
            .limit(limit)
        )
        return await self.sessions.read(lambda session: [_question(*found) for found in session.exec(query)])

    async def votes(self, since: datetime) -> Sequence[Votes]:
        """Who got an answer also counts where he got it twice."""
        moment = since.timestamp()
        entry, language, trial = col(QuestionRow.entry), col(QuestionRow.language), col(QuestionRow.trial)
        given = (
            select(entry, language, trial, func.count(distinct(col(QuestionRow.conversation))))
            .where(QuestionRow.at >= moment, QuestionRow.outcome == Outcome.ANSWERED.value)
            .group_by(entry, language, trial)
        )
        voted = select(VoteRow.entry, VoteRow.language, VoteRow.trial, VoteRow.helped).where(VoteRow.at >= moment)

        def count(session: Session) -> list[Votes]:
            arms = {(entry, language, trial): chats for entry, language, trial, chats in session.exec(given)}
            return tallied(arms, Counter(session.exec(voted)))

        return await self.sessions.read(count)

    async def ballots(self, since: datetime) -> Sequence[Ballot]:
        """Joined to a list of who got what, not asked vote by vote: there is no index by chat."""
        moment = since.timestamp()
        given = (
            select(QuestionRow.conversation, QuestionRow.entry)
            .where(QuestionRow.at >= moment, QuestionRow.outcome == Outcome.ANSWERED.value)
            .distinct()
            .subquery()
        )
        query = (
            select(VoteRow, KinRow.buyer)
            .join(given, and_(given.c.conversation == VoteRow.conversation, given.c.entry == VoteRow.entry))
            .join(KinRow, col(KinRow.conversation) == col(VoteRow.conversation), isouter=True)
            .where(VoteRow.at >= moment)
            .order_by(col(VoteRow.at), col(VoteRow.conversation), col(VoteRow.entry), col(VoteRow.trial))
        )
        return await self.sessions.read(lambda session: [_ballot(*found) for found in session.exec(query)])

    async def forget(self, before: datetime) -> int:
        def forget(session: Session) -> int:
            old = [delete(row).where(col(row.at) < before.timestamp()) for row in (QuestionRow, VoteRow)]
            return sum(session.exec(one).rowcount for one in old)

        return await self.sessions.write(forget)


def _question(row: QuestionRow, helped: bool | None) -> Question:
    heard = Heard(
        text=row.text,
        language=row.language,
        outcome=Outcome(row.outcome),
        entry=row.entry,
        score=row.score,
        trial=row.trial,
    )
    at, chat = datetime.fromtimestamp(row.at, UTC), ConversationId(row.conversation)
    return Question(row.id or 0, at, chat, heard, helped)


def _ballot(row: VoteRow, buyer: str | None) -> Ballot:
    """Whose chats nobody has linked, is his chat."""
    at = datetime.fromtimestamp(row.at, UTC)
    return Ballot(buyer or f"chat {row.conversation}", row.entry, row.language, at, row.helped)
