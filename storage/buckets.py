"""Rate limits by GCRA: a bucket is one number, the time at which it will be empty again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from core.channel import Rate
from storage.connection import Connection
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Level:
    """In seconds on some clock. `arrival`: when the bucket will be empty. `blocked`: no token before."""

    arrival: float = 0.0
    blocked: float = 0.0


def taken(level: Level, rate: Rate, now: float) -> tuple[float, float]:
    """The new arrival time, and the seconds to wait before a token is free (0: taken). Pure."""
    interval = rate.per.total_seconds() / rate.amount
    start = max(level.arrival, now)
    wait = start - (rate.burst - 1) * interval - now
    return start + interval, max(0.0, wait, level.blocked - now)


class BucketsInMemory:
    """Implements core.ports.Buckets for one process."""

    def __init__(self) -> None:
        self._levels: dict[str, Level] = {}

    async def take(self, wanted: Sequence[tuple[str, Rate]]) -> tuple[str, timedelta] | None:
        now = monotonic()
        results = {key: taken(self._levels.get(key, Level()), rate, now) for key, rate in wanted}
        wait = _longest(results)
        if wait is None:
            self._levels.update({key: Level(arrival) for key, (arrival, _) in results.items()})
        return wait

    async def block(self, key: str, until: timedelta) -> None:
        level = self._levels.get(key, Level())
        self._levels[key] = Level(level.arrival, max(level.blocked, monotonic() + until.total_seconds()))


class BucketsInSql:
    """Implements core.ports.Buckets over all processes, on the database's clock."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def take(self, wanted: Sequence[tuple[str, Rate]]) -> tuple[str, timedelta] | None:
        async def write(db: Connection) -> tuple[str, timedelta] | None:
            levels = [(key, rate, await _level(db, key)) for key, rate in sorted(wanted, key=lambda one: one[0])]
            now = await db.now()
            results = {key: taken(level, rate, now) for key, rate, level in levels}
            wait = _longest(results)
            if wait is None:
                await db.many("put_bucket", [(arrival, key) for key, (arrival, _) in results.items()])
            return wait

        return await self._db.run(write, f"bucket {min((key for key, _ in wanted), default='')}")

    async def block(self, key: str, until: timedelta) -> None:
        async def write(db: Connection) -> None:
            level = await _level(db, key)
            blocked = max(level.blocked, await db.now() + until.total_seconds())
            await db.many("block_bucket", [(blocked, key)])

        await self._db.run(write, f"bucket {key}")


def _longest(results: Mapping[str, tuple[float, float]]) -> tuple[str, timedelta] | None:
    wait, key = max(((wait, key) for key, (_, wait) in results.items()), default=(0.0, ""))
    return (key, timedelta(seconds=wait)) if wait > 0 else None


async def _level(db: Connection, key: str) -> Level:
    """Creates the row if need be, so that there is something to lock."""
    await db.many("new_bucket", [(key, 0.0, 0.0)])
    arrival, blocked = (await db.rows("bucket", key=key))[0]
    return Level(float(arrival), float(blocked))
