"""The state of the server: who is there, what stands where, and which bot is told of what."""

import asyncio
import re
import secrets
from collections.abc import Callable
from datetime import timedelta

from tests.discord.gateway.clock import MovableClock
from tests.discord.gateway.files import Files
from tests.discord.gateway.model import (
    Bot,
    Channel,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    Role,
    Tag,
    ThreadState,
    User,
)
from tests.discord.gateway.permissions import EVERYONE, FULL_BOT, sees
from tests.discord.gateway.sessions import Session, Sessions
from tests.discord.gateway.shapes import channel_json, guild_create_json, member_json, message_json, thread_json, veiled

PATIENCE = timedelta(seconds=45)
"""How long a test waits for something; only one that fails waits so long."""
MENTION = re.compile(r"<@!?(\d+)>")
Event = Callable[[Session], Json | None]


class World:
    def __init__(self) -> None:
        self.clock = MovableClock()
        self.files = Files(self.clock)
        self.sessions = Sessions()
        self.gateway_url = ""
        self.bots: dict[str, Bot] = {}
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: dict[int, Interaction] = {}
        self._changed = asyncio.Event()

    # ------------------------------------------------------------------ who is there

    def new_user(self, name: str, *, display: str = "", language: str = "zh-CN") -> User:
        user = User(self.clock.snowflake(), name, display, language)
        self.users[user.id] = user
        return user

    def new_bot(self, name: str, *, privileged: int = 0) -> Bot:
        user = User(self.clock.snowflake(), name, is_bot=True)
        bot = Bot(
            user, f"{secrets.token_urlsafe(18)}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)}", privileged
        )
        self.bots[bot.token] = bot
        self.users[user.id] = user
        return bot

    def new_guild(self, name: str, owner: User) -> Guild:
        guild = Guild(self.clock.snowflake(), name, owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", int(EVERYONE))
        self.guilds[guild.id] = guild
        self.joins(guild, owner)
        return guild

    def new_role(self, guild: Guild, name: str, permissions: int = 0, bot_id: int = 0) -> Role:
        role = Role(self.clock.snowflake(), name, int(permissions), len(guild.roles), bot_id)
        guild.roles[role.id] = role
        return role

    def joins(self, guild: Guild, user: User, *roles: Role) -> Member:
        member = guild.members[user.id] = Member(user, [*roles], self.clock.text())
        told = member_json(member) | {"guild_id": str(guild.id)}
        self.tell_guild("GUILD_MEMBER_ADD", guild, lambda _: told)
        return member

    def invites(self, guild: Guild, bot: Bot, permissions: int = FULL_BOT) -> Member:
        """The bot comes into a server with what the invitation lets it do."""
        member = self.joins(guild, bot.user, self.new_role(guild, bot.user.name, permissions, bot.id))
        for session in self.sessions.of(bot):
            session.tell("GUILD_CREATE", guild_create_json(guild, bot))
        return member

    # ------------------------------------------------------------------ where it is

    def new_channel(self, guild: Guild, name: str, kind: int = Channel.TEXT) -> Channel:
        channel = Channel(self.clock.snowflake(), kind, name, guild)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self.tell("CHANNEL_CREATE", channel, lambda one: channel_json(channel, one.bot.id))
        return channel

    def new_forum(self, guild: Guild, name: str, *tags: str) -> Channel:
        forum = self.new_channel(guild, name, Channel.FORUM)
        forum.tags = [Tag(self.clock.snowflake(), tag) for tag in tags]
        return forum

    def new_thread(self, parent: Channel, name: str, owner: User, kind: int, thread_id: int = 0) -> Channel:
        guild, now = parent.guild, self.clock.text()
        assert guild is not None
        channel = Channel(thread_id or self.clock.snowflake(), kind, name, guild, parent)
        channel.thread = ThreadState(owner.id, now, {owner.id: now})
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def announce_thread(self, channel: Channel) -> None:
        self.tell("THREAD_CREATE", channel, lambda one: thread_json(channel, one.bot.id) | {"newly_created": True})

    def changed(self, channel: Channel) -> None:
        """Tells of a channel or thread that is no longer as it was."""
        event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.tell(event, channel, lambda one: channel_json(channel, one.bot.id))

    def drop_channel(self, channel: Channel) -> None:
        """With the threads in it. Those who saw it are told."""
        guild, parent = channel.guild, channel.parent
        assert guild is not None
        told: Json = {"id": str(channel.id), "guild_id": str(guild.id), "type": channel.kind}
        told |= {"parent_id": str(parent.id) if parent else None}
        whole = told if channel.is_thread else channel_json(channel)
        self.tell("THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE", channel, lambda _: whole)
        gone = [channel, *(one for one in guild.channels.values() if one.parent is channel)]
        for one in gone:
            guild.channels.pop(one.id)
            self.channels.pop(one.id)
        self.tell_watchers()

    def dm(self, bot: Bot, user: User) -> Channel:
        """The chat of these two; there also before a word was said."""
        pair = {bot.id, user.id}
        for channel in self.channels.values():
            if channel.is_dm and {one.id for one in channel.recipients} == pair:
                return channel
        channel = Channel(self.clock.snowflake(), Channel.DM, recipients=[bot.user, user])
        self.channels[channel.id] = channel
        return channel

    # ------------------------------------------------------------------ what stands there

    def post(self, channel: Channel, author: User, content: str = "", **others: object) -> Message:
        """Puts a message there and tells everybody who sees it."""
        message = Message(self.clock.snowflake(), channel, author, content, self.clock.text())
        for name, value in others.items():
            setattr(message, name, value)
        self.keep_files(message)
        if "mentions" not in others:
            message.mentions = self.mentioned(content)
        channel.messages[message.id] = message
        if channel.thread is not None and not message.system:
            channel.thread.members.setdefault(author.id, message.at)  # who writes in a thread is in it
        self._woken(channel)
        self.announce(message)
        return message

    def keep_files(self, message: Message) -> None:
        for attachment in message.attachments:
            attachment.channel_id = message.channel.id
            self.files.keep(message.channel.id, attachment.id, attachment.file)

    def mentioned(self, content: str) -> list[User]:
        named = [self.users.get(int(one)) for one in MENTION.findall(content)]
        return [user for user in dict.fromkeys(named) if user is not None]

    def _woken(self, channel: Channel) -> None:
        """A message takes a thread out of the archive."""
        thread = channel.thread
        if thread is not None and thread.archived:
            thread.archived, thread.archive_changed = False, self.clock.text()
            self.changed(channel)

    def announce(self, message: Message, event: str = "MESSAGE_CREATE") -> None:
        self.tell(event, message.channel, lambda session: self.as_told(message, session))

    def as_told(self, message: Message, session: Session) -> Json:
        payload = message_json(message, self.files, session.bot.id)
        guild = message.channel.guild
        if guild is not None:
            payload["guild_id"] = str(guild.id)
            if message.author.id in guild.members:
                payload["member"] = member_json(guild.members[message.author.id], user=False)
        return veiled(payload, message, session.bot, session.intents)

    def drop(self, message: Message) -> None:
        """Its files go with it."""
        channel = message.channel
        channel.messages.pop(message.id, None)
        if message.pinned:
            channel.pins.remove(message.id)
        for one in message.attachments:
            self.files.forget(channel.id, one.id, one.file)
        told: Json = {"id": str(message.id), "channel_id": str(channel.id)} | guild_id(channel)
        self.tell("MESSAGE_DELETE", channel, lambda _: told)

    def messages_in(self, channel: Channel) -> list[Message]:
        """What people see there, oldest first."""
        return [one for one in channel.messages.values() if not one.system]

    def answers_in(self, channel: Channel) -> list[Message]:
        """What bots wrote there."""
        return [one for one in self.messages_in(channel) if one.author.is_bot]

    def threads_of(self, parent: Channel) -> list[Channel]:
        """Oldest first."""
        return [one for one in self.channels.values() if one.parent is parent and one.is_thread]

    # ------------------------------------------------------------------ who is told

    def tell(self, event: str, channel: Channel, shape: Event) -> None:
        """Every bot that sees the channel and wants such events; `shape`: what one session is told, None: nothing."""
        for session in [*self.sessions.open.values()]:
            if sees(channel, session.bot.id) and session.wants(event, private=channel.is_dm):
                self._tell(session, event, shape)
        self.tell_watchers()

    def tell_guild(self, event: str, guild: Guild, shape: Event) -> None:
        for session in [*self.sessions.open.values()]:
            if session.bot.id in guild.members and session.wants(event, private=False):
                self._tell(session, event, shape)
        self.tell_watchers()

    def _tell(self, session: Session, event: str, shape: Event) -> None:
        payload = shape(session)
        if payload is not None:
            session.tell(event, payload)

    def tell_watchers(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, so: Callable[[], bool], within: timedelta = PATIENCE) -> None:
        """Waits until something is so. Raises: TimeoutError."""
        async with asyncio.timeout(within.total_seconds()):
            while not so():
                await self._changed.wait()

    async def hears(self, channel: Channel, *, after: int = 0) -> Message:
        """A bot's next message there with an id above `after`; waits for it. Raises: TimeoutError."""
        await self.until(lambda: any(one.id > after for one in self.answers_in(channel)))
        return next(one for one in self.answers_in(channel) if one.id > after)


def guild_id(channel: Channel) -> Json:
    return {"guild_id": str(channel.guild.id)} if channel.guild is not None else {}
