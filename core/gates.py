"""Who waits at which rate limit. Only one lane at a time knocks at a gate, the most urgent first.

Without this, every lane that waits would ask the shared buckets again at each token."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from core.lanes import Lane

Place = tuple[int, int, Lane]
"""In the queue: priority, turn, and who stands there."""


@dataclass(slots=True)
class Gate:
    """`knocking`: the one that tries now. `opens_at`: on the event loop's clock; nobody knocks before."""

    waiting: list[Place] = field(default_factory=list)
    knocking: Place | None = None
    opens_at: float = 0.0
    timer: asyncio.TimerHandle | None = None


class Gates:
    """`send`: lets a lane try again. `here`: does the lane still wait (it may have been forgotten meanwhile)?"""

    def __init__(self, send: Callable[[Lane], None], here: Callable[[Lane], bool]) -> None:
        self._send = send
        self._here = here
        self._gates: dict[str, Gate] = {}
        self._turn = count()

    @property
    def any(self) -> bool:
        """Is there a gate at all? Mostly there is none."""
        return bool(self._gates)

    def stops(self, lane: Lane, keys: Sequence[str]) -> bool:
        """Is there a gate before which this lane has to wait? Then it waits there now."""
        for key in keys:
            gate = self._gates.get(key)
            if gate is not None and not _knocks(gate, lane):
                heappush(gate.waiting, self._place(lane))
                self.passed(lane, keys)
                return True
        return False

    def shut(self, key: str, seconds: float, lane: Lane | None = None) -> None:
        """Nobody passes for so long; `lane` waits there."""
        loop = asyncio.get_running_loop()
        gate = self._gates.setdefault(key, Gate())
        if lane is not None and gate.knocking is not None and _knocks(gate, lane):
            heappush(gate.waiting, gate.knocking)
            gate.knocking = None
        elif lane is not None:
            heappush(gate.waiting, self._place(lane))
        gate.opens_at = max(gate.opens_at, loop.time() + seconds)
        if gate.timer is None:
            gate.timer = loop.call_at(gate.opens_at, self._opened, key)

    def passed(self, lane: Lane, keys: Sequence[str]) -> None:
        """The lane knocks no more: the next one does."""
        for key in keys:
            gate = self._gates.get(key)
            if gate is not None and _knocks(gate, lane):
                gate.knocking = None
                self._next(key, gate)

    def close(self) -> None:
        for gate in self._gates.values():
            if gate.timer is not None:
                gate.timer.cancel()
        self._gates.clear()

    def _place(self, lane: Lane) -> Place:
        return lane.head.message.priority, next(self._turn), lane

    def _opened(self, key: str) -> None:
        gate = self._gates[key]
        gate.timer = None
        self._next(key, gate)

    def _next(self, key: str, gate: Gate) -> None:
        """Lets the most urgent one knock; when nobody waits there is no gate."""
        loop = asyncio.get_running_loop()
        if gate.knocking is not None or gate.timer is not None:
            return
        if gate.opens_at > loop.time():
            gate.timer = loop.call_at(gate.opens_at, self._opened, key)
            return
        while gate.waiting:
            place = heappop(gate.waiting)
            if self._here(place[2]):
                gate.knocking = place
                self._send(place[2])
                return
        del self._gates[key]


def _knocks(gate: Gate, lane: Lane) -> bool:
    return gate.knocking is not None and gate.knocking[2] is lane
