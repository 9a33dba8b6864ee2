"""The staff channel in operation: a Bot API server with people on one side, a sink that remembers on the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from bots.telegram.staff import StaffChannel, build_staff
from core.channel import Parcel
from core.errors import ContentRejected
from core.messages import (
    AccountId,
    Address,
    ChannelName,
    ChatId,
    Media,
    MediaKind,
    MediaRef,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Receipt,
    ThreadId,
    ThreadLook,
)
from core.ports import Surroundings
from tests.conformance.stage import PATIENCE, RememberingSink
from tests.conformance.surroundings import surroundings
from tests.telegram.botapi import Bot, BotApi, Message
from tests.telegram.scene import Scene, scene_on

ELSEWHERE = Address(ChannelName("web"), AccountId("main"), ChatId("buyer-1"))
WAITING = ThreadLook("🟡 #35 小明 · 网页", sign="🟡")
TAKEN = ThreadLook("🟢 #35 小明 · 网页", sign="🟢")
CLOSED = ThreadLook("⚪ #35 小明 · 网页", closed=True, sign="⚪")


@dataclass(slots=True)
class FilesFromElsewhere:
    """Files of another channel, by their ref. Implements core.channel.Files."""

    data: dict[str, bytes] = field(default_factory=dict)

    async def open(self, media: Media) -> AsyncIterator[bytes]:
        if media.ref not in self.data:
            raise ContentRejected("no such file")
        data = self.data[media.ref]
        for start in range(0, len(data), 1 << 16):
            yield data[start : start + (1 << 16)]


@dataclass(slots=True)
class StaffDesk:
    """`room`: the group as the product knows it. `helpers`: the overflow bots."""

    scene: Scene
    around: Surroundings
    channel: StaffChannel
    helpers: list[Bot]
    room: Address
    sink: RememberingSink = field(default_factory=RememberingSink)
    files: FilesFromElsewhere = field(default_factory=FilesFromElsewhere)
    sent: int = 0

    @property
    def api(self) -> BotApi:
        return self.scene.api

    async def topic(self, look: ThreadLook = WAITING, key: str = "35") -> Address:
        return replace(self.room, thread=await self.channel.open_thread(self.room, key, look))

    async def says(self, to: Address, text: str = "", **more: object) -> Receipt:
        """The product sends something there; `key` and `reply_to` are the parcel's."""
        self.sent += 1
        key, reply_to = more.pop("key", f"1.{self.sent}.0"), more.pop("reply_to", None)
        message = OutgoingMessage(to=to, text=text, **more)  # type: ignore[arg-type] # whatever a message may have
        assert reply_to is None or isinstance(reply_to, MessageRef)
        return await self.channel.deliver(Parcel(str(key), message, self.files, reply_to=reply_to))

    async def changes(self, ref: MessageRef, text: str, **more: object) -> Receipt:
        message = OutgoingMessage(to=ref.where, text=text, **more)  # type: ignore[arg-type] # whatever a message may have
        return await self.channel.edit(Parcel("1.9.e", message, self.files, edits=ref))

    def file(self, kind: MediaKind, mime: str, data: bytes, name: str = "") -> Media:
        ref = MediaRef(f"file-{len(self.files.data)}")
        self.files.data[ref] = data
        return Media(kind, ref, ELSEWHERE, name, mime, len(data))

    def in_topic(self, where: Address) -> list[Message]:
        """What people see there of what bots wrote."""
        return self.api.answers_in(self.scene.group, int(where.thread or 0) or None)

    async def taken(self) -> None:
        """Everything that people did has come in: the next question says so, and is silent itself."""
        queue = self.api.queue(self.scene.staff)
        async with asyncio.timeout(PATIENCE):
            while queue.waiting:
                await queue.changed.wait()


@asynccontextmanager
async def staff_desk(
    *, helpers: int = 0, around: Surroundings | None = None, **settings: object
) -> AsyncIterator[StaffDesk]:
    """In operation, by long polling."""
    async with BotApi(second=0.01) as api:
        scene = scene_on(api)
        more = [api.new_bot(f"helper-{number}") for number in range(2, 2 + helpers)]
        for bot in more:
            api.adds(scene.group, bot)
            api.promotes(scene.group, bot)
        known = around or surroundings("http://127.0.0.1:1")
        desk = await opened(scene, more, known, settings)
        try:
            yield desk
        finally:
            await desk.channel.stop()


async def opened(scene: Scene, helpers: list[Bot], around: Surroundings, settings: dict[str, object]) -> StaffDesk:
    """A process with this group: the first one, or the next one after a restart."""
    chosen = {
        "token": scene.staff.token,
        "overflow_tokens": [bot.token for bot in helpers],
        "api_url": scene.api.url,
        "group": scene.group.id,
        "poll_seconds": 5,
        **settings,
    }
    channel = build_staff(AccountId("main"), chosen, around)
    assert isinstance(channel, StaffChannel)
    desk = StaffDesk(scene, around, channel, helpers, channel.room)
    await channel.start(desk.sink)
    return desk


def ref(where: Address, id_: str) -> MessageRef:
    return MessageRef(where, MessageId(id_))


def thread(where: Address) -> int:
    assert where.thread is not None
    return int(where.thread)


def topic(room: Address, number: int) -> Address:
    return replace(room, thread=ThreadId(str(number)))
