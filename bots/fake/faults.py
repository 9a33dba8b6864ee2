"""What goes wrong on the fake platform, and how often. Pure."""

import asyncio
from dataclasses import dataclass


@dataclass(slots=True)
class Fault:
    """`on`: the path that it befalls, or every path. `applies`: the call has its effect before it fails.

    With a `status` the platform says no; otherwise the connection is cut, after a long silence if it `hangs`."""

    on: str = ""
    times: int = 1
    status: int = 0
    code: str = ""
    retry_after: float = 0
    applies: bool = False
    hangs: bool = False


class Faults:
    """The faults still to come; the first that fits a call befalls it."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []
        self.freed = asyncio.Event()

    def add(self, fault: Fault) -> None:
        self._coming.append(fault)

    def clear(self) -> None:
        self._coming.clear()

    def next(self, path: str) -> Fault | None:
        for fault in self._coming:
            if fault.on in ("", path):
                fault.times -= 1
                if fault.times <= 0:
                    self._coming.remove(fault)
                return fault
        return None

    def let_go(self) -> None:
        """Calls that hang end now, without an answer."""
        self.freed.set()
        self.freed = asyncio.Event()
