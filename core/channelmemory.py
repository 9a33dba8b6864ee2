"""What a channel keeps for itself in the product's mailbox; a store that is away makes the channel unavailable."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeVar

import msgspec

from core.errors import ChannelUnavailable, StoreUnavailable
from core.messages import Address
from core.ports import Mailbox

K = TypeVar("K", bound=msgspec.Struct)

_encode: Final = msgspec.json.Encoder().encode


@contextmanager
def asking_the_store() -> Iterator[None]:
    """Around what a channel asks of the store where only ChannelError may come out."""
    try:
        yield
    except StoreUnavailable as away:
        raise ChannelUnavailable("the store does not answer") from away


class ChannelMemory:
    """`boxes`: the name of the box for each kind of note of the account at `place`.

    Every method raises ChannelUnavailable when the store cannot be asked."""

    def __init__(self, mailbox: Mailbox, place: Address, boxes: Mapping[type[msgspec.Struct], str]) -> None:
        self._mailbox = mailbox
        self._boxes = {kind: f"{place.channel}/{place.account}/{name}" for kind, name in boxes.items()}

    async def get(self, kind: type[K], key: str) -> K | None:
        with asking_the_store():
            posted = await self._mailbox.get(self._boxes[kind], key)
        return None if posted is None else msgspec.json.decode(posted.body, type=kind)

    async def put(self, key: str, note: msgspec.Struct) -> None:
        with asking_the_store():
            await self._mailbox.post(self._boxes[type(note)], key, _encode(note))
