"""What buyers are told where we cannot write of ourselves: how they get to see what comes later."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from core.messages import ChatId
from core.ports import Surroundings

AGAIN_AFTER: Final = timedelta(minutes=10)
"""Whoever has read the hint knows it for so long."""
REMEMBERED: Final = 10_000


class Hints:
    """`view_word`: what a buyer sends to see what waits. `can_push`: may this account write of itself, just now?"""

    def __init__(self, around: Surroundings, view_word: str, can_push: Callable[[], bool]) -> None:
        self._words = around.words
        self._language = around.language
        self._clock = around.clock
        self._view_word = view_word
        self._can_push = can_push
        self._hinted: OrderedDict[ChatId, datetime] = OrderedDict()

    def later(self) -> str:
        """For who wrote and got no answer in time; empty: the answer is pushed when it is there."""
        return "" if self._can_push() else self._words(self._language, "wechat-later", word=self._view_word)

    def nothing_new(self) -> str:
        """For who asked for what waits, and nothing does."""
        return self._words(self._language, "wechat-nothing-new")

    def below(self, chat: ChatId, behind: int) -> str:
        """A line to put under a text that is answered, with `behind` more waiting; empty: none is needed."""
        if self._can_push():
            return ""
        if behind > 0:
            return self._words(self._language, "wechat-more", count=behind, word=self._view_word)
        return self._words(self._language, "wechat-how", word=self._view_word) if self._is_new_to(chat) else ""

    def _is_new_to(self, chat: ChatId) -> bool:
        now = self._clock.now()
        hinted = self._hinted.get(chat)
        if hinted is not None and now - hinted <= AGAIN_AFTER:
            return False
        self._hinted[chat] = now
        self._hinted.move_to_end(chat)
        if len(self._hinted) > REMEMBERED:
            self._hinted.popitem(last=False)
        return True
