"""What comes in from the agents' group: agents are heard, others are told so, and what changed is remembered."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bots.telegram.claim import fits
from bots.telegram.intake import Understood
from bots.telegram.memory import Memory, Place
from bots.telegram.permission import Permission
from bots.telegram.room import UNKNOWN, Room
from bots.telegram.staffinbound import Staff, Stranger, Told, told
from bots.telegram.topics import by_hand
from core.errors import RetryLater, StoreUnavailable
from core.messages import (
    Address,
    ButtonPressed,
    ChatId,
    Event,
    MessageEdited,
    MessageId,
    MessageReceived,
    Reacted,
    ThreadId,
)

log = structlog.get_logger(__name__)

ONCE_IN: Final = timedelta(hours=1)
MOST: Final = 1000

Tell = Callable[[Address, str], None]
"""tell(where, key of a text): says it there, later, if it can."""


@dataclass(slots=True)
class Seldom:
    """Lets the same thing through once an hour."""

    now: Callable[[], datetime]
    last: dict[str, datetime] = field(default_factory=dict)

    def lets(self, what: str) -> bool:
        now = self.now()
        if what in self.last and now - self.last[what] < ONCE_IN:
            return False
        if len(self.last) >= MOST:
            self.last.clear()
        self.last[what] = now
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffIntake:
    """`staff`: who we are now. `alert`: the words for who may not press. `word`: claims the agents' group."""

    staff: Callable[[int], Staff]
    room: Room
    memory: Memory
    permission: Permission
    seldom: Seldom
    tell: Tell
    alert: str
    word: str

    async def understand(self, payload: bytes) -> Understood:
        """Raises: Unreadable; StoreUnavailable: come again with it."""
        try:
            return await self._understood(payload)
        except RetryLater as later:
            raise StoreUnavailable(str(later)) from later

    async def _understood(self, payload: bytes) -> Understood:
        staff = self.staff(await self.room.real())
        seen = told(payload, staff, self.seldom.now())
        if seen.moved_to is not None:
            await self.room.learn(seen.moved_to)
        if seen.ranks:
            self.permission.forget()
        if seen.stranger is not None:
            await self._strange(staff, seen.stranger)
        if seen.who is None:
            return Understood(callback=seen.press)
        if not await self.permission.allows(seen.who, staff):
            return self._refused(seen)
        if seen.closed is not None:
            where, closed = seen.closed
            await by_hand(self.memory, where, closed=closed)
        return Understood([here for one in seen.events if (here := await self._placed(one))], seen.press)

    async def _placed(self, event: Event) -> Event | None:
        """A reaction, or a press on a very old card, with its topic: Telegram does not tell. None: not about us."""
        if not isinstance(event, Reacted | ButtonPressed) or event.where.thread or event.message is None:
            return event
        place = await self.memory.get(Place, event.message)
        if place is None:
            return None if isinstance(event, Reacted) else event
        where = replace(event.where, thread=ThreadId(str(place.thread)))
        return replace(event, where=where, message=MessageId(place.id))

    def _refused(self, seen: Told) -> Understood:
        """Who presses is told at once; who writes in a topic is told there, so that nobody waits for an answer."""
        if seen.press:
            return Understood(callback=seen.press, alert=self.alert)
        for event in seen.events:
            written = isinstance(event, MessageReceived | MessageEdited) and event.where.thread
            if written and self.seldom.lets(f"{event.where.key} {event.sender.id}"):
                self.tell(event.where, "telegram-staff-not-heard")
        return Understood()

    async def _strange(self, staff: Staff, other: Stranger) -> None:
        """Somebody writes to us elsewhere: privately he is told. A group may be the one that we are waiting for."""
        if other.chat < 0 and staff.group == UNKNOWN and self._is_ours(other):
            await self._adopt(staff, other)
        elif other.here and self.seldom.lets(str(other.chat)):
            place = replace(staff.room, chat=ChatId(str(other.chat)), thread=None)
            if other.chat > 0:
                self.tell(place, "telegram-staff-private")
            elif staff.group == UNKNOWN:
                log.warning("is this the agents' group? Then write there: /desk and the word", title=other.title)
                self.tell(place, "telegram-staff-claim")
            else:
                log.info("the bot is in a group that is not the agents' group", group=other.chat, title=other.title)

    def _is_ours(self, other: Stranger) -> bool:
        """Somebody there knows our word, or is an agent by the owner's own list."""
        return other.here and (fits(other.word, self.word) or self.permission.may_invite(other.by))

    async def _adopt(self, staff: Staff, other: Stranger) -> None:
        """Raises: ChannelUnavailable."""
        if other.forum:
            await self.room.adopt(other.chat)
            log.warning("this is the agents' group from now on", group=other.chat, title=other.title)
            self.tell(staff.room, "telegram-staff-found")
        elif self.seldom.lets(f"{other.chat} has no topics"):
            log.warning("the group has no topics: switch them on (group, Edit, Topics)", group=other.chat)
            self.tell(replace(staff.room, chat=ChatId(str(other.chat)), thread=None), "telegram-staff-no-topics")
