"""One parcel's way into the agents' group: files, calls, the bot that writes, what to do when the topic is closed."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

import structlog

from bots.telegram.memory import Memory, Place
from bots.telegram.overflow import Writers, named, read_name
from bots.telegram.room import Room
from bots.telegram.spooling import attach, is_home
from bots.telegram.staffoutbound import Attachment, Piece, as_documents, has_photos, to_calls
from bots.telegram.topics import Topics, number_of
from core.channel import Parcel
from core.errors import ChannelError, ContentRejected, RateLimited, TargetGone
from core.messages import Address, MediaKind, MessageId, MessageRef, Receipt

log = structlog.get_logger(__name__)
T = TypeVar("T")

NO_PHOTO: Final = ("photo_invalid", "image_process_failed", "photo_save_file_invalid", "photo_ext_invalid")
"""Parts of lower-cased descriptions by which Telegram's servers refuse a picture as a photo, not as a document."""
REPLACEABLE: Final = frozenset({MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO, MediaKind.FILE})
"""Files in whose place an edit may put another (core.telegram.org/bots/api#editmessagemedia)."""
UNFINISHED: Final = 1000


class Calls(Protocol):
    """What the bots can do with messages, by the bot's number. Raises: ChannelError."""

    async def send(self, number: int, chat: int, thread: int | None, piece: Piece) -> tuple[int, ...]: ...

    async def edit(self, number: int, chat: int, message: int, piece: Piece) -> None: ...

    async def pin(self, number: int, chat: int, message: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDelivery:
    """`limit`: bytes of one upload. `unfinished`: the ids of what has arrived of parcels that will be tried again."""

    calls: Calls
    room: Room
    topics: Topics
    memory: Memory
    writers: Writers
    bots: int
    limit: int
    unfinished: dict[tuple[str, str], list[tuple[MessageId, ...]]] = field(default_factory=dict)

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Raises: ChannelError; TargetGone: the topic was deleted."""
        message = parcel.message
        key = (parcel.key, message.to.key)
        with ExitStack() as until:
            files = await self._files(parcel, until)
            pieces = to_calls(message, files, _quoted(parcel.reply_to))
            arrived = self._begun(key)
            only_first = bool(message.buttons) or any(is_home(one, self.room.address) for one in message.media)
            for piece in pieces[len(arrived) :]:
                arrived.append(await self._send(message.to, piece, only_first=only_first))
        self.unfinished.pop(key, None)
        ids = tuple(id_ for part in arrived for id_ in part)
        await self._after(message.to, ids, pinned=message.pinned)
        return Receipt(ids)

    async def edit(self, parcel: Parcel, ref: MessageRef) -> Receipt:
        """By the bot that wrote it. Raises: ChannelError; TargetGone: there is no such message, or no such bot."""
        message, number = read_name(ref.id)
        if number >= self.bots:
            raise TargetGone("the bot that wrote it is not configured any more")
        replaced = len(parcel.message.media) == 1 and parcel.message.media[0].kind in REPLACEABLE
        with ExitStack() as until:
            files = await self._files(parcel, until) if replaced else ()
            [piece, *_] = to_calls(parcel.message, files, None)

            async def once(chat: int) -> None:
                await self.calls.edit(number, chat, message, piece)

            await self._in_topic(ref.where, once)
        self.writers.wrote(number, 1)  # counts as a message
        return Receipt((ref.id,))

    async def _files(self, parcel: Parcel, until: ExitStack) -> Sequence[Attachment]:
        return [await attach(one, parcel.files, self.room.address, self.limit, until) for one in parcel.message.media]

    def _begun(self, key: tuple[str, str]) -> list[tuple[MessageId, ...]]:
        if key not in self.unfinished and len(self.unfinished) >= UNFINISHED:
            self.unfinished.pop(next(iter(self.unfinished)))
        return self.unfinished.setdefault(key, [])

    async def _send(self, where: Address, piece: Piece, *, only_first: bool) -> tuple[MessageId, ...]:
        """By the bot with most room; by another one when Telegram tells that one to wait."""
        while True:
            number = self.writers.next(only_first=only_first)
            try:
                ids = await self._by(number, where, piece)
            except RateLimited as slow:
                self.writers.must_wait(number, slow)
            else:
                self.writers.wrote(number, max(1, len(ids)))
                return tuple(named(one, number) for one in ids)

    async def _by(self, number: int, where: Address, piece: Piece) -> tuple[int, ...]:
        thread = number_of(where) if where.thread else None

        async def send(chat: int) -> tuple[int, ...]:
            try:
                return await self.calls.send(number, chat, thread, piece)
            except ContentRejected as why:
                if not has_photos(piece) or not any(text in why.detail.lower() for text in NO_PHOTO):
                    raise
            return await self.calls.send(number, chat, thread, as_documents(piece))

        return await self._in_topic(where, send)

    async def _in_topic(self, where: Address, call: Callable[[int], Awaitable[T]]) -> T:
        return await self.topics.unlocked(where, lambda: self.room.at(where, call))

    async def _after(self, where: Address, ids: Sequence[MessageId], *, pinned: bool) -> None:
        """It has arrived: nothing of this may send it again."""
        try:
            if pinned and ids:
                message, number = read_name(ids[0])
                await self.room.at(where, lambda chat: self.calls.pin(number, chat, message))
            for id_ in ids if where.thread else ():
                await self.memory.put(str(read_name(id_)[0]), Place(number_of(where), id_))
        except ChannelError as why:
            log.warning("a message could not be pinned or placed", where=where.key, why=str(why))


def _quoted(ref: MessageRef | None) -> int | None:
    """A message of a name that is none is not quoted."""
    try:
        return read_name(ref.id)[0] if ref else None
    except TargetGone:
        return None
