"""Not asking where we are not wanted: Discord shuts an address out after 10,000 refusals in ten minutes. Pure.

discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans"""

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bots.discord.errors import Declined
from core.errors import ChannelUnavailable

WITHIN: Final = 600.0  # seconds
REFUSALS: Final = 1000
"""A tenth of what Discord bears: others may ask from the same address."""
PAUSE: Final = 60.0
"""Seconds without a call after a wrong token: it does not become right by asking."""
COUNTED: Final = frozenset({401, 403, 429})


class Restraint:
    """`clock`: seconds that only grow."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._refused: deque[float] = deque(maxlen=REFUSALS)
        self._until = 0.0

    def check(self) -> None:
        """Raises: ChannelUnavailable: it is not the time to ask."""
        left = self._until - self._clock()
        if left > 0:
            raise ChannelUnavailable("too many refusals: we wait before we ask again", timedelta(seconds=left))

    def note(self, no: Declined) -> None:
        """A call was answered so."""
        if no.status not in COUNTED:
            return
        now = self._clock()
        self._refused.append(now)
        if no.wrong_token:
            self._until = now + PAUSE
        elif len(self._refused) == REFUSALS and self._refused[0] > now - WITHIN:
            self._until = self._refused[0] + WITHIN
