"""What buyers have asked and what came of it: the port of the log that the FAQ learns from. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.lessons import Heard
from core.turns import ConversationId


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it was asked, and the buyer's chat. `helped`: his last word on the entry; None: he gave none."""

    id: int
    at: datetime
    chat: ConversationId
    heard: Heard
    helped: bool | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """How many chats an answer has helped, and how many not; each counts once, with its last word. `asked`: that got
    the answer to their question at all. `language`: of the answer voted on, or of the question asked."""

    entry: str
    language: str
    trial: bool
    helped: int
    unhelped: int
    asked: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote of a buyer on an answer to his question: his last word in that chat. `buyer`: the same in all chats
    that are known to be his. `language`: of the answer."""

    buyer: str
    entry: str
    language: str
    at: datetime
    helped: bool


Arm = tuple[str, str, bool]
"""An entry, a language, and whether it is the answer on trial."""


class QuestionLog(Protocol):
    """Lessons come in with the transaction of their turn. Raises: StoreUnavailable, from every member."""

    async def questions(self, since: datetime, limit: int = 20_000) -> Sequence[Question]:
        """The newest first."""

    async def votes(self, since: datetime) -> Sequence[Votes]:
        """Of every entry that was given or voted on since then, by entry and language; the answer on trial after the
        other."""

    async def ballots(self, since: datetime) -> Sequence[Ballot]:
        """The votes of those who got that entry as the answer to a question since then, the oldest first."""

    async def forget(self, before: datetime) -> int:
        """What is older; gives how many questions and votes are gone now."""


def tallied(given: Mapping[Arm, int], voted: Mapping[tuple[str, str, bool, bool], int]) -> list[Votes]:
    """`given`: to how many chats; `voted`: how many chats found so, by what an Arm is and whether it helped."""
    arms = sorted({*given, *((entry, language, trial) for entry, language, trial, _ in voted)})
    return [
        Votes(*arm, helped=voted.get((*arm, True), 0), unhelped=voted.get((*arm, False), 0), asked=given.get(arm, 0))
        for arm in arms
    ]
