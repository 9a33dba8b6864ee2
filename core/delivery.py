"""One message on its way out: thread, links, keys, fit, deliver, and what became of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import uniform

from core.channel import (
    Capabilities,
    Channel,
    DeletesMessages,
    EditsMessages,
    Files,
    Level,
    MarksDelivery,
    Merging,
    OpensThreads,
    Parcel,
    Reacts,
)
from core.errors import (
    ContentRejected,
    DeliveryInDoubt,
    DeliveryRefused,
    RateLimited,
    ReplyWindowClosed,
    RetryLater,
    SecretUnreadable,
    TargetGone,
)
from core.messages import (
    AccountId,
    Address,
    ChannelName,
    Media,
    MessageId,
    MessageRef,
    OnDoubt,
    OutgoingMessage,
    Receipt,
    ThreadId,
    ThreadLook,
)
from core.outbox import GivenUp, Links, Outbox, OutboxRow, Outcome, PutOff, Sent, Threads, Waits
from core.ports import Clock, Vault
from core.reported import DeliveryState
from core.sealed import reveal

log = logging.getLogger(__name__)

Fit = Callable[[OutgoingMessage, Capabilities], Sequence[OutgoingMessage]]
Channels = Mapping[tuple[ChannelName, AccountId], Channel]

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
CARD_AWAITED = 10
"""Tries: an edit may be faster than the card itself, whose lane is another; in the end there was no card."""
UNTIL_SPOKEN_TO = timedelta(minutes=15)
"""What waits for the person's next words is tried so often all the same: a way round a lost word is cheap."""
GIVE_UP_AFTER = 200
"""Tries; with the longest wait between them this is most of a day."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Implements core.channel.Files: asks the channel that is a file's home."""

    channels: Channels

    def open(self, media: Media) -> AsyncIterator[bytes]:
        home = self.channels.get((media.home.channel, media.home.account))
        if home is None:
            raise ContentRejected(f"{media.home.channel}/{media.home.account} is not configured any more")
        return home.fetch(media)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sends single rows; the courier decides when.

    `begun`: of rows that are to be tried again, the ids of the parts that have arrived: those are not sent twice.
    `opening`: the tickets whose thread is being opened, so that two lanes do not open two."""

    channels: Channels
    outbox: Outbox
    links: Links
    threads: Threads
    vault: Vault
    clock: Clock
    fit: Fit
    begun: dict[str, list[tuple[MessageId, ...]]] = field(default_factory=dict)
    opening: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def send(self, row: OutboxRow, behind: int = 0) -> Outcome | None:
        """What became of it; None: another process has it. `behind`: see Parcel. Raises: StoreUnavailable."""
        channel = self.channels.get((row.message.to.channel, row.message.to.account))
        if channel is None:
            return GivenUp(row, DeliveryState.REFUSED, "ChannelNotConfigured")
        careful = _must_not_come_twice(row, channel)
        if careful and row.in_doubt:
            return GivenUp(row, DeliveryState.HELD, "DeliveryInDoubt")
        if careful and not await self.outbox.mark_sending(row):
            return None
        outcome = await self._tried(row, channel, behind, careful=careful)
        if not isinstance(outcome, PutOff):
            self.begun.pop(row.name, None)
        return outcome

    async def _tried(self, row: OutboxRow, channel: Channel, behind: int, *, careful: bool) -> Outcome:
        try:
            return await self._deliver(row, channel, behind)
        except DeliveryRefused as cause:
            return GivenUp(row, DeliveryState.REFUSED, type(cause).__name__)
        except SecretUnreadable:
            return GivenUp(row, DeliveryState.REFUSED, "SecretUnreadable")
        except DeliveryInDoubt as cause:
            return self._in_doubt(row, cause, careful=careful)
        except ReplyWindowClosed as cause:
            until, partly = self.clock.now() + UNTIL_SPOKEN_TO, bool(self.begun.get(row.name))
            return Waits(row, until, type(cause).__name__, allowance=cause.allowance, partly=partly)
        except RetryLater as cause:
            return self._later(row, cause, cause.after)

    def _in_doubt(self, row: OutboxRow, cause: Exception, *, careful: bool) -> Outcome:
        if careful:
            return GivenUp(row, DeliveryState.HELD, type(cause).__name__)
        return self._later(row, cause, None)

    def again(self, row: OutboxRow, cause: Exception) -> Outcome:
        """What to do after something nobody foresaw: nobody knows either how far it came."""
        channel = self.channels.get((row.message.to.channel, row.message.to.account))
        return self._in_doubt(row, cause, careful=channel is not None and _must_not_come_twice(row, channel))

    def _later(self, row: OutboxRow, cause: Exception, after: timedelta | None) -> Outcome:
        if row.tries >= GIVE_UP_AFTER:
            return GivenUp(row, DeliveryState.REFUSED, type(cause).__name__)
        wait = after if after is not None else min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.tries, 16))
        spread = 1.0 if isinstance(cause, RateLimited) else uniform(0.8, 1.2)  # noqa: S311 - spreads retries
        limit = None
        if isinstance(cause, RateLimited):
            limit = row.account if cause.whole_account else row.message.to.whole_chat.key
        return PutOff(row, self.clock.now() + wait * spread, type(cause).__name__, limit)

    async def _deliver(self, row: OutboxRow, channel: Channel, behind: int) -> Sent:
        if row.message.ticket is None or not isinstance(channel, OpensThreads):
            return await self._write(row, row.message, channel, behind)
        thread = await self.threads.of_ticket(row.message.to, row.message.ticket)
        there = replace(row.message.to, thread=thread)
        message = replace(row.message, to=there) if thread else await self._opened(row, channel, None)
        try:
            if thread and message.look:
                await channel.title_thread(there, message.look)
            return await self._write(row, message, channel, behind)
        except TargetGone:
            self.begun.pop(row.name, None)
            anew = await self._opened(row, channel, message.to.thread)
            return replace(await self._write(row, anew, channel, behind), anew=True)

    async def _opened(self, row: OutboxRow, channel: OpensThreads, gone: ThreadId | None) -> OutgoingMessage:
        """The message addressed to a thread that takes the place of `gone`; another lane may have opened it just now.

        Raises: RetryLater: an edit of the card waits until the card itself has opened the thread."""
        message, room, ticket = row.message, row.message.to, str(row.message.ticket)
        async with self.opening.setdefault(f"{room.key}#{ticket}", asyncio.Lock()):
            thread = await self.threads.of_ticket(room, ticket)
            if thread is None and message.replaces:
                raise RetryLater("the card is not there yet", FIRST_WAIT)
            if thread is None or thread == gone:
                key = f"{ticket}.{row.key}.{row.tries}" if gone else ticket
                thread = await channel.open_thread(room, key, message.look or ThreadLook(ticket))
                await self.threads.tie(room, ticket, row.conversation, thread)
        self.opening.pop(f"{room.key}#{ticket}", None)
        return replace(message, to=replace(room, thread=thread))

    async def _write(self, row: OutboxRow, message: OutgoingMessage, channel: Channel, behind: int) -> Sent:
        if message.deletes is not None:
            await self._delete(message, channel)
            return Sent(row)
        if message.reacts_to is not None:
            await self._react(message, channel)
            return Sent(row)
        if message.secret:
            message = reveal(message, [self.vault.open(sealed) for sealed in message.secret])
        reply_to = await self._seen_there(message.reply_to, message.to)
        if message.replaces:
            target = await self._seen_there(message.replaces, message.to)
            if target and _merges(channel) and await self._shows_more(target, message.replaces):
                message, reply_to = replace(message, text=f"✏️ {message.text}", spans=()), target
            elif await self._edit(row, message, channel, target):
                return Sent(row)
        return await self._send(row, message, channel, reply_to, behind)

    async def _send(
        self, row: OutboxRow, message: OutgoingMessage, channel: Channel, reply_to: MessageRef | None, behind: int
    ) -> Sent:
        """Part by part; those that have arrived already are not sent again."""
        files: Files = Carried(self.channels)
        begun, receipt = self.begun.setdefault(row.name, []), Receipt()
        parts = self.fit(message, channel.capabilities)
        for number, part in enumerate(parts[len(begun) :], len(begun)):
            quoted, after = reply_to if number == 0 else None, behind + len(parts) - number - 1
            parcel = Parcel(f"{row.name}.{number}", part, files, reply_to=quoted, behind=after)
            receipt = await channel.deliver(parcel)
            begun.append(receipt.ids)
        await self.mark(message)
        refs = tuple(MessageRef(message.to, id_) for ids in begun for id_ in ids)
        return Sent(row, refs, allowance=receipt.allowance)

    async def _edit(
        self, row: OutboxRow, message: OutgoingMessage, channel: Channel, target: MessageRef | None
    ) -> bool:
        """False: there is nothing to edit, or the channel cannot: it is sent as a new message. Raises: RetryLater."""
        if target is None and message.edits_card and row.tries < CARD_AWAITED:
            raise RetryLater("the card is not recorded yet", FIRST_WAIT)
        parts = self.fit(message, channel.capabilities)
        if target is None or len(parts) != 1 or not isinstance(channel, EditsMessages):
            return False
        try:
            await channel.edit(Parcel(f"{row.key}.e", parts[0], Carried(self.channels), edits=target))
        except TargetGone:
            return False
        return True

    async def _delete(self, message: OutgoingMessage, channel: Channel) -> None:
        assert message.deletes is not None
        if isinstance(channel, DeletesMessages):
            for ref in await self.links.copies_of(message.deletes, message.to.whole_chat):
                await channel.delete(ref)

    async def _react(self, message: OutgoingMessage, channel: Channel) -> None:
        target = await self._seen_there(message.reacts_to, message.to)
        if target is not None and isinstance(channel, Reacts):
            await channel.react(target, message.text)

    async def _shows_more(self, target: MessageRef, origin: MessageRef) -> bool:
        """Several texts went as this one message: an edit of one would take the others away, so it quotes them."""
        return len(await self.links.shown_as(target, origin.where.whole_chat)) > 1

    async def _seen_there(self, ref: MessageRef | None, to: Address) -> MessageRef | None:
        """A message of either side as it stands in `to`'s chat: the last part of it, if it was split."""
        if ref is None or ref.where.whole_chat == to.whole_chat:
            return ref
        shown = await self.links.shown_as(ref, to.whole_chat)
        return shown[-1] if shown else None

    async def mark(self, message: OutgoingMessage) -> None:
        """Tells the one who wrote it that it has arrived."""
        if message.mirrors is None:
            return
        origin: object = self.channels.get((message.mirrors.where.channel, message.mirrors.where.account))
        if isinstance(origin, MarksDelivery):
            try:
                await origin.mark_delivered(message.mirrors)
            except Exception:  # it has arrived: a missing tick must not send it again
                log.exception("a delivery could not be marked")


def _merges(channel: Channel) -> bool:
    return channel.capabilities.merges is not Merging.NONE


def _must_not_come_twice(row: OutboxRow, channel: Channel) -> bool:
    return row.message.on_doubt is OnDoubt.HOLD and channel.capabilities.idempotent_sends is not Level.FULL
