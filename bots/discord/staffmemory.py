"""What the staff channel remembers over restarts: in the product's mailbox, one box for each kind."""

from collections.abc import Mapping
from typing import Final

import msgspec

from core.channelmemory import ChannelMemory
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


_BOXES: Final[Mapping[type[msgspec.Struct], str]] = {Opened: "posts", Shown: "looks"}


class Memory(ChannelMemory):
    """Every method raises ChannelUnavailable when the store cannot be asked."""

    def __init__(self, mailbox: Mailbox, room: Address) -> None:
        super().__init__(mailbox, room, _BOXES)
