"""The gateway on the wire: one WebSocket connection of a bot, from HELLO to its end.

discord.com/developers/docs/events/gateway; close codes: …/topics/opcodes-and-status-codes#gateway."""

import asyncio
import json
import zlib
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import WSMsgType, web

from tests.discord.gateway.model import Bot, Json
from tests.discord.gateway.sessions import (
    HEARTBEAT_ACK,
    HELLO,
    INVALID_SESSION,
    MEMBERS,
    PRIVILEGED,
    Frame,
    Session,
    Sessions,
    Wire,
)
from tests.discord.gateway.shapes import guild_create_json, member_json, user_json
from tests.discord.gateway.world import World

PAYLOAD_LIMIT = 4096
KNOWN_INTENTS = (1 << 26) - 1
HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, MEMBERS_WANTED = 1, 2, 3, 4, 6, 8
UNKNOWN_OP, UNREADABLE, NOT_AUTHENTICATED, WRONG_TOKEN, TWICE, TOO_FAST = 4001, 4002, 4003, 4004, 4005, 4008
SENDS_A_MINUTE = 120
WRONG_INTENTS, REFUSED_INTENTS = 4013, 4014


class Ended(Exception):
    """The gateway closes the connection."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Door(Protocol):
    """What a connection needs of the server."""

    sessions: Sessions
    heartbeat: float

    @property
    def world(self) -> World: ...


@dataclass(slots=True)
class Connection:
    door: Door
    socket: web.WebSocketResponse
    compress: bool
    wire: Wire = field(default_factory=Wire)
    session: Session | None = None
    came: list[float] = field(default_factory=list)
    _squeeze: "zlib._Compress" = field(default_factory=zlib.compressobj)

    async def run(self) -> None:
        """Until one of both sides ends it."""
        self.wire.put(Frame(HELLO, {"heartbeat_interval": int(self.door.heartbeat * 1000), "_trace": []}))
        writing = asyncio.create_task(self._write())
        try:
            await self._read()
        except Ended as ended:
            self.wire.put(Frame(close=ended.code))
            await asyncio.wait([writing], timeout=1)
        finally:
            if self.session is not None and self.session.wire is self.wire:
                self.session.wire = None
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            self.door.world.tell_watchers()

    async def _write(self) -> None:
        while True:
            frame = await self.wire.waiting.get()
            if frame.close is not None:
                await self.socket.close(code=frame.close)
                return
            if not self.wire.mute:
                await self._send(json.dumps(frame.json))

    async def _send(self, text: str) -> None:
        """In one stream for the whole connection, if the bot asked for it."""
        if not self.compress:
            await self.socket.send_str(text)
            return
        squeezed = self._squeeze.compress(text.encode()) + self._squeeze.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(squeezed)

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is not WSMsgType.TEXT or len(message.data.encode()) > PAYLOAD_LIMIT:
                raise Ended(UNREADABLE)
            self._count()
            self._take(_parsed(message.data))
            self.door.world.tell_watchers()

    def _count(self) -> None:
        """Raises: Ended: too many in a minute."""
        now = self.door.world.clock.now()
        self.came = [one for one in self.came if one > now - 60] + [now]
        if len(self.came) > SENDS_A_MINUTE:
            raise Ended(TOO_FAST)

    def _take(self, payload: Json) -> None:
        """Raises: Ended."""
        told = payload.get("d")
        match payload.get("op"):
            case 1:
                self._beat(told)
            case 2 if isinstance(told, dict):
                self._identify(told)
            case 6 if isinstance(told, dict):
                self._resume(told)
            case 3 | 4 | 8 if self.session is None:
                raise Ended(NOT_AUTHENTICATED)
            case 3 | 4:
                pass  # what it is doing, and voice: nobody here listens
            case 8 if isinstance(told, dict):
                self._tell_members(told)
            case _:
                raise Ended(UNKNOWN_OP)

    def _beat(self, seq: object) -> None:
        if self.session is not None and isinstance(seq, int):
            self.session.taken = seq
        self.wire.put(Frame(HEARTBEAT_ACK))

    def _bot(self, told: Json) -> Bot:
        bot = self.door.world.bots.get(str(told.get("token")))
        if bot is None:
            raise Ended(WRONG_TOKEN)
        return bot

    def _identify(self, told: Json) -> None:
        if self.session is not None:
            raise Ended(TWICE)
        bot, intents = self._bot(told), told.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Ended(WRONG_INTENTS)
        if intents & PRIVILEGED & ~bot.privileged:
            raise Ended(REFUSED_INTENTS)
        session = self.session = self.door.sessions.begin(bot, intents)
        session.wire = self.wire
        guilds = [guild for guild in self.door.world.guilds.values() if bot.id in guild.members]
        ready: Json = {"v": 10, "user": user_json(bot.user) | {"verified": True, "mfa_enabled": True, "flags": 0}}
        ready |= {"guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds], "shard": [0, 1]}
        ready |= {"session_id": session.id, "resume_gateway_url": self.door.world.gateway_url, "_trace": []}
        ready |= {"application": {"id": str(bot.id), "flags": application_flags(bot)}, "private_channels": []}
        session.tell("READY", ready)
        for guild in guilds:
            session.tell("GUILD_CREATE", guild_create_json(guild, bot))

    def _resume(self, told: Json) -> None:
        bot = self._bot(told)
        session = self.door.sessions.open.get(str(told.get("session_id")))
        seq = told.get("seq")
        if session is None or session.bot is not bot or not isinstance(seq, int) or seq > session.seq:
            self.wire.put(Frame(INVALID_SESSION, data=False))
            return
        self.session = session
        self.door.sessions.resumed += 1
        session.resume(self.wire, seq)

    def _tell_members(self, told: Json) -> None:
        """Everybody only with the intent; by id, or the beginning of a name, also without."""
        assert self.session is not None
        guild = self.door.world.guilds.get(int(told.get("guild_id", 0)))
        if guild is None:
            return
        wanted = {int(one) for one in told.get("user_ids", [])}
        query = told.get("query")
        if not wanted and not query and not self.session.intents & MEMBERS:
            raise Ended(REFUSED_INTENTS)
        found = [
            member_json(member)
            for member in guild.members.values()
            if (member.user.id in wanted if wanted else member.user.name.startswith(str(query or "")))
        ]
        chunk: Json = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1}
        self.session.tell("GUILD_MEMBERS_CHUNK", chunk | ({"nonce": told["nonce"]} if "nonce" in told else {}))


def application_flags(bot: Bot) -> int:
    """The "limited" ones, as of bots in few servers: presence 13, members 15, message content 19."""
    places = {1 << 8: 13, 1 << 1: 15, 1 << 15: 19}
    return sum(1 << place for intent, place in places.items() if bot.privileged & intent)


def _parsed(text: str) -> Json:
    try:
        payload = json.loads(text)
    except ValueError:
        raise Ended(UNREADABLE) from None
    if not isinstance(payload, dict):
        raise Ended(UNREADABLE)
    return payload
