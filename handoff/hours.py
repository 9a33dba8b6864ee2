"""When people are at the desk. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

_HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~至到]+\s*(\d{1,2})[:：](\d{2})")


@dataclass(frozen=True, slots=True)
class Hours:
    """Daily, local time; `end` before `start` goes over midnight."""

    start: time
    end: time
    zone: ZoneInfo

    @classmethod
    def read(cls, text: str, zone: ZoneInfo) -> "Hours | None":
        """From "09:00-23:00"; None: no such hours are in the text, so people count as always there."""
        found = _HOURS.search(text)
        if found is None:
            return None
        h1, m1, h2, m2 = map(int, found.groups())
        if max(m1, m2) > 59 or max(h1, h2) > 24 or (h1 % 24, m1) == (h2 % 24, m2):
            return None
        return cls(time(h1 % 24, m1), time(h2 % 24, m2), zone)

    def open_at(self, moment: datetime) -> bool:
        now = moment.astimezone(self.zone).time()
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"
