"""Named points at which a node kills itself; the test node alone patches them into the running product."""

import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from bots.fake.channel import FakeChannel
from bots.server import Server
from core.errands import Errands
from storage.door import Door
from storage.outbox import OutboxInSql, ThreadsInSql
from storage.postgres_connection import PostgresConnection
from storage.replacements import LedgerInSql
from storage.shops import builtin
from storage.shops.acg_faka import replacing as acg_replacing
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.dujiaoka.replacing import Replacing as DujiaokaReplacing
from storage.shops.dujiaoka.shop import DujiaokaShop
from storage.sqlite_file import WriterConnection

SHOPS = (builtin.BuiltinShop, AcgFakaShop, DujiaokaShop)
OFTEN, SELDOM, ONCE = 40, 4, 1
"""At which passage at the latest, depending on how often a point is passed."""

AROUND: tuple[tuple[str, int, tuple[type, ...], str], ...] = (
    ("commit", OFTEN, (WriterConnection, PostgresConnection), "commit"),
    ("step", OFTEN, (Door,), "_step"),
    ("accept", OFTEN, (Door,), "accept"),
    ("deliver", OFTEN, (FakeChannel,), "deliver"),
    ("edit", SELDOM, (FakeChannel,), "edit"),
    ("mark-sending", SELDOM, (OutboxInSql,), "mark_sending"),
    ("record", OFTEN, (OutboxInSql,), "record"),
    ("adopt", ONCE, (OutboxInSql,), "adopt"),
    ("claim", SELDOM, (OutboxInSql,), "claim"),
    ("work", SELDOM, (Errands,), "do"),
    ("due-work", SELDOM, (Door,), "due_work"),
    ("open-thread", ONCE, (FakeChannel,), "open_thread"),
    ("tie-thread", ONCE, (ThreadsInSql,), "tie"),
    ("timers", SELDOM, (Door,), "ring_due_timers"),
    ("start", ONCE, (Server,), "start"),
)
"""Each of them before and after: the store, the platform or the shop has done its part, and nobody knows of it yet."""

POINTS = {f"{when}-{name}": latest for name, latest, _, _ in AROUND for when in ("before", "after")}


REPLACING: tuple[tuple[str, tuple[type, ...], str], ...] = (
    ("ledger", (LedgerInSql,), "run"),
    ("set-aside", SHOPS, "set_aside"),
    ("replace-key", SHOPS, "replace_key"),
)
"""The same inside a replacement: between any two of these only the ledger knows how far it is."""

TAKING: tuple[tuple[object, str], ...] = ((builtin, "take"), (acg_replacing, "take"), (DujiaokaReplacing, "_take"))
"""After each of them the key is taken, in a transaction of the shop that is not committed."""
TAKEN = "after-take"

REPLACEMENT = (
    *(f"{TAKEN}:1", "after-replace-key:1", "before-replace-key:1", "after-set-aside:1", "before-set-aside:1"),
    *(f"{when}-ledger:{passage}" for passage in range(5, 0, -1) for when in ("after", "before")),
)
"""What one replacement passes, as `install` takes it; the narrowest places first."""
KNOWN = {*POINTS, *(point.partition(":")[0] for point in REPLACEMENT)}


@dataclass(slots=True)
class Fuse:
    """Burns down at each passage of its point."""

    point: str
    passages: int

    def passes(self, point: str) -> None:
        if point != self.point:
            return
        self.passages -= 1
        if self.passages <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def draw(random: Random) -> str:
    """A point and the passage at which to die there."""
    point = random.choice(list(POINTS))
    return f"{point}:{random.randint(1, POINTS[point])}"


def install(drawn: str) -> None:
    """In the process that shall die."""
    point, _, passages = drawn.partition(":")
    if point not in KNOWN:
        raise ValueError(f"{point} is no failpoint")
    fuse = Fuse(point, int(passages))
    for name, _, owners, method in AROUND:
        for owner in owners:
            setattr(owner, method, _guarded(getattr(owner, method), name, fuse))
    for name, owners, method in REPLACING:
        for owner in owners:
            setattr(owner, method, _guarded(getattr(owner, method), name, fuse))
    for place, function in TAKING:
        setattr(place, function, _taking(getattr(place, function), fuse))


def _guarded(original: Callable[..., Awaitable[Any]], name: str, fuse: Fuse) -> Callable[..., Awaitable[Any]]:
    async def guarded(*arguments: Any, **named: Any) -> Any:
        fuse.passes(f"before-{name}")
        result = await original(*arguments, **named)
        fuse.passes(f"after-{name}")
        return result

    return guarded


def _taking(original: Callable[..., Any], fuse: Fuse) -> Callable[..., Any]:
    def taking(*arguments: Any, **named: Any) -> Any:
        result = original(*arguments, **named)
        fuse.passes(TAKEN)
        return result

    return taking
