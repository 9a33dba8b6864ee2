"""The updates that wait for one bot: what getUpdates and the webhook take from."""

import asyncio
import itertools
from dataclasses import dataclass, field

from tests.telegram.botapi.clock import MovableClock
from tests.telegram.botapi.model import DAY, Json

OPTIONAL = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Not sent unless asked for by name (core.telegram.org/bots/api#getupdates)."""

FUTURE = 10
"""Behind the last update: an offset beyond is of other times, and the first that waits is given (TQueue.cpp)."""


@dataclass(slots=True)
class Update:
    """`chat`: updates of one chat are handed to a webhook one after another. `status`: the webhook's last answer.

    `hurry` is set when there is no more reason to wait for the next try."""

    id: int
    body: Json
    chat: int
    expires: float
    status: int | None = None
    attempts: int = 0
    done: bool = False
    hurry: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def json(self) -> Json:
        return {"update_id": self.id, **self.body}


class UpdateQueue:
    """`allowed`: the kinds that the bot asked for; None: all but the optional ones."""

    def __init__(self, clock: MovableClock, first: int) -> None:
        self._clock = clock
        self._numbers = itertools.count(first)
        self.allowed: frozenset[str] | None = None
        self.waiting: list[Update] = []
        self.last: Update | None = None
        self.changed = asyncio.Event()

    def put(self, kind: str, payload: Json, chat: int) -> Update | None:
        """None: the bot does not want this kind."""
        wanted = kind not in OPTIONAL if self.allowed is None else kind in self.allowed
        if not wanted:
            return None
        update = Update(next(self._numbers), {kind: payload}, chat, self._clock.now() + DAY)
        self.waiting.append(update)
        self.last = update
        self._tell()
        return update

    def put_again(self, update: Update) -> None:
        """Hands in at once what was taken already, or waits for its next try."""
        update.status = None
        if update.done:
            update.done = False
            self.waiting.insert(0, update)
        update.hurry.set()
        self._tell()

    def allow(self, kinds: list[str] | None) -> None:
        """An empty list stands for the default; None leaves it as it was."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def take(self, offset: int, limit: int) -> list[Update]:
        """Those from `offset` on; earlier ones are forgotten. A negative offset counts from the end."""
        self.forget_expired()
        if offset < 0:
            offset = self.waiting[offset:][0].id if self.waiting else 0
        if self.last is not None and offset > self.last.id + FUTURE:
            offset = 0
        for update in [one for one in self.waiting if one.id < offset]:
            self.settle(update)
        return self.waiting[:limit]

    def settle(self, update: Update) -> None:
        """The bot has it, or it is given up."""
        update.done = True
        update.hurry.set()
        if update in self.waiting:
            self.waiting.remove(update)
        self._tell()

    def forget_expired(self) -> None:
        for update in [one for one in self.waiting if one.expires <= self._clock.now()]:
            self.settle(update)

    def clear(self) -> None:
        for update in [*self.waiting]:
            self.settle(update)

    def _tell(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()
