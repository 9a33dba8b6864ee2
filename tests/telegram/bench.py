"""One of our channels on any server that speaks the Bot API, with what a test sends through it."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from bots.telegram import CHANNELS
from core.channel import Channel, Parcel
from core.errors import ChannelError
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MediaKind, MediaRef, MessageRef, Receipt
from core.messages import OutgoingMessage as Out
from tests.conformance.stage import FilesOfElsewhere, RememberingSink
from tests.conformance.surroundings import surroundings
from tests.telegram.anyserver import AnyServer

T = TypeVar("T")
ACCOUNT = AccountId("main")
SHOP, STAFF = ChannelName("telegram"), ChannelName("telegram-staff")
ELSEWHERE = Address(ChannelName("web"), ACCOUNT, ChatId("1"))
# one black pixel: servers may look into pictures
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738"
    "550000000049454e44ae426082"
)


class Bench:
    """One of our channels on that server, taking in by long polls."""

    def __init__(self, server: AnyServer, channel: Channel, where: Address) -> None:
        self.server = server
        self.channel = channel
        self.where = where
        self.sink = RememberingSink()
        self.files = FilesOfElsewhere({"picture": PIXEL, "paper": b"%PDF-1.7 paper"})
        self.sent = 0

    async def has(self, *methods: str) -> None:
        """Skips the test unless the server implements all of these."""
        token = self.server.shop_token if self.where.channel == SHOP else self.server.staff_token
        await self.server.has(token, *methods)

    async def tried(self, work: Awaitable[T]) -> T:
        """What the server cannot do is skipped in the words of our error; anything but ChannelError is our failure."""
        try:
            return await work
        except ChannelError as refused:
            self.server.skip(f"{type(refused).__name__}: {refused}")
            raise

    async def deliver(self, message: Out, **parcel: Any) -> Receipt:
        self.sent += 1
        return await self.tried(self.channel.deliver(Parcel(f"1.{self.sent}.0", message, self.files, **parcel)))

    def ref(self, receipt: Receipt) -> MessageRef:
        """Skipped where the server does not tell the number of what was sent."""
        if not receipt.ids or receipt.ids[0] == "0":
            self.server.skip("it gives messages no number")
        return MessageRef(self.where, receipt.ids[0])

    def media(self, kind: MediaKind = MediaKind.IMAGE) -> Media:
        image = kind is MediaKind.IMAGE
        ref, name, mime = ("picture", "a.png", "image/png") if image else ("paper", "a.pdf", "application/pdf")
        return Media(kind, MediaRef(ref), ELSEWHERE, name, mime, len(self.files.data[ref]))


def shop_on(server: AnyServer, public_url: str = "http://127.0.0.1:1", **settings: object) -> Bench:
    known = {"token": server.shop_token, "api_url": server.url, "poll_seconds": 1, **settings}
    channel = CHANNELS[SHOP](ACCOUNT, known, surroundings(public_url))
    return Bench(server, channel, Address(SHOP, ACCOUNT, ChatId(server.chat)))


def staff_on(server: AnyServer, public_url: str = "http://127.0.0.1:1", **settings: object) -> Bench:
    known = {"token": server.staff_token, "api_url": server.url, "poll_seconds": 1, "group": int(server.group)}
    channel = CHANNELS[STAFF](ACCOUNT, known | settings, surroundings(public_url))
    return Bench(server, channel, Address(STAFF, ACCOUNT, ChatId(server.group)))


@asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Bench]:
    await bench.channel.start(bench.sink)
    try:
        yield bench
    finally:
        await bench.channel.stop()
