"""gettoken: one token for two hours, the same to whoever asks meanwhile (document/path/91039)."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from tests.telegram.botapi.clock import MovableClock
from tests.wechat.wecomplatform.model import Json
from tests.wechat.wecomplatform.refusals import Declined

LIFE = timedelta(seconds=7200)
PER_MINUTE = 20
"""More tokens in a minute are refused (WeCom names no number; who caches the token needs one in two hours)."""


@dataclass(slots=True)
class Tokens:
    """`issued`: how many different ones there were. `asked`: when, of those who knew the secret."""

    clock: MovableClock
    corp_id: str
    secret: str = field(repr=False)
    current: str = field(default="", repr=False)
    issued: int = 0
    asked: list[float] = field(default_factory=list)
    _born: dict[str, float] = field(default_factory=dict, repr=False)
    _revoked: set[str] = field(default_factory=set, repr=False)

    def give(self, corp_id: str, secret: str) -> Json:
        """Raises: Declined."""
        self._check(corp_id, secret)
        now = self.clock.now()
        if len([at for at in self.asked if now - at < 60]) >= PER_MINUTE:
            raise Declined(45009)
        self.asked.append(now)
        if not self._fresh(self.current):
            self.current = secrets.token_urlsafe(160)
            self._born[self.current] = now
            self.issued += 1
        left = self._born[self.current] + LIFE.total_seconds() - now
        return {"errcode": 0, "errmsg": "ok", "access_token": self.current, "expires_in": int(left)}

    def check(self, token: str) -> None:
        """Raises: Declined: none, unknown, taken back, or too old."""
        if not token:
            raise Declined(41001)
        if token not in self._born or token in self._revoked:
            raise Declined(40014)
        if not self._fresh(token):
            raise Declined(42001)

    def revoke(self) -> None:
        """WeCom may take a token back before its time."""
        self._revoked.add(self.current)

    def _check(self, corp_id: str, secret: str) -> None:
        if not corp_id:
            raise Declined(41002)
        if not secret:
            raise Declined(41004)
        if corp_id != self.corp_id:
            raise Declined(40013)
        if secret != self.secret:
            raise Declined(40001)

    def _fresh(self, token: str) -> bool:
        born = self._born.get(token)
        return born is not None and token not in self._revoked and self.clock.now() - born < LIFE.total_seconds()
