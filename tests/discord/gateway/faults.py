"""What goes wrong on purpose at this Discord; calls have the names of the routes."""

from dataclasses import dataclass

from tests import mishaps
from tests.discord.gateway.refusals import Declined, broken, too_many

Fault = mishaps.Fault[Declined]


@dataclass(slots=True)
class Faults(mishaps.Mishaps[Declined]):
    def slows_down(self, after: float = 1, *on: str, scope: str = "user", times: int = 1, skip: int = 0) -> Fault:
        return self.declines(too_many(after, scope), on, times, skip)

    def breaks(self, status: int = 502, *on: str, applied: bool = False, times: int = 1, skip: int = 0) -> Fault:
        return self.declines(broken(status), on, times, skip, applied=applied)

    def refuses(self, refusal: Declined, *on: str, times: int = 1, skip: int = 0) -> Fault:
        return self.declines(refusal, on, times, skip)

    def holds_up(self, *on: str, times: int = 1, skip: int = 0) -> Fault:
        """The call is under way until `let_go`, and others overtake it."""
        return self.add(Fault(self.named(on), times, skip, waits=True))
