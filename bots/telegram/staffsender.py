"""Everything that the staff channel does at Telegram. Importing this imports python-telegram-bot: `start` does so."""

from contextlib import suppress
from time import monotonic

import structlog

from bots.telegram.memory import Memory
from bots.telegram.overflow import Writers, read_name
from bots.telegram.reactions import ANY, DELIVERED, allowed
from bots.telegram.room import Room
from bots.telegram.settings import StaffSettings
from bots.telegram.staffclient import Bots
from bots.telegram.staffdelivery import StaffDelivery
from bots.telegram.staffoutbound import Piece
from bots.telegram.topics import Topics, number_of
from core.channel import Capabilities
from core.errors import ChannelError, ContentRejected
from core.messages import Address, MessageRef

log = structlog.get_logger(__name__)


class StaffSender:
    """`delivery` sends and edits, `topics` opens and titles. Every method raises ChannelError only."""

    def __init__(self, settings: StaffSettings, can: Capabilities, room: Room, memory: Memory) -> None:
        count = 1 + len(settings.overflow_tokens)
        self._room = room
        self._bots = Bots(settings, can.in_flight)
        self._count = count
        self.topics = Topics(self._bots, room, memory)
        self.delivery = StaffDelivery(
            calls=self._bots,
            room=room,
            topics=self.topics,
            memory=memory,
            writers=Writers(count, monotonic, settings.messages_per_minute),
            bots=count,
            limit=can.media_bytes,
        )

    async def close(self) -> None:
        await self._bots.close()

    async def delete(self, ref: MessageRef) -> None:
        """By the bot that wrote it, or by the first one, which may delete everybody's."""
        message, number = read_name(ref.id)
        writer = number if number < self._count else 0
        await self._room.at(ref.where, lambda chat: self._bots.delete(writer, chat, message))

    async def react(self, ref: MessageRef, emoji: str) -> None:
        """Raises: TargetGone, ChannelError. A group may allow fewer reactions: then the commonest, or none."""
        wanted = allowed(emoji)
        for one in dict.fromkeys((wanted, ANY if wanted else wanted)):
            try:
                await self._put(ref, one)
            except ContentRejected as why:
                log.info("a reaction is not allowed in the group", why=str(why))
            else:
                return

    async def mark(self, ref: MessageRef) -> None:
        """Best effort: the other side has got it in any case."""
        with suppress(ChannelError):
            await self._put(ref, DELIVERED)

    async def say(self, where: Address, text: str) -> None:
        """Something of the channel's own, for somebody who is not heard: also in another chat. Best effort."""
        try:
            thread = number_of(where) if where.thread else None
            chat = await self._room.real() if where.chat == self._room.address.chat else int(where.chat)
            await self._bots.send(0, chat, thread, Piece(text=text))
        except ChannelError as why:
            log.info("somebody who is not heard could not be told", where=where.key, why=str(why))

    async def _put(self, ref: MessageRef, emoji: str) -> None:
        message, _ = read_name(ref.id)
        await self._room.at(ref.where, lambda chat: self._bots.react(chat, message, emoji))
