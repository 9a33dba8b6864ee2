"""Questions of the staff room about all tickets, and what comes back. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TypeGuard

from core.messages import Address, ChannelName, MessageRef, TicketId
from core.reading import FOLDS

SHORTEST_PART = 4
"""Characters of an order number that one can search for."""


@dataclass(frozen=True, slots=True)
class ListTickets:
    """The open tickets of all buyers. `room`: of those that are there; None: of all rooms."""

    room: Address | None = None


@dataclass(frozen=True, slots=True)
class FindTickets:
    """Tickets of all buyers, by ticket number, buyer's name or order number."""

    words: str


@dataclass(frozen=True, slots=True)
class CountTickets:
    """What the desk has done between two moments. `daily`: for the message of every day, that nobody asked for.

    `room`: of the tickets that are there; None: of all."""

    since: datetime
    until: datetime
    daily: bool = False
    room: Address | None = None


@dataclass(frozen=True, slots=True)
class LastWords:
    """What buyer and agents have written since `since`, up to that place of their conversation: for agents of
    another room, who have not seen it."""

    since: datetime
    upto: int


@dataclass(frozen=True, slots=True)
class PassReaction:
    """An agent's reaction to a message in the room, of which the platform does not tell the thread; "": taken back.

    `to`: the chat of the buyer whom that message is about, found by the worker; None: it is about nobody."""

    message: MessageRef
    emoji: str
    to: Address | None = None


RoomWork = ListTickets | FindTickets | CountTickets | LastWords | PassReaction


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """One of many tickets.

    `asked_at`       when it was opened or reopened last
    `waiting_since`  since when the buyer waits for words of an agent; None: he has them
    `answered_at`    when an agent first answered after `asked_at`
    `agent`          who has it
    `room`           where its thread is
    """

    id: TicketId
    buyer: str
    channel: ChannelName
    asked_at: datetime
    waiting_since: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    agent: str = ""
    room: Address | None = None


@dataclass(frozen=True, slots=True)
class TicketList:
    """`left_out`: how many more there are."""

    lines: tuple[TicketLine, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCount:
    """`opened`, `answered` (for the first time) and `closed` in the time asked for; `open` and `waiting` now.

    `median`   of the times from asking to the first answer; None: none was answered
    `longest`  those that wait longest, in the daily message
    """

    since: datetime
    opened: int = 0
    answered: int = 0
    closed: int = 0
    open: int = 0
    waiting: int = 0
    median: timedelta | None = None
    longest: TicketList | None = None


def is_found(words: str, number: str, buyer: str, orders: Iterable[str]) -> bool:
    """Does a ticket have these words in its number, its buyer's name or (from 4 characters) its order numbers?"""
    wanted = plain(words)
    if not wanted:
        return False
    if wanted == number or number.startswith(f"{wanted}-") or wanted in plain(buyer):
        return True
    return len(wanted) >= SHORTEST_PART and any(wanted in plain(order) for order in orders)


def plain(words: str) -> str:
    """Width and case do not matter, nor the sign before a ticket's number."""
    return " ".join(words.translate(FOLDS).split()).removeprefix("#").strip()


def within_room(lines: Iterable[TicketLine], room: Address | None) -> list[TicketLine]:
    """Those whose thread is there; None: all."""
    return [line for line in lines if room is None or line.room == room]


def open_tickets(lines: Iterable[TicketLine], limit: int) -> TicketList:
    """Those that wait for an answer first, the longest wait at the top; then the others, the oldest first."""
    known = [line for line in lines if line.closed_at is None]
    known.sort(key=lambda line: (line.waiting_since is None, line.waiting_since or line.asked_at, line.id))
    return TicketList(tuple(known[:limit]), max(len(known) - limit, 0))


def tally(lines: Sequence[TicketLine], since: datetime, until: datetime) -> TicketCount:
    """`lines`: at least all that are open and all that were closed since then. `until` itself does not count."""

    def within(moment: datetime | None) -> TypeGuard[datetime]:
        return moment is not None and since <= moment < until

    answered = [(line.asked_at, line.answered_at) for line in lines if within(line.answered_at)]
    waits = [(first - asked).total_seconds() for asked, first in answered]
    still = [line for line in lines if line.closed_at is None]
    return TicketCount(
        since=since,
        opened=sum(within(line.asked_at) for line in lines),
        answered=len(waits),
        closed=sum(within(line.closed_at) for line in lines),
        open=len(still),
        waiting=sum(line.waiting_since is not None for line in still),
        median=timedelta(seconds=median(waits)) if waits else None,
    )
