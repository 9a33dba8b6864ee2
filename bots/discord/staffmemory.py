"""What the staff channel remembers over restarts: in the product's mailbox, one box for each kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

import msgspec

from core.errors import ChannelUnavailable, StoreUnavailable
from core.messages import Address
from core.ports import Mailbox


class Opened(msgspec.Struct, frozen=True):
    """The post that a key has opened; "": it was about to be opened, and nobody knows whether it was."""

    thread: str = ""


class Shown(msgspec.Struct, frozen=True):
    """How a post looks since we have last touched it. `bare`: its first message waits to become the card.

    `card`: the key of the parcel that it has become."""

    name: str = ""
    sign: str = ""
    urgent: bool = False
    closed: bool = False
    bare: bool = False
    card: str = ""


Kept = Opened | Shown
K = TypeVar("K", Opened, Shown)

_BOXES: Final = {Opened: "posts", Shown: "looks"}
_encode: Final = msgspec.json.Encoder().encode


class Memory:
    """Every method raises ChannelUnavailable when the store cannot be asked."""

    def __init__(self, mailbox: Mailbox, room: Address) -> None:
        self._mailbox = mailbox
        self._boxes = {kind: f"{room.channel}/{room.account}/{name}" for kind, name in _BOXES.items()}

    async def get(self, kind: type[K], key: str) -> K | None:
        with _store():
            posted = await self._mailbox.get(self._boxes[kind], key)
        return None if posted is None else msgspec.json.decode(posted.body, type=kind)

    async def put(self, key: str, kept: Kept) -> None:
        with _store():
            await self._mailbox.post(self._boxes[type(kept)], key, _encode(kept))


@contextmanager
def _store() -> Iterator[None]:
    try:
        yield
    except StoreUnavailable as away:
        raise ChannelUnavailable("the store does not answer") from away
