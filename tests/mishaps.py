"""What goes wrong on purpose at a platform of the tests: for the next calls, of every kind or of some."""

import asyncio
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

R = TypeVar("R")


@dataclass(slots=True)
class Fault(Generic[R]):
    """`on`: the calls that it befalls, as the platform names them; none: all but those that are spared. `skip`: so many
    go well first.

    With `refusal` the platform says no, with `status` a machine before it answers that and `page`; otherwise the
    connection is cut. `applies`: the call has its effect before. `hangs`: it is silent first, until `let_go`.
    `waits`: it has its effect and its answer only then."""

    on: frozenset[str] = frozenset()
    times: int = 1
    skip: int = 0
    refusal: R | None = None
    status: int = 0
    page: bytes = b""
    applies: bool = False
    hangs: bool = False
    waits: bool = False
    befell: int = 0


@dataclass(slots=True)
class Mishaps(Generic[R]):
    """`spared`: what none befalls unless it is named."""

    spared: ClassVar[frozenset[str]] = frozenset()
    coming: list[Fault[R]] = field(default_factory=list)
    freed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, fault: Fault[R]) -> Fault[R]:
        self.coming.append(fault)
        return fault

    def clear(self) -> None:
        self.coming.clear()
        self.let_go()

    def next(self, call: str) -> Fault[R] | None:
        for fault in [one for one in self.coming if self._befalls(one, call)]:
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.befell += 1
            if fault.befell >= fault.times:
                self.coming.remove(fault)
            return fault
        return None

    def let_go(self) -> None:
        """Calls that hang end now, without an answer; those that wait are served."""
        self.freed.set()
        self.freed = asyncio.Event()

    def cuts(self, *on: str, applied: bool, times: int = 1, skip: int = 0) -> Fault[R]:
        """The connection is lost after the call came: before or after it had its effect."""
        return self.add(Fault(self.named(on), times, skip, applies=applied))

    def hangs(self, *on: str, applied: bool = False, times: int = 1, skip: int = 0) -> Fault[R]:
        return self.add(Fault(self.named(on), times, skip, applies=applied, hangs=True))

    def declines(
        self, refusal: R, on: tuple[str, ...], times: int = 1, skip: int = 0, *, applied: bool = False
    ) -> Fault[R]:
        return self.add(Fault(self.named(on), times, skip, refusal, applies=applied))

    def named(self, on: tuple[str, ...]) -> frozenset[str]:
        """As `next` is asked."""
        return frozenset(on)

    def _befalls(self, fault: Fault[R], call: str) -> bool:
        return call in fault.on if fault.on else call not in self.spared
