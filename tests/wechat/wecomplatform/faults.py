"""What goes wrong on purpose at this WeCom; calls have the names of the paths."""

from dataclasses import dataclass
from typing import ClassVar

from tests import mishaps
from tests.wechat.wecomplatform.refusals import Declined

Fault = mishaps.Fault[Declined]


@dataclass(slots=True)
class Faults(mishaps.Mishaps[Declined]):
    spared: ClassVar[frozenset[str]] = frozenset({"gettoken"})

    def refuses(self, code: int, *on: str, times: int = 1, skip: int = 0) -> Fault:
        """Any code of refusals.CODES, with its words."""
        return self.declines(Declined(code), on, times, skip)

    def breaks(self, status: int = 502, *on: str, times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(self.named(on), times, skip, status=status))
