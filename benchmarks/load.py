"""The load: so many requests in flight, each followed by the next as soon as it is done with."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter, process_time

import psutil

from benchmarks.platform import Platform
from benchmarks.wire import Line

CHATS = 1000
WARM_UP = 0.4
PATIENCE = 20.0


@dataclass(slots=True)
class Sample:
    """What one measurement saw; times in seconds. The generator's and the server's share of one core."""

    done: int = 0
    seconds: float = 0.0
    acks: list[float] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)
    generator: float = 0.0
    server: float = 0.0

    @property
    def rate(self) -> float:
        return self.done / self.seconds


def percentile(values: list[float], percent: int) -> float:
    """In milliseconds."""
    return 1000 * quantiles(values, n=100)[percent - 1] if len(values) > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Target:
    """A running server. `ask`: the whole request of a chat. `replies`: it is done with when the platform was told, not
    when it was taken. `expected`: what a right answer's body begins with."""

    port: int
    pid: int
    ask: Callable[[bytes], bytes]
    replies: bool
    expected: bytes = b""


class Load:
    """One measurement of one target."""

    def __init__(self, target: Target, platform: Platform, chats: Sequence[bytes] = ()) -> None:
        """`chats`: a thousand, if none are given."""
        self._target = target
        self._platform = platform
        self._free = deque(chats or [b"chat-%d" % number for number in range(CHATS)])
        self._once = False
        self._out: dict[bytes, Slot] = {}
        self._sample = Sample()
        self._counting = False
        self._over = False
        self._errors = 0
        self._idle = asyncio.Event()

    async def run(self, in_flight: int, seconds: float) -> Sample:
        """Raises: RuntimeError: the target did not take everything."""
        self._platform.sent = self._replied
        slots = [await self._slot() for _ in range(in_flight)]
        server = psutil.Process(self._target.pid)
        for slot in slots:
            self._next(slot)
        await asyncio.sleep(WARM_UP)
        began, busy, mine = perf_counter(), sum(server.cpu_times()[:2]), process_time()
        self._counting = True
        await asyncio.sleep(seconds)
        self._counting = False
        sample, passed = self._sample, perf_counter() - began
        sample.seconds = passed
        sample.generator = (process_time() - mine) / passed
        sample.server = (sum(server.cpu_times()[:2]) - busy) / passed
        await self._drained(slots)
        return sample

    async def each_chat_once(self, in_flight: int) -> None:
        """Lets every chat write one message, and waits for the replies."""
        self._platform.sent = self._replied
        slots = [await self._slot() for _ in range(in_flight)]
        self._once = True
        for slot in slots:
            self._next(slot)
        await self._idle.wait()
        await self._drained(slots)

    async def _slot(self) -> "Slot":
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(Line, "127.0.0.1", self._target.port)
        return Slot(self, line)

    def _next(self, slot: "Slot") -> None:
        if self._over or not self._free:
            return
        chat = self._free.popleft()
        self._out[chat] = slot
        slot.begin(chat, self._target)

    def acknowledged(self, slot: "Slot", status: int, body: bytes) -> None:
        if status != 200 or not body.startswith(self._target.expected):
            self._errors += 1
        if self._counting:
            self._sample.acks.append(perf_counter() - slot.began)
        slot.acknowledged = True
        self._finish(slot)

    def _replied(self, chat: bytes) -> None:
        slot = self._out.get(chat)
        if slot is None:
            return
        if self._counting:
            self._sample.replies.append(perf_counter() - slot.began)
        slot.replied = True
        self._finish(slot)

    def _finish(self, slot: "Slot") -> None:
        if not (slot.acknowledged and slot.replied):
            return
        del self._out[slot.chat]
        if not self._once:
            self._free.append(slot.chat)
        if self._counting:
            self._sample.done += 1
        self._next(slot)
        if not self._out:
            self._idle.set()

    async def _drained(self, slots: list["Slot"]) -> None:
        self._over = True
        await asyncio.wait_for(self._idle.wait(), PATIENCE)
        for slot in slots:
            slot.close()
        if self._errors:
            raise RuntimeError(f"{self._errors} requests were not taken")


class Slot:
    """One request in flight after the other, on a connection of its own."""

    def __init__(self, load: Load, line: Line) -> None:
        self._line = line
        self.chat = b""
        self.began = 0.0
        self.acknowledged = self.replied = False
        line.answered = lambda status, body: load.acknowledged(self, status, body)

    def begin(self, chat: bytes, target: Target) -> None:
        self.chat = chat
        self.acknowledged, self.replied = False, not target.replies
        self.began = perf_counter()
        self._line.send(target.ask(chat))

    def close(self) -> None:
        if self._line.transport is not None:
            self._line.transport.close()
