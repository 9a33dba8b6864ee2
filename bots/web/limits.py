"""How much one visitor may do: a bucket of tokens each, refilled steadily."""

FORGET_ABOVE = 10_000


class Allowance:
    """`per_second` on the long run, `at_once` in a burst, for every name by itself. In memory: a restart is kind."""

    def __init__(self, per_second: float, at_once: float) -> None:
        self._per_second = per_second
        self._at_once = at_once
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str, now: float) -> float:
        """Takes one at `now` (seconds of a steady clock): 0, or the seconds until there is one."""
        left = self._refilled(name, now)
        if left < 1:
            return (1 - left) / self._per_second
        if len(self._left) > FORGET_ABOVE:
            self._forget_full(now)
        self._left[name] = (left - 1, now)
        return 0

    def _refilled(self, name: str, now: float) -> float:
        left, then = self._left.get(name, (self._at_once, now))
        return min(self._at_once, left + (now - then) * self._per_second)

    def _forget_full(self, now: float) -> None:
        for name in [n for n in self._left if self._refilled(n, now) >= self._at_once]:
            del self._left[name]
