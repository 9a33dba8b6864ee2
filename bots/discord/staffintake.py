"""What comes in from the agents' forum: agents are heard, others are told so, presses and commands are answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bots.discord import staffanswers
from bots.discord.content import Us
from bots.discord.forum import Forum
from bots.discord.frames import Frame
from bots.discord.staffforms import form_for
from bots.discord.staffinbound import READ, Desk, StaffInteraction, Told, told
from bots.discord.staffpermission import Permission
from bots.discord.staffplaces import ForumPosts
from core.messages import Address, Event, MessageEdited, MessageReceived, Person

ONCE_IN: Final = timedelta(hours=1)
MOST: Final = 1000
INTERACTION: Final = "INTERACTION_CREATE"


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


class Meaning(NamedTuple):
    """What one frame means. `answer`: the first answer to `press`. `hint`: (channel, key of a text) to be said there.

    `typing`: somebody types there now."""

    events: Sequence[Event] = ()
    press: StaffInteraction | None = None
    answer: staffanswers.Body | None = None
    hint: tuple[str, str] | None = None
    typing: tuple[Address, Person] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffIntake:
    """`us`: who we are now. `say`: a text by its key. `form`: what a form for a command asks, if there is one."""

    us: Callable[[], Us]
    forum: Forum
    posts: ForumPosts
    permission: Permission
    seldom: Seldom
    words: Callable[[str, str], str]
    language: str

    async def understand(self, frame: Frame) -> Meaning:
        """Raises: Unreadable; ChannelError: what it means cannot be told now."""
        if frame.event not in READ:
            return Meaning()
        if _is_direct(frame):
            return self._private(frame)
        if not await self.posts.ours(frame):
            return self._elsewhere(frame)
        seen = told(frame, Desk(self.us(), await self.forum.lobby_if_known(), self.seldom.now()))
        if seen.actor is not None and not await self.permission.allows(seen.actor):
            return self._refused(seen, frame)
        return self._allowed(seen)

    def _allowed(self, seen: Told) -> Meaning:
        if seen.press is None:
            return Meaning(seen.events, typing=seen.typing)
        asked = form_for(seen.says, self.words, self.language)
        if asked is not None:
            return Meaning(press=seen.press, answer=staffanswers.form(asked))
        answer = staffanswers.repeated(seen.says) if seen.says else staffanswers.seen()
        return Meaning(seen.events, seen.press, answer)

    def _refused(self, seen: Told, frame: Frame) -> Meaning:
        """Who presses is told at once; who writes in a post is told there, so that nobody waits for an answer."""
        if seen.press is not None:
            return Meaning(press=seen.press, answer=self._only("discord-staff-not-agent"))
        for event in seen.events:
            written = isinstance(event, MessageReceived | MessageEdited)
            if written and self.seldom.lets(f"{frame.place} {event.sender.id}"):
                return Meaning(hint=(frame.place, "discord-staff-not-heard"))
        return Meaning()

    def _elsewhere(self, frame: Frame) -> Meaning:
        """Commands are shown in the whole server; what is said there is none of ours."""
        if frame.event != INTERACTION:
            return Meaning()
        press = told(frame, Desk(self.us(), "", self.seldom.now())).press
        return Meaning(press=press, answer=self._only("discord-staff-elsewhere")) if press else Meaning()

    def _private(self, frame: Frame) -> Meaning:
        direct = told(frame, Desk(self.us(), "", self.seldom.now())).direct
        return Meaning(hint=(direct, "discord-staff-private")) if direct and self.seldom.lets(direct) else Meaning()

    def _only(self, key: str) -> staffanswers.Body:
        return staffanswers.told(self.words(self.language, key))


def _is_direct(frame: Frame) -> bool:
    return isinstance(frame.data, dict) and frame.data.get("guild_id") is None
