"""Keeps the nodes running: starts each again when it has died, and sees to it that it dies soon."""

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic

from tests.faults import failpoints
from tests.faults.node import NOTHING

BY_FAILPOINT = 0.7
"""Part of the lives that end at a failpoint, if they pass it; the others end at a random moment."""
LONGEST_LIFE, LONGEST_WAIT = 1.5, 4.0
"""Seconds after the start until the random moment; until a failpoint is no longer waited for."""
RANDOM = "random moment"


@dataclass(slots=True)
class Toll:
    """What has been killed so far, and how long the starts took (seconds until the port was told)."""

    wanted: int
    tell: Callable[[int], None] = lambda _: None
    kills: int = 0
    at: Counter[str] = field(default_factory=Counter)
    starts: list[float] = field(default_factory=list)
    accidents: list[str] = field(default_factory=list)

    @property
    def paid(self) -> bool:
        return self.kills >= self.wanted

    @property
    def start(self) -> float:
        """Seconds that a start takes here."""
        return median(self.starts) if self.starts else 1.0

    def died(self, code: int, point: str) -> None:
        if code != -signal.SIGKILL:
            self.accidents.append(f"exit {code}")
            return
        self.kills += 1
        self.at[point] += 1
        self.tell(self.kills)


class Node:
    """One place for a process. `port` is 0 while nobody is there."""

    def __init__(self, settings: Path, number: int, toll: Toll, random: Random) -> None:
        self._settings = settings
        self._log = settings.with_name(f"node-{number}.log")
        self._toll = toll
        self._random = random
        self.port = 0

    async def keep_running(self) -> None:
        """Until it is cancelled; dies again and again until the toll is paid."""
        process = await self._begin()
        try:
            while True:
                await self._live(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()

    async def _begin(self) -> asyncio.subprocess.Process:
        command = (sys.executable, "-m", "tests.faults.node", str(self._settings))
        pipe = asyncio.subprocess.PIPE
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=log)

    def _death(self) -> tuple[str, float]:
        """The failpoint, and after how many seconds at the latest."""
        start = self._toll.start
        if self._toll.paid:
            return NOTHING, 0
        if self._random.random() < BY_FAILPOINT:
            return failpoints.draw(self._random), start + LONGEST_WAIT
        return NOTHING, self._random.uniform(0.5 * start, start + LONGEST_LIFE)

    async def _live(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        point, seconds = self._death()
        process.stdin.write(f"{point} {seconds}\n".encode())
        began = monotonic()
        while line := (await process.stdout.readline()).decode().split():
            if line[0] == "port":
                self.port = int(line[1])
                self._toll.starts.append(monotonic() - began)
                continue
            self.port = 0
            self._toll.died(int(line[1]), point.partition(":")[0] if line[2] == "alone" else RANDOM)
            return
        raise RuntimeError(f"the node has ended, see {self._log}")
