"""The channel `discord`: the shop bot. Takes in what the gateway tells, sends parcels out; what can be pure is
elsewhere."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Final

import structlog

from bots.discord.attachments import Attachments
from bots.discord.backfill import CAUGHT_UP, Backfill
from bots.discord.capabilities import bot_capabilities
from bots.discord.connection import Connection
from bots.discord.content import Us
from bots.discord.entrance import Entrance
from bots.discord.examining import examine_shop
from bots.discord.frames import Frame
from bots.discord.frontdoor import keep_up
from bots.discord.inbound import READ, Ears, Understood, understand
from bots.discord.intake import Intake
from bots.discord.intents import shop_intents
from bots.discord.places import Places
from bots.discord.presses import language_of, take_note
from bots.discord.sending import Sender
from bots.discord.settings import ShopSettings
from bots.discord.shapes import Interaction
from core.channel import Finding, Parcel, Sink
from core.errors import ChannelError, StoreUnavailable, Unreadable
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MessageDeleted, MessageRef, Receipt
from core.ports import Surroundings

log = structlog.get_logger(__name__)

WAIT: Final = 2.0
"""Seconds that a press may wait for the store: Discord wants its answer within three."""
ECHOES: Final = 500


class ShopChannel:
    """One account. Implements Channel, EditsMessages, DeletesMessages, Reacts, ShowsTyping, MarksDelivery, Examines."""

    def __init__(self, channel: ChannelName, account: AccountId, settings: ShopSettings, around: Surroundings) -> None:
        self.capabilities = bot_capabilities()
        self._settings = settings
        self._around = around
        self._account = Address(channel, account, ChatId(""))
        self._removed: deque[str] = deque(maxlen=ECHOES)
        self._answered: deque[str] = deque(maxlen=ECHOES)
        self._intake: Intake[Understood] = Intake(self._account, READ | {CAUGHT_UP}, self._understand, self._accepted)
        wanted = shop_intents(threads=settings.open_in == "thread", message_content=settings.message_content)
        self._connection = Connection(f"{channel}/{account}", settings, wanted, self)
        self._sender = Sender(self._connection, self.capabilities, self._removed.append)
        self._places = Places(around.mailbox, around.clock, self._account)
        self._backfill = Backfill(self._connection, self._places, self._intake.hear)
        self._entrance = Entrance(self._connection, settings, self._places, around)
        self._files = Attachments(self._connection, self._account, around.mailbox, around.blobs, settings.stickers_url)

    async def start(self, sink: Sink) -> None:
        self._connection.open()
        self._connection.background.run(self._intake.run(sink))
        self._connection.background.run(self._places.keep_up())

    async def stop(self) -> None:
        self._intake.sink = None
        await self._connection.close()
        await self._files.close()
        with suppress(StoreUnavailable):
            await self._places.keep()

    async def deliver(self, parcel: Parcel) -> Receipt:
        return await self._sender.send(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        return await self._sender.edit(parcel)

    async def delete(self, ref: MessageRef) -> None:
        await self._sender.delete(ref)

    async def react(self, ref: MessageRef, emoji: str) -> None:
        await self._sender.react(ref, emoji)

    async def mark_delivered(self, ref: MessageRef) -> None:
        if self._connection.me is not None:
            with suppress(ChannelError):
                await self._sender.mark(ref)

    async def typing(self, where: Address, name: str) -> None:  # noqa: ARG002 - Discord shows the bot's own name
        if self._connection.me is not None:
            with suppress(ChannelError):
                await self._sender.typing(where)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._files.fetch(media)

    async def examine(self) -> Sequence[Finding]:
        running = self._intake.sink is not None
        subject = self._connection.background.subject
        return await examine_shop(self._settings, subject, self._connection.trouble if running else None)

    # ------------------------------------------------------------------ Hears

    def hear(self, frame: Frame) -> None:
        if frame.event == "READY":  # a new session: what was said since the last one is not told
            self._connection.background.run(self._begin())
        if frame.event == "INTERACTION_CREATE":
            self._connection.background.run(self._in_time(frame))
        self._backfill.hear(frame)

    async def has_room(self) -> None:
        await self._intake.has_room()

    # ------------------------------------------------------------------ taking in

    async def _begin(self) -> None:
        try:
            await self._places.load()
        except StoreUnavailable:
            log.warning("what was missed is not looked for: the store is away", channel=self._account.key)
        await asyncio.gather(
            self._backfill.run(),
            keep_up(self._connection, self._settings, self._around, self._account),
        )

    async def _understand(self, frame: Frame) -> Understood:
        """Raises: Unreadable, StoreUnavailable."""
        await self._places.load()
        me = self._connection.me
        us = Us(self._account.channel, self._account.account, str(me.bot) if me is not None else "")
        understood = understand(frame, Ears(us, self._places.threads, self._around.clock.now()))
        others = [one for one in understood.events if not self._echo(one)]
        return understood._replace(events=others)

    def _echo(self, event: object) -> bool:
        """Discord tells us also of what we have removed ourselves."""
        return isinstance(event, MessageDeleted) and event.message in self._removed

    def _accepted(self, frame: Frame, understood: Understood) -> None:
        background, sink = self._connection.background, self._intake.sink
        if frame.event == CAUGHT_UP:
            self._places.caught_up(frame.place)
        if understood.events and frame.event == "MESSAGE_CREATE":
            background.run(self._stored(frame, new=self._places.saw(frame.place, frame.data["id"])))
        if understood.typing is not None and sink is not None:
            sink.typing(*understood.typing)
        if understood.invite is not None:
            background.run(self._entrance.invite(understood.invite))
        if understood.press is not None and sink is not None:
            us = Us(self._account.channel, self._account.account)
            knocks = understood.knock
            press = understood.press
            background.run(self._entrance.enter(us, sink, press) if knocks else self._noted(press))

    async def _stored(self, frame: Frame, *, new: bool) -> None:
        """A new place is written down at once, others now and then."""
        if new:
            with suppress(StoreUnavailable):
                await self._places.keep()
        await self._files.copy(frame.data)

    async def _in_time(self, frame: Frame) -> None:
        """A press is answered when it is stored; where that takes long, it is stored later."""
        await asyncio.sleep(WAIT)
        with suppress(StoreUnavailable, Unreadable):
            understood = await self._understand(frame)
            if understood.press is not None and not understood.knock and understood.press.id not in self._answered:
                await self._noted(understood.press)

    async def _noted(self, press: Interaction) -> None:
        self._answered.append(press.id)
        words = self._around.words(language_of(press, self._around.language), "discord-seen")
        with suppress(ChannelError):
            await take_note(self._connection, press, words)
