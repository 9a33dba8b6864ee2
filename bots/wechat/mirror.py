"""What was sent to whom, as the mailbox has it, in memory: read once, then kept fresh by the mailbox's hints."""

import asyncio
from contextlib import suppress
from typing import Final

import msgspec
import structlog

from bots.wechat.grants import Sent
from core.errors import StoreUnavailable
from core.ports import Mailbox, Posted

log = structlog.get_logger(__name__)

SENT: Final = "/sent"
PAGE: Final = 500
CALM: Final = 0.05
"""Seconds between two looks: hints come in swarms."""
AGAIN: Final = 1.0
"""Seconds, when the store does not answer."""

_decode: Final = msgspec.json.Decoder(Sent).decode


class Mirror:
    """Until all is read, `get` asks the mailbox."""

    def __init__(self, mailbox: Mailbox, box: str) -> None:
        self._mailbox = mailbox
        self._box = box
        self._bodies: dict[str, bytes] = {}
        self._seq = 0
        self._whole = False
        self._some = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._watched = False

    def start(self) -> None:
        if not self._watched:
            self._mailbox.watch(self._told)
            self._watched = True
        self._some.set()
        self._task = asyncio.create_task(self._follow(), name=self._box)

    async def stop(self) -> None:
        task, self._task, self._whole = self._task, None, False
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def lacks(self, chat: str) -> bool:
        """Surely nothing was sent to that person."""
        return self._whole and chat not in self._bodies

    async def get(self, chat: str) -> Sent | None:
        """Raises: StoreUnavailable."""
        body = self._bodies.get(chat)
        if body is None and not self._whole:
            posted = await self._mailbox.get(self._box, chat + SENT)
            body = posted.body if posted is not None else None
        return None if body is None else _decode(body)

    def put(self, posted: Posted) -> None:
        """What we have written ourselves."""
        self._bodies[posted.key.removesuffix(SENT)] = posted.body
        if posted.seq == self._seq + 1:
            self._seq = posted.seq

    def _told(self, box: str) -> None:
        if box == self._box and self._task is not None:
            self._some.set()

    async def _follow(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            wait = CALM
            try:
                await self._catch_up()
            except StoreUnavailable:
                log.warning("what was sent cannot be read now", box=self._box)
                self._some.set()
                wait = AGAIN
            await asyncio.sleep(wait)

    async def _catch_up(self) -> None:
        while page := await self._mailbox.after(self._box, self._seq, PAGE):
            for posted in page:
                if posted.key.endswith(SENT):
                    self._bodies[posted.key.removesuffix(SENT)] = posted.body
            self._seq = max(self._seq, page[-1].seq)
        self._whole = True
