"""Small questions about the whole: who sits at the other end, how much waits."""

from dataclasses import dataclass

from core.messages import Address, ThreadId
from storage.codec import state_of
from storage.connection import Connection
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Backlog:
    messages: int
    tickets: int


class Overview:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def buyer_of(self, thread: Address) -> Address | None:
        """Whom a thread of a staff room is about. Raises: StoreUnavailable."""
        found = await self._db.look(lambda db: db.rows("buyer_of_thread", key=thread.key))
        return state_of(found[0][0]).where if found else None

    async def thread_of(self, buyer: Address) -> tuple[str, ThreadId] | None:
        """The key of the room and the thread of a buyer's open ticket. Raises: StoreUnavailable."""
        found = await self._db.look(lambda db: db.rows("thread_of_buyer", key=buyer.whole_chat.key))
        return (str(found[0][0]), ThreadId(found[0][1])) if found else None

    async def backlog(self) -> Backlog:
        """Raises: StoreUnavailable."""

        async def count(db: Connection) -> Backlog:
            messages, tickets = await db.rows("waiting_messages"), await db.rows("open_tickets")
            return Backlog(int(messages[0][0]), int(tickets[0][0]))

        return await self._db.look(count)
