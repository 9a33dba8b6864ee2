"""What the doctor says about this machine's clock, by the platform's. Pure."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from core.channel import Finding, Severity

SKEW: Final = timedelta(seconds=30)


def clock_finding(subject: str, date: str, now: datetime, freshness: timedelta) -> Finding:
    """`date`: the platform's HTTP header. `freshness`: how old a callback may be; an older one is refused."""
    named = f"{subject}: clock"
    try:
        skew = abs(now - parsedate_to_datetime(date))
    except (ValueError, TypeError):
        return Finding(named, Severity.OK, "WeChat does not tell the time")
    if skew <= SKEW:
        return Finding(named, Severity.OK, "as WeChat's")
    seen = f"{skew.total_seconds():.0f} seconds from WeChat's"
    remedy = "Switch time synchronisation on, for example: timedatectl set-ntp true"
    if skew >= freshness:
        late = f"; callbacks look older than {freshness.total_seconds():.0f} seconds and are all refused (403)"
        return Finding(named, Severity.FAILURE, seen + late, remedy)
    rest = (freshness - skew).total_seconds()
    late = f"; from {freshness.total_seconds():.0f} seconds on callbacks would be refused, {rest:.0f} are left"
    return Finding(named, Severity.WARNING, seen + late, remedy)
