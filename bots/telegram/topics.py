"""Topics of the group: opened once for each key, named and signed by state, closed and opened again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Protocol, TypeVar
from weakref import WeakValueDictionary

import structlog

from bots.telegram.memory import Memory, Shown, Topic
from bots.telegram.room import Room
from core.errors import ChannelError, TargetGone
from core.messages import Address, ThreadId, ThreadLook

log = structlog.get_logger(__name__)
T = TypeVar("T")

NAME: Final = 128
"""Characters of a topic's name (core.telegram.org/bots/api#createforumtopic)."""

SIGNS: Final[Mapping[str, tuple[str, ...]]] = {"🟡": ("❗", "‼", "🔥"), "🟢": ("💬", "🗣"), "⚪": ("✅", "🏁")}
"""The icons of Telegram's own set that tell a ticket's state, the best first (getForumTopicIconStickers)."""


class TopicClosed(ChannelError):
    """The topic is closed for messages."""


class TopicCalls(Protocol):
    """What Telegram can do with topics; "it is so already" is a success. Raises: ChannelError."""

    async def create_topic(self, chat: int, name: str, icon: str) -> int: ...

    async def edit_topic(self, chat: int, thread: int, name: str | None, icon: str | None) -> None: ...

    async def close_topic(self, chat: int, thread: int) -> None: ...

    async def reopen_topic(self, chat: int, thread: int) -> None: ...

    async def topic_icons(self) -> Mapping[str, str]:
        """Emoji → id of the icon that shows it."""


class Topics:
    """Every method raises ChannelError; TargetGone: the topic was deleted."""

    def __init__(self, calls: TopicCalls, room: Room, memory: Memory) -> None:
        self._calls = calls
        self._room = room
        self._memory = memory
        self._icons: Mapping[str, str] = {}
        self._opened: dict[str, Topic] = {}
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def open(self, room: Address, key: str, look: ThreadLook) -> ThreadId:
        """The same key gives the same topic, also after a restart."""
        known = await self._memory.get(Topic, key)
        if known is None:
            known = self._opened.get(key) or await self._create(room, key, look)
            await self._memory.put(key, known)
            self._opened.pop(key, None)
        return ThreadId(str(known.thread))

    async def show(self, where: Address, look: ThreadLook) -> None:
        """Calls only for what has changed since we last touched it: a name that people gave stays till then."""
        thread = number_of(where)
        async with self._turn(thread):
            await self._show(where, thread, look)

    async def _show(self, where: Address, thread: int, look: ThreadLook) -> None:
        before = await self._memory.get(Shown, str(thread)) or Shown()
        after = Shown(look.title[:NAME], await self._icon(look.sign), look.closed)
        if before == after:
            return
        if not look.closed and before.closed is not False:
            await self._room.at(where, lambda chat: self._calls.reopen_topic(chat, thread))
        if (after.name, after.icon) != (before.name, before.icon):
            await self._edit(where, thread, before, after)
        if look.closed and before.closed is not True:
            await self._room.at(where, lambda chat: self._calls.close_topic(chat, thread))
        await self._memory.put(str(thread), after)

    async def unlocked(self, where: Address, call: Callable[[], Awaitable[T]]) -> T:
        """`call` writes in a topic; if that is closed for us, it is open for as long as the call needs, or for good
        if it should not be closed at all."""
        try:
            return await call()
        except TopicClosed:
            thread = number_of(where)
        async with self._turn(thread):
            await self._room.at(where, lambda chat: self._calls.reopen_topic(chat, thread))
            written = await call()
            look = await self._memory.get(Shown, str(thread))
            if look is not None and look.closed:
                await self._room.at(where, lambda chat: self._calls.close_topic(chat, thread))
        return written

    def _turn(self, thread: int) -> asyncio.Lock:
        """One after another: what the card closes or opens, and what is opened for a single message."""
        return self._turns.setdefault(thread, asyncio.Lock())

    async def _create(self, room: Address, key: str, look: ThreadLook) -> Topic:
        """Kept at hand until the store has it: nobody can look up which topics there are."""
        name, icon = look.title[:NAME], await self._icon(look.sign)
        thread = await self._room.at(room, lambda chat: self._calls.create_topic(chat, name, icon))
        topic = self._opened[key] = Topic(thread)
        await self._memory.put(str(thread), Shown(name, icon, closed=False))
        return topic

    async def _edit(self, where: Address, thread: int, before: Shown, after: Shown) -> None:
        name = after.name if after.name != before.name else None
        icon = after.icon if after.icon != before.icon else None
        await self._room.at(where, lambda chat: self._calls.edit_topic(chat, thread, name, icon))

    async def _icon(self, sign: str) -> str:
        """ "": none; names tell the state as well. Telegram is asked once."""
        if not self._icons:
            try:
                self._icons = {plain(emoji): id_ for emoji, id_ in (await self._calls.topic_icons()).items()}
            except ChannelError as why:
                log.warning("Telegram does not tell its topic icons", why=str(why))
        return next((self._icons[one] for one in SIGNS.get(plain(sign), ()) if one in self._icons), "")


async def by_hand(memory: Memory, where: Address, *, closed: bool) -> None:
    """Somebody has closed or opened a topic: so it looks now. Raises: ChannelUnavailable."""
    key = str(number_of(where))
    before = await memory.get(Shown, key) or Shown()
    await memory.put(key, Shown(before.name, before.icon, closed))


def number_of(where: Address) -> int:
    """The topic's number. Raises: TargetGone: no topic, or one of another channel."""
    thread = where.thread or ""
    if not (thread.isascii() and thread.isdecimal()):
        raise TargetGone("no topic")
    return int(thread)


def plain(emoji: str) -> str:
    """Without variation selectors, which come and go."""
    return emoji.replace("\ufe0f", "")
