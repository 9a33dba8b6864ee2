"""What goes wrong on purpose: for the next calls, to every address or to some."""

import asyncio
from dataclasses import dataclass, field

from tests.wechat.platform.refusals import Declined

ALWAYS = 1_000_000


@dataclass(slots=True)
class Fault:
    """`on`: the addresses that it befalls; none: all. `skip`: so many calls go well first.

    With `refusal` the platform says no, with `status` it answers that and `page`; otherwise the connection is cut.
    `applies`: the call has its effect before. `hangs`: it is silent first, until `Faults.let_go`."""

    on: frozenset[str] = frozenset()
    times: int = 1
    skip: int = 0
    refusal: Declined | None = None
    status: int = 0
    page: bytes = b""
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
        for fault in [one for one in self.coming if not one.on or path in one.on]:
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

    def refuses(self, code: int, *on: str, times: int = 1, skip: int = 0, words: str = "") -> Fault:
        return self.add(Fault(frozenset(on), times, skip, refusal=Declined(code, words)))

    def breaks(self, status: int = 502, *on: str, times: int = 1, skip: int = 0) -> Fault:
        page = b"<html><head><title>%d</title></head><body>nginx</body></html>" % status
        return self.add(Fault(frozenset(on), times, skip, status=status, page=page))

    def babbles(self, page: bytes, *on: str, times: int = 1) -> Fault:
        """Answers 200 with something else than JSON."""
        return self.add(Fault(frozenset(on), times, status=200, page=page))

    def cuts(self, *on: str, applied: bool, times: int = 1, skip: int = 0) -> Fault:
        """The connection is lost after the call came: before or after it had its effect."""
        return self.add(Fault(frozenset(on), times, skip, applies=applied))

    def hangs(self, *on: str, applied: bool = False, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(frozenset(on), times, skip, applies=applied, hangs=True))
