"""The state of the platform: the account, people and their talks, files; and who waits for a change."""

import asyncio
import itertools
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.wechat.platform import quota
from tests.wechat.platform.clock import MovableClock
from tests.wechat.platform.faults import Faults
from tests.wechat.platform.files import Files
from tests.wechat.platform.model import Account, Json, Person, Shown, Way
from tests.wechat.platform.tokens import Tokens

PATIENCE = timedelta(seconds=45)
"""How long a test waits for something; only one that fails waits so long."""
FIRST_MSG_ID = 24_512_345_678_901_234


class World:
    """`whitelist`: the addresses that may ask for tokens (None: all); `seen_as`: the address that a refusal names.

    `menu`: what menu/create was given last. `duplicates`: passive replies to what had one already."""

    def __init__(self, account: Account | None = None) -> None:
        self.account = account or Account()
        self.clock = MovableClock()
        self.tokens = Tokens(self.clock)
        self.files = Files(self.clock)
        self.faults = Faults()
        self.people: dict[str, Person] = {}
        self.whitelist: set[str] | None = None
        self.seen_as = "203.0.113.7"
        self.menu: Json | None = None
        self.duplicates: list[Shown] = []
        self._numbers = itertools.count(1)
        self._msg_ids = itertools.count(FIRST_MSG_ID)
        self._changed = asyncio.Event()

    # ------------------------------------------------------------------ people and talks

    def new_person(self, name: str = "小明", *, following: bool = True) -> Person:
        openid = f"oKami{secrets.token_hex(11)}"[:24] + f"{len(self.people):04d}"
        person = self.people[openid] = Person(openid, name, following)
        return person

    def show(self, person: Person, way: Way, kind: str, **others: Any) -> Shown:
        """Puts a message into a talk."""
        shown = replace(Shown(number=next(self._numbers), way=way, kind=kind, at=self.clock.now()), **others)
        if way is Way.PASSIVE and any(one.answers == shown.answers for one in person.answers):
            self.duplicates.append(shown)
        else:
            person.talk.append(shown)
            person.exchanged = self.clock.stamp
        if way in {Way.PASSIVE, Way.PUSH}:
            person.typing_until = 0.0
        self.tell_watchers()
        return shown

    def left(self, person: Person) -> int:
        """How many messages may be pushed to this person now."""
        return person.left(self.clock.stamp)

    def grant(self, person: Person, by: str) -> None:
        quota.give(person, by, self.clock.stamp)

    def new_msg_id(self) -> int:
        return next(self._msg_ids)

    # ------------------------------------------------------------------ waiting

    def tell_watchers(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, so: Callable[[], bool], within: timedelta = PATIENCE) -> None:
        """Waits until something is so. Raises: TimeoutError."""
        async with asyncio.timeout(within.total_seconds()):
            while not so():
                await self._changed.wait()

    async def hears(self, person: Person, *, after: int = 0) -> Shown:
        """The account's next message to this person with a number above `after`; waits for it. Raises: TimeoutError."""
        await self.until(lambda: any(one.number > after for one in person.answers))
        return next(one for one in person.answers if one.number > after)
