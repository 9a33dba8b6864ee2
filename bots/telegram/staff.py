"""The channel `telegram-staff`: the bot in the agents' forum group. Every ticket is a topic.

Of python-telegram-bot it uses Bot, HTTPXRequest and the errors: sending needs no Application and no Updater."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import structlog

from bots.telegram.content import Us
from bots.telegram.facts import me_of
from bots.telegram.intake import Intake, Understood
from bots.telegram.memory import Memory
from bots.telegram.patience import persist
from bots.telegram.permission import Permission
from bots.telegram.polling import Poller
from bots.telegram.room import UNKNOWN, Room
from bots.telegram.settings import StaffSettings, decode, require, webhook_secret
from bots.telegram.staffadmins import administrators
from bots.telegram.staffcapabilities import staff_capabilities
from bots.telegram.staffdoctor import StaffDoctor
from bots.telegram.staffinbound import ALLOWED, Staff
from bots.telegram.staffintake import Seldom, StaffIntake
from bots.telegram.webhook import Webhook
from bots.telegram.wire import Wire
from core.channel import Channel, Finding, HttpRoute, Parcel, Sink
from core.errors import ChannelError, ChannelUnavailable, TargetGone
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MessageRef, Receipt, ThreadId, ThreadLook
from core.ports import Surroundings

if TYPE_CHECKING:
    from bots.telegram.staffsender import StaffSender

log = structlog.get_logger(__name__)

STAFF: Final = ChannelName("telegram-staff")
LOADING: Final = 5.0
"""Seconds that a message waits for python-telegram-bot to be imported."""


class StaffChannel:
    """One account. Implements Channel, HostsRoom, OpensThreads, EditsMessages, DeletesMessages, Reacts, MarksDelivery,
    ServesHttp, Examines."""

    def __init__(self, account: AccountId, settings: StaffSettings, around: Surroundings) -> None:
        self.capabilities = staff_capabilities(settings)
        self._subject = f"{STAFF}/{account}"
        self._settings = settings
        self._around = around
        address = Address(STAFF, account, ChatId(str(settings.group)))
        self._memory = Memory(around.mailbox, address)
        self._room = Room(address, self._memory)
        self._username = ""
        self._wire = Wire(settings)
        self._intake = Intake(address, self._understanding().understand, self._accepted)
        self._webhook = Webhook(self._subject, webhook_secret(settings, around), self._intake.take)
        self._poller = Poller(self._subject, self._wire, self._intake.take, ALLOWED, settings.poll_seconds)
        self._loaded: asyncio.Task[StaffSender] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def room(self) -> Address:
        """By the id in the settings; without one it waits for the group that the bot is added to."""
        return self._room.address

    async def start(self, sink: Sink) -> None:
        self._intake.sink = sink
        self._loaded = self._in_background(self._load())
        self._in_background(self._take_in())

    async def stop(self) -> None:
        self._intake.sink = None
        tasks, self._tasks = self._tasks, set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._loaded is not None and not self._loaded.cancelled() and self._loaded.exception() is None:
            await self._loaded.result().close()
        self._loaded = None
        await self._wire.close()

    def routes(self) -> Sequence[HttpRoute]:
        return self._webhook.routes()

    async def deliver(self, parcel: Parcel) -> Receipt:
        return await (await self._sender()).delivery.deliver(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        if parcel.edits is None:
            raise TargetGone("an edit of nothing")
        return await (await self._sender()).delivery.edit(parcel, parcel.edits)

    async def delete(self, ref: MessageRef) -> None:
        await (await self._sender()).delete(ref)

    async def react(self, ref: MessageRef, emoji: str) -> None:
        await (await self._sender()).react(ref, emoji)

    async def mark_delivered(self, ref: MessageRef) -> None:
        with suppress(ChannelError):
            await (await self._sender()).mark(ref)

    async def open_thread(self, room: Address, key: str, look: ThreadLook) -> ThreadId:
        return await (await self._sender()).topics.open(room, key, look)

    async def title_thread(self, thread: Address, look: ThreadLook) -> None:
        await (await self._sender()).topics.show(thread, look)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._wire.download(media)

    async def examine(self) -> Sequence[Finding]:
        running = self._intake.sink is not None
        url = self._webhook.url(self._around.public_url)
        trouble = self._poller.trouble if running else None
        try:
            return await StaffDoctor(self._subject, self._settings, self._room, url, trouble).examine(self._wire)
        finally:
            if not running:
                await self._wire.close()

    def _understanding(self) -> StaffIntake:
        now = self._around.clock.now
        return StaffIntake(
            staff=self._staff,
            room=self._room,
            memory=self._memory,
            permission=Permission(self._settings.agents, self._administrators, self._memory, now),
            seldom=Seldom(now),
            tell=self._tell,
            alert=self._say("telegram-staff-not-agent"),
        )

    def _staff(self, group: int) -> Staff:
        tokens = (self._settings.token, *self._settings.overflow_tokens)
        bots = tuple(int(token.get_secret_value().partition(":")[0]) for token in tokens)
        us = Us(STAFF, self._room.address.account, bots[0], self._username, self._settings.download_bytes)
        return Staff(us, self._room.address, group, bots)

    async def _administrators(self) -> Sequence[int]:
        return await self._room.at(self._room.address, lambda chat: administrators(self._wire, chat))

    def _tell(self, where: Address, key: str) -> None:
        self._in_background(self._told(where, self._say(key)))

    async def _told(self, where: Address, text: str) -> None:
        with suppress(ChannelError):
            await (await self._sender()).say(where, text)

    def _say(self, key: str) -> str:
        return self._around.words(self._around.language, key)

    def _accepted(self, understood: Understood) -> None:
        if understood.callback:
            self._in_background(self._answer_press(understood.callback, understood.alert))

    async def _answer_press(self, press: str, alert: str) -> None:
        """Ends the little clock on the button. Too late is no harm: the press itself is stored."""
        text, shown = alert or None, bool(alert) or None
        with suppress(ChannelError):
            await self._wire.call("answerCallbackQuery", callback_query_id=press, text=text, show_alert=shown)

    async def _take_in(self) -> None:
        """Who we are first: a command may be for another bot in the group."""
        me = me_of(await persist(self._subject, "asking Telegram for our name", lambda: self._wire.ask("getMe")))
        self._username = me.username
        await self._wait_for_group()
        if self._settings.mode == "polling":
            await self._poller.run()
        else:
            await self._webhook.register(self._wire, self._around.public_url, ALLOWED)

    async def _wait_for_group(self) -> None:
        if await persist(self._subject, "looking for the agents' group", self._room.real) == UNKNOWN:
            wanted = "add the bot to the agents' group, as administrator; tickets wait until then"
            log.warning(f"no agents' group is known yet: {wanted}", channel=self._subject, bot=f"@{self._username}")

    async def _load(self) -> "StaffSender":
        module: Any = await asyncio.to_thread(import_module, "bots.telegram.staffsender")
        sender: StaffSender = module.StaffSender(self._settings, self.capabilities, self._room, self._memory)
        return sender

    async def _sender(self) -> "StaffSender":
        """Raises: ChannelUnavailable: the library is not there yet."""
        if self._loaded is None:
            raise ChannelUnavailable("the channel is not started")
        if not self._loaded.done():
            await asyncio.wait([self._loaded], timeout=LOADING)
        if not self._loaded.done():
            raise ChannelUnavailable("python-telegram-bot is being loaded")
        return self._loaded.result()

    def _in_background(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work, name=self._subject)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def build_staff(account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel:
    """Raises: WrongSetting."""
    chosen = decode(StaffSettings, STAFF, account, settings)
    require("telegram", STAFF)
    return StaffChannel(account, chosen, around)
