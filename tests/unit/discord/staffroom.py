"""The staff channel in operation on a Discord of our own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bots.discord.forum import LOBBY
from bots.discord.staff import StaffChannel, build_staff
from core.channel import Parcel
from core.messages import AccountId, Address, Button, MessageRef, OutgoingMessage, Receipt, ThreadLook
from core.ports import Surroundings
from tests.conformance.stage import FilesOfElsewhere, RememberingSink
from tests.conformance.surroundings import surroundings
from tests.discord.gateway import Channel, Discord
from tests.discord.scene import Scene, scene_on

TITLE = "#1 小明 · 网页"
WAITING = ThreadLook(f"🟡 {TITLE}", sign="🟡")
TAKEN = ThreadLook(f"🟢 {TITLE}", sign="🟢")
CLOSED = ThreadLook(f"⚪ {TITLE}", sign="⚪", closed=True)
CARD = ((Button("接单", "desk:take"), Button("备注", "desk:note")),)


@dataclass(slots=True)
class Office:
    """`around` outlives the channel, as the store does."""

    scene: Scene
    around: Surroundings
    channel: StaffChannel
    sink: RememberingSink = field(default_factory=RememberingSink)
    files: FilesOfElsewhere = field(default_factory=FilesOfElsewhere)
    sent: int = 0

    @property
    def api(self) -> Discord:
        return self.scene.api

    @property
    def lobby(self) -> Channel:
        return next(one for one in self.api.threads_of(self.scene.forum) if one.thread and one.thread.pinned)

    async def start(self) -> None:
        """Until the room's own post is there."""
        await self.channel.start(self.sink)
        await self.api.connected(self.scene.staff)
        posts = self.api.threads_of
        await self.api.until(lambda: any(one.thread and one.thread.pinned for one in posts(self.scene.forum)))

    async def ticket(self, key: str = "1", look: ThreadLook = WAITING) -> tuple[Address, Channel]:
        """A new post: its address, and what Discord has."""
        thread = await self.channel.open_thread(self.channel.room, key, look)
        return replace(self.channel.room, thread=thread), self.api.channels[int(thread)]

    async def says(self, to: Address, text: str, key: str = "", **others: Any) -> Receipt:
        self.sent += 1
        message = OutgoingMessage(to=to, text=text, **others)
        return await self.channel.deliver(Parcel(key or f"{self.sent}.0.0", message, self.files))

    async def edits(self, ref: MessageRef, text: str) -> Receipt:
        message = OutgoingMessage(to=ref.where, text=text)
        return await self.channel.edit(Parcel("9.e", message, self.files, edits=ref))

    def texts(self, post: Channel) -> list[str]:
        return [one.text for one in self.api.answers_in(post)]


def channel_on(scene: Scene, around: Surroundings, **settings: Any) -> StaffChannel:
    where = {"api_url": scene.api.api_url, "gateway_url": scene.api.gateway_url}
    known = where | {"token": scene.staff.token, "forum": scene.forum.id}
    channel = build_staff(AccountId("main"), known | settings, around)
    assert isinstance(channel, StaffChannel)
    return channel


@asynccontextmanager
async def open_office(**settings: Any) -> AsyncIterator[Office]:
    """With a scene of its own; not started yet."""
    async with Discord() as api:
        scene, around = scene_on(api), surroundings("http://127.0.0.1:1")
        office = Office(scene, around, channel_on(scene, around, **settings))
        try:
            yield office
        finally:
            await office.channel.stop()


__all__ = ["CARD", "CLOSED", "LOBBY", "TAKEN", "TITLE", "WAITING", "Office", "channel_on", "open_office"]
