"""A life of the product in a process of its own: `python -m tests.flows.wechat.node POINT < pickled settings`.

It kills itself at POINT: before-cursor, after-cursor, before-send, after-send; `-`: it lives. It says `port N`."""

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from bots import app
from bots.wechat.wecom.calls import Calls
from bots.wechat.wecom.cursors import Cursors
from config.settings import Settings

AROUND: dict[str, tuple[type, str]] = {"cursor": (Cursors, "put"), "send": (Calls, "send")}


def main() -> None:
    settings: Settings = pickle.load(sys.stdin.buffer)
    when, _, name = sys.argv[1].partition("-")
    if name:
        owner, method = AROUND[name]
        setattr(owner, method, _deadly(getattr(owner, method), when))
    asyncio.run(app.run(settings, lambda started: print(f"port {started.port}", flush=True)))  # noqa: T201


def _deadly(original: Callable[..., Awaitable[Any]], when: str) -> Callable[..., Awaitable[Any]]:
    async def deadly(*arguments: Any, **named: Any) -> Any:
        if when == "after":
            await original(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return deadly


if __name__ == "__main__":
    main()
