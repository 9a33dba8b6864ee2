"""Message -> mailbox entry. Pure."""

from dataclasses import dataclass
from datetime import datetime

from msgspec import structs

from bots.web.entries import Entry, KeptFile, Quote, Side, State, milliseconds
from bots.web.puzzles import Puzzle
from core.messages import OutgoingMessage


@dataclass(frozen=True, slots=True)
class Written:
    """What an entry needs besides the message: the time, the files as we keep them, what it answers, and
    what the page is to find out."""

    at: datetime
    files: tuple[KeptFile, ...] = ()
    quote: Quote | None = None
    check: Puzzle | None = None


def side_for_buyer(message: OutgoingMessage) -> Side:
    """A named author, or a message that shows somebody's, is a person; everything else, keys too, is the bot."""
    return Side.AGENT if message.author or (message.mirrors and not message.protected) else Side.BOT


def side_for_staff(message: OutgoingMessage) -> Side:
    """What shows somebody's message is the buyer's; cards, notes and notices are the bot's, also those with a link."""
    return Side.BUYER if message.mirrors and message.author else Side.BOT


def to_entry(message: OutgoingMessage, side: Side, written: Written) -> Entry:
    """A new message; its key is the parcel's."""
    return Entry(
        side=side,
        at=milliseconds(written.at),
        author=message.author,
        text=message.text,
        spans=message.spans,
        files=written.files,
        buttons=message.buttons,
        quote=written.quote,
        pinned=message.pinned,
        check=written.check,
    )


def edited(before: Entry, message: OutgoingMessage, files: tuple[KeptFile, ...]) -> Entry:
    """What is said changes; who, when and what it answers stay."""
    return structs.replace(
        before,
        text=message.text,
        spans=message.spans,
        buttons=message.buttons,
        files=files or before.files,
        author=message.author or before.author,
        edited=True,
        pressed="",
    )


def delivered(before: Entry) -> Entry:
    """The other side has got it."""
    return structs.replace(before, state=State.DELIVERED)
