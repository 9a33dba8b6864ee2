"""What goes wrong on purpose: for the next calls, of every method or of some."""

import asyncio
from dataclasses import dataclass, field

from tests.telegram.botapi.refusals import Declined, too_many

POLLING = "getupdates"


@dataclass(slots=True)
class Fault:
    """`on`: the methods that it befalls, in any case; none: all but getUpdates. `skip`: so many calls go well first.

    With `refusal` the server says no; otherwise the connection is cut. `applies`: the call has its effect before.
    `hangs`: it is silent first, until `Faults.let_go`."""

    on: frozenset[str] = frozenset()
    times: int = 1
    skip: int = 0
    refusal: Declined | None = None
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

    def next(self, method: str) -> Fault | None:
        for fault in [one for one in self.coming if _befalls(one, method)]:
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

    def slows_down(self, after: int = 1, *on: str, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(_named(on), times, skip, refusal=too_many(after)))

    def breaks(self, code: int = 502, *on: str, times: int = 1, skip: int = 0) -> Fault:
        words = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
        return self.add(Fault(_named(on), times, skip, refusal=Declined(code, words[code])))

    def refuses(self, refusal: Declined, *on: str, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(_named(on), times, skip, refusal=refusal))

    def cuts(self, *on: str, applied: bool, times: int = 1, skip: int = 0) -> Fault:
        """The connection is lost after the call came: before or after it had its effect."""
        return self.add(Fault(_named(on), times, skip, applies=applied))

    def hangs(self, *on: str, applied: bool = False, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(_named(on), times, skip, applies=applied, hangs=True))


def _named(methods: tuple[str, ...]) -> frozenset[str]:
    return frozenset(method.lower() for method in methods)


def _befalls(fault: Fault, method: str) -> bool:
    return method in fault.on if fault.on else method != POLLING
