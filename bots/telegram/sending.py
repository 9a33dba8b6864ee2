"""Sends, edits and removes what the shop bot says. Importing this imports aiogram."""

from collections.abc import Sequence
from typing import Any, Final

import structlog
from aiogram.methods import (
    DeleteBusinessMessages,
    DeleteMessage,
    SendChatAction,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.types import ReactionTypeEmoji

from bots.telegram.client import Client
from bots.telegram.errors import Done, done_already
from bots.telegram.methods import edit_methods, to_method
from bots.telegram.outbound import Place, copies, number_of, place_of, to_pieces
from bots.telegram.reactions import ANY, allowed
from bots.telegram.settings import ShopSettings
from bots.telegram.staffoutbound import Piece, as_documents, has_photos
from core.channel import Capabilities, Files, Parcel
from core.errors import ContentRejected, DeliveryRefused, TargetGone
from core.messages import Address, MessageId, MessageRef, Receipt
from core.turns import Words

log = structlog.get_logger(__name__)

Methods = Sequence[TelegramMethod[Any]]
UNFIT: Final = ("in the message to edit", "too long")
"""Of an edit: "there is no caption in the message to edit" (td), "MESSAGE_TOO_LONG", "message caption is too long"."""


UNFINISHED: Final = 1000


class Sender:
    """One account's way out. Every method raises ChannelError only.

    `begun`: of parcels of several messages that are to be tried again, those that have arrived."""

    def __init__(self, settings: ShopSettings, can: Capabilities, words: Words) -> None:
        self._client = Client(settings, can.in_flight)
        self._words = words
        self._begun: dict[str, list[tuple[int, ...]]] = {}

    async def close(self) -> None:
        await self._client.close()

    async def send(self, parcel: Parcel) -> Receipt:
        where = place_of(parcel.message.to)
        pieces = to_pieces(parcel)
        if len(pieces) == 1:
            return _receipt([await self._piece(pieces[0], where, parcel.files)])
        if len(self._begun) >= UNFINISHED:  # what was given up meanwhile
            del self._begun[next(iter(self._begun))]
        begun = self._begun.setdefault(parcel.key, [])
        try:
            for piece in pieces[len(begun) :]:
                begun.append(await self._piece(piece, where, parcel.files))
        except DeliveryRefused:
            del self._begun[parcel.key]
            raise
        return _receipt(self._begun.pop(parcel.key))

    async def edit(self, parcel: Parcel) -> Receipt:
        """Raises: TargetGone: also where the new words do not fit into the old message."""
        if parcel.edits is None:
            raise ValueError("an edit needs the message to edit")
        pieces = to_pieces(parcel)
        if len(pieces) != 1:
            raise TargetGone("several messages cannot take the place of one")
        where, message = place_of(parcel.message.to), number_of(parcel.edits)
        methods = edit_methods(pieces[0], where, message, copies(pieces[0], self._words), parcel.files.open)
        try:
            await self._first_that_fits(methods, where)
        except ContentRejected as why:
            if any(told in why.detail.lower().replace("_", " ") for told in UNFIT):
                raise TargetGone("the words do not fit into that message") from None
            raise
        return Receipt((parcel.edits.id,))

    async def delete(self, ref: MessageRef) -> None:
        """Gone already, or too old for Telegram to remove: a success, and in the second case a line in the log."""
        where, message = place_of(ref.where), number_of(ref)
        if not message:
            return
        method: TelegramMethod[bool] = DeleteMessage(chat_id=where.chat, message_id=message)
        if where.business is not None:
            method = DeleteBusinessMessages(business_connection_id=where.business, message_ids=[message])
        try:
            await self._client.call(method, group=where.is_group)
        except (ContentRejected, TargetGone) as why:
            if done_already(400, why.detail) is Done.TOO_LATE:
                log.warning("a message of more than 48 hours stays", chat=ref.where.key)
            elif done_already(400, why.detail) is None and not isinstance(why, TargetGone):
                raise

    async def react(self, ref: MessageRef, emoji: str) -> None:
        where, wanted = place_of(ref.where), allowed(emoji)
        if where.business is not None:  # setMessageReaction knows no business connections
            return
        tries = [wanted] if wanted in ("", ANY) else [wanted, ANY]  # a group may allow few reactions
        methods = [
            SetMessageReaction(
                chat_id=where.chat,
                message_id=number_of(ref),
                reaction=[ReactionTypeEmoji(emoji=one)] if one else [],
            )
            for one in tries
        ]
        await self._first_that_fits(methods, where)

    async def typing(self, where: Address) -> None:
        place = place_of(where)
        action = SendChatAction(chat_id=place.chat, action="typing")
        if place.thread is not None or place.business is not None:
            action = action.model_copy(
                update={"message_thread_id": place.thread, "business_connection_id": place.business}
            )
        await self._client.call(action, group=place.is_group)

    async def _piece(self, piece: Piece, where: Place, files: Files) -> tuple[int, ...]:
        try:
            return await self._sent(piece, where, files)
        except ContentRejected:
            if not has_photos(piece):
                raise
        return await self._sent(as_documents(piece), where, files)  # too long a side, or no picture after all

    async def _sent(self, piece: Piece, where: Place, files: Files) -> tuple[int, ...]:
        method = to_method(piece, where, copies(piece, self._words), files.open)
        return tuple(await self._client.call(method, repeatable=False, group=where.is_group))

    async def _first_that_fits(self, methods: Methods, where: Place) -> None:
        """The next one only where the content is not taken as it is."""
        for number, method in enumerate(methods, 1):
            try:
                await self._client.call(method, group=where.is_group)
            except ContentRejected as why:
                if done_already(400, why.detail) is Done.NOT_MODIFIED:
                    return
                if number == len(methods):
                    raise
            else:
                return


def _receipt(sent: Sequence[Sequence[int]]) -> Receipt:
    return Receipt(tuple(MessageId(str(number)) for numbers in sent for number in numbers))
