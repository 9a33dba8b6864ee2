"""What the staff room hears of guessing runs. Pure types."""

from dataclasses import dataclass

from core.guessbook import Run
from core.messages import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessingSeen(Event):
    """To a staff room: a run has begun, has grown, or is over. `checked`: strangers have to pass a check there."""

    run: Run
    checked: bool = False
