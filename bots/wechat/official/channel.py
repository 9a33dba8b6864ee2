"""The channel `wechat`: an official account. Takes callbacks in, sends parcels out; what can be pure is elsewhere."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bots.wechat.api import Api
from bots.wechat.envelope import Envelope
from bots.wechat.examining import examine_account
from bots.wechat.grants import grant_of
from bots.wechat.media import ReceivedMedia
from bots.wechat.official.capabilities import CAPABILITIES
from bots.wechat.official.content import parts_of
from bots.wechat.official.delivering import Delivering
from bots.wechat.official.errors import translate
from bots.wechat.official.gate import Gate
from bots.wechat.official.hints import Hints
from bots.wechat.official.inbound import Us
from bots.wechat.official.intake import Intake
from bots.wechat.official.menu import publish_menu
from bots.wechat.official.passive import PassiveReplies
from bots.wechat.official.pushing import Pusher
from bots.wechat.official.rights import Rights
from bots.wechat.official.settings import OfficialSettings
from bots.wechat.official.stabletoken import fetching
from bots.wechat.official.typing import Typing
from bots.wechat.signing import Signature
from bots.wechat.tokens import Tokens
from bots.wechat.windows import Windows
from bots.wechat.wire import Wire
from core.background import Background
from core.channel import Finding, HttpRoute, Parcel, Sink
from core.messages import (
    AccountId,
    Address,
    Allowance,
    ChannelName,
    ChatId,
    Event,
    Media,
    MediaKind,
    MessageReceived,
    Receipt,
)
from core.ports import Surroundings


class OfficialChannel:
    """One account. Implements Channel, ShowsTyping, ServesHttp, Examines."""

    def __init__(
        self, channel: ChannelName, account: AccountId, settings: OfficialSettings, around: Surroundings
    ) -> None:
        self.capabilities = CAPABILITIES
        self._settings = settings
        self._around = around
        self._subject = subject = f"{channel}/{account}"
        self._background = Background(subject)
        self._wire = Wire(settings.api_url, CAPABILITIES.in_flight * 2)
        self._api = api = _api(settings, around, self._wire, f"{subject}/token")
        pushing = None if settings.passive_only else api
        self._rights = Rights(around.mailbox, f"{subject}/rights", around.clock, pushing)
        self._windows = Windows(around.mailbox, f"{subject}/windows", around.clock)
        self._received = ReceivedMedia(api, self._wire, around, f"{subject}/media", self._background)
        self._typing = Typing(pushing) if pushing is not None else None
        hints = Hints(around, settings.view_word, lambda: self._rights.can_push)
        passive = PassiveReplies(settings.reply_seconds, hints, self._is_slow)
        pusher = Pusher(pushing, self._windows, self._rights, around, settings.kf_account) if pushing else None
        self._delivering = Delivering(passive, hints, self._windows, self._rights, pusher, around)
        us = Us(channel, account, settings.view_word)
        self._intake = Intake(us, _gate(settings, around), passive, self, around.clock)

    async def start(self, sink: Sink) -> None:
        self._windows.start()
        self._intake.open(sink)
        self._background.run(self._rights.watch_over())
        if self._api is not None:
            self._background.run(publish_menu(self._subject, self._api, self._settings.menu))

    async def stop(self) -> None:
        self._intake.close()
        await self._background.stop()
        await self._windows.stop()
        if self._api is not None:
            await self._api.close()
        await self._wire.close()

    def routes(self) -> Sequence[HttpRoute]:
        return self._intake.routes()

    async def deliver(self, parcel: Parcel) -> Receipt:
        receipt = await self._delivering.deliver(parcel)
        if self._typing is not None:
            self._typing.said(parcel.message.to.chat)
        return receipt

    async def typing(self, where: Address, name: str) -> None:  # noqa: ARG002 - WeChat shows the account's name
        if self._typing is not None and self._rights.can_push:
            await self._typing.show(where.chat)

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        if media.kind is MediaKind.LOCATION:
            yield media.ref.encode()
            return
        async for chunk in self._received.open(*parts_of(media.ref)):
            yield chunk

    async def examine(self) -> Sequence[Finding]:
        return await examine_account(self._subject, self._settings, self._around)

    async def hears(self, event: Event) -> Event:
        """For the intake: counts what the event lets us write. Raises: StoreUnavailable."""
        if self._typing is not None:
            self._typing.heard(event.where.chat)
        grant = grant_of(event)
        if grant is None:
            return event
        if not self._rights.can_push:
            return replace(event, allowance=Allowance(0, 0, event.at))
        chat = event.where.chat
        if self._windows.leaves_all(chat, grant):
            return event
        left = await self._windows.contact(chat, grant)
        return event if left == event.allowance else replace(event, allowance=left)

    def has_heard(self, event: Event) -> None:
        """For the intake: the platform keeps a file for three days alone."""
        if not isinstance(event, MessageReceived):
            return
        for media in event.body.media:
            if media.kind is not MediaKind.LOCATION:
                self._received.arrived(*parts_of(media.ref))

    def _is_slow(self, chat: ChatId) -> None:
        if self._typing is not None and self._rights.can_push:
            self._background.run(self._typing.show(chat))


def _api(settings: OfficialSettings, around: Surroundings, wire: Wire, box: str) -> Api | None:
    """None: without the secret nothing can be asked."""
    if settings.app_secret is None:
        return None
    return Api(wire, Tokens(around, box, fetching(wire, settings, settings.app_secret.get_secret_value())), translate)


def _gate(settings: OfficialSettings, around: Surroundings) -> Gate:
    token = settings.token.get_secret_value()
    envelope = None
    if settings.aes_key is not None:
        envelope = Envelope(token, settings.aes_key.get_secret_value(), settings.app_id)
    return Gate(Signature(token, timedelta(seconds=settings.freshness)), envelope, around.clock)
