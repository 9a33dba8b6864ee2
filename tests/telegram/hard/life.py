"""Lives of the product, each a process of its own: `python -m tests.telegram.hard.life`.

Importing the product takes longer than most lives last, so it is imported once and every life is a fork that begins
with `app.run`. A line on standard input, `SETTINGS.json LOG LEVEL`, asks for a life; on standard output it says
`PORT PID`, or nothing but an empty line if it could not begin. When standard input is closed everything ends."""

import asyncio
import json
import os
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from time import sleep

from bots import app
from config.logs import set_up_logs
from config.settings import Settings
from tests.frugal import frugal, warm

SDKS = ("bots.telegram.sending", "bots.telegram.staffsender")


def main() -> None:
    for name in SDKS:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    with frugal():
        warm()
        while order := sys.stdin.readline().split():
            if os.fork() == 0:
                _live(Path(order[0]), Path(order[1]), order[2])


def _live(settings: Path, log: Path, level: str) -> None:
    """Never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    with log.open("a", encoding="utf-8", buffering=1) as out:
        set_up_logs(level, "json", out)
        try:
            known = Settings(**json.loads(settings.read_text("utf-8")))
            asyncio.run(app.run(known, lambda started: _say(started.port, os.getpid())))
        finally:
            _say()
            os._exit(1)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        sleep(0.2)
    os._exit(1)


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
