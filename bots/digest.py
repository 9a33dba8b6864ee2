"""Once a day each staff room is told how the past day went: by the door for everything, under the day's name."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.messages import Address, Event, Person, PersonId
from core.overview import CountTickets
from core.ports import Clock
from core.step import NewWork
from core.work import WorkDone

DAY = timedelta(days=1)
LATE = timedelta(hours=3)
"""After a restart it is still told; later than this it would be no news."""

Do = Callable[[NewWork], Awaitable[WorkDone]]
Accept = Callable[[Sequence[Event]], Awaitable[None]]


class Digest:
    """`rooms`: where each reads of its own tickets, or the only one, of all. `at`: local time in `zone`. `do` counts,
    `accept` is the door, which drops what it has heard today already."""

    def __init__(
        self, rooms: Sequence[Address], at: time, zone: ZoneInfo, do: Do, accept: Accept, clock: Clock
    ) -> None:
        self._rooms = rooms
        self._at = at
        self._zone = zone
        self._do = do
        self._accept = accept
        self._clock = clock
        self._told: date | None = None

    async def tell_if_due(self) -> None:
        """Raises: StoreUnavailable."""
        now = self._clock.now().astimezone(self._zone)
        due = datetime.combine(now.date(), self._at, self._zone)
        if self._told == now.date() or not due <= now < due + LATE:
            return
        for room in self._rooms:
            count = CountTickets(due - DAY, due, daily=True, room=room if len(self._rooms) > 1 else None)
            work = NewWork(f"digest:{now.date()}", room, Person(PersonId("clock")), count)
            await self._accept([await self._do(work)])
        self._told = now.date()
