"""The whole product with a web chat and a staff room, as guessers meet it."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from bots import app
from bots.fake.testkit import FakePlatform, Shown, fake_platform
from bots.web.browser import Browser
from bots.web.entries import Entry, Side
from bots.web.protocol import Say, Solve
from bots.web.puzzles import Puzzle, hash_of
from config.settings import Settings
from storage.audit import AuditEntry, read_audit, verify_audit
from tests.flows.desk import CONTACT, ORDER, PASSWORD, running, sell, settings_for

RIGHT = f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}"
ROOM = "staff-room"
WEB: dict[str, Any] = {"newcomers_at_once": 1000, "check_hashes": 1000, "frames_at_once": 1000}


@dataclass(slots=True)
class Visitor:
    """Somebody's page, without a screen; `passes`: it does what a check asks for, as the real one does."""

    page: Browser
    passes: bool = True
    read: set[str] = field(default_factory=set)
    solved: set[str] = field(default_factory=set)

    async def says(self, text: str) -> None:
        await self.page.do(Say(id=str(uuid4()), text=text))

    async def hears(self, words: str = "") -> str:
        """The next answer with these words. Raises: TimeoutError."""
        while True:
            await self.page.until(lambda: bool(self._new))
            key, entry = self._new[0]
            self.read.add(key)
            if entry.check and self.passes and key not in self.solved:
                self.solved.add(key)
                await self.page.do(Solve(id=str(uuid4()), message=key, number=found(entry.check)))
            if re.search(words, entry.text):
                return entry.text

    @property
    def checks(self) -> Sequence[Entry]:
        return [entry for _, entry in self.page.shown("chat") if entry.check]

    @property
    def _new(self) -> Sequence[tuple[str, Entry]]:
        shown = self.page.shown("chat")
        return [(key, entry) for key, entry in shown if entry.side is not Side.BUYER and key not in self.read]


@dataclass(slots=True)
class WebShop:
    """`agents`: the platform where they are."""

    base: str
    settings: Settings
    agents: FakePlatform
    stack: AsyncExitStack

    async def visitor(self, *, passes: bool = True) -> Visitor:
        """Nobody has seen him before."""
        page = await self.stack.enter_async_context(Browser(self.base, "/chat"))
        await page.connect()
        return Visitor(page, passes)

    async def room_hears(self, words: str) -> Shown:
        while True:
            line = await self.agents.hears(ROOM)
            if re.search(words, line.text):
                return line

    async def audited(self, action: str = "") -> list[AuditEntry]:
        """The log so far, which is whole."""
        async with app.opened(self.settings) as parts:
            verdict = await verify_audit(parts.sessions)
            entries = await read_audit(parts.sessions)
        assert verdict.broken is None
        assert verdict.entries == len(entries)
        return [entry for entry in entries if entry.record.action.startswith(action)]


def found(puzzle: Puzzle) -> int:
    return next(number for number in range(puzzle.top) if hash_of(puzzle.salt, number) == puzzle.target)


def wrong(number: str, password: str = "hunter2") -> str:
    return f"订单 {number} somebody@example.com 密码 {password}"


def number_of(place: int) -> str:
    """Looks like one of ours, and is none."""
    return f"30226112209{place:07}"


@asynccontextmanager
async def web_shop(folder: Path, database_url: str = "", **more: Any) -> AsyncIterator[WebShop]:
    """`more`: settings that differ, by section."""
    async with AsyncExitStack() as stack:
        agents = await stack.enter_async_context(fake_platform())
        channels = {"web": {"main": WEB}, "fake": {"staff": agents.settings()}}
        settings = settings_for(folder, database_url, channels, "fake/staff")
        changed = {name: getattr(settings, name).model_copy(update=values) for name, values in more.items()}
        settings = settings.model_copy(update=changed)
        await sell(settings, folder)
        port = await stack.enter_async_context(running(settings))
        agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
        base = f"http://127.0.0.1:{port}"
        yield WebShop(base, settings, agents, await stack.enter_async_context(AsyncExitStack()))
