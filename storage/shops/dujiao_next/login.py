"""The admin account's token: one login at a time, renewed before it ends, and the shop's five tries never used up."""

import asyncio
from collections import deque
from datetime import datetime, timedelta

import msgspec
import structlog

from core.errors import ShopUnavailable
from core.ports import Clock
from storage.shops.dujiao_next.asking import Asking, Declined
from storage.shops.dujiao_next.settings import AdminAccess
from storage.shops.dujiao_next.wire import LoginShape, one

log = structlog.get_logger(__name__)

REST = timedelta(minutes=5)
"""After a refused login, and the time within which the shop counts tries."""
TRIES = 4
"""Logins in that time, good ones too; the shop blocks the address at the sixth."""
MARGIN = timedelta(minutes=5)
"""Before the token's end; of a short-lived one, a tenth of its time."""
LIFETIME = timedelta(hours=24)
"""Unless the shop tells another."""


class Login:
    def __init__(self, asking: Asking, access: AdminAccess, clock: Clock) -> None:
        self._asking = asking
        self._access = access
        self._clock = clock
        self._one = asyncio.Lock()
        self._tries: deque[datetime] = deque(maxlen=TRIES)
        self._token = ""
        self._until: datetime | None = None
        self._rests: datetime | None = None
        self._why = ""

    async def token(self) -> str:
        """Raises: ShopUnavailable: no login now; why is told."""
        async with self._one:
            if not self._token or (self._until is not None and self._clock.now() >= self._until):
                self._token = await self._log_in()
            return self._token

    def forget(self, token: str) -> None:
        """The shop does not take it any more; a newer one stays."""
        if token == self._token:
            self._token = ""

    async def _log_in(self) -> str:
        self._may_try()
        self._tries.append(self._clock.now())
        said = {
            "username": self._access.username,
            "password": self._access.password.get_secret_value(),
            "captcha_payload": {},
        }
        try:
            answer = await self._asking.ask("POST", "/admin/login", body=msgspec.json.encode(said))
        except Declined as declined:
            cause = f"It refuses the admin account's login: {declined.detail}"
        else:
            given = one(LoginShape, answer.data)
            if given.token and not given.requires_totp:
                self._until = self._ends(given)
                return given.token
            cause = "The admin account wants a second factor (TOTP); KamiDesk needs one without."
        self._rests, self._why = self._clock.now() + REST, cause
        log.warning("the shop refuses our login; no other try for five minutes")
        raise ShopUnavailable(cause)

    def _may_try(self) -> None:
        now = self._clock.now()
        if self._rests is not None and now < self._rests:
            raise ShopUnavailable(f"{self._why} No other try for five minutes.")
        if len(self._tries) == TRIES and now - self._tries[0] < REST:
            raise ShopUnavailable("It has ended our login several times; no other try for five minutes.")

    def _ends(self, given: LoginShape) -> datetime:
        """When to renew, on our clock, whatever the shop's shows."""
        lifetime = given.expires_at - self._asking.shop_time() if given.expires_at else LIFETIME
        return self._clock.now() + lifetime - min(MARGIN, lifetime / 10)
