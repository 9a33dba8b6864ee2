"""What the shop bot hears: from the gateway, and read up after an absence; stored, then answered."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Final

import structlog

from bots.discord.attachments import Attachments
from bots.discord.backfill import CAUGHT_UP, Backfill
from bots.discord.connection import Connection
from bots.discord.content import Us
from bots.discord.entrance import Entrance
from bots.discord.frames import Frame
from bots.discord.frontdoor import keep_up
from bots.discord.inbound import READ, Ears, Understood, understand
from bots.discord.intake import Intake
from bots.discord.intents import shop_intents
from bots.discord.places import Places
from bots.discord.presses import language_of, take_note
from bots.discord.settings import ShopSettings
from bots.discord.shapes import Interaction
from core.channel import Sink
from core.errors import ChannelError, StoreUnavailable, Unreadable
from core.messages import Address, MessageDeleted
from core.ports import Surroundings

log = structlog.get_logger(__name__)

WAIT: Final = 2.0
"""Seconds that a press may wait for the store: Discord wants its answer within three."""
ECHOES: Final = 500


class ShopHearing:
    """Has the connection, and all that is needed to understand it. Implements Hears.

    `removed`: messages that we have removed ourselves: Discord tells us of that as well."""

    def __init__(self, account: Address, settings: ShopSettings, around: Surroundings) -> None:
        wanted = shop_intents(threads=settings.open_in == "thread", message_content=settings.message_content)
        self.connection = connection = Connection(f"{account.channel}/{account.account}", settings, wanted, self)
        self.removed: deque[str] = deque(maxlen=ECHOES)
        self.files = Attachments(connection, account, around.mailbox, around.blobs, settings.stickers_url)
        self._account = account
        self._settings = settings
        self._around = around
        self._answered: deque[str] = deque(maxlen=ECHOES)
        self._intake: Intake[Understood] = Intake(account, READ | {CAUGHT_UP}, self._understand, self._accepted)
        self._places = Places(around.mailbox, around.clock, account)
        self._backfill = Backfill(connection, self._places, self._intake.hear)
        self._entrance = Entrance(connection, settings, self._places, around)

    @property
    def running(self) -> bool:
        return self._intake.sink is not None

    def open(self, sink: Sink) -> None:
        self.connection.open()
        self.connection.background.run(self._intake.run(sink))
        self.connection.background.run(self._places.keep_up())

    async def close(self) -> None:
        self._intake.sink = None
        await self.connection.close()
        await self.files.close()
        with suppress(StoreUnavailable):
            await self._places.keep()

    # ------------------------------------------------------------------ Hears

    def hear(self, frame: Frame) -> None:
        if frame.event == "READY":  # a new session: what was said since the last one is not told
            self.connection.background.run(self._begin())
        if frame.event == "INTERACTION_CREATE":
            self.connection.background.run(self._in_time(frame))
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
            keep_up(self.connection, self._settings, self._around, self._account),
        )

    async def _understand(self, frame: Frame) -> Understood:
        """Raises: Unreadable, StoreUnavailable."""
        await self._places.load()
        me = self.connection.me
        us = Us(self._account.channel, self._account.account, str(me.bot) if me is not None else "")
        understood = understand(frame, Ears(us, self._places.threads, self._around.clock.now()))
        others = [one for one in understood.events if not self._echo(one)]
        return understood._replace(events=others)

    def _echo(self, event: object) -> bool:
        """Discord tells us also of what we have removed ourselves."""
        return isinstance(event, MessageDeleted) and event.message in self.removed

    def _accepted(self, frame: Frame, understood: Understood) -> None:
        background, sink = self.connection.background, self._intake.sink
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
        await self.files.copy(frame.data)

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
            await take_note(self.connection, press, words)
