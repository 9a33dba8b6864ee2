"""A bot's sessions at the gateway: what was told, numbered, and kept for a bot that comes back."""

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass, field

from tests.discord.gateway.model import Bot, Json

MEMBERS, PRESENCES = 1 << 1, 1 << 8
PRIVILEGED = MEMBERS | PRESENCES | 1 << 15
DISPATCH, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 7, 9, 10, 11
GUILDS, GUILD_MESSAGES, GUILD_REACTIONS, GUILD_TYPING = 1 << 0, 1 << 9, 1 << 10, 1 << 11
DIRECT_MESSAGES, DIRECT_REACTIONS, DIRECT_TYPING = 1 << 12, 1 << 13, 1 << 14
WANTED_WITH = {
    "MESSAGE_": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_REACTION_": (GUILD_REACTIONS, DIRECT_REACTIONS),
    "TYPING_": (GUILD_TYPING, DIRECT_TYPING),
    "GUILD_MEMBER_": (MEMBERS, 0),
    "CHANNEL_PINS_": (GUILDS, DIRECT_MESSAGES),
    "CHANNEL_": (GUILDS, 0),
    "THREAD_": (GUILDS, 0),
    "GUILD_": (GUILDS, 0),
}
"""By the beginning of an event's name: the intent that a server's needs, and that of a direct message.

discord.com/developers/docs/events/gateway#list-of-intents; others (interactions) need none."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing that goes to a bot; a frame with a `close` code ends the connection."""

    op: int = DISPATCH
    data: object = None
    event: str | None = None
    seq: int | None = None
    close: int | None = None

    @property
    def json(self) -> Json:
        return {"op": self.op, "d": self.data, "t": self.event, "s": self.seq}


@dataclass(slots=True, eq=False)
class Wire:
    """What waits to be written to one connection. `mute`: nothing is written any more, and nobody tells why."""

    waiting: asyncio.Queue[Frame] = field(default_factory=asyncio.Queue)
    mute: bool = False

    def put(self, frame: Frame) -> None:
        self.waiting.put_nowait(frame)


@dataclass(slots=True, eq=False)
class Session:
    """`wire`: the connection that has it now. `taken`: the last number that the bot has shown to know."""

    bot: Bot
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0
    taken: int = 0
    said: deque[Frame] = field(default_factory=lambda: deque(maxlen=5000))
    wire: Wire | None = None

    def wants(self, event: str, *, private: bool) -> bool:
        for beginning in sorted(WANTED_WITH, key=len, reverse=True):
            if event.startswith(beginning):
                return bool(self.intents & WANTED_WITH[beginning][private])
        return True

    def tell(self, event: str, data: object) -> None:
        self.seq += 1
        frame = Frame(DISPATCH, data, event, self.seq)
        self.said.append(frame)
        if self.wire is not None:
            self.wire.put(frame)

    def resume(self, wire: Wire, after: int) -> None:
        """Says again what was said after that number."""
        if self.wire is not None and self.wire is not wire:
            self.wire.put(Frame(close=4000))
        self.wire = wire
        for frame in [one for one in self.said if one.seq is not None and one.seq > after]:
            wire.put(frame)
        self.tell("RESUMED", {"_trace": []})


@dataclass(slots=True)
class Sessions:
    open: dict[str, Session] = field(default_factory=dict)
    identified: list[Session] = field(default_factory=list)
    resumed: int = 0
    per_day: int = 1000

    def begin(self, bot: Bot, intents: int) -> Session:
        session = Session(bot, intents)
        self.open[session.id] = session
        self.identified.append(session)
        return session

    def of(self, bot: Bot) -> list[Session]:
        return [one for one in self.open.values() if one.bot is bot]

    def connected(self, bot: Bot) -> bool:
        return any(one.wire is not None for one in self.of(bot))

    def forget(self, bot: Bot) -> None:
        """Whoever wants to resume has to begin anew; what was said meanwhile is lost to it."""
        for session in self.of(bot):
            del self.open[session.id]

    # ------------------------------------------------------------------ what the gateway does by itself, on demand

    def asks_to_reconnect(self, bot: Bot) -> None:
        self._send(bot, Frame(RECONNECT))

    def invalidates(self, bot: Bot, *, resumable: bool = False) -> None:
        self._send(bot, Frame(INVALID_SESSION, resumable))
        if not resumable:
            self.forget(bot)

    def drops(self, bot: Bot, code: int = 4000) -> None:
        """Closes the connection; the session can be resumed."""
        self._send(bot, Frame(close=code))

    def falls_silent(self, bot: Bot) -> None:
        """The connection stays, and nothing comes through it any more: no events, no heartbeats' answers."""
        for session in self.of(bot):
            if session.wire is not None:
                session.wire.mute = True

    def _send(self, bot: Bot, frame: Frame) -> None:
        for session in self.of(bot):
            if session.wire is not None:
                session.wire.put(frame)
