"""Where buyers write to the shop bot, how far we have read there, and how to get there; kept over restarts."""

import asyncio
from datetime import timedelta
from typing import Final

import msgspec

from bots.discord.content import moment_of
from core.channelmemory import asking_the_store
from core.errors import StoreUnavailable
from core.messages import Address
from core.ports import Clock, Mailbox

EVERY: Final = 30.0
"""Seconds between two writings of how far we have read: after a crash so much is read, and dropped, once more."""
RECENT: Final = timedelta(days=14)
AT_MOST: Final = 500
"""Places that are looked through after an absence: the newest. Each costs a call."""
KNOWN: Final = 20_000
PAGE: Final = 200


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """`last`: the newest message there; `buyer`: of a private thread, whose it is."""

    last: str = ""
    buyer: str = ""


class Places:
    """One box holds the places by channel, the other the doors: the place of each person.

    `threads`: the private threads, each with its buyer."""

    def __init__(self, mailbox: Mailbox, clock: Clock, account: Address) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._places = f"{account.channel}/{account.account}/places"
        self._doors = f"{account.channel}/{account.account}/doors"
        self.threads: dict[str, str] = {}
        self._last: dict[str, str] = {}
        self._unwritten: set[str] = set()
        self._held: dict[str, str] = {}
        self._loaded = False

    async def load(self) -> None:
        """Once; before anything is understood. Raises: StoreUnavailable."""
        seq = 0
        while not self._loaded:
            page = await self._mailbox.after(self._places, seq, PAGE)
            for posted in page:
                seq = posted.seq
                place = msgspec.json.decode(posted.body, type=Place)
                self._note(posted.key, place.last)
                if place.buyer:
                    self.threads[posted.key] = place.buyer
            self._loaded = len(page) < PAGE

    def saw(self, channel: str, message: str) -> bool:
        """A message has been stored. True: nobody has written there before."""
        if channel in self._held:
            self._held[channel] = max(self._held[channel], message, key=_number)
            return False
        before = self._last.get(channel)
        if before is None or _number(message) > _number(before):
            self._note(channel, message)
            self._unwritten.add(channel)
        return before is None

    def unread(self) -> list[tuple[str, str]]:
        """Places where people may have written in our absence, with the last message that we have read; newest first.

        What is read there from now on counts only after `caught_up`, as there may be a gap before it."""
        since = self._clock.now() - RECENT
        newest = sorted(self._last.items(), key=lambda one: _number(one[1]), reverse=True)[:AT_MOST]
        recent = [(channel, last) for channel, last in newest if last and moment_of(last) > since]
        for channel, last in recent:
            self._held.setdefault(channel, last)
        return recent

    def caught_up(self, channel: str) -> None:
        self.saw(channel, self._held.pop(channel, "0"))

    async def keep(self) -> None:
        """Writes down how far we have read. Raises: StoreUnavailable."""
        for channel in [*self._unwritten]:
            place = Place(self._last.get(channel, ""), self.threads.get(channel, ""))
            await self._mailbox.post(self._places, channel, msgspec.json.encode(place))
            self._unwritten.discard(channel)

    async def keep_up(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.keep()
            except StoreUnavailable:
                continue  # the next time

    async def door(self, person: str) -> str | None:
        """Raises: ChannelUnavailable: the store does not answer."""
        with asking_the_store():
            posted = await self._mailbox.get(self._doors, person)
        return posted.body.decode() if posted is not None else None

    async def opened(self, person: str, channel: str, *, thread: bool) -> None:
        """Raises: ChannelUnavailable."""
        with asking_the_store():
            await self._mailbox.post(self._doors, person, channel.encode())
            if thread:
                self.threads[channel] = person
                self._unwritten.add(channel)
                await self.keep()

    def _note(self, channel: str, last: str) -> None:
        self._last.pop(channel, None)
        self._last[channel] = last
        if len(self._last) > KNOWN:
            del self._last[next(iter(self._last))]


def _number(snowflake: str) -> int:
    return int(snowflake) if snowflake.isascii() and snowflake.isdecimal() else 0
