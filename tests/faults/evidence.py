"""What the database holds when everything is over."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from core.messages import OutgoingMessage
from storage.codec import outgoing

WAITING = ("pending", "sending")
SECONDS_FOR_A_QUERY = 10


@dataclass(frozen=True, slots=True)
class Came:
    """One event."""

    id: str
    conversation: int
    seq: int
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Went:
    """One row of the outbox."""

    conversation: int
    seq: int
    state: str
    why: str | None
    message: OutgoingMessage

    @property
    def key(self) -> str:
        return f"{self.conversation}.{self.seq}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """`tickets`: how many there are; `unfinished`: ids of work whose outcome has not come in."""

    came: Sequence[Came]
    went: Sequence[Went]
    tickets: int
    unfinished: Sequence[str]


async def select(url: str, query: str) -> Sequence[Sequence[Any]]:
    """Reads beside the running nodes."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=SECONDS_FOR_A_QUERY)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()
    server = await asyncpg.connect(url, timeout=SECONDS_FOR_A_QUERY)
    try:
        return [tuple(row) for row in await server.fetch(query)]
    finally:
        await server.close()


async def backlog(url: str) -> int:
    """How much is still to be sent or asked."""
    waiting = ", ".join(f"'{state}'" for state in WAITING)
    query = f"SELECT (SELECT count(*) FROM outbox WHERE state IN ({waiting})) + (SELECT count(*) FROM work)"
    return int((await select(url, query))[0][0])


async def collect(url: str) -> Evidence:
    came = await select(url, "SELECT id, conversation, seq, kind, state FROM events ORDER BY conversation, seq")
    went = await select(url, "SELECT conversation, seq, state, why, body FROM outbox ORDER BY conversation, seq")
    tickets = await select(url, "SELECT count(*) FROM tickets")
    unfinished = await select(url, "SELECT id FROM work")
    return Evidence(
        [Came(*row) for row in came],
        [Went(conversation, seq, state, why, outgoing(body)) for conversation, seq, state, why, body in went],
        int(tickets[0][0]),
        [str(id_) for (id_,) in unfinished],
    )
