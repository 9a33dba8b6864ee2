"""One page's visit over its WebSocket: frames in order, each answered, none able to break the next."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import WSCloseCode, WSMsgType, web

from bots.web.errors import NotTaken, Why
from bots.web.hub import Connection
from bots.web.limits import Allowance
from bots.web.protocol import (
    FRAME_BYTES,
    Ack,
    FromPage,
    Hello,
    RefusedFrame,
    Spoken,
    Trouble,
    Typing,
    decode_frame,
)
from core.errors import StoreUnavailable, Unreadable

HEARTBEAT = 25.0
PATIENCE = 20
"""Unreadable frames after which a page is shown out."""
GREETED_WITHIN = 20.0
"""Seconds that a page has for its hello."""

log = logging.getLogger(__name__)


class Visit(Protocol):
    """What a channel does with a page's frames. `name`: whose allowance it uses.

    `lasts`: seconds from the hello on after which it must say who it is anew; None: for ever."""

    connection: Connection

    @property
    def lasts(self) -> float | None: ...

    @property
    def name(self) -> str: ...

    def admit(self, frame: Hello) -> None:
        """Finds out who it is. Raises: NotTaken: this page may not come in."""

    async def hello(self, frame: Hello) -> None:
        """Welcomes him, and shows what he has missed."""

    async def speak(self, frame: Spoken) -> str:
        """Gives the key of the message. Raises: NotTaken."""

    async def other(self, frame: FromPage) -> None:
        """Raises: NotTaken."""

    def leave(self) -> None:
        """The page is gone."""


@dataclass(slots=True)
class Gate:
    """What all visits of a channel share. `unreadable`: frames that were none, counted and never kept.

    `pages_at_once`: of one visitor; `pages`: those that are open, by whose they are."""

    allowance: Allowance
    pages_at_once: int
    pages: dict[str, set[Visit]] = field(default_factory=dict)
    unreadable: int = field(default=0)

    def enter(self, visit: Visit) -> None:
        """Raises: NotTaken: he has too many pages open, or comes back too fast."""
        there = self.pages.setdefault(visit.name, set())
        if len(there) >= self.pages_at_once or self.allowance.take(visit.name, _now()):
            raise NotTaken(Why.SLOW_DOWN)
        there.add(visit)

    def leave(self, visit: Visit) -> None:
        there = self.pages.get(visit.name, set())
        there.discard(visit)
        if not there:
            self.pages.pop(visit.name, None)

    def has(self, visit: Visit) -> bool:
        return visit in self.pages.get(visit.name, ())


async def serve(request: web.Request, enter: Callable[[Connection], Visit], gate: Gate) -> web.WebSocketResponse:
    """Runs one visit from the handshake to the end."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=FRAME_BYTES, compress=False, timeout=2)
    await socket.prepare(request)
    visit = enter(Connection(socket))
    async with asyncio.TaskGroup() as tasks:
        beside = (tasks.create_task(visit.connection.pump()), tasks.create_task(_end_in_time(socket, visit, gate)))
        try:
            await _listen(socket, visit, gate)
        finally:
            visit.leave()
            gate.leave(visit)
            for task in beside:
                task.cancel()
    return socket


async def _end_in_time(socket: web.WebSocketResponse, visit: Visit, gate: Gate) -> None:
    """Who says nothing is shown out, and an agent whose session has ended while his page was open."""
    await asyncio.sleep(GREETED_WITHIN)
    if gate.has(visit):
        if visit.lasts is None:
            return
        await asyncio.sleep(visit.lasts)
        await visit.connection.send(Trouble(Why.SIGNED_OUT))
    await socket.close(code=WSCloseCode.POLICY_VIOLATION)


async def _listen(socket: web.WebSocketResponse, visit: Visit, gate: Gate) -> None:
    bad = 0
    async for message in socket:
        raw = message.data if message.type is WSMsgType.TEXT else b""
        try:
            await _hear(raw, visit, gate)
        except NotTaken as no:
            await visit.connection.send(Trouble(no.why))
            bad += no.why is Why.UNREADABLE
            if bad > PATIENCE or no.why is Why.SIGNED_OUT:
                await socket.close(code=WSCloseCode.POLICY_VIOLATION)
            elif not gate.has(visit) and no.why is Why.SLOW_DOWN:
                await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
        except StoreUnavailable:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)


async def _hear(raw: str | bytes, visit: Visit, gate: Gate) -> None:
    frame = _decoded(raw, gate)
    if isinstance(frame, Hello) is gate.has(visit):
        raise NotTaken(Why.HELLO_FIRST)
    if isinstance(frame, Hello):
        visit.admit(frame)
        gate.enter(visit)
        await visit.hello(frame)
        return
    wait = gate.allowance.take(visit.name, _now())
    if isinstance(frame, Spoken):
        await visit.connection.send(await _answer(frame, visit, wait))
    elif not wait:
        await visit.other(frame)
    elif not isinstance(frame, Typing):
        raise NotTaken(Why.SLOW_DOWN)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _answer(frame: Spoken, visit: Visit, wait: float) -> Ack | RefusedFrame:
    if wait:
        return RefusedFrame(frame.id, Why.SLOW_DOWN, wait)
    try:
        return Ack(frame.id, await visit.speak(frame))
    except NotTaken as no:
        return RefusedFrame(frame.id, no.why, *([no.after.total_seconds()] if no.after else []))


def _decoded(raw: str | bytes, gate: Gate) -> FromPage:
    try:
        return decode_frame(raw)
    except Unreadable:
        gate.unreadable += 1
        log.info("unreadable frame", extra={"unreadable": gate.unreadable})
        raise NotTaken(Why.UNREADABLE) from None
