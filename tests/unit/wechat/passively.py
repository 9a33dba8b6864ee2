"""The platform's side of passive replies: requests that wait for an answer, and what is written into them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bots.wechat.official.passive import PassiveReplies
from bots.wechat.official.replies import Reply, TextReply
from bots.wechat.official.visits import Visit
from core.messages import ChatId

XIAOMING, XIAOHONG = ChatId("xiaoming"), ChatId("xiaohong")
PATIENT = 30.0
"""Seconds that no test waits for."""


@dataclass
class ShortHints:
    """Has what PassiveReplies asks of Hints."""

    verified: bool = True

    def later(self) -> str:
        return "" if self.verified else "send the word later"

    def nothing_new(self) -> str:
        return "nothing new"


@dataclass
class Post:
    """The platform's side: requests that are answered. `written`: what went out, in order."""

    replies: PassiveReplies
    slow: list[ChatId]
    written: list[tuple[str, str]] = field(default_factory=list)

    async def knocks(self, chat: ChatId, key: str, *, asking: bool = False, line: str = "open") -> None:
        """One request, to its end; a `line` that is not open takes no answer."""
        await self.answered(self.replies.visit(chat, key, asking=asking), key, line)

    async def answered(self, visit: Visit, key: str, line: str = "open") -> None:
        reply = await visit.answer()
        if line != "open":
            visit.broken()
            return
        assert reply is None or isinstance(reply, TextReply)
        self.written.append((key, reply.text if reply else "success"))
        visit.written()


@asynccontextmanager
async def post(seconds: float = PATIENT, *, verified: bool = True) -> AsyncIterator[Post]:
    slow: list[ChatId] = []
    replies = PassiveReplies(seconds, ShortHints(verified), slow.append)  # type: ignore[arg-type]
    try:
        yield Post(replies, slow)
    finally:
        replies.close()


async def settle() -> None:
    """Lets everything run that can."""
    for _ in range(10):
        await asyncio.sleep(0)


def text(words: str) -> Reply:
    return TextReply(words)
