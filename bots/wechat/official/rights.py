"""May this account write of itself? Verified ones may; others only answer. Looked at at start and once a day."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog

from bots.wechat.api import Answer, Api
from bots.wechat.official.errors import NotVerified
from core.errors import DeliveryRefused, RetryLater, StoreUnavailable
from core.patience import persist
from core.ports import Clock, Mailbox

log = structlog.get_logger(__name__)

LOOK: Final = "cgi-bin/customservice/getkflist"
"""For verified accounts alone (48001), and it changes nothing."""
DAILY: Final = timedelta(days=1)
KEY: Final = "push"


class _Refused(msgspec.Struct, frozen=True):
    """When the platform has last said that this account may not; None: it may."""

    at: datetime | None = None


class Rights:
    """`box`: this account's, in the mailbox; `api`: None where nothing can be pushed at all; `every`: between looks."""

    def __init__(self, mailbox: Mailbox, box: str, clock: Clock, api: Api | None, every: timedelta = DAILY) -> None:
        self._every = every
        self._mailbox = mailbox
        self._box = box
        self._clock = clock
        self._api = api
        self._refused = _Refused()

    @property
    def can_push(self) -> bool:
        return self._api is not None and self._refused.at is None

    async def watch_over(self) -> None:
        """Looks at once and then daily, for as long as the channel runs."""
        if self._api is None:
            return
        await self._remember_it()
        while True:
            await persist(self._box, "asking what this account may do", self._look, (RetryLater, StoreUnavailable))
            await asyncio.sleep(self._every.total_seconds())

    async def refused(self) -> None:
        """The platform has just said that we may not."""
        await self._is(_Refused(self._clock.now()))

    async def _look(self) -> None:
        """Any answer but one says that we may: some verified accounts have no accounts of agents to be listed."""
        assert self._api is not None
        try:
            await self._api.call(LOOK, kind=Answer)
        except NotVerified:
            await self._is(_Refused(self._clock.now()))
        except DeliveryRefused:
            await self._is(_Refused())
        else:
            await self._is(_Refused())

    async def _remember_it(self) -> None:
        try:
            posted = await self._mailbox.get(self._box, KEY)
        except StoreUnavailable:
            return
        if posted is not None and self._refused.at is None:
            self._refused = msgspec.json.decode(posted.body, type=_Refused)

    async def _is(self, refused: _Refused) -> None:
        changed = (refused.at is None) is not (self._refused.at is None)
        self._refused = refused
        if not changed:
            return
        if refused.at is None:
            log.info("this account may write to buyers of itself", channel=self._box)
        else:
            log.warning(
                "this account is not verified (48001): answers go out as replies alone, the rest when the buyer"
                " writes again; it is looked at again every day",
                channel=self._box,
            )
        try:
            await self._mailbox.post(self._box, KEY, msgspec.json.encode(refused))
        except StoreUnavailable:
            log.warning("what this account may do cannot be kept now", channel=self._box)
