"""What the staff channel remembers over restarts: in the product's mailbox, one box for each kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

import msgspec

from core.errors import ChannelUnavailable, StoreUnavailable
from core.messages import Address
from core.ports import Mailbox


class RealGroup(msgspec.Struct, frozen=True):
    """The group's id since Telegram has upgraded it."""

    id: int


class Topic(msgspec.Struct, frozen=True):
    """The topic that a key has opened."""

    thread: int


class Shown(msgspec.Struct, frozen=True):
    """How a topic looks since we have last touched it; `closed` is None when nobody has told us."""

    name: str = ""
    icon: str = ""
    closed: bool | None = None


class Place(msgspec.Struct, frozen=True):
    """Where a message of ours stands: Telegram names no topic when people react to it."""

    thread: int
    id: str


class Admins(msgspec.Struct, frozen=True):
    """The users who administrate the group, as Telegram has last told."""

    ids: tuple[int, ...] = ()


Kept = RealGroup | Topic | Shown | Place | Admins
K = TypeVar("K", RealGroup, Topic, Shown, Place, Admins)

_BOXES: Final = {RealGroup: "chat", Topic: "topics", Shown: "looks", Place: "places", Admins: "admins"}
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
