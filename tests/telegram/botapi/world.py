"""The state of the server: who is there, what stands where, and which bot is told of what."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from datetime import timedelta

from tests.telegram.botapi.clock import MovableClock
from tests.telegram.botapi.files import Files
from tests.telegram.botapi.model import Bot, Chat, Connection, Json, Message, Press, Topic, User
from tests.telegram.botapi.shapes import message_json
from tests.telegram.botapi.updates import UpdateQueue

PATIENCE = timedelta(seconds=45)
"""How long a test waits for something; only one that fails waits so long."""


class World:
    def __init__(self) -> None:
        self.clock = MovableClock()
        self.files = Files()
        self.bots: dict[str, Bot] = {}
        self.users: dict[int, User] = {}
        self.groups: dict[int, Chat] = {}
        self.privates: dict[tuple[int, int], Chat] = {}
        self.business_chats: dict[tuple[str, int], Chat] = {}
        self.connections: dict[str, Connection] = {}
        self.presses_by_id: dict[str, Press] = {}
        self.queues: dict[int, UpdateQueue] = {}
        self.anonymous = User(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)
        self._ids = itertools.count(700_000_001)
        self._numbers = itertools.count(1)
        self._messages: dict[object, itertools.count[int]] = {}
        self._changed = asyncio.Event()

    # ------------------------------------------------------------------ who is there

    def new_user(self, first_name: str, *, last_name: str = "", username: str = "", language: str = "") -> User:
        user = User(next(self._ids), first_name, last_name, username, language)
        self.users[user.id] = user
        return user

    def new_bot(self, name: str, *, token: str = "", reads_all: bool = False) -> Bot:
        number = int(token.split(":", 1)[0]) if token else 1_000_000_000 + len(self.bots) + 1
        user = User(number, name, username=f"{name.replace(' ', '_').replace('-', '_')}_bot", is_bot=True)
        bot = Bot(user, token or f"{number}:AAH{'x' * 25}{len(self.bots):07d}", reads_all)
        self.bots[bot.token] = bot
        self.users[user.id] = user
        self.queues[bot.id] = UpdateQueue(self.clock, first=100_000_001 + 1000 * len(self.bots))
        return bot

    def private(self, bot: Bot, user: User) -> Chat:
        """The chat of these two; there also before a word was said."""
        known = self.privates.get((bot.id, user.id))
        if known is None:
            known = self.privates[bot.id, user.id] = Chat(user.id, "private", partner=user, bot=bot)
        return known

    def queue(self, bot: Bot) -> UpdateQueue:
        return self.queues[bot.id]

    def connection_of(self, bot: Bot, name: str) -> Connection | None:
        found = self.connections.get(name)
        return found if found is not None and found.bot is bot else None

    def number(self) -> int:
        """Never the same twice."""
        return next(self._numbers)

    # ------------------------------------------------------------------ what stands where

    def new_message(self, chat: Chat, sender: User, content: Json, **others: object) -> Message:
        """Puts a message into a chat; tells nobody yet."""
        message = Message(self._message_id(chat), chat, int(self.clock.now()), content, sender)
        for name, value in others.items():
            setattr(message, name, value)
        chat.messages[message.id] = message
        self.tell_watchers()
        return message

    def _message_id(self, chat: Chat) -> int:
        """Supergroups count their own messages; all other chats of a bot share one count."""
        owner: object = chat.id if chat.kind == "supergroup" or chat.bot is None else ("bot", chat.bot.id)
        return next(self._messages.setdefault(owner, itertools.count(1)))

    def _same_count(self, old: Chat, new: Chat) -> None:
        """A group's messages are counted on after it was given a new id."""
        self._messages[new.id] = self._messages.setdefault(old.id, itertools.count(1))

    def drop(self, message: Message) -> None:
        message.chat.messages.pop(message.id, None)
        if message.pinned:
            message.chat.pins.remove(message.id)
        self.tell_watchers()

    def drop_topic(self, chat: Chat, topic: Topic) -> None:
        """With everything in it."""
        chat.topics.pop(topic.id, None)
        for message in [one for one in chat.messages.values() if topic.id in (one.thread, one.id)]:
            self.drop(message)

    def messages_in(self, chat: Chat, thread: int | None = None) -> list[Message]:
        """What people see there, oldest first; with no thread: what is in none (in a forum: General)."""
        return [one for one in chat.messages.values() if one.thread == thread and not one.service]

    def answers_in(self, chat: Chat, thread: int | None = None) -> list[Message]:
        """What bots wrote there."""
        return [one for one in self.messages_in(chat, thread) if one.bot is not None]

    # ------------------------------------------------------------------ who is told

    def tell(self, bot: Bot, kind: str, payload: Mapping[str, object], chat: int) -> None:
        self.queue(bot).put(kind, dict(payload), chat)
        self.tell_watchers()

    def announce(self, message: Message, kind: str = "message") -> None:
        """An update for every bot that sees the message."""
        for bot in self.onlookers(message):
            self.tell(bot, kind, message_json(message, bot), message.chat.id)

    def onlookers(self, message: Message) -> list[Bot]:
        chat = message.chat
        if chat.private:
            return [chat.bot] if chat.bot is not None else []
        present = [bot for bot in self.bots.values() if (member := chat.member(bot.id)) is not None and member.present]
        if message.service:
            return present
        return [bot for bot in present if message.bot is None and self._may_read(bot, message)]

    def _may_read(self, bot: Bot, message: Message) -> bool:
        """Privacy mode: commands, mentions and replies only (core.telegram.org/bots/features#privacy-mode)."""
        member = message.chat.members[bot.id]
        if bot.reads_all or member.is_admin or message.text.startswith("/"):
            return True
        replied = message.reply_to is not None and message.reply_to.bot is bot
        return replied or f"@{bot.user.username}".lower() in message.text.lower()

    def tell_watchers(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, so: Callable[[], bool], within: timedelta = PATIENCE) -> None:
        """Waits until something is so. Raises: TimeoutError."""
        async with asyncio.timeout(within.total_seconds()):
            while not so():
                await self._changed.wait()

    async def hears(self, chat: Chat, thread: int | None = None, *, after: int = 0) -> Message:
        """A bot's next message there with an id above `after`; waits for it. Raises: TimeoutError."""
        await self.until(lambda: any(one.id > after for one in self.answers_in(chat, thread)))
        return next(one for one in self.answers_in(chat, thread) if one.id > after)
