"""What every section of the settings is made of."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _as_time(value: object) -> object:
    """ "1h30m" -> an hour and a half."""
    if isinstance(value, timedelta):
        return value
    parts = re.findall(r"(\d+)([smhd])", value) if isinstance(value, str) else []
    if not parts or "".join(number + unit for number, unit in parts) != value:
        raise ValueError('must be a time such as "90s", "15m", "12h" or "3d"')
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())


Time = Annotated[timedelta, BeforeValidator(_as_time)]
