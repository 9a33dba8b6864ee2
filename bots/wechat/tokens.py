"""The access token of one account: one for all processes, fetched by one of them, sealed in the mailbox.

The platforms give a token for two hours; calls show it, and are told when it is not (any longer) good."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from time import monotonic
from typing import Final, NamedTuple

import msgspec
import structlog
from cryptography.fernet import Fernet, InvalidToken
from msgspec.structs import replace

from core.channel import Rate
from core.channelmemory import asking_the_store
from core.errors import ChannelError, ChannelUnavailable
from core.ports import Surroundings

log = structlog.get_logger(__name__)

EARLY: Final = timedelta(minutes=10)
"""A token is renewed so long before its end: the platform does so five minutes before."""
FETCHES: Final = (("fetches", Rate(1, timedelta(seconds=2))),)
"""One process fetches; the others wait for what it brings, and one of them tries when it brings nothing."""
FORCED: Final = (("forced", Rate(1, timedelta(seconds=31))), ("forced daily", Rate(10, timedelta(days=1), burst=10)))
"""getStableAccessToken: force_refresh at most 20 times a day, 30 seconds apart."""
SETTLED: Final = timedelta(minutes=1)
"""A token younger than this is what the platform would give again: only force brings another one."""
REST: Final = timedelta(minutes=30)
"""When the platform refuses even a token fresh from its hands, none is fetched for so long."""
PATIENCE: Final = 12.0
"""Seconds that a call waits for a token that another process fetches."""
LOOK_AGAIN: Final = 0.2
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


class OperatorNeeded(ChannelUnavailable):
    """Somebody has to act in the platform's console or in our settings; then the same goes through."""


class Issued(NamedTuple):
    """What the platform gives for our secret."""

    token: str
    lasts: timedelta

    def __repr__(self) -> str:
        return f"Issued(lasts={self.lasts})"


Limits = tuple[tuple[str, Rate], ...]
Fetch = Callable[[bool], Awaitable[Issued]]
"""Asks the platform for a token; true: it shall be another one than before. Raises: ChannelError."""


class Kept(msgspec.Struct, frozen=True):
    """As it lies in the mailbox, sealed. `refused_until`: the platform takes none of ours; nobody asks before."""

    token: str = ""
    at: datetime = LONG_AGO
    until: datetime = LONG_AGO
    refused_until: datetime = LONG_AGO

    def __repr__(self) -> str:
        return f"Kept(until={self.until})"


