"""A moment as agents type it: "2026-11-20", "11月20日 14:00", "今天", "yesterday 14:00", "3d". Pure."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.reading import fold

_CLOCK = r"(?P<hour>[01]?\d|2[0-3])(?:[:：点时](?P<minute>[0-5]\d)?分?)"
_DAYS = {
    "今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2, "大前天": 3,
}  # fmt: skip
_DAY = (
    rf"(?P<named>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
    r"|(?:(?P<year>20\d\d)[-/.年])?(?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12]\d|0?[1-9])[日号]?"
)
_MOMENT = re.compile(rf"(?:{_DAY})?[ t]*(?:{_CLOCK})?")
_AGO = re.compile(
    r"(?:最近|近|过去|last )?(?P<count>\d{1,4}) ?"
    r"(?P<unit>d|days?|天|h|hours?|小时|个小时|w|weeks?|周|星期|m|min|minutes?|分钟)(?:内|以来|前| ago)?"
)
_UNITS = {"d": "days", "天": "days", "h": "hours", "小": "hours", "个": "hours", "w": "weeks", "周": "weeks"}
_UNITS |= {"星": "weeks", "m": "minutes", "分": "minutes"}


def read_moment(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Never later than `now`: a day without a year is the last one of that date. None: it is no time."""
    typed = " ".join(fold(words).split())
    if ago := _AGO.fullmatch(typed):
        return now - timedelta(**{_UNITS[ago["unit"][0]]: int(ago["count"])})
    found = _MOMENT.fullmatch(typed) if typed else None
    if found is None:
        return None
    local = now.astimezone(zone)
    clock = time(int(found["hour"]), int(found["minute"] or 0)) if found["hour"] else time()
    for day in _days(found, local.date()):
        moment = datetime.combine(day, clock, zone)
        if moment <= local:
            return moment
    return None


def _days(found: re.Match[str], today: date) -> list[date]:
    """What may be meant, the likeliest first."""
    if found["named"]:
        return [today - timedelta(days=_DAYS[found["named"]])]
    if not found["month"]:
        return [today, today - timedelta(days=1)]
    years = [int(found["year"])] if found["year"] else [today.year, today.year - 1]
    days: list[date] = []
    for year in years:
        try:
            days.append(date(year, int(found["month"]), int(found["day"])))
        except ValueError:
            continue
    return days
