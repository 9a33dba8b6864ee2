"""Long polling: the offset is raised only after the updates are stored, and one bad update stops nobody."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Final

import msgspec

from bots.telegram.facts import webhook_of
from bots.telegram.updates import BAD_JSON, number_of
from bots.telegram.wire import SECONDS, Garbled, Wire
from core.errors import ChannelError, ChannelUnavailable, StoreUnavailable
from core.patience import Patience

LIMIT: Final = 100
"""Updates in one answer (core.telegram.org/bots/api#getupdates)."""

PAUSE: Final = 1.0
"""Seconds between two questions to a server that has nothing and does not wait, as Telegram does."""

_NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,18})')


_decode_updates = msgspec.json.Decoder(tuple[msgspec.Raw, ...]).decode

Take = Callable[[Sequence[bytes]], Awaitable[None]]


class Poller:
    """`run` until it is cancelled. `take`: stores updates. Raises nothing.

    `trouble`: why the last question failed; empty if it did not."""

    def __init__(self, subject: str, wire: Wire, take: Take, allowed: Sequence[str], poll_seconds: int) -> None:
        self._wire = wire
        self._take = take
        self._asked = {"allowed_updates": [*allowed], "timeout": poll_seconds}
        self._seconds = poll_seconds + SECONDS
        self._patience = Patience(subject)
        self._offset: int | None = None
        self._limit = LIMIT
        self.trouble = ""

    async def run(self) -> None:
        free = False
        while True:
            try:
                if not free:
                    await self._drop_webhook()
                    free = True
                if await self._once():
                    self._patience.calm()
                    self.trouble = ""
            except ChannelError as why:
                free, self.trouble = False, str(why)
                await self._patience.rest("asking for updates", why)
            except StoreUnavailable as why:
                await self._patience.rest("storing updates", why)

    async def _drop_webhook(self) -> None:
        """While one is set, asking is refused. What waits for it is kept."""
        try:
            told = await self._wire.call("getWebhookInfo")
        except Garbled as why:
            if why.status != HTTPStatus.NOT_FOUND:
                raise
            return  # no Telegram: a server without that method
        if told.ok and webhook_of(told.result).url:
            await self._wire.ask("deleteWebhook", drop_pending_updates=False)

    async def _once(self) -> bool:
        """One question. False: its answer was unreadable as a whole, and the next one asks for a single update."""
        asked = asyncio.get_running_loop().time()
        payloads = await self._asked_for()
        if payloads is None:
            self._limit = 1
            return False
        if not payloads:
            await asyncio.sleep(asked + PAUSE - asyncio.get_running_loop().time())
        await self._take(payloads)
        self._raise_offset(payloads)
        self._limit = LIMIT
        return True

    async def _asked_for(self) -> Sequence[bytes] | None:
        """None: more than one update, and they cannot be told apart."""
        arguments = {**self._asked, "offset": self._offset, "limit": self._limit}
        try:
            answer = await self._wire.ask("getUpdates", seconds=self._seconds, **arguments)
        except Garbled as why:
            if why.status != HTTPStatus.OK:
                raise
            answer = msgspec.Raw(why.payload)
        try:
            return [bytes(one) for one in _decode_updates(answer)]
        except BAD_JSON:
            return None if self._limit > 1 else [bytes(answer)]

    def _raise_offset(self, payloads: Sequence[bytes]) -> None:
        numbers = [number for number in map(_number_of, payloads) if number is not None]
        if payloads and not numbers:
            raise ChannelUnavailable("updates without numbers")
        if numbers:
            self._offset = max(numbers) + 1


def _number_of(payload: bytes) -> int | None:
    """Also of what is no JSON: without its number an update would come again for ever."""
    number = number_of(payload)
    if number is not None:
        return number
    found = _NUMBER.search(payload)
    return int(found[1]) if found else None
