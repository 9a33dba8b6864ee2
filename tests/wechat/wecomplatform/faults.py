"""What goes wrong on purpose: for the next calls, of every path or of some."""

import asyncio
from dataclasses import dataclass, field

from tests.wechat.wecomplatform.refusals import Declined


@dataclass(slots=True)
class Fault:
    """`on`: the paths that it befalls; none: all but gettoken. `skip`: so many calls go well first.

    With `refusal` the API says no, with `status` a machine before it does; otherwise the connection is cut.
    `applies`: the call has its effect before. `hangs`: it is silent first, until `Faults.let_go`."""

    on: frozenset[str] = frozenset()
    times: int = 1
    skip: int = 0
    refusal: Declined | None = None
    status: int = 0
    applies: bool = False
    hangs: bool = False
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

    def next(self, path: str) -> Fault | None:
        for fault in [one for one in self.coming if _befalls(one, path)]:
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.befell += 1
            if fault.befell >= fault.times:
                self.coming.remove(fault)
            return fault
        return None

    def let_go(self) -> None:
        """Calls that hang end now, without an answer."""
        self.freed.set()
        self.freed = asyncio.Event()

    # ------------------------------------------------------------------ the common ones, in words

    def refuses(self, code: int, *on: str, times: int = 1, skip: int = 0) -> Fault:
        """Any code of refusals.CODES, with its words."""
        return self.add(Fault(frozenset(on), times, skip, refusal=Declined(code)))

    def breaks(self, status: int = 502, *on: str, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(frozenset(on), times, skip, status=status))

    def cuts(self, *on: str, applied: bool, times: int = 1, skip: int = 0) -> Fault:
        """The connection is lost after the call came: before or after it had its effect."""
        return self.add(Fault(frozenset(on), times, skip, applies=applied))

    def hangs(self, *on: str, applied: bool = False, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(frozenset(on), times, skip, applies=applied, hangs=True))


def _befalls(fault: Fault, path: str) -> bool:
    return path in fault.on if fault.on else path != "gettoken"
