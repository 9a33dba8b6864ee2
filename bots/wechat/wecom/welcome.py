"""The codes that let us greet who has just come in: each for one message within 20 seconds, which counts nowhere."""

from datetime import datetime
from typing import Final

from bots.wechat.wecom.inbound import CODE_LIVES
from core.messages import ChatId
from core.ports import Clock

KNOWN: Final = 1000


class Welcomes:
    """In memory: a code does not live longer than a restart takes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes: dict[ChatId, tuple[str, datetime]] = {}

    def put(self, chat: ChatId, code: str, at: datetime) -> None:
        self._codes.pop(chat, None)
        self._codes[chat] = (code, at + CODE_LIVES)
        while len(self._codes) > KNOWN:
            del self._codes[next(iter(self._codes))]

    def take(self, chat: ChatId) -> str:
        """Good for one call; "" if there is none."""
        code, until = self._codes.pop(chat, ("", None))
        return code if until is not None and self._clock.now() < until else ""

    def drop(self, chat: ChatId) -> None:
        """He has written: now he is answered, not greeted."""
        self._codes.pop(chat, None)
