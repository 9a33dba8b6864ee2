"""What the staff bot hears: from the gateway, and read up after an absence; stored, then answered."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Final

import structlog

from bots.discord.attachments import Attachments
from bots.discord.backfill import CAUGHT_UP, Backfill
from bots.discord.commands import differ
from bots.discord.connection import Connection
from bots.discord.content import Us
from bots.discord.forum import Forum
from bots.discord.forumchannel import ForumPlace
from bots.discord.frames import Frame
from bots.discord.intake import Intake
from bots.discord.intents import STAFF_INTENTS
from bots.discord.outbound import NOBODY
from bots.discord.places import Places
from bots.discord.presses import answer
from bots.discord.settings import STICKERS
from bots.discord.staffcommands import definitions
from bots.discord.staffinbound import READ
from bots.discord.staffintake import INTERACTION, Meaning, Seldom, StaffIntake
from bots.discord.staffmemory import Memory
from bots.discord.staffpermission import Permission
from bots.discord.staffplaces import ForumPosts
from bots.discord.staffsettings import MANAGERS, StaffSettings
from bots.discord.stafftexts import lobby_words, wanted_tags
from core.channel import Sink
from core.errors import ChannelError, RetryLater, StoreUnavailable, Unreadable
from core.messages import Address, MessageDeleted
from core.patience import persist
from core.ports import Surroundings

log = structlog.get_logger(__name__)

ECHOES: Final = 500
WAIT: Final = 2.0
"""Seconds that a press may wait for the store: Discord wants its answer within three."""


class StaffHearing:
    """Has the connection, and all that is needed to understand it. Implements Hears.

    `removed`: messages that we have removed ourselves: Discord tells us of that as well."""

    def __init__(self, address: Address, settings: StaffSettings, around: Surroundings) -> None:
        self.connection = Connection(f"{address.channel}/{address.account}", settings, STAFF_INTENTS, self)
        self.removed: deque[str] = deque(maxlen=ECHOES)
        self.memory = Memory(around.mailbox, address)
        self._address = address
        self._settings = settings
        self._around = around
        place = ForumPlace(self.connection, address.chat, wanted_tags(around.words, around.language))
        self.forum = Forum(self.connection, address, self.memory, place, lobby_words(around.words, around.language))
        self.files = Attachments(self.connection, address, around.mailbox, around.blobs, STICKERS)
        self._read_to = Places(around.mailbox, around.clock, address)
        self._understanding = self._intake_of(place)
        self._intake: Intake[Meaning] = Intake(address, READ | {CAUGHT_UP}, self._understand, self._accepted)
        self._backfill = Backfill(self.connection, self._read_to, self._handed_in)
        self._answers: deque[str] = deque(maxlen=ECHOES)
        self._ready = asyncio.Lock()

    @property
    def running(self) -> bool:
        return self._intake.sink is not None

    def open(self, sink: Sink) -> None:
        self.connection.open()
        self.connection.background.run(self._intake.run(sink))
        self.connection.background.run(self._read_to.keep_up())

    async def close(self) -> None:
        self._intake.sink = None
        await self.connection.close()
        await self.files.close()
        with suppress(StoreUnavailable):
            await self._read_to.keep()

    def is_read(self, post: str, message: str) -> None:
        """So far we have read there. A new place is written down at once, others now and then."""
        if self._read_to.saw(post, message):
            self.connection.background.run(self._written_down())

    async def _written_down(self) -> None:
        with suppress(StoreUnavailable):
            await self._read_to.keep()

    # ------------------------------------------------------------------ Hears

    def hear(self, frame: Frame) -> None:
        if frame.event == "READY":  # a new session: what was said since the last one is not told
            self.connection.background.run(self._begin())
        if frame.event == INTERACTION:
            self.connection.background.run(self._in_time(frame))
        self._backfill.hear(frame)

    async def has_room(self) -> None:
        await self._intake.has_room()

    # ------------------------------------------------------------------ at every new session

    async def _begin(self) -> None:
        """Raises nothing."""
        async with self._ready:
            try:
                await self._read_to.load()
            except StoreUnavailable:
                log.warning("what was missed is not looked for: the store is away", channel=self._address.key)
            await asyncio.gather(self._backfill.run(), self._keep_up())

    async def _keep_up(self) -> None:
        """The room's own post, and the commands."""
        subject = self.connection.background.subject
        try:
            await persist(subject, "opening the room's own post", self.forum.lobby)
            if self._settings.commands:
                await persist(subject, "registering commands", self._register)
        except ChannelError as why:
            log.warning("the agents' forum is not as it should be; see `kamidesk check`", channel=subject, why=str(why))

    async def _register(self) -> None:
        """Only when they differ. Raises: ChannelError."""
        me, guild = await self.connection.logged_in(), (await self.forum.place.channel()).guild_id
        wanted = definitions(self._around.words, managers_only=self._settings.agents == MANAGERS)
        path = f"/applications/{me.application}/guilds/{guild}/commands"
        if differ(await self.connection.ask("GET", f"{path}?with_localizations=true"), wanted):
            await self.connection.ask("PUT", path, wanted)

    def _handed_in(self, frame: Frame) -> None:
        """By REST messages come without their server (and number): with one they are no direct messages."""
        if frame.event == "MESSAGE_CREATE" and not frame.seq:
            frame = frame._replace(data={"guild_id": str(self._settings.guild)} | frame.data)
        self._intake.hear(frame)

    # ------------------------------------------------------------------ taking in

    def _intake_of(self, place: ForumPlace) -> StaffIntake:
        around, now = self._around, self._around.clock.now
        return StaffIntake(
            us=self._us,
            forum=self.forum,
            posts=ForumPosts(self.connection, self.memory, self._address.chat),
            permission=Permission(self._settings.agents, self.connection, place, now),
            seldom=Seldom(now),
            words=around.words,
            language=around.language,
        )

    def _us(self) -> Us:
        me, ours = self.connection.me, self._address
        return Us(ours.channel, ours.account, str(me.bot) if me is not None else "", ours.chat)

    async def _understand(self, frame: Frame) -> Meaning:
        """Raises: Unreadable, StoreUnavailable."""
        await self._read_to.load()
        try:
            meaning = await self._understanding.understand(frame)
        except RetryLater as later:
            raise StoreUnavailable(str(later)) from later
        others = [one for one in meaning.events if not self._echo(one)]
        return meaning._replace(events=others)

    def _echo(self, event: object) -> bool:
        return isinstance(event, MessageDeleted) and event.message in self.removed

    def _accepted(self, frame: Frame, meaning: Meaning) -> None:
        background, sink = self.connection.background, self._intake.sink
        if frame.event == CAUGHT_UP:
            self._read_to.caught_up(frame.place)
        if meaning.events and frame.event == "MESSAGE_CREATE":
            self.is_read(frame.place, frame.data["id"])
            background.run(self.files.copy(frame.data))
        if meaning.typing is not None and sink is not None:
            sink.typing(*meaning.typing)
        if meaning.press is not None:
            background.run(self._answered(meaning))
        if meaning.hint is not None:
            background.run(self._hinted(*meaning.hint))

    async def _in_time(self, frame: Frame) -> None:
        """A press is answered when it is stored; where that takes long, it is stored later."""
        await asyncio.sleep(WAIT)
        with suppress(StoreUnavailable, Unreadable):
            meaning = await self._understand(frame)
            if meaning.press is not None and meaning.press.id not in self._answers:
                await self._answered(meaning)

    async def _answered(self, meaning: Meaning) -> None:
        if meaning.press is None or meaning.answer is None:
            return
        self._answers.append(meaning.press.id)
        with suppress(ChannelError):
            await answer(self.connection, meaning.press, meaning.answer["type"], meaning.answer.get("data"))

    async def _hinted(self, channel: str, key: str) -> None:
        """Best effort: for somebody who is not heard."""
        words = self._around.words(self._around.language, key)
        with suppress(ChannelError):
            await self.connection.ask(
                "POST", f"/channels/{channel}/messages", {"content": words, "allowed_mentions": NOBODY}
            )
