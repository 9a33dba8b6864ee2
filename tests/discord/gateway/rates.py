"""Discord's limits: the headers that tell of them, and the refusals when a test switches them on.

discord.com/developers/docs/topics/rate-limits; the numbers of single routes are those seen in practice."""

import hashlib
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.discord.gateway.calls import Call
from tests.discord.gateway.clock import MovableClock
from tests.discord.gateway.refusals import Declined, too_many

EXEMPT = frozenset({"answer", "follow up", "read answer", "edit answer", "delete answer"})
COUNTED_AS_INVALID = frozenset({401, 403, 429})
INVALID_WITHIN = 600


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` in `seconds`."""

    amount: int
    seconds: float


PLENTY = Limit(10_000, 1)
USUAL = Limit(50, 1)
LIMITS = {
    "create message": Limit(5, 5),
    "edit message": Limit(5, 5),
    "delete message": Limit(5, 1),
    "typing": Limit(5, 5),
    "react": Limit(1, 0.25),
    "unreact": Limit(1, 0.25),
    "rename thread": Limit(2, 600),
    "open dm": Limit(10, 600),
}
GLOBAL = Limit(50, 1)


@dataclass(slots=True)
class Rates:
    """`on`: limits are kept to. `bans_at`: after so many invalid requests the address is shut out."""

    clock: MovableClock
    on: bool = False
    bans_at: int = 10_000
    refused: int = 0
    limits: dict[str, Limit] = field(default_factory=lambda: dict(LIMITS))
    invalid: deque[float] = field(default_factory=deque)
    _sent: dict[tuple[str, ...], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, call: Call) -> dict[str, str]:
        """Counts one call; gives the headers that tell what is left. Raises: Declined: 429."""
        if call.name in EXEMPT:
            return {}
        if self.on:
            self._global(call)
            if call.name == "edit channel" and "name" in call.args:
                self._count(call, "rename thread", "shared")
        return self._count(call, call.name, "user")

    def _global(self, call: Call) -> None:
        sent = self._sent["", str(call.bot.id if call.bot else "")]
        wait = _wait(sent, GLOBAL, self.clock.now())
        if wait > 0:
            self.refused += 1
            raise too_many(wait, "global")
        sent.append(self.clock.now())

    def _count(self, call: Call, name: str, scope: str) -> dict[str, str]:
        limit = self.limits.get(name, USUAL) if self.on else PLENTY
        major = call.where.get("channel") or call.where.get("guild") or ""
        sent, now = self._sent[name, str(call.bot.id if call.bot else ""), major], self.clock.now()
        wait = _wait(sent, limit, now)
        if wait <= 0:
            sent.append(now)
        reset = sent[0] + limit.seconds - now
        told = {
            "X-RateLimit-Limit": str(limit.amount),
            "X-RateLimit-Remaining": str(limit.amount - len(sent)),
            "X-RateLimit-Reset": f"{now + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(),
        }
        if wait > 0:
            self.refused += 1
            declined = too_many(round(wait, 3), scope)
            declined.headers |= told
            raise declined
        return told

    def note(self, declined: Declined) -> None:
        """Counts what is invalid; limits shared with others do not count."""
        if declined.status in COUNTED_AS_INVALID and declined.headers.get("X-RateLimit-Scope") != "shared":
            self.invalid.append(self.clock.now())

    @property
    def banned(self) -> bool:
        while self.invalid and self.invalid[0] < self.clock.now() - INVALID_WITHIN:
            self.invalid.popleft()
        return len(self.invalid) >= self.bans_at


def _wait(sent: deque[float], limit: Limit, now: float) -> float:
    while sent and sent[0] <= now - limit.seconds:
        sent.popleft()
    return sent[0] + limit.seconds - now if len(sent) >= limit.amount else 0.0
