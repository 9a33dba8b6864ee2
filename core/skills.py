"""The skill interface, and the words skills build answers with. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from core.language import is_cjk
from core.messages import Button, OutgoingMessage
from core.turns import Answer, Choice, Turn

NARROW: Final = 18
"""So many Latin letters (half as many Chinese characters) are shown of one of two buttons side by side on a phone."""


class Skill(Protocol):
    """Answers a turn, or passes with None to the next skill. Pure: no I/O, no clock but `turn.event.at`."""

    def answer(self, turn: Turn) -> Answer | None: ...


def to_buyer(turn: Turn, text: str, choices: Sequence[Choice] = (), per_row: int = 2) -> OutgoingMessage:
    """A message to the buyer of this turn, with choices as buttons; a long label has a row of its own.

    Give the same choices to `Memory.choices`, so that "2" and the words work where there are no buttons."""
    return OutgoingMessage(to=turn.conversation.where, text=text, buttons=tuple(_rows(choices, per_row)))


def _rows(choices: Sequence[Choice], per_row: int) -> Iterator[tuple[Button, ...]]:
    row: list[Button] = []
    for choice in choices:
        wide = _is_wide(choice.label)
        if row and (wide or len(row) == per_row):
            yield tuple(row)
            row = []
        row.append(Button(choice.label, choice.value))
        if wide:
            yield tuple(row)
            row = []
    if row:
        yield tuple(row)


def _is_wide(label: str) -> bool:
    return len(label) > NARROW or (not label.isascii() and len(label) + sum(map(is_cjk, label)) > NARROW)
