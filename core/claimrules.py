"""What is asked of a buyer whose key does not work, by product, and how long its warranty is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TypeVar

from core.reading import fold

T = TypeVar("T")

ERROR, SCREENSHOT, REGION, TRIED_AT = "error", "screenshot", "region", "tried-at"
KNOWN = (ERROR, SCREENSHOT, REGION, TRIED_AT)
"""Those whose question stands in the texts; everything else is a question in the owner's words."""


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """By product: patterns with `*` for its name in the shop; the longest that fits counts."""

    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"*": KNOWN})
    warranty: Mapping[str, timedelta] = field(default_factory=lambda: {"*": timedelta(days=30)})

    def checklist(self, *names: str) -> tuple[str, ...]:
        return _fitting(self.evidence, names) or ()

    def until(self, since: datetime | None, *names: str) -> datetime | None:
        """The end of the warranty; None: there is none, or nobody knows since when."""
        lasts = _fitting(self.warranty, names)
        return since + lasts if since is not None and lasts else None


def _fitting(by_pattern: Mapping[str, T], names: tuple[str, ...]) -> T | None:
    patterns = sorted(by_pattern, key=len, reverse=True)
    known = [fold(name) for name in names if name] or [""]
    fitting = (one for one in patterns if any(fnmatchcase(name, fold(one)) for name in known))
    pattern = next(fitting, None)
    return None if pattern is None else by_pattern[pattern]
