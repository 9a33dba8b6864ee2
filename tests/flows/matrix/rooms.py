"""Staff rooms on every messenger that has one, with an agent in each."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bots.web.entries import Entry, Side
from bots.web.protocol import Edit, Open, Say
from tests.discord.gateway import Channel
from tests.discord.gateway import Message as DiscordMessage
from tests.discord.gateway.markdown import shown
from tests.discord.scene import Scene as Server
from tests.flows.wechat.webroom import WebRoom
from tests.telegram.botapi import Message, Topic
from tests.telegram.scene import Scene as Group


@dataclass(slots=True)
class WebThread:
    room: WebRoom
    id: str

    @property
    def _entries(self) -> list[Entry]:
        return [entry for _, entry in self.room.page.shown(self.id) if entry.side is not Side.AGENT]

    @property
    def card(self) -> str:
        return next((entry.text for entry in self._entries if entry.pinned), "")

    @property
    def texts(self) -> Sequence[str]:
        return [entry.text for entry in self._entries]

    @property
    def closed(self) -> bool:
        return self.room.closed(self.id)

    async def pictures(self) -> Sequence[bytes]:
        return [await self.room.page.download(file.url) for entry in self._entries for file in entry.files]

    async def says(self, text: str) -> object:
        return (await self.room.page.do(Say(id=uuid.uuid4().hex, box=self.id, text=text)))["key"]

    async def edits(self, said: object, text: str) -> None:
        answer = await self.room.page.do(Edit(id=uuid.uuid4().hex, box=self.id, message=str(said), text=text))
        assert answer["type"] == "ack", answer

    async def sends_picture(self, data: bytes, name: str, text: str) -> None:
        upload = await self.room.page.upload(data, name, f"?box={self.id}")
        await self.room.page.do(Say(id=uuid.uuid4().hex, box=self.id, text=text, files=(upload["token"],)))

    async def until(self, so: Callable[[], bool]) -> None:
        await self.room.page.until(so)


@dataclass(slots=True)
class WebDesk:
    room: WebRoom

    @property
    def threads(self) -> Sequence[object]:
        return self.room.threads

    async def opens(self, thread: object) -> WebThread:
        await self.room.page.send(Open(str(thread)))
        return WebThread(self.room, str(thread))

    async def until(self, so: Callable[[], bool]) -> None:
        await self.room.page.until(so)


@dataclass(slots=True)
class TelegramThread:
    scene: Group
    topic: Topic

    @property
    def _lines(self) -> list[Message]:
        return self.scene.api.answers_in(self.scene.group, self.topic.id)

    @property
    def card(self) -> str:
        return next((one.text for one in self._lines if one.pinned), "")

    @property
    def texts(self) -> Sequence[str]:
        return [one.text for one in self._lines]

    @property
    def closed(self) -> bool:
        return self.topic.closed

    async def pictures(self) -> Sequence[bytes]:
        return [data for one in self._lines for data in one.media]

    async def says(self, text: str) -> object:
        return self.scene.api.says(self.scene.agent, self.scene.group, text, thread=self.topic.id)

    async def edits(self, said: object, text: str) -> None:
        assert isinstance(said, Message)
        self.scene.api.edits(said, text)

    async def sends_picture(self, data: bytes, name: str, text: str) -> None:
        more = {"name": name, "caption": text, "thread": self.topic.id}
        self.scene.api.sends(self.scene.agent, self.scene.group, "photo", data, **more)  # type: ignore[arg-type]

    async def until(self, so: Callable[[], bool]) -> None:
        await self.scene.api.until(so)


@dataclass(slots=True)
class TelegramGroup:
    scene: Group

    @property
    def threads(self) -> Sequence[object]:
        return [*self.scene.group.topics]

    async def opens(self, thread: object) -> TelegramThread:
        return TelegramThread(self.scene, next(one for id_, one in self.scene.group.topics.items() if id_ == thread))

    async def until(self, so: Callable[[], bool]) -> None:
        await self.scene.api.until(so)


@dataclass(slots=True)
class DiscordThread:
    scene: Server
    post: Channel

    @property
    def _lines(self) -> list[DiscordMessage]:
        return self.scene.api.answers_in(self.post)

    @property
    def card(self) -> str:
        return next((shown(one.content) for one in self._lines if one.buttons), "")

    @property
    def texts(self) -> Sequence[str]:
        return [shown(one.content) for one in self._lines]

    @property
    def closed(self) -> bool:
        return self.post.thread is not None and self.post.thread.archived

    async def pictures(self) -> Sequence[bytes]:
        return [data for one in self._lines for data in one.media]

    async def says(self, text: str) -> object:
        return self.scene.api.says(self.scene.agent, self.post, text)

    async def edits(self, said: object, text: str) -> None:
        assert isinstance(said, DiscordMessage)
        self.scene.api.edits(said, text)

    async def sends_picture(self, data: bytes, name: str, text: str) -> None:
        self.scene.api.says(self.scene.agent, self.post, text, files={name: data})

    async def until(self, so: Callable[[], bool]) -> None:
        await self.scene.api.until(so)


@dataclass(slots=True)
class DiscordForum:
    scene: Server

    @property
    def threads(self) -> Sequence[object]:
        """Without the pinned post, in which agents talk of the whole."""
        posts = self.scene.api.threads_of(self.scene.forum)
        return [one for one in posts if one.thread is not None and not one.thread.pinned]

    async def opens(self, thread: object) -> DiscordThread:
        assert isinstance(thread, Channel)
        return DiscordThread(self.scene, thread)

    async def until(self, so: Callable[[], bool]) -> None:
        await self.scene.api.until(so)
