"""What buyers have asked and what came of it: the port of the log that the FAQ learns from. Pure types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.lessons import Heard
from core.turns import ConversationId


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it was asked, and the buyer's chat."""

    id: int
    at: datetime
    chat: ConversationId
    heard: Heard


@dataclass(frozen=True, slots=True)
class Votes:
    """How many buyers an answer has helped, and how many not; each counts once. `asked`: who got it at all."""

    entry: str
    trial: bool
    helped: int
    unhelped: int
    asked: int


class QuestionLog(Protocol):
    """Lessons come in with the transaction of their turn. Raises: StoreUnavailable, from every member."""

    async def questions(self, since: datetime, limit: int = 20_000) -> Sequence[Question]:
        """The newest first."""

    async def votes(self, since: datetime) -> Sequence[Votes]: ...

    async def forget(self, before: datetime) -> int:
        """How many questions and votes are gone now."""
