"""One piece of work for the worker, as the store keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.messages import Event
from core.step import NewWork
from core.work import Refusal, WorkDone
from storage.door import DueWork


@dataclass(slots=True)
class Board:
    """Implements core.worker.WorkStore, with one piece of work; what is put off is due at once."""

    due: list[DueWork]
    waits: list[float] = field(default_factory=list)
    told: list[WorkDone] = field(default_factory=list)

    async def due_work(self) -> Sequence[DueWork]:
        return list(self.due)

    async def put_off(self, new: NewWork, tries: int, seconds: float) -> None:
        self.waits.append(seconds)
        self.due = [DueWork(new, tries)]

    async def accept(self, events: Sequence[Event]) -> None:
        """As the store does it: what is known already is not taken again; the outcome takes the work away."""
        for event in events:
            assert isinstance(event, WorkDone)
            if event.id not in [one.id for one in self.told]:
                self.told.append(event)
            self.due = [one for one in self.due if one.new.id != event.id]

    @property
    def heard(self) -> list[tuple[str, Refusal | None, bool]]:
        return [(done.id, done.refusal, done.late) for done in self.told]
