"""Sends, edits, removes and marks what a bot says; for both channels. Every method raises ChannelError only."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from time import monotonic
from typing import Any, Final

from bots.discord.connection import Connection
from bots.discord.errors import (
    THREAD_ARCHIVED,
    THREAD_LOCKED,
    UNKNOWN_CHANNEL,
    UNKNOWN_EMOJI,
    UNKNOWN_MESSAGE,
    Declined,
)
from bots.discord.outbound import Piece, channel_of, is_id, message_of, to_edit, to_pieces
from bots.discord.spooling import spooled, without_spots
from core.channel import Capabilities, Files, Parcel
from core.errors import ChannelUnavailable, DeliveryInDoubt, DeliveryRefused
from core.messages import Address, MessageId, MessageRef, Receipt

REMEMBERED: Final = 120.0
"""Seconds for which we trust that Discord knows a nonce: it says "the past few minutes"."""
UNFINISHED: Final = 1000
DONE: Final = "✅"
ANY: Final = "👍"
"""Instead of a reaction that Discord does not know."""
ARCHIVED: Final = frozenset({THREAD_ARCHIVED, THREAD_LOCKED})
TAKEN_OUT: Final = 3
"""Calls into a thread that is closed again and again, until it has to wait."""


class Sender:
    """`clock`: seconds that only grow.

    `begun`: of parcels of several messages that are to be tried again, the ids of those that have arrived.
    `doubts`: since when nobody knows whether a parcel has arrived. `removed`: told of what we remove ourselves."""

    def __init__(
        self,
        connection: Connection,
        can: Capabilities,
        removed: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._connection = connection
        self._limit = can.media_bytes
        self._removed = removed
        self._clock = clock
        self._begun: dict[str, list[MessageId]] = {}
        self._doubts: dict[str, float] = {}
        self._mine: dict[str, str] = {}

    async def send(self, parcel: Parcel) -> Receipt:
        """Raises: DeliveryInDoubt: it may have arrived so long ago that Discord has forgotten its nonce."""
        self._check_doubt(parcel.key)
        channel = channel_of(parcel.message.to)
        parcel = replace(parcel, message=await without_spots(parcel))
        begun = _remembering(self._begun, parcel.key, [])
        try:
            for piece in to_pieces(parcel)[len(begun) :]:
                begun.append(await self._create(channel, piece, parcel))
        except DeliveryRefused:
            self._begun.pop(parcel.key, None)
            raise
        self._begun.pop(parcel.key, None)
        self._doubts.pop(parcel.key, None)
        return Receipt(tuple(begun))

    async def edit(self, parcel: Parcel) -> Receipt:
        """Raises: TargetGone: also where the new words do not fit into the old message."""
        if parcel.edits is None:
            raise ValueError("an edit needs the message to edit")
        ref = parcel.edits
        piece = to_edit(replace(parcel, message=await without_spots(parcel)))
        path = f"/channels/{channel_of(ref.where)}/messages/{message_of(ref)}"
        await self._carry("PATCH", path, piece, parcel.files)
        return Receipt((ref.id,))

    async def delete(self, ref: MessageRef) -> None:
        """Gone already: a success."""
        if not is_id(ref.id):
            return
        self._removed(ref.id)
        path = f"/channels/{channel_of(ref.where)}/messages/{ref.id}"
        try:
            await self._awake(lambda: self._connection.call("DELETE", path), channel_of(ref.where))
        except Declined as no:
            if no.code not in {UNKNOWN_MESSAGE, UNKNOWN_CHANNEL}:
                raise no.meaning from None

    async def react(self, ref: MessageRef, emoji: str) -> None:
        """Our one reaction there: the former goes, if this process has set it."""
        path = f"/channels/{channel_of(ref.where)}/messages/{message_of(ref)}"
        wanted, former = _one(emoji), self._mine.pop(ref.key, "")
        if former and former != wanted:
            await self._unless_gone("DELETE", f"{path}/reactions/{former}/@me")
        elif not wanted:
            await self._take_back(path)
        if not wanted:
            return
        try:
            await self._put(path, wanted)
        except Declined as no:
            if no.code != UNKNOWN_EMOJI or wanted == ANY:
                raise no.meaning from None
            wanted = ANY
            await self._connection.ask("PUT", f"{path}/reactions/{wanted}/@me")
        _remembering(self._mine, ref.key, wanted)

    async def mark(self, ref: MessageRef) -> None:
        """A tick under the message: it has arrived on the other side."""
        path = f"/channels/{channel_of(ref.where)}/messages/{message_of(ref)}/reactions/{DONE}/@me"
        await self._connection.ask("PUT", path)

    async def typing(self, where: Address) -> None:
        await self._connection.ask("POST", f"/channels/{channel_of(where)}/typing")

    # ------------------------------------------------------------------ one call

    async def _create(self, channel: str, piece: Piece, parcel: Parcel) -> MessageId:
        try:
            told = await self._carry("POST", f"/channels/{channel}/messages", piece, parcel.files, repeatable=False)
        except DeliveryInDoubt as doubt:  # its nonce keeps it from being said twice
            _remembering(self._doubts, parcel.key, self._clock())
            raise ChannelUnavailable(doubt.detail) from None
        return MessageId(str(told["id"]))

    async def _carry(self, method: str, path: str, piece: Piece, files: Files, *, repeatable: bool = True) -> Any:
        with ExitStack() as until:
            uploads = await spooled(piece.media, files, self._limit, until)
            try:
                return await self._awake(
                    lambda: self._connection.call(method, path, piece.payload, files=uploads, repeatable=repeatable),
                    path.split("/")[2],
                )
            except Declined as no:
                if no.status >= 500 and not repeatable:
                    raise DeliveryInDoubt(f"{no.status}") from None
                raise no.meaning from None

    async def _awake(self, call: Callable[[], Any], channel: str) -> Any:
        """A thread in the archive is taken out of it first, and unlocked; it is there, even if it is closed meanwhile.

        Raises: Declined, ChannelError."""
        for left in reversed(range(TAKEN_OUT)):
            try:
                return await call()
            except Declined as no:
                if no.code not in ARCHIVED:
                    raise
            if left:
                await self._connection.call("PATCH", f"/channels/{channel}", {"archived": False, "locked": False})
        raise ChannelUnavailable("the thread is closed again and again")

    async def _put(self, path: str, emoji: str) -> None:
        await self._connection.call("PUT", f"{path}/reactions/{emoji}/@me")

    async def _take_back(self, path: str) -> None:
        """Another process has set it, or none: the message tells."""
        told = await self._connection.ask("GET", path)
        mine = [one["emoji"]["name"] for one in told.get("reactions") or () if one.get("me")]
        for emoji in mine:
            if emoji != DONE:
                await self._unless_gone("DELETE", f"{path}/reactions/{emoji}/@me")

    async def _unless_gone(self, method: str, path: str) -> None:
        try:
            await self._connection.call(method, path)
        except Declined as no:
            if no.code not in {UNKNOWN_MESSAGE, UNKNOWN_EMOJI}:
                raise no.meaning from None

    def _check_doubt(self, key: str) -> None:
        since = self._doubts.get(key)
        if since is not None and self._clock() - since > REMEMBERED:
            del self._doubts[key]
            raise DeliveryInDoubt("it may have arrived some minutes ago")


def _one(emoji: str) -> str:
    """A server's own emoji (:name:) is not ours to use."""
    return ANY if emoji.startswith(":") or len(emoji) > 16 else emoji


def _remembering(kept: dict[str, Any], key: str, fresh: Any) -> Any:
    """What stands there, else what is put there now; the oldest of too many goes."""
    if key not in kept and len(kept) >= UNFINISHED:
        del kept[next(iter(kept))]
    return kept.setdefault(key, fresh)
