"""The whole product on Discord: a shop's bot, the staff bot's forum, and the people who use them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import bots.discord.client  # noqa: F401 - the library is there before: a busy machine needs long for it
from tests.discord.gateway import Channel, Discord, Message, User
from tests.discord.scene import Scene, scene_on
from tests.flows.desk import running, sell, settings_for


@dataclass(slots=True)
class Buyer:
    """Somebody in his direct messages with the shop. `read`: the last message that he has looked at."""

    api: Discord
    user: User
    chat: Channel
    read: int = 0

    def says(self, text: str) -> Message:
        return self.api.says(self.user, self.chat, text)

    async def hears(self, words: str = "") -> Message:
        """The very next message, which has these words."""
        message = await self.api.hears(self.chat, after=self.read)
        self.read = message.id
        assert words in message.text, f"{self.user.name} hears {message.text!r} instead of {words!r}"
        return message

    async def asks(self, text: str, words: str = "") -> Message:
        self.says(text)
        return await self.hears(words)


@dataclass(slots=True)
class Ticket:
    """A buyer's post in the forum, and the agent who looks into it. `read`: up to which message."""

    desk: "DiscordDesk"
    post: Channel
    read: int = 0

    @property
    def lines(self) -> list[Message]:
        return self.desk.api.answers_in(self.post)

    @property
    def card(self) -> Message:
        """The head of the post."""
        return self.lines[0]

    def says(self, text: str) -> Message:
        return self.desk.api.says(self.desk.scene.agent, self.post, text)

    async def hears(self, words: str = "") -> Message:
        """The very next line, which has these words."""
        line = await self.desk.api.hears(self.post, after=self.read)
        self.read = line.id
        assert words in line.text, f"the post shows {line.text!r} instead of {words!r}"
        return line

    async def looks(self, *tags: str, closed: bool = False) -> None:
        """Waits until the post has these tags."""
        thread = self.post.thread
        assert thread is not None
        await self.desk.api.until(lambda: self.post.tag_names == [*tags] and thread.archived == closed)


@dataclass(slots=True)
class DiscordDesk:
    scene: Scene

    @property
    def api(self) -> Discord:
        return self.scene.api

    def buyer(self, name: str) -> Buyer:
        """Somebody who is in the shop's server."""
        user = self.api.new_user(name, display=name)
        self.api.joins(self.scene.guild, user)
        return Buyer(self.api, user, self.api.dm(self.scene.shop, user))

    async def ticket(self, buyer: Buyer, words: str = "转人工") -> Ticket:
        """The buyer has asked for a person; his post, of which the card and his words have been read."""
        known = {one.id for one in self.api.threads_of(self.scene.forum)}
        await buyer.asks(words)
        await self.api.until(lambda: any(one.id not in known for one in self.api.threads_of(self.scene.forum)))
        [post] = [one for one in self.api.threads_of(self.scene.forum) if one.id not in known]
        ticket = Ticket(self, post, post.id)
        await ticket.hears(words)
        await self.api.until(lambda: bool(ticket.card.buttons))
        return ticket


@asynccontextmanager
async def open_discord(folder: Path, database_url: str = "") -> AsyncIterator[DiscordDesk]:
    async with Discord() as api:
        scene = scene_on(api)
        where = {"api_url": api.api_url, "gateway_url": api.gateway_url, "guild": scene.guild.id}
        staff = where | {"token": scene.staff.token, "forum": scene.forum.id}
        shop = where | {"token": scene.shop.token, "contact_channel": scene.desk.id}
        channels = {"discord": {"main": shop}, "discord-staff": {"main": staff}}
        settings = settings_for(folder, database_url, channels, "discord-staff/main")
        await sell(settings, folder)
        async with running(settings):
            await api.connected(scene.shop)
            await api.connected(scene.staff)
            await api.until(lambda: bool(scene.staff.commands))
            yield DiscordDesk(scene)