class Tokens:
    """`box`: this account's, as "wechat/main/token". Every method raises ChannelError only."""

    def __init__(self, around: Surroundings, box: str, fetch: Fetch) -> None:
        self._around = around
        self._box = box
        self._fetch = fetch
        self._seal = Fernet(base64.urlsafe_b64encode(sha256(around.signing_key + b"access token").digest()))
        self._kept = Kept()
        self._failed: tuple[float, ChannelUnavailable] = (0.0, ChannelUnavailable())
        self._lock = asyncio.Lock()
        self._early: asyncio.Task[None] | None = None

    async def get(self) -> str:
        """A token that should be good. Raises: ChannelUnavailable: there is none to be had now."""
        if self._kept.until - EARLY <= self._now:
            asked = monotonic()
            async with self._lock:
                await self._read()
                if self._kept.until <= self._now:
                    self._tell_the_same(asked)
                    await self._obtain("", FETCHES)
            if self._kept.until - EARLY <= self._now and (self._early is None or self._early.done()):
                self._early = asyncio.create_task(self._renew_early(), name=self._box)
        return self._kept.token

    async def another(self, refused: str) -> str:
        """The platform has said of a token that it is not good; gives another one.

        Costs one or two questions, however many ask. Raises: ChannelUnavailable: there is no other one."""
        asked = monotonic()
        async with self._lock:
            await self._read()
            if self._is_other_than(refused):
                return self._kept.token
            self._tell_the_same(asked)
            if self._kept.refused_until > self._now:
                raise OperatorNeeded("the platform refuses our access token")
            if self._now - self._kept.at > SETTLED:
                await self._obtain(refused, FETCHES)
            if not self._is_other_than(refused):
                await self._obtain(refused, FORCED)
            return self._kept.token

    async def give_up(self, refused: str) -> ChannelUnavailable:
        """Even the other one was refused: nobody asks for one for a while. Gives what to raise."""
        async with self._lock:
            with suppress(ChannelUnavailable):
                await self._read()
                if self._kept.token == refused and self._kept.refused_until <= self._now:
                    await self._keep(replace(self._kept, refused_until=self._now + REST))
                    what = "the platform refuses every access token: look at the app id and its secret"
                    log.error(what, channel=self._box, again_in=REST.total_seconds())
        return OperatorNeeded("the platform refuses our access token")

    async def trust(self, token: str) -> None:
        """A call with it was taken: what was held against it is over."""
        if self._kept.refused_until > self._now and self._kept.token == token:
            with suppress(ChannelUnavailable):
                await self._keep(replace(self._kept, refused_until=LONG_AGO))

    async def close(self) -> None:
        early, self._early = self._early, None
        if early is not None:
            early.cancel()
            with suppress(asyncio.CancelledError):
                await early

    @property
    def _now(self) -> datetime:
        return self._around.clock.now()

    def _tell_the_same(self, asked: float) -> None:
        """Somebody failed while we waited for him."""
        if self._failed[0] >= asked:
            raise self._failed[1]

    def _is_other_than(self, refused: str) -> bool:
        return self._kept.token != refused and self._kept.until > self._now

    async def _renew_early(self) -> None:
        """The old one is still good: who may ask, asks; a failure waits for the next call."""
        with suppress(ChannelError):
            if await self._may(FETCHES) is None:
                await self._ask(forced=False)

    async def _obtain(self, refused: str, limits: Limits) -> None:
        """Asks for one, or waits until another process has. Raises: ChannelUnavailable."""
        end = monotonic() + PATIENCE
        while (wait := await self._may(limits)) is not None:
            if monotonic() + LOOK_AGAIN > end:
                raise ChannelUnavailable("another process does not bring an access token", timedelta(seconds=wait))
            await asyncio.sleep(min(wait, LOOK_AGAIN))
            await self._read()
            if self._is_other_than(refused):
                return
        await self._ask(forced=limits is FORCED)

    async def _ask(self, *, forced: bool) -> None:
        try:
            issued = await self._fetch(forced)
        except ChannelError as why:
            if why.detail != self._failed[1].detail:
                log.warning("the platform gives us no access token", channel=self._box, why=why.detail)
            unavailable = OperatorNeeded if isinstance(why, OperatorNeeded) else ChannelUnavailable
            self._failed = (monotonic(), unavailable(why.detail))
            raise self._failed[1] from why
        self._failed = (0.0, ChannelUnavailable())
        await self._keep(Kept(issued.token, self._now, self._now + issued.lasts))

    async def _may(self, limits: Limits) -> float | None:
        """None: we are the one; otherwise the seconds until somebody may be."""
        with asking_the_store():
            wait = await self._around.buckets.take([(f"{self._box}/{name}", rate) for name, rate in limits])
        return None if wait is None else wait[1].total_seconds()

    async def _read(self) -> None:
        with asking_the_store():
            posted = await self._around.mailbox.get(self._box, "token")
        if posted is not None:
            with suppress(InvalidToken, msgspec.MsgspecError):  # sealed with another key: as if there were none
                self._kept = msgspec.json.decode(self._seal.decrypt(posted.body), type=Kept)

    async def _keep(self, kept: Kept) -> None:
        self._kept = kept
        body = self._seal.encrypt(msgspec.json.encode(kept))
        with asking_the_store():
            await self._around.mailbox.post(self._box, "token", body)
