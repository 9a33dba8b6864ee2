"""Access tokens, as the two endpoints that give them do it.

stable_token gives the same token until 5 minutes before its end; then a new one, and both are good. Forced, it gives
a new one and kills the former: 20 times a day, and within 30 s it simply does not refresh.
cgi-bin/token always gives a new one, and the former is good for 5 more minutes. The two know nothing of each other.
Source: developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken."""

import itertools
import re
import secrets
from dataclasses import dataclass, field

from tests.wechat.platform.clock import MovableClock
from tests.wechat.platform.refusals import Declined

LIFE = 7200.0
EARLY = 300.0
FORCED_PER_DAY = 20
FORCED_APART = 30.0
DAY = 24 * 3600.0
FORM = re.compile(r"[0-9]+_[A-Za-z0-9_-]{100,512}")


@dataclass(slots=True)
class Token:
    text: str = field(repr=False)
    until: float
    dead: bool = False


@dataclass(slots=True)
class Tokens:
    """`issued`: every token there ever was, by its text. `asked`: how often stable_token was called."""

    clock: MovableClock
    issued: dict[str, Token] = field(default_factory=dict)
    asked: int = 0
    _stable: Token | None = None
    _old: Token | None = None
    _forced: list[float] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(81))

    def stable(self, *, force: bool) -> Token:
        """Raises: Declined: forced too often today."""
        self.asked += 1
        now, current = self.clock.stamp, self._stable
        if force and not self._forced_lately(now):
            self._count_forced(now)
            if current is not None:
                current.dead = True
            current = None
        if current is None or current.dead or current.until - now <= EARLY:
            current = self._stable = self._new(now)
        return current

    def old(self) -> Token:
        now = self.clock.stamp
        if self._old is not None:
            self._old.until = min(self._old.until, now + EARLY)
        self._old = self._new(now)
        return self._old

    def check(self, text: str | None) -> None:
        """Raises: Declined."""
        if not text:
            raise Declined(41001)
        if not FORM.fullmatch(text):
            raise Declined(40014)
        token = self.issued.get(text)
        if token is None or token.dead:
            raise Declined(40001)
        if token.until <= self.clock.stamp:
            raise Declined(42001)

    def revoke(self) -> None:
        """Every token is dead (the secret was reset, or somebody forced a new one)."""
        for token in self.issued.values():
            token.dead = True

    def _forced_lately(self, now: float) -> bool:
        return bool(self._forced) and now - self._forced[-1] < FORCED_APART

    def _count_forced(self, now: float) -> None:
        self._forced = [at for at in self._forced if now - at < DAY]
        if len(self._forced) >= FORCED_PER_DAY:
            raise Declined(45009)
        self._forced.append(now)

    def _new(self, now: float) -> Token:
        token = Token(f"{next(self._numbers)}_{secrets.token_urlsafe(100)}", now + LIFE)
        self.issued[token.text] = token
        return token
