"""What the staff room hears of guessing runs. Pure types."""

from core.guessbook import Run
from core.messages import Event


class GuessingSeen(Event, frozen=True, kw_only=True):
    """To a staff room: a run has begun, has grown, or is over. `checked`: strangers have to pass a check there."""

    run: Run
    checked: bool = False
