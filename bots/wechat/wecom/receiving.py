"""From the entries of sync_msg to the product's door: understand, count, hand in or park."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, Protocol

import structlog

from bots.wechat.grants import grant_of
from bots.wechat.wecom.failures import Failures
from bots.wechat.wecom.inbound import Account, events_of, greets, moment_of
from bots.wechat.wecom.items import Item, key_of, read_item
from bots.wechat.wecom.names import Names
from bots.wechat.wecom.welcome import Welcomes
from bots.wechat.windows import Windows
from core.channel import Sink
from core.errors import ChannelError, ReplyWindowClosed, StoreUnavailable, Unreadable
from core.messages import Address, ButtonPressed, ChatId, ContactOpened, Event, MediaKind, MessageReceived
from core.ports import Clock
from core.reported import DeliveryReported

log = structlog.get_logger(__name__)


class _Told(NamedTuple):
    """One entry and what it means."""

    payload: bytes
    events: Sequence[Event]


class Arriving(Protocol):
    """bots.wechat.media.ReceivedMedia: brings a customer's file in the background."""

    def arrived(self, media_id: str) -> None: ...


@dataclass(slots=True, kw_only=True)
class Receiving:
    """`welcomes`: None when people shall not be greeted. `sink`: while the channel runs."""

    us: Account
    names: Names
    windows: Windows
    welcomes: Welcomes | None
    failures: Failures
    files: Arriving
    clock: Clock
    sink: Sink | None = None

    async def take(self, payloads: Sequence[bytes], since: datetime) -> None:
        """All are stored or parked when it returns. `since`: what was said before was for somebody else.

        Raises: StoreUnavailable: come again with all of them."""
        sink = self.sink
        if sink is None:
            raise StoreUnavailable("the channel is not started")
        await self.failures.open()
        told = await self._understood(sink, payloads, since)
        events = [event for one in told for event in one.events]
        try:
            if events:
                await sink.accept(events)
        except StoreUnavailable:
            raise
        except Exception:  # one of them is poison for the store: the others must not suffer
            for one in told:
                await self._alone(sink, one)
        for event in events:
            self._bring(event)

    async def _understood(self, sink: Sink, payloads: Sequence[bytes], since: datetime) -> list[_Told]:
        items = [(payload, item) for payload in payloads if (item := await self._item(sink, payload, since))]
        names = await self.names.of([item.customer for _, item in items])
        told: list[_Told] = []
        for payload, item in items:
            try:
                events = self._events(item, names.get(item.customer, ""))
            except Unreadable as why:
                await self._park(sink, payload, why.detail)
            else:
                told.append(_Told(payload, [await self._counted(event) for event in events]))
        return told

    async def _item(self, sink: Sink, payload: bytes, since: datetime) -> Item | None:
        """None: it is parked, or was not for us."""
        try:
            item = read_item(payload)
            old = moment_of(item) < since
        except Unreadable as why:
            await self._park(sink, payload, why.detail)
            return None
        return None if old else item

    def _events(self, item: Item, name: str) -> Sequence[Event]:
        """Raises: Unreadable."""
        failure = self.failures.report(item)
        if failure is not None:
            return (failure,)
        now = self.clock.now()
        events = events_of(item, self.us, now, name)
        if self.welcomes is None:
            return [_ungreeted(event) for event in events]
        if greets(item, now) and item.event is not None:
            where = self.us.chat(item.account, item.customer)
            self.welcomes.put(where.chat, item.event.welcome_code, moment_of(item))
        return events

    async def _counted(self, event: Event) -> Event:
        """With what it lets us write now. Raises: StoreUnavailable."""
        chat = event.where.chat
        if isinstance(event, DeliveryReported) and event.why == ReplyWindowClosed.__name__:
            with suppress(ChannelError):  # the platform will say it again
                await self.windows.exhausted(chat)
        if not isinstance(event, MessageReceived | ButtonPressed) or (grant := grant_of(event)) is None:
            return event
        if self.welcomes is not None:
            self.welcomes.drop(chat)
        return replace(event, allowance=await self.windows.contact(chat, grant))

    def _bring(self, event: Event) -> None:
        """The platform keeps files for three days alone."""
        for media in event.body.media if isinstance(event, MessageReceived) else ():
            if media.kind is not MediaKind.LOCATION:
                self.files.arrived(media.ref)

    async def _alone(self, sink: Sink, told: _Told) -> None:
        try:
            await sink.accept(told.events)
        except StoreUnavailable:
            raise
        except Exception as mistake:
            log.exception("an entry could not be handed in", channel=f"{self.us.channel}/{self.us.account}")
            await self._park(sink, told.payload, type(mistake).__name__)

    async def _park(self, sink: Sink, payload: bytes, why: str) -> None:
        room = Address(self.us.channel, self.us.account, ChatId(""))
        await sink.park(room, key_of(payload) or sha256(payload).hexdigest(), payload, why)


def _ungreeted(event: Event) -> Event:
    """Who came in by a link has asked something; nobody else is spoken to first."""
    if not isinstance(event, ContactOpened):
        return event
    return replace(event, silently=event.silently or not event.payload, allowance=None)
