"""Starts what is measured, each in a process of its own, and ends it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

import psutil


@dataclass(frozen=True, slots=True)
class Running:
    """`began`: when the process was started, on the clock of `perf_counter`."""

    port: int
    pid: int
    began: float

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        return float(psutil.Process(self.pid).memory_info().rss) / 1e6


@asynccontextmanager
async def running(module: str, *arguments: str) -> AsyncIterator[Running]:
    """`module` tells its port on standard output, and ends when its standard input does."""
    began = perf_counter()
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *arguments, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError(f"{module} did not start")
    try:
        yield Running(int(line), process.pid, began)
    finally:
        process.stdin.close()
        await process.wait()
