"""The first answers to presses, slash commands and forms in the staff room. Pure.

Types: discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object."""

from typing import Any, Final

from bots.discord.markdown import escaped
from bots.discord.outbound import NO_PREVIEWS, NOBODY

WORDS, SEEN, FORM = 4, 6, 9
FOR_ONE: Final = 1 << 6
"""The flag EPHEMERAL: only who asked sees it."""
LIMIT: Final = 2000
NOTE: Final = "/note "

Body = dict[str, Any]


def seen() -> Body:
    """Ends the waiting of a button, and shows nothing."""
    return {"type": SEEN}


def form(fields: Body) -> Body:
    return {"type": FORM, "data": fields}


def repeated(command: str) -> Body:
    """The command as it was meant, for all in the post: there is no message of the agent's that tells it."""
    text = f"📝 {command.removeprefix(NOTE)}" if command.startswith(NOTE) else command
    shown = "\n".join(escaped(line, begins=True) for line in text.split("\n"))
    return {"type": WORDS, "data": {"content": shown[:LIMIT], "allowed_mentions": NOBODY, "flags": NO_PREVIEWS}}


def told(text: str) -> Body:
    """Only who asked sees it."""
    return {"type": WORDS, "data": {"content": text, "allowed_mentions": NOBODY, "flags": FOR_ONE}}
