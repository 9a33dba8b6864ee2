"""The skill interface, and the words skills build answers with. Pure."""

from collections.abc import Sequence
from typing import Protocol

from core.messages import Button, OutgoingMessage
from core.turns import Answer, Choice, Turn


class Skill(Protocol):
    """Answers a turn, or passes with None to the next skill. Pure: no I/O, no clock but `turn.event.at`."""

    def answer(self, turn: Turn) -> Answer | None: ...


def to_buyer(turn: Turn, text: str, choices: Sequence[Choice] = (), per_row: int = 2) -> OutgoingMessage:
    """A message to the buyer of this turn, with choices as buttons.

    Give the same choices to `Memory.choices`, so that "2" and the words work where there are no buttons."""
    buttons = [Button(choice.label, choice.value) for choice in choices]
    rows = tuple(tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row))
    return OutgoingMessage(to=turn.conversation.where, text=text, buttons=rows)
