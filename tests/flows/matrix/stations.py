"""What the matrix asks of a messenger: a buyer's screen on one side, a ticket's thread on the other."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol

from config.settings import Settings


class Buyer(Protocol):
    """Somebody in his chat with the shop, and what stands on his screen."""

    @property
    def texts(self) -> Sequence[str]:
        """What the shop has written, oldest first, as it stands now."""

    async def pictures(self) -> Sequence[bytes]:
        """The files that the shop has sent."""

    async def says(self, text: str) -> object:
        """Gives what `edits` wants."""

    async def edits(self, said: object, text: str) -> bool:
        """False: his messenger cannot."""

    async def sends_picture(self, data: bytes, name: str) -> None: ...

    async def chooses(self, label: str) -> bool:
        """Takes what was offered last under these words. False: there was no button, he typed its number."""

    async def until(self, so: Callable[[], bool]) -> None: ...


class Thread(Protocol):
    """One ticket as an agent sees it."""

    @property
    def card(self) -> str: ...

    @property
    def texts(self) -> Sequence[str]:
        """What the product has written there, the card too, as it stands now."""

    @property
    def closed(self) -> bool: ...

    async def pictures(self) -> Sequence[bytes]: ...

    async def says(self, text: str) -> object: ...

    async def edits(self, said: object, text: str) -> None: ...

    async def sends_picture(self, data: bytes, name: str, text: str) -> None: ...

    async def until(self, so: Callable[[], bool]) -> None: ...


class Room(Protocol):
    """A staff room with one agent in it."""

    @property
    def threads(self) -> Sequence[object]: ...

    async def opens(self, thread: object) -> Thread: ...

    async def until(self, so: Callable[[], bool]) -> None: ...


class Station(Protocol):
    """One platform: which channels of ours it has (`buyers`, `room`; "": none), and who is on it."""

    buyers: ClassVar[str]
    room: ClassVar[str]

    async def start(self) -> dict[str, dict[str, Any]]:
        """Opens the platform; gives the settings of each of its channels."""

    async def ready(self, settings: Settings, port: int) -> None:
        """The product runs, and listens there."""

    async def stop(self) -> None: ...

    async def newcomer(self, name: str) -> Buyer:
        """Somebody who has not written yet. Of a platform for buyers."""

    @property
    def desk(self) -> Room:
        """Of a platform with a staff room."""


async def hears(one: Buyer | Thread, words: str) -> None:
    """Waits until these words stand on the screen. Raises: AssertionError: they do not come."""
    try:
        await one.until(lambda: any(words in text for text in one.texts))
    except TimeoutError:
        raise AssertionError(f"{words!r} is not among {list(one.texts)}") from None


async def sees(one: Buyer | Thread, data: bytes) -> None:
    """Waits until this file is there, byte for byte. Raises: AssertionError."""
    for _ in range(200):
        if data in await one.pictures():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"the file did not come; there is {list(one.texts)}")


async def new_thread(room: Room, known: Sequence[object]) -> Thread:
    """The thread that was not there before, once its card is."""
    await room.until(lambda: any(one not in known for one in room.threads))
    [found] = [one for one in room.threads if one not in known]
    thread = await room.opens(found)
    await thread.until(lambda: bool(thread.card))
    return thread
