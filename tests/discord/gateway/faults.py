"""What goes wrong on purpose: for the next calls, of every route or of some (by the routes' names)."""

import asyncio
from dataclasses import dataclass, field

from tests.discord.gateway.refusals import Declined, broken, too_many


@dataclass(slots=True)
class Fault:
    """`on`: the routes that it befalls; none: all. `skip`: so many calls go well first.

    With `refusal` the server says no; otherwise the connection is cut. `applies`: the call has its effect before.
    `hangs`: it is silent first, until `Faults.let_go`. `waits`: it has its effect and its answer only then."""

    on: frozenset[str] = frozenset()
    times: int = 1
    skip: int = 0
    refusal: Declined | None = None
    applies: bool = False
    hangs: bool = False
    waits: bool = False
    befell: int = 0


@dataclass(slots=True)
class Faults:
    coming: list[Fault] = field(default_factory=list)
    freed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, fault: Fault) -> Fault:
        self.coming.append(fault)
        return fault

    def clear(self) -> None:
        self.coming.clear()
        self.let_go()

    def next(self, route: str) -> Fault | None:
        for fault in [one for one in self.coming if not one.on or route in one.on]:
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

    # ------------------------------------------------------------------ the common ones, in words

    def slows_down(self, after: float = 1, *on: str, scope: str = "user", times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(frozenset(on), times, skip, refusal=too_many(after, scope)))

    def breaks(self, status: int = 502, *on: str, applied: bool = False, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(frozenset(on), times, skip, refusal=broken(status), applies=applied))

    def refuses(self, refusal: Declined, *on: str, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(frozenset(on), times, skip, refusal=refusal))

    def cuts(self, *on: str, applied: bool, times: int = 1, skip: int = 0) -> Fault:
        """The connection is lost after the call came: before or after it had its effect."""
        return self.add(Fault(frozenset(on), times, skip, applies=applied))

    def hangs(self, *on: str, applied: bool = False, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(frozenset(on), times, skip, applies=applied, hangs=True))

    def holds_up(self, *on: str, times: int = 1, skip: int = 0) -> Fault:
        """The call is under way until `let_go`, and others overtake it."""
        return self.add(Fault(frozenset(on), times, skip, waits=True))
