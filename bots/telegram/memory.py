"""What the staff channel remembers over restarts: in the product's mailbox, one box for each kind."""

from collections.abc import Mapping
from typing import Final

import msgspec

from core.channelmemory import ChannelMemory
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


_BOXES: Final[Mapping[type[msgspec.Struct], str]] = {
    RealGroup: "chat",
    Topic: "topics",
    Shown: "looks",
    Place: "places",
    Admins: "admins",
}


class Memory(ChannelMemory):
    """Every method raises ChannelUnavailable when the store cannot be asked."""

    def __init__(self, mailbox: Mailbox, room: Address) -> None:
        super().__init__(mailbox, room, _BOXES)
