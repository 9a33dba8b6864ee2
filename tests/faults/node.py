"""Lives of the product, one after the other: `python -m tests.faults.node SETTINGS.json`.

Importing the product takes longer than most lives last, so it is imported once and every life is a fork: a process of
its own with nothing but the code, that begins with `app.run` and is killed. One line on standard input asks for a life,
`FAILPOINT SECONDS` (`-`: no failpoint; 0: until it ends by itself); on standard output it says `port N`, and at its end
`died CODE HOW`. When standard input is closed everything ends."""

import asyncio
import json
import os
import select
import signal
import sys
import threading
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from bots import app
from bots.fake import channel as fake
from bots.fake.outbound import Attachment, Call, to_call
from config.logs import set_up_logs
from config.settings import Settings
from core.channel import Parcel
from tests.faults import failpoints
from tests.frugal import frugal, warm

NOTHING = "-"
TICK = 0.01


def settings_from(file: Path) -> Settings:
    return Settings(**json.loads(file.read_text("utf-8")))


def main() -> None:
    settings = settings_from(Path(sys.argv[1]))
    with frugal():
        warm()
        while order := sys.stdin.readline().split():
            point, seconds = order[0], float(order[1])
            child = os.fork()
            if child == 0:
                _live(settings, point)
            _say("died", *_await_end(child, seconds))


def _live(settings: Settings, point: str) -> None:
    """Never returns."""
    set_up_logs("warning", "json")
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    vars(fake)["to_call"] = _traced
    if point != NOTHING:
        failpoints.install(point)
    try:
        asyncio.run(app.run(settings, lambda started: _say("port", started.port)))
    finally:
        os._exit(1)


def _await_end(child: int, seconds: float) -> tuple[int, str]:
    """Its exit code, and whether it was killed from outside."""
    until = monotonic() + seconds
    how = "alone"
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status), how
        if (seconds and monotonic() > until) or _abandoned():
            how = "killed"
            os.kill(child, signal.SIGKILL)
        sleep(TICK)


def _abandoned() -> bool:
    """Nobody asks for anything while a life lasts: if standard input is readable, it is at its end."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        sleep(0.2)
    os._exit(1)


def _traced(parcel: Parcel, media: list[Attachment], **_: Any) -> Call:
    """Every message names its parcel, so that one sees what was sent twice; a platform without keys ignores it."""
    return to_call(parcel, media, takes_keys=True)


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
