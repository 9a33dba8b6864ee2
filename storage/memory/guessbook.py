"""What is remembered of proofs that failed, and of guessing runs, in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from core.guessbook import Failure, GuessShelf, Run, RunKind, Tally

T = TypeVar("T")


@dataclass(slots=True)
class GuessBookInMemory:
    """Implements core.guessbook.GuessBook, and its shelf."""

    failures: dict[str, tuple[Failure, bool]] = field(default_factory=dict)
    going_on: dict[tuple[RunKind, str], Run] = field(default_factory=dict)

    async def run(self, job: Callable[[GuessShelf], T]) -> T:
        return job(_Shelf(self))

    async def look(self, job: Callable[[GuessShelf], T]) -> T:
        return job(_Shelf(self))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.guessbook.GuessShelf."""

    kept: GuessBookInMemory

    def add(self, failure: Failure, *, ordinary: bool) -> bool:
        if failure.id in self.kept.failures:
            return False
        self.kept.failures[failure.id] = failure, ordinary
        return True

    def drop(self, failure: str) -> None:
        self.kept.failures.pop(failure, None)

    def tally(self, kind: RunKind, about: str, since: datetime) -> Tally | None:
        known = [one for one, _ in self.kept.failures.values() if (kind, about) in one.abouts and one.at >= since]
        if not known:
            return None
        latest = max(known, key=lambda one: one.at)
        return Tally(
            failed=len(known),
            buyers=len({one.buyer for one in known}),
            orders=len({one.number for one in known}),
            first=min(one.at for one in known),
            name=latest.name,
            number=latest.number,
            account=latest.account,
            shops=latest.shops,
        )

    def ordinary(self, account: str, since: datetime, until: datetime) -> int:
        known = (one for one, ordinary in self.kept.failures.values() if ordinary and one.account == account)
        return sum(since <= one.at < until for one in known)

    def run(self, kind: RunKind, about: str) -> Run | None:
        return self.kept.going_on.get((kind, about))

    def runs(self) -> Sequence[Run]:
        return sorted(self.kept.going_on.values(), key=lambda run: (run.since, run.kind, run.about))

    def put_run(self, run: Run) -> None:
        self.kept.going_on[run.kind, run.about] = run

    def drop_run(self, run: Run) -> None:
        self.kept.going_on.pop((run.kind, run.about), None)

    def forget(self, before: datetime) -> None:
        self.kept.failures = {id_: kept for id_, kept in self.kept.failures.items() if kept[0].at >= before}
