"""Starts what is measured, each in a process of its own, and ends it."""

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

import psutil


@dataclass(frozen=True, slots=True)
class Running:
    """`began`: when the process was started, on the clock of `perf_counter`. `told`: its standard output."""

    port: int
    pid: int
    began: float
    told: asyncio.StreamReader

    async def settled(self) -> None:
        """Until it tells that nothing goes on in it but what it is asked. Only of one that does tell so."""
        await self.told.readline()

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
        yield Running(int(line), process.pid, began, process.stdout)
    finally:
        process.stdin.close()
        await process.wait()


def free_port() -> int:
    """For a library that cannot tell which port it was given."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def tell(line: object) -> None:
    """In the process that is measured: first its port."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def end_with_the_driver() -> None:
    """In a process that is measured and ends at SIGTERM."""
    threading.Thread(target=_ending, daemon=True).start()


def _ending() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
