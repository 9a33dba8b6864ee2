"""Starts lives of the product, and ends them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.telegram.hard.place import Place


@dataclass(slots=True)
class Life:
    """`log`: all that it writes, in JSON lines."""

    pid: int
    port: int
    log: Path

    async def killed(self) -> None:
        """As by kill -9; nothing of it is left when this returns."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
            while True:
                os.kill(self.pid, 0)
                await asyncio.sleep(0.01)

    def logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@dataclass(slots=True)
class Cradle:
    """A process in which the product is imported, and from which its lives are forked."""

    process: "subprocess.Popen[str]"

    @asynccontextmanager
    async def life(self, place: Place, name: str = "product", *, level: str = "info") -> AsyncIterator[Life]:
        """Runs until it is killed, at the end at the latest. `level`: what it logs."""
        folder = place.folder
        file, log = folder / f"{name}.json", folder / f"{name}.log"
        await asyncio.to_thread(file.write_text, json.dumps(place.raw), "utf-8")
        port, pid = await asyncio.to_thread(self._born, f"{file} {log} {level}\n", log)
        life = Life(pid, port, log)
        place.port = port
        try:
            yield life
        finally:
            await life.killed()
        assert not [half for half in place.token_halves if half in log.read_text("utf-8")], "a token in the log"

    def _born(self, order: str, log: Path) -> tuple[int, int]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(order)
        self.process.stdin.flush()
        told = self.process.stdout.readline().split()
        assert told, f"it could not begin: {log.read_text('utf-8')}"
        return int(told[0]), int(told[1])


@contextmanager
def cradle_open() -> Iterator[Cradle]:
    command = (sys.executable, "-m", "tests.telegram.hard.life")
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield Cradle(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0
