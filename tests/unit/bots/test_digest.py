"""Once a day the staff room is told how it went; after a restart too, and never twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bots.digest import Digest
from core.errors import StoreUnavailable
from core.messages import Event
from core.overview import CountTickets
from core.step import NewWork
from core.work import WorkDone
from storage.memory.door import DoorInMemory
from storage.memory.kept import Kept
from tests.contracts.engine.script import ROOM, sorry
from tests.unit.core.dialogue import ROOM as STAFF_ROOM
from tests.unit.core.dialogue import Dialogue
from tests.unit.engine.office import Office

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 11, 22, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai."""


@dataclass
class Morning:
    """A digest at nine, and all that came in by the door."""

    office: Office = field(default_factory=Office)
    heard: list[Event] = field(default_factory=list)
    away: bool = False
    counted: list[CountTickets] = field(default_factory=list)

    async def do(self, new: NewWork) -> WorkDone:
        assert isinstance(new.work, CountTickets)
        self.counted.append(new.work)
        return await self.office.do(new)

    def __post_init__(self) -> None:
        self.digest = self.another()
        self.office.clock.at = NINE - timedelta(seconds=1)

    def another(self) -> Digest:
        """That of a process that has just started."""
        return Digest([ROOM], time(9), SHANGHAI, self.office.do, self.accept, self.office.clock)

    async def accept(self, events: Sequence[Event]) -> None:
        if self.away:
            raise StoreUnavailable("away")
        self.heard += events

    async def goes_on(self, **much: float) -> None:
        self.office.clock.at += timedelta(**much)
        await self.digest.tell_if_due()


async def test_not_before_the_hour() -> None:
    morning = Morning()
    await morning.goes_on(seconds=0)
    assert morning.heard == []


async def test_at_the_hour_the_past_day_is_counted_for_the_room() -> None:
    morning = Morning()
    await morning.goes_on(seconds=1)
    (told,) = morning.heard
    assert isinstance(told, WorkDone)
    assert (told.id, told.where, told.silent) == ("digest:2026-11-22", ROOM, True)
    assert told.count is not None
    assert told.count.since == NINE - timedelta(days=1)
    assert told.count.longest is not None


async def test_once_a_day() -> None:
    morning = Morning()
    for _ in range(60 * 24 * 2):
        await morning.goes_on(minutes=1)
    assert [event.id for event in morning.heard] == ["digest:2026-11-22", "digest:2026-11-23"]


async def test_after_a_restart_it_comes_under_the_same_name_and_so_is_dropped_as_a_repeat() -> None:
    morning = Morning()
    await morning.goes_on(minutes=1)
    morning.digest = morning.another()
    await morning.goes_on(minutes=10)
    assert len({event.id for event in morning.heard}) == 1


async def test_much_later_it_would_be_no_news() -> None:
    morning = Morning()
    await morning.goes_on(hours=4)
    assert morning.heard == []


async def test_a_store_that_is_away_is_asked_again() -> None:
    morning = Morning(away=True)
    with pytest.raises(StoreUnavailable):
        await morning.goes_on(minutes=1)
    morning.away = False
    await morning.goes_on(minutes=1)
    assert len(morning.heard) == 1


async def test_two_processes_tell_it_once_in_the_rooms_words() -> None:
    office, kept = Office(), Kept()
    office.clock.at = NINE
    door = DoorInMemory(kept, Dialogue().engine(), sorry)
    for _ in range(2):
        await Digest([STAFF_ROOM], time(9), SHANGHAI, office.do, door.accept, office.clock).tell_if_due()
    (row,) = kept.outbox.values()
    assert row.row.message.to == STAFF_ROOM
    assert "过去 24 小时（截至 2026-11-22）" in row.row.message.text


async def test_of_several_rooms_each_reads_of_its_own_tickets() -> None:
    morning = Morning()
    morning.digest = Digest([ROOM, STAFF_ROOM], time(9), SHANGHAI, morning.do, morning.accept, morning.office.clock)
    await morning.goes_on(minutes=1)
    assert [event.where for event in morning.heard] == [ROOM, STAFF_ROOM]
    assert [work.room for work in morning.counted] == [ROOM, STAFF_ROOM]


async def test_the_only_room_reads_of_all_of_them() -> None:
    morning = Morning()
    morning.digest = Digest([ROOM], time(9), SHANGHAI, morning.do, morning.accept, morning.office.clock)
    await morning.goes_on(minutes=1)
    assert [work.room for work in morning.counted] == [None]
