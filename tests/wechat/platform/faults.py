"""What goes wrong on purpose at this WeChat; calls have the names of the addresses."""

from dataclasses import dataclass

from tests import mishaps
from tests.wechat.platform.refusals import Declined

ALWAYS = 1_000_000
Fault = mishaps.Fault[Declined]


@dataclass(slots=True)
class Faults(mishaps.Mishaps[Declined]):
    def refuses(self, code: int, *on: str, times: int = 1, skip: int = 0, words: str = "") -> Fault:
        return self.declines(Declined(code, words), on, times, skip)

    def breaks(self, status: int = 502, *on: str, times: int = 1, skip: int = 0) -> Fault:
        page = b"<html><head><title>%d</title></head><body>nginx</body></html>" % status
        return self.add(Fault(self.named(on), times, skip, status=status, page=page))

    def babbles(self, page: bytes, *on: str, times: int = 1) -> Fault:
        """Answers 200 with something else than JSON."""
        return self.add(Fault(self.named(on), times, status=200, page=page))
