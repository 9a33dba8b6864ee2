"""The product as it is measured: `python -m benchmarks.product SETTINGS.json`, in a process of its own.

All of it: `app.run` with its web server, brain, store and courier; a demo shop with 10,000 orders, the starter FAQ."""

import asyncio
import json
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.processes import end_with_the_driver, tell
from benchmarks.questions import questions
from benchmarks.updates import SECRET
from bots import app
from bots.skills import build_brain
from config.logs import set_up_logs
from config.settings import Settings
from faq.book import OWNER, putting
from faq.files import load_starter
from faq.matcher import FuzzyMatcher
from storage.demo import seed_demo

MAIN, HOLE = "main", "hole"
LEARNING: Final = "faq-learn"
"""The thread in which the FAQ learns."""
LEARNS_WITHIN: Final = 60.0
"""Seconds after the start of the process, in which it begins to."""


def settings_for(folder: Path, database: str, platform: str, silent: str) -> dict[str, Any]:
    """Two accounts on the fake channel: `main` on a platform that answers, `hole` on one that never does."""
    account = {"secret": SECRET, "in_flight": 256}
    return {
        "data_dir": str(folder / "data"),
        "database": {"url": database},
        "web": {"port": 0},
        "desk": {"room": f"fake/{MAIN}"},
        "secrets": {"keys": ["seal" * 10], "fingerprint_key": "mark" * 10},
        "channels": {"fake": {MAIN: {**account, "platform_url": platform}, HOLE: {**account, "platform_url": silent}}},
    }


async def seed(settings: dict[str, Any]) -> Sequence[str]:
    """Migrates the database and fills it with the demo shop; gives what buyers may ask, see `questions`."""
    async with app.opened(Settings(**settings)) as parts:
        await seed_demo(parts.sessions, parts.vault, datetime.now(UTC))
        await parts.faq_book.edit(putting(load_starter()), OWNER, parts.clock.now())
        return questions(build_brain(parts.settings, parts.vault, FuzzyMatcher(load_starter()), parts.channels).engine)


async def serve(settings: Settings) -> None:
    """Tells its port, and later that the FAQ has learnt: that takes seconds of a processor, once, after the start."""
    end_with_the_driver()
    async with asyncio.TaskGroup() as tasks:
        learnt = tasks.create_task(_tell_when_learnt())
        await app.run(settings, lambda started: tell(started.port))
        learnt.cancel()


async def _tell_when_learnt() -> None:
    with suppress(TimeoutError):  # it had nothing to learn
        async with asyncio.timeout(LEARNS_WITHIN):
            await _until(learning=True)
    await _until(learning=False)
    tell("settled")


async def _until(*, learning: bool) -> None:
    while any(thread.name == LEARNING for thread in threading.enumerate()) is not learning:  # noqa: ASYNC110 - a thread tells nobody
        await asyncio.sleep(0.25)


def main() -> None:
    set_up_logs("warning", "json")
    settings = Settings(**json.loads(Path(sys.argv[1]).read_text("utf-8")))
    asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
