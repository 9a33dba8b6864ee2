"""Rate limits by GCRA: a bucket is one number, the time at which it will be empty again."""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic

from core.channel import Rate
from storage.connection import Connection
from storage.database import Database


def taken(arrival: float, rate: Rate, now: float) -> tuple[float, float]:
    """The new arrival time, and the seconds to wait before a token is free (0: taken). Pure."""
    interval = rate.per.total_seconds() / rate.amount
    start = max(arrival, now)
    wait = start - (rate.burst - 1) * interval - now
    return start + interval, max(0.0, wait)


class BucketsInMemory:
    """Implements core.ports.Buckets for one process."""

    def __init__(self) -> None:
        self._arrivals: dict[str, float] = {}

    async def take(self, wanted: Sequence[tuple[str, Rate]]) -> timedelta | None:
        now = monotonic()
        results = {key: taken(self._arrivals.get(key, 0.0), rate, now) for key, rate in wanted}
        wait = max((wait for _, wait in results.values()), default=0.0)
        if wait > 0:
            return timedelta(seconds=wait)
        self._arrivals.update({key: arrival for key, (arrival, _) in results.items()})
        return None

    async def block(self, key: str, until: timedelta) -> None:
        self._arrivals[key] = max(self._arrivals.get(key, 0.0), monotonic() + until.total_seconds())


class BucketsInSql:
    """Implements core.ports.Buckets over all processes, on the database's clock."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def take(self, wanted: Sequence[tuple[str, Rate]]) -> timedelta | None:
        async def write(db: Connection) -> timedelta | None:
            now = await db.now()
            arrivals = {}
            longest = 0.0
            for key, rate in sorted(wanted, key=lambda one: one[0]):
                arrivals[key], wait = taken(await _arrival(db, key), rate, now)
                longest = max(longest, wait)
            if longest > 0:
                return timedelta(seconds=longest)
            await db.many("put_bucket", list(arrivals.items()))
            return None

        return await self._db.run(write)

    async def block(self, key: str, until: timedelta) -> None:
        async def write(db: Connection) -> None:
            arrival = max(await _arrival(db, key), await db.now() + until.total_seconds())
            await db.many("put_bucket", [(key, arrival)])

        await self._db.run(write)


async def _arrival(db: Connection, key: str) -> float:
    """Creates the row if need be, so that there is something to lock."""
    await db.many("new_bucket", [(key, 0.0)])
    return float((await db.rows("bucket", key=key))[0][0])
