"""How often something was tried lately, per scope; waits grow for who keeps coming back. In SQL and in memory."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import Column, Float, Integer, Text, delete
from sqlmodel import Field, Session, SQLModel, col, select

from core.ports import Clock
from storage.bulk import insert_new, upsert
from storage.sessions import Sessions

LONGEST_WAIT = timedelta(days=1)
"""Waits grow up to this, or to the window itself where that is longer."""
FORGIVEN_AFTER = timedelta(days=2)
"""Without a try for so long, a scope is as good as new."""


@dataclass(frozen=True, slots=True)
class Tries:
    """What is known of one scope: the latest tries, how often they ran out, until when to wait (seconds since 1970)."""

    at: tuple[float, ...] = ()
    exhausted: int = 0
    closed_until: float = 0

    def wait(self, now: float, limit: int, within: float) -> float:
        """Seconds until the next try is free; 0 or less: now."""
        window = self.at[-limit] + within if len(self.at) >= limit else 0
        return max(self.closed_until, window) - now

    def counting(self, now: float, limit: int, within: float) -> "Tries":
        """With one more try. The one that uses up the limit closes the scope, twice as long at every time."""
        last = self.at[-1] if self.at else now
        before = Tries() if now - last > max(FORGIVEN_AFTER.total_seconds(), 2 * within) else self
        at = (*before.at, now)[-limit:]
        if len(at) < limit or at[0] <= now - within:
            return replace(before, at=at)
        longest = max(within, LONGEST_WAIT.total_seconds())
        closed = min(within * 2 ** min(before.exhausted, 30), longest)
        return Tries(at, before.exhausted + 1, at[0] + closed)


def _longest(tries: Mapping[str, Tries], now: float, limit: int, within: float) -> timedelta | None:
    wait = max((known.wait(now, limit, within) for known in tries.values()), default=0)
    return timedelta(seconds=wait) if wait > 0 else None


@dataclass(slots=True)
class AttemptsInMemory:
    """core.ports.Attempts for one process."""

    clock: Clock
    kept: dict[str, Tries] = field(default_factory=dict)

    async def take(self, scopes: Sequence[str], limit: int, within: timedelta) -> timedelta | None:
        now, window = self.clock.now().timestamp(), within.total_seconds()
        known = {scope: self.kept.get(scope, Tries()) for scope in scopes}
        wait = _longest(known, now, limit, window)
        if wait is None:
            self.kept |= {scope: tries.counting(now, limit, window) for scope, tries in known.items()}
        return wait

    async def wait(self, scopes: Sequence[str], limit: int, within: timedelta) -> timedelta | None:
        known = {scope: self.kept.get(scope, Tries()) for scope in scopes}
        return _longest(known, self.clock.now().timestamp(), limit, within.total_seconds())

    async def forget(self, scopes: Sequence[str]) -> None:
        for scope in scopes:
            self.kept.pop(scope, None)


class AttemptRow(SQLModel, table=True):
    """`tries` is a JSON list of seconds since 1970 (UTC), like `closed_until` and `updated_at`."""

    __tablename__ = "attempts"

    scope: str = Field(sa_column=Column(Text, primary_key=True))
    tries: str = Field(sa_column=Column(Text, nullable=False))
    exhausted: int = Field(sa_column=Column(Integer, nullable=False))
    closed_until: float = Field(sa_column=Column(Float, nullable=False))
    updated_at: float = Field(sa_column=Column(Float, nullable=False, index=True))


@dataclass(frozen=True, slots=True)
class AttemptsInSql:
    """core.ports.Attempts over all processes: the rows of the scopes are locked, always in the same order."""

    sessions: Sessions
    clock: Clock

    async def take(self, scopes: Sequence[str], limit: int, within: timedelta) -> timedelta | None:
        """Raises: StoreUnavailable."""
        wanted, window = sorted(set(scopes)), within.total_seconds()

        def take(session: Session) -> timedelta | None:
            now = self.clock.now().timestamp()
            known = _locked(session, wanted, now)
            wait = _longest(known, now, limit, window)
            if wait is None:
                counted = [_columns(scope, tries.counting(now, limit, window), now) for scope, tries in known.items()]
                upsert(session, AttemptRow, counted, ("scope",))
            return wait

        return await self.sessions.write(take)

    async def wait(self, scopes: Sequence[str], limit: int, within: timedelta) -> timedelta | None:
        """Raises: StoreUnavailable."""
        rows = select(AttemptRow).where(col(AttemptRow.scope).in_(sorted(set(scopes))))

        def wait(session: Session) -> timedelta | None:
            known = {row.scope: _tries(row) for row in session.exec(rows)}
            return _longest(known, self.clock.now().timestamp(), limit, within.total_seconds())

        return await self.sessions.read(wait)

    async def forget(self, scopes: Sequence[str]) -> None:
        """Raises: StoreUnavailable."""
        gone = delete(AttemptRow).where(col(AttemptRow.scope).in_(sorted(set(scopes))))
        await self.sessions.write(lambda session: session.exec(gone) and None)

    async def tidy(self) -> int:
        """Removes scopes that nobody has tried for a month; gives how many. Raises: StoreUnavailable."""
        before = self.clock.now().timestamp() - timedelta(days=31).total_seconds()
        gone = delete(AttemptRow).where(col(AttemptRow.updated_at) < before)
        return await self.sessions.write(lambda session: int(session.exec(gone).rowcount))


def _locked(session: Session, scopes: Sequence[str], now: float) -> dict[str, Tries]:
    insert_new(session, AttemptRow, [_columns(scope, Tries(), now) for scope in scopes])
    rows = select(AttemptRow).where(col(AttemptRow.scope).in_(scopes)).order_by(AttemptRow.scope).with_for_update()
    return {row.scope: _tries(row) for row in session.exec(rows)}


def _tries(row: AttemptRow) -> Tries:
    return Tries(tuple(json.loads(row.tries)), row.exhausted, row.closed_until)


def _columns(scope: str, tries: Tries, now: float) -> dict[str, object]:
    return {
        "scope": scope,
        "tries": json.dumps(tries.at),
        "exhausted": tries.exhausted,
        "closed_until": tries.closed_until,
        "updated_at": now,
    }
