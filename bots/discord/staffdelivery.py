"""One parcel's way into the agents' forum: which post, what becomes the card, what stays on top, what closes again."""

from dataclasses import replace
from typing import Final

import structlog

from bots.discord.connection import Connection
from bots.discord.forum import Forum
from bots.discord.outbound import is_id
from bots.discord.sending import Sender
from core.channel import Parcel
from core.errors import ChannelError, TargetGone
from core.messages import Address, MessageId, MessageRef, OutgoingMessage, Receipt, ThreadId

log = structlog.get_logger(__name__)

OURS: Final = ""
"""The writer's name is left out: in a ticket's post it is always the same buyer."""


class StaffDelivery:
    """Every method raises ChannelError only; TargetGone: the post was deleted."""

    def __init__(self, connection: Connection, sender: Sender, forum: Forum) -> None:
        self._connection = connection
        self._sender = sender
        self._forum = forum

    async def send(self, parcel: Parcel) -> Receipt:
        where = parcel.message.to
        thread = await self._forum.thread_of(where)
        try:
            receipt = await self._written(parcel, thread)
        except TargetGone:
            if where.thread is not None:
                raise
            thread = await self._forum.lobby_is_gone()
            receipt = await self._written(parcel, thread)
        await self._forum.settle(thread)
        return receipt

    async def edit(self, parcel: Parcel, ref: MessageRef) -> Receipt:
        thread = await self._forum.thread_of(ref.where)
        receipt = await self._sender.edit(_in(parcel, thread, MessageId(ref.id)))
        await self._forum.settle(thread)
        return receipt

    async def delete(self, ref: MessageRef) -> None:
        thread = await self._forum.thread_of(ref.where)
        await self._sender.delete(_ref(ref, thread))
        await self._forum.settle(thread)

    async def react(self, ref: MessageRef, emoji: str) -> None:
        await self._sender.react(_ref(ref, await self._forum.thread_of(ref.where)), emoji)

    async def mark(self, ref: MessageRef) -> None:
        await self._sender.mark(_ref(ref, await self._forum.thread_of(ref.where)))

    async def typing(self, where: Address) -> None:
        await self._sender.typing(_at(where, await self._forum.thread_of(where)))

    async def _written(self, parcel: Parcel, thread: str) -> Receipt:
        """The first message of a new post becomes the ticket's card."""
        message = parcel.message
        if message.pinned and not message.media and await self._forum.has_room_for_card(thread, parcel.key):
            try:
                receipt = await self._sender.edit(_in(parcel, thread, MessageId(thread)))
            except TargetGone as why:  # deleted by somebody, or the card is too long for one message
                log.info("a card goes below the head of its post", thread=thread, why=str(why))
            else:
                await self._forum.has_card(thread, parcel.key)
                return receipt
        receipt = await self._sender.send(_in(parcel, thread))
        if message.pinned and receipt.ids:
            await self._pin(thread, receipt.ids[0])
        return receipt

    async def _pin(self, thread: str, message: MessageId) -> None:
        """It has arrived: nothing of this may send it again."""
        try:
            await self._connection.ask("PUT", f"/channels/{thread}/messages/pins/{message}")
        except ChannelError as why:
            log.warning("a card could not be pinned", thread=thread, why=str(why))


def _in(parcel: Parcel, thread: str, edits: MessageId | None = None) -> Parcel:
    """The same parcel, to that post."""
    message: OutgoingMessage = replace(parcel.message, to=_at(parcel.message.to, thread), author=OURS)
    quoted = parcel.reply_to if parcel.reply_to is not None and is_id(parcel.reply_to.id) else None
    return replace(
        parcel, message=message, reply_to=quoted, edits=MessageRef(message.to, edits) if edits is not None else None
    )


def _ref(ref: MessageRef, thread: str) -> MessageRef:
    return MessageRef(_at(ref.where, thread), ref.id)


def _at(where: Address, thread: str) -> Address:
    return replace(where, thread=ThreadId(thread))
