"""What each channel folder's testkit.py must export, so that one suite can drive every channel.

    KITS = {"name in CHANNELS": KitClass}     # KitClass() takes no arguments: a fresh platform, with people on it

A kit imports nothing of this folder: it has the form of `Kit`, that is all (mypy compares them in test_folders.py)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from core.channel import Channel
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    RateLimited,
    RecipientUnreachable,
    ReplyWindowClosed,
    TargetGone,
)
from core.messages import Address, Event
from core.ports import Surroundings

FAULTS: Mapping[str, type[ChannelError]] = {
    "blocked": RecipientUnreachable,  # the person does not want us
    "window-closed": ReplyWindowClosed,  # too long since the person wrote
    "rejected": ContentRejected,  # the platform does not like the content
    "gone-thread": TargetGone,  # somebody deleted the thread that `where` names
    "gone-message": TargetGone,  # somebody deleted our last message at `where`: befalls an edit
    "rate-limited": RateLimited,  # the next call comes too soon
    "failing": ChannelUnavailable,  # the next call meets a platform in trouble (5xx)
    "away": ChannelUnavailable,  # nobody answers, until `heal`
    "in-doubt": DeliveryInDoubt,  # the next call has its effect, and the answer is lost
}
"""What may go wrong on a platform, and which error must come of it."""

ACTS = frozenset({"says", "sends", "edits", "deletes", "presses", "repeats", "forges", "garbles"})
"""What people on a platform may do: methods of the kit. `says` is the least."""


class Shown(Protocol):
    """One message of ours as a person sees it; `buttons` are the words on them, row by row, `media` the bytes.

    `id` is empty on a platform that gives messages none."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def buttons(self) -> Sequence[Sequence[str]]: ...
    @property
    def media(self) -> Sequence[bytes]: ...


class Kit(Protocol):
    """A platform of its own for each test. What is not in `acts` or `faults` is never asked of it."""

    acts: ClassVar[frozenset[str]]
    faults: ClassVar[frozenset[str]]

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        """What the channel makes of one recorded payload; pure. Raises: Unreadable, Forged."""

    # ---- before and after

    async def open(self, around: Surroundings) -> dict[str, Any]:
        """Starts the platform; gives the settings with which the channel finds it."""

    async def join(self, channel: Channel) -> None:
        """The channel has started and its routes are served at `around.public_url`: people come in."""

    async def close(self) -> None:
        """Leaves nothing running."""

    # ---- places, from `join` on

    @property
    def chat(self) -> Address:
        """Where a person writes to us: in private, unless it is the room itself."""

    @property
    def room(self) -> Address | None:
        """A group chat in which threads can be opened, if the platform has such."""

    # ---- what people do; it has reached the product, or been refused by it, when these return

    async def says(self, where: Address, text: str) -> str:
        """Gives the message's id."""

    async def sends(self, where: Address, data: bytes, name: str, mime: str) -> str:
        """A file. Gives the message's id."""

    async def edits(self, where: Address, message: str, text: str) -> None: ...

    async def deletes(self, where: Address, message: str) -> None: ...

    async def presses(self, where: Address, message: str, label: str) -> None:
        """The button with these words under that message of ours."""

    async def repeats(self) -> None:
        """The platform hands in once more what it handed in last, as it does when it is not sure."""

    async def forges(self, text: str) -> None:
        """A stranger hands in words without the secret or signature that only the platform knows."""

    async def garbles(self) -> None:
        """The platform hands in, properly signed, what nobody can read."""

    # ---- what people see, and what goes wrong

    async def shown(self, where: Address) -> Sequence[Shown]:
        """Our messages there, oldest first, without deleted ones."""

    async def cause(self, fault: str, where: Address) -> None:
        """One of `faults`."""

    async def heal(self) -> None:
        """Ends what `cause` began."""
