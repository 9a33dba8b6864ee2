"""What asking a language model may cost: questions of a buyer, tokens of a day, and patience with one that fails."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from core.messages import Address
from core.ports import Attempts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_PARTS = 200
"""A day's tokens are taken from the store in so many parts: each process may lose what is left of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLimits:
    """`rest`: after `failures` in a row the model is left alone for so long."""

    tokens_a_day: int = 200_000
    questions_an_hour: int = 10
    failures: int = 3
    rest: timedelta = timedelta(minutes=1)


class Purse:
    """A budget that all processes share. Parts of it are paid in advance, so a crash spends rather too much."""

    def __init__(self, attempts: Attempts, tokens_a_day: int) -> None:
        self._attempts = attempts
        self._parts = max(1, min(_PARTS, tokens_a_day))
        self._part = tokens_a_day // self._parts
        self._left = 0

    async def has_some(self) -> bool:
        """Raises: StoreUnavailable."""
        if not self._part:
            return False
        while self._left <= 0:
            if await self._attempts.take(["model:tokens"], self._parts, DAY) is not None:
                return False
            self._left += self._part
        return True

    def spend(self, tokens: int) -> None:
        """What was too much is taken off what comes next."""
        self._left -= tokens


class Breaker:
    """Lets a model that fails rest; then one question tries it. `seconds`: a clock that never goes back."""

    def __init__(self, limits: ModelLimits, seconds: Callable[[], float]) -> None:
        self._limits = limits
        self._seconds = seconds
        self._failed = 0
        self._until = 0.0

    @property
    def rests(self) -> bool:
        return self._seconds() < self._until

    def trying(self) -> None:
        """The one that tries it after a rest; others wait for what comes of it."""
        if self._failed >= self._limits.failures:
            self._until = self._seconds() + self._limits.rest.total_seconds()

    def worked(self) -> None:
        self._failed, self._until = 0, 0.0

    def failed(self, after: timedelta | None = None) -> None:
        """`after`: when it wants to be asked again; an hour at most."""
        self._failed += 1
        if after is not None:
            self._until = max(self._until, self._seconds() + min(after, HOUR).total_seconds())
        elif self._failed >= self._limits.failures:
            self._until = self._seconds() + self._limits.rest.total_seconds()


async def is_free(attempts: Attempts, buyer: Address, limits: ModelLimits) -> bool:
    """May this buyer's question be put to the model? Counts it. Raises: StoreUnavailable."""
    scope = f"model:buyer:{buyer.key}"
    return await attempts.take([scope], limits.questions_an_hour, HOUR) is None
