"""The channel `telegram`: the shop bot. Takes updates in, sends parcels out; what can be pure is elsewhere."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import structlog

from bots.telegram.capabilities import shop_capabilities
from bots.telegram.content import Us
from bots.telegram.examining import Examined, examine_bot
from bots.telegram.facts import me_of
from bots.telegram.inbound import ALLOWED, BUSINESS, to_events
from bots.telegram.intake import Intake, Understood
from bots.telegram.menu import publish_menu
from bots.telegram.patience import persist
from bots.telegram.polling import Poller
from bots.telegram.settings import ShopSettings, webhook_secret
from bots.telegram.webhook import Webhook
from bots.telegram.wire import Wire
from core.channel import Finding, HttpRoute, Parcel, Sink
from core.errors import ChannelError, ChannelUnavailable
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MessageRef, Receipt
from core.ports import Surroundings

if TYPE_CHECKING:
    from bots.telegram.sending import Sender

log = structlog.get_logger(__name__)

LOADING: Final = 15.0
"""Seconds that a message waits for aiogram, which takes some to be imported."""


class ShopChannel:
    """One account. Implements Channel, EditsMessages, DeletesMessages, Reacts, ShowsTyping, ServesHttp, Examines."""

    def __init__(self, channel: ChannelName, account: AccountId, settings: ShopSettings, around: Surroundings) -> None:
        self.capabilities = shop_capabilities(settings)
        self._subject = f"{channel}/{account}"
        self._settings = settings
        self._around = around
        self._us = Us(channel, account, settings.bot_id, "", settings.download_bytes)
        self._allowed = ALLOWED + (BUSINESS if settings.business else ())
        self._wire = Wire(settings)
        self._intake = Intake(Address(channel, account, ChatId("")), self._understand, self._accepted)
        self._webhook = Webhook(self._subject, webhook_secret(settings, around), self._intake.take)
        self._poller = Poller(self._subject, self._wire, self._intake.take, self._allowed, settings.poll_seconds)
        self._loaded: asyncio.Task[Sender] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self, sink: Sink) -> None:
        self._intake.sink = sink
        self._loaded = self._in_background(self._load())
        self._in_background(self._take_in())
        self._in_background(publish_menu(self._subject, self._wire, self._around))

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
        return await (await self._sender()).send(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        return await (await self._sender()).edit(parcel)

    async def delete(self, ref: MessageRef) -> None:
        await (await self._sender()).delete(ref)

    async def react(self, ref: MessageRef, emoji: str) -> None:
        await (await self._sender()).react(ref, emoji)

    async def typing(self, where: Address, name: str) -> None:  # noqa: ARG002 - Telegram shows the bot's own name
        if self._loaded is not None and self._loaded.done():
            with suppress(ChannelError):
                await (await self._sender()).typing(where)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._wire.download(media)

    async def examine(self) -> Sequence[Finding]:
        running = self._intake.sink is not None
        expected = self._webhook.url(self._around.public_url)
        conflict = self._poller.trouble if running else None
        try:
            return await examine_bot(self._wire, Examined(self._subject, self._settings, expected, conflict))
        finally:
            if not running:
                await self._wire.close()

    async def _understand(self, payload: bytes) -> Understood:
        events, press = to_events(payload, self._us, self._around.clock.now(), groups=self._settings.groups)
        return Understood(events, press)

    def _accepted(self, understood: Understood) -> None:
        if understood.callback:
            self._in_background(self._answer_press(understood.callback))

    async def _answer_press(self, press: str) -> None:
        """Ends the little clock on the button. Too late is no harm: the press itself is stored."""
        with suppress(ChannelError):
            await self._wire.call("answerCallbackQuery", callback_query_id=press)

    async def _take_in(self) -> None:
        """Who we are first: in groups we have to know our name."""
        me = me_of(await persist(self._subject, "asking Telegram for our name", lambda: self._wire.ask("getMe")))
        self._us = replace(self._us, username=me.username)
        if self._settings.mode == "polling":
            await self._poller.run()
        else:
            await self._webhook.register(self._wire, self._around.public_url, self._allowed)

    async def _load(self) -> "Sender":
        """aiogram's many objects stay for ever: the collector need not look at them again."""
        first = "aiogram" not in sys.modules
        try:
            module: Any = await asyncio.to_thread(import_module, "bots.telegram.sending")
        except ImportError as failure:
            log.exception("aiogram cannot be loaded: nothing can be sent", channel=self._subject)
            raise ChannelUnavailable("aiogram cannot be loaded") from failure
        if first:
            gc.freeze()
        sender: Sender = module.Sender(self._settings, self.capabilities, self._around.words)
        return sender

    async def _sender(self) -> "Sender":
        """Raises: ChannelUnavailable: aiogram is not there yet."""
        if self._loaded is None:
            raise ChannelUnavailable("the channel is not started")
        if not self._loaded.done():
            await asyncio.wait([self._loaded], timeout=LOADING)
        if not self._loaded.done():
            raise ChannelUnavailable("aiogram is being loaded")
        return self._loaded.result()

    def _in_background(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work, name=self._subject)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
