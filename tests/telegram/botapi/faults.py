"""What goes wrong on purpose at this Bot API; calls have the names of the methods, in any case."""

from dataclasses import dataclass
from typing import ClassVar

from tests import mishaps
from tests.telegram.botapi.refusals import Declined, too_many

Fault = mishaps.Fault[Declined]


@dataclass(slots=True)
class Faults(mishaps.Mishaps[Declined]):
    spared: ClassVar[frozenset[str]] = frozenset({"getupdates"})

    def slows_down(self, after: int = 1, *on: str, times: int = 1, skip: int = 0) -> Fault:
        return self.declines(too_many(after), on, times, skip)

    def breaks(self, code: int = 502, *on: str, times: int = 1, skip: int = 0) -> Fault:
        words = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
        return self.declines(Declined(code, words[code]), on, times, skip)

    def refuses(self, refusal: Declined, *on: str, times: int = 1, skip: int = 0) -> Fault:
        return self.declines(refusal, on, times, skip)

    def named(self, on: tuple[str, ...]) -> frozenset[str]:
        return frozenset(method.lower() for method in on)
