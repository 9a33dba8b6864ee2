"""The answers that a press or a command wants within three seconds; the talk itself goes on beside them.

discord.com/developers/docs/interactions/receiving-and-responding"""

from collections.abc import Mapping
from typing import Any, Final

from bots.discord.connection import Connection
from bots.discord.errors import ALREADY_ANSWERED, UNKNOWN_INTERACTION, Declined
from bots.discord.inbound import COMMAND
from bots.discord.outbound import NOBODY
from bots.discord.shapes import Interaction
from core.language import first_language

EPHEMERAL: Final = 1 << 6
"""Only who has pressed sees it."""
WORDS, LATER, LATER_HERE = 4, 5, 6


async def take_note(connection: Connection, press: Interaction, words: str) -> None:
    """Ends the waiting: a button shows nothing, a command `words`. Raises: ChannelError."""
    if press.type == COMMAND:
        await answer(connection, press, WORDS, {"content": words, "flags": EPHEMERAL, "allowed_mentions": NOBODY})
    else:
        await answer(connection, press, LATER_HERE)


async def ask_to_wait(connection: Connection, press: Interaction) -> None:
    """ "…is thinking", for that person alone, until `say`. Raises: ChannelError."""
    await answer(connection, press, LATER, {"flags": EPHEMERAL})


async def answer(connection: Connection, press: Interaction, kind: int, data: Mapping[str, Any] | None = None) -> None:
    """The first answer. One that is there already, or comes too late, is no failure. Raises: ChannelError."""
    told = {"type": kind} | ({"data": data} if data is not None else {})
    try:
        await connection.call("POST", f"/interactions/{press.id}/{press.token}/callback", told)
    except Declined as no:
        if no.code not in {ALREADY_ANSWERED, UNKNOWN_INTERACTION}:
            raise no.meaning from None


async def say(connection: Connection, press: Interaction, words: str) -> None:
    """After `ask_to_wait`. Raises: ChannelError."""
    me = await connection.logged_in()
    path = f"/webhooks/{me.application}/{press.token}/messages/@original"
    await connection.ask("PATCH", path, {"content": words, "allowed_mentions": NOBODY})


def language_of(press: Interaction, otherwise: str) -> str:
    return first_language(press.locale, "") or otherwise
