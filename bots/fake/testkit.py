"""The kit by which the conformance suite drives this channel; `FakePlatform` for every other test and benchmark."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from core.channel import Channel
from core.messages import AccountId, Address, ChannelName, ChatId, Event
from core.ports import Surroundings

from .inbound import Account, to_events
from .people import ROOM, FakePlatform, fake_platform
from .platform import Shown, StoredFile, Thread

__all__ = ["KITS", "ROOM", "FakeKit", "FakePlatform", "Shown", "StoredFile", "Thread", "fake_platform"]

CHANNEL: Final = ChannelName(__name__.split(".")[-2])
US: Final = Account(CHANNEL, AccountId("main"))
RECORDED: Final = Account(ChannelName("fake"), AccountId("main"))
"""Who we were when samples/ was recorded, whatever this folder is called."""
BUYER: Final = "buyer-1"


class FakeKit:
    """Has the form of tests.conformance.kit.Kit."""

    acts: ClassVar = frozenset({"says", "sends", "edits", "deletes", "presses", "repeats", "forges", "garbles"})
    faults: ClassVar = frozenset(
        {"blocked", "window-closed", "rejected", "gone-thread", "gone-message"}
        | {"rate-limited", "failing", "away", "in-doubt"}
    )
    chat = Address(*US, ChatId(BUYER))
    room = Address(*US, ChatId(ROOM))

    def __init__(self) -> None:
        self.platform = FakePlatform()

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        return to_events(payload, RECORDED)

    async def open(self, around: Surroundings) -> dict[str, Any]:  # noqa: ARG002 - for channels that are their own platform
        await self.platform.start()
        return self.platform.settings()

    async def join(self, channel: Channel) -> None:  # noqa: ARG002
        await self.platform.until(lambda: bool(self.platform.webhook))

    async def close(self) -> None:
        await self.platform.stop()

    async def says(self, where: Address, text: str) -> str:
        return await self.platform.buyer_says(where.chat, text, thread=where.thread)

    async def sends(self, where: Address, data: bytes, name: str, mime: str) -> str:
        return await self.platform.sends_file(where.chat, StoredFile(name, mime, data), thread=where.thread)

    async def edits(self, where: Address, message: str, text: str) -> None:
        await self.platform.edits(where.chat, message, text)

    async def deletes(self, where: Address, message: str) -> None:
        await self.platform.deletes(where.chat, message)

    async def presses(self, where: Address, message: str, label: str) -> None:
        await self.platform.presses(where.chat, label, message=message)

    async def repeats(self) -> None:
        await self.platform.post_again()

    async def forges(self, text: str) -> None:
        await self.platform.says_as_a_stranger(text)

    async def garbles(self) -> None:
        await self.platform.post_raw(b'{"update_id": 5, "message": {"text": "\xff\xfe')

    async def shown(self, where: Address) -> Sequence[Shown]:
        return self.platform.answers_in(where.chat, where.thread)

    async def cause(self, fault: str, where: Address) -> None:
        platform = self.platform
        match fault:
            case "blocked":
                platform.blocked.add(where.chat)
            case "window-closed":
                platform.closed_windows.add(where.chat)
            case "rejected":
                platform.refuses()
            case "gone-thread":
                platform.lose_thread(str(where.thread))
            case "gone-message":
                platform.drop(platform.answers_in(where.chat, where.thread)[-1])
            case "rate-limited":
                platform.slows_down(retry_after=3)
            case "failing":
                platform.breaks()
            case "in-doubt":
                platform.cuts(applied=True)
            case "away":
                await platform.stop()
                await asyncio.sleep(0.05)  # the channel hears that its idle connections are closed

    async def heal(self) -> None:
        await self.platform.start()


KITS = {CHANNEL: FakeKit}
