"""The channel itself: takes webhooks in, sends parcels out. Everything that can be pure is elsewhere."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from hmac import compare_digest
from typing import Any, Final

import structlog
from aiohttp import web

from core.channel import Finding, HttpRoute, Level, Parcel, Severity, Sink
from core.errors import ChannelError, Forged, StoreUnavailable, Unreadable
from core.messages import Address, ChatId, Media, MessageId, MessageRef, Receipt, ThreadId, ThreadLook
from core.ports import Surroundings

from .capabilities import METHODS, FakeSettings, capabilities
from .client import SECRET_HEADER, Client
from .inbound import Account, key_of, to_events
from .outbound import (
    Attachment,
    Call,
    GetMe,
    SetWebhook,
    attachment,
    delete_call,
    edit_call,
    mark_call,
    open_thread_call,
    title_thread_call,
    to_call,
    typing_call,
)

log = structlog.get_logger(__name__)

FIRST_WAIT: Final = 0.2  # seconds; doubled at every try
LONGEST_WAIT: Final = 60.0


class FakeChannel:
    """One account. Implements Channel and every optional interface; `open_channel` takes away what is switched off."""

    def __init__(self, us: Account, settings: FakeSettings, around: Surroundings) -> None:
        self.capabilities = capabilities(settings)
        self._us = us
        self._room = ChatId(settings.room)
        self._path = f"/{us.channel}/{us.account}/webhook"
        self._secret = settings.secret.get_secret_value()
        self._secret_bytes = self._secret.encode()
        self._takes_keys = settings.takes_keys
        self._webhook = Call("/set_webhook", SetWebhook(around.public_url.rstrip("/") + self._path, self._secret))
        self._client = Client(settings)
        self._sink: Sink | None = None
        self._registering: asyncio.Task[None] | None = None

    @property
    def room(self) -> Address:
        return Address(*self._us, self._room)

    async def start(self, sink: Sink) -> None:
        await self._client.start()
        self._sink = sink
        self._registering = asyncio.create_task(self._register(), name=f"{self._path} registers")

    async def stop(self) -> None:
        self._sink = None
        if self._registering is not None:
            self._registering.cancel()
            with suppress(asyncio.CancelledError):
                await self._registering
        await self._client.stop()

    def routes(self) -> Sequence[HttpRoute]:
        return (HttpRoute("POST", self._path, self._take),)

    async def deliver(self, parcel: Parcel) -> Receipt:
        media = [await self._attach(one, parcel) for one in parcel.message.media]
        reply = await self._client.call(to_call(parcel, media, takes_keys=self._takes_keys))
        return Receipt((MessageId(reply.message_id),))

    async def edit(self, parcel: Parcel) -> Receipt:
        if parcel.edits is None:
            raise ValueError("an edit needs the message to edit")
        await self._client.call(edit_call(parcel.edits, parcel.message))
        return Receipt((parcel.edits.id,))

    async def delete(self, ref: MessageRef) -> None:
        await self._client.call(delete_call(ref))

    async def typing(self, where: Address, name: str) -> None:
        with suppress(ChannelError):
            await self._client.call(typing_call(where, name))

    async def mark_delivered(self, ref: MessageRef) -> None:
        with suppress(ChannelError):
            await self._client.call(mark_call(ref))

    async def open_thread(self, room: Address, key: str, look: ThreadLook) -> ThreadId:
        reply = await self._client.call(open_thread_call(room, key, look.title, takes_keys=self._takes_keys))
        return ThreadId(reply.thread_id)

    async def title_thread(self, thread: Address, look: ThreadLook) -> None:
        await self._client.call(title_thread_call(thread, look))

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._client.download(media.ref)

    async def examine(self) -> Sequence[Finding]:
        try:
            await self._client.call(Call("/get_me", GetMe()))
        except ChannelError as wrong:
            remedy = "Look at `platform_url` and `secret`, and whether the platform runs."
            return (Finding(self._path, Severity.FAILURE, str(wrong), remedy),)
        return (Finding(self._path, Severity.OK, "The platform answers and knows us."),)

    async def _take(self, request: Any) -> web.Response:
        """The webhook. Raises: Forged, StoreUnavailable: the web server turns them into 403 and 503."""
        shown = request.headers.get(SECRET_HEADER, "")
        if not compare_digest(shown.encode(errors="surrogateescape"), self._secret_bytes):
            raise Forged
        payload = await request.read()
        sink = self._sink
        if sink is None:
            raise StoreUnavailable("the channel is not started")
        try:
            events = to_events(payload, self._us)
        except Unreadable as why:  # kept and counted; taken, or the platform would send it for ever
            await sink.park(Address(*self._us, ChatId("")), key_of(payload), payload, str(why))
        else:
            await sink.accept(events)
        return web.Response()

    async def _attach(self, media: Media, parcel: Parcel) -> Attachment:
        """A file at home here is known by its ref; any other one is brought over."""
        if (media.home.channel, media.home.account) == self._us:
            return attachment(media, media.ref)
        return attachment(media, await self._client.upload(media, parcel.files.open(media)))

    async def _register(self) -> None:
        """Tells the platform where our webhook is, until it has heard."""
        wait = FIRST_WAIT
        while True:
            try:
                await self._client.call(self._webhook)
            except ChannelError as why:
                log.warning("webhook not registered", channel=self._path, why=str(why), again_in=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return


def open_channel(us: Account, settings: FakeSettings, around: Surroundings) -> FakeChannel:
    """A channel that implements just what its capabilities claim: a method that is None is none to `isinstance`."""
    levels = settings.features
    switched_off = [METHODS[ability] for ability in METHODS if getattr(levels, ability) is Level.NONE]
    gone = {name: None for names in switched_off for name in names}
    kind: type[FakeChannel] = type("FakeChannel", (FakeChannel,), gone) if gone else FakeChannel
    return kind(us, settings, around)
