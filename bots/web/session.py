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
    Delete,
    Edit,
    FromPage,
    Hello,
    Press,
    RefusedFrame,
    Say,
    Trouble,
    Typing,
    decode_frame,
)
from core.errors import StoreUnavailable, Unreadable

HEARTBEAT = 25.0
PATIENCE = 20
"""Unreadable frames after which a page is shown out."""

log = logging.getLogger(__name__)


class Visit(Protocol):
    """What a channel does with a page's frames. `name`: whose allowance it uses."""

    connection: Connection

    @property
    def name(self) -> str: ...

    async def hello(self, frame: Hello) -> None:
        """Raises: NotTaken: this page may not come in."""

    async def speak(self, frame: Say | Edit | Delete | Press) -> str:
        """Gives the key of the message. Raises: NotTaken."""

    async def other(self, frame: FromPage) -> None:
        """Raises: NotTaken."""

    def leave(self) -> None:
        """The page is gone."""


@dataclass(slots=True)
class Gate:
    """What all visits of a channel share. `unreadable`: frames that were none, counted and never kept."""

    allowance: Allowance
    unreadable: int = field(default=0)


async def serve(request: web.Request, enter: Callable[[Connection], Visit], gate: Gate) -> web.WebSocketResponse:
    """Runs one visit from the handshake to the end."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=FRAME_BYTES, compress=False, timeout=2)
    await socket.prepare(request)
    visit = enter(Connection(socket))
    async with asyncio.TaskGroup() as tasks:
        pump = tasks.create_task(visit.connection.pump())
        try:
            await _listen(socket, visit, gate)
        finally:
            visit.leave()
            pump.cancel()
    return socket


async def _listen(socket: web.WebSocketResponse, visit: Visit, gate: Gate) -> None:
    greeted, bad = False, 0
    async for message in socket:
        raw = message.data if message.type is WSMsgType.TEXT else b""
        try:
            greeted = await _hear(raw, visit, gate, greeted) or greeted
        except NotTaken as no:
            await visit.connection.send(Trouble(no.why))
            bad += no.why is Why.UNREADABLE
            if bad > PATIENCE or no.why is Why.SIGNED_OUT:
                await socket.close(code=WSCloseCode.POLICY_VIOLATION)
        except StoreUnavailable:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)


async def _hear(raw: str | bytes, visit: Visit, gate: Gate, greeted: bool) -> bool:
    """Takes one frame; True when it was the hello."""
    frame = _decoded(raw, gate)
    if isinstance(frame, Hello) is greeted:
        raise NotTaken(Why.HELLO_FIRST)
    if isinstance(frame, Hello):
        await visit.hello(frame)
        return True
    wait = gate.allowance.take(visit.name, asyncio.get_running_loop().time())
    if isinstance(frame, Say | Edit | Delete | Press):
        await visit.connection.send(await _answer(frame, visit, wait))
    elif not wait:
        await visit.other(frame)
    elif not isinstance(frame, Typing):
        raise NotTaken(Why.SLOW_DOWN)
    return False


async def _answer(frame: Say | Edit | Delete | Press, visit: Visit, wait: float) -> Ack | RefusedFrame:
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
