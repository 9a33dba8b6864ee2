"""The list of threads: how each looks, told from its last messages. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct, json, structs

from bots.web.entries import Entry, Side
from core.messages import Address, ChannelName, ChatId, ThreadId

STAFF = ChannelName("web-staff")
ROOM = ChatId("room")
"""The one chat of a staff account."""
GENERAL = "general"
"""The page's name for the room itself: what is written to no thread."""

WINDOW = 30
"""Messages at the end of a thread from which its line in the list is told."""
LINE = 140
ABOUT = 600
"""Characters of the card that can be searched."""


class Last(Struct, frozen=True, omit_defaults=True):
    side: Side
    author: str = ""
    text: str = ""


class Thread(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One line of the list. Times are milliseconds since 1970.

    `last`          what a person said last; before that, the bot
    `waiting_since` the buyer's first message that nobody has answered
    `heard`         the `born` of the buyer's last messages: a page counts those that its agent has not read
    `card`          the key of the message that stays on top
    `about`         the beginning of its text (who, which orders), so that a search finds the thread by it
    `agents`        who has written in it
    """

    title: str = ""
    closed: bool = False
    opened_at: int
    changed_at: int
    last: Last | None = None
    waiting_since: int | None = None
    heard: tuple[int, ...] = ()
    card: str = ""
    about: str = ""
    agents: tuple[str, ...] = ()


class ReadMark(Struct, frozen=True):
    """How far an agent has read a thread."""

    born: int


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a thread and its place."""

    key: str
    born: int
    entry: Entry


_threads = json.Decoder(Thread)
_marks = json.Decoder(ReadMark)


def decode_thread(body: bytes) -> Thread:
    return _threads.decode(body)


def decode_mark(body: bytes) -> ReadMark:
    return _marks.decode(body)


def thread_id(key: str) -> ThreadId:
    """The thread of a key: the same for the same key."""
    return ThreadId(f"t{hashlib.sha256(key.encode()).hexdigest()[:20]}")


def room_box(room: Address) -> str:
    return f"{room.whole_chat.key}/list"


def thread_box(where: Address) -> str:
    return f"{where.whole_chat.key}/thread/{where.thread or GENERAL}"


def reads_box(room: Address, agent: str) -> str:
    return f"{room.whole_chat.key}/read/" + agent.replace("/", "%2F")


def summarised(before: Thread, lines: Sequence[Line]) -> Thread:
    """The thread as its last messages, oldest first, make it; told anew each time, so it cannot drift."""
    lines = [line for line in lines if not line.entry.deleted]
    if not lines:
        return before
    buyers = [line for line in lines if line.entry.side is Side.BUYER]
    card = next((line for line in reversed(lines) if line.entry.pinned), None)
    agents = dict.fromkeys((*before.agents, *(line.entry.by for line in lines if line.entry.by)))
    return structs.replace(
        before,
        changed_at=max(before.changed_at, lines[-1].entry.at),
        last=_last(next((line.entry for line in reversed(lines) if line.entry.side is not Side.BOT), lines[-1].entry)),
        waiting_since=_waiting_since(before, lines),
        heard=tuple(sorted({*before.heard, *(line.born for line in buyers)}))[-WINDOW:],
        card=card.key if card else before.card,
        about=card.entry.text[:ABOUT] if card else before.about,
        agents=tuple(agents),
    )


def _last(entry: Entry) -> Last:
    text = entry.text or entry.first_file
    return Last(entry.side, entry.author, " ".join(text.split())[:LINE])


def _waiting_since(before: Thread, lines: Sequence[Line]) -> int | None:
    """A command or a note is no answer."""
    answers = [i for i, line in enumerate(lines) if line.entry.side is Side.AGENT and not line.entry.command]
    asked = [line.entry.at for line in lines[answers[-1] + 1 if answers else 0 :] if line.entry.side is Side.BUYER]
    if not answers and before.waiting_since:
        return before.waiting_since
    return asked[0] if asked else None
