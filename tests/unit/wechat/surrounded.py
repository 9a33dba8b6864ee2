"""What a channel of WeChat's may use of the product, with a clock that a test moves; several processes may share it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from core import ports
from core.channel import Rate
from core.errors import StoreUnavailable
from core.ports import Posted, Surroundings
from storage.buckets import BucketsInMemory, Level, taken
from storage.memory.kept import Kept
from storage.memory.mailbox import MailboxInMemory
from tests.conformance.surroundings import surroundings


@dataclass
class Clock:
    """Implements core.ports.Clock."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 14, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class CountingMailbox(MailboxInMemory):
    """`written`: the keys of all posts, in order. `away`: the store does not answer."""

    def __init__(self) -> None:
        super().__init__(Kept())
        self.written: list[str] = []
        self.away = False

    async def post(self, box: str, key: str, body: bytes) -> Posted:
        if self.away:
            raise StoreUnavailable
        self.written.append(key)
        return await super().post(box, key, body)

    async def get(self, box: str, key: str) -> Posted | None:
        if self.away:
            raise StoreUnavailable
        return await super().get(box, key)


class ClockBuckets(BucketsInMemory):
    """On the test's clock, so that no test waits for a limit."""

    def __init__(self, clock: ports.Clock) -> None:
        super().__init__()
        self._clock = clock

    async def take(self, wanted: Sequence[tuple[str, Rate]]) -> tuple[str, timedelta] | None:
        now = self._clock.now().timestamp()
        results = {key: taken(self._levels.get(key, Level()), rate, now) for key, rate in wanted}
        wait, key = max(((wait, key) for key, (_, wait) in results.items()), default=(0.0, ""))
        if wait > 0:
            return key, timedelta(seconds=wait)
        self._levels.update({key: Level(arrival) for key, (arrival, _) in results.items()})
        return None


def around(clock: ports.Clock | None = None, mailbox: MailboxInMemory | None = None) -> Surroundings:
    fresh = surroundings("http://127.0.0.1")
    clock = clock or Clock()
    return replace(fresh, clock=clock, mailbox=mailbox or fresh.mailbox, buckets=ClockBuckets(clock))
