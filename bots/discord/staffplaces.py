"""Which channels of the server are posts of the agents' forum: Discord does not tell with a message."""

from typing import Any, Final

from bots.discord.errors import Declined
from bots.discord.forumchannel import Calls
from bots.discord.frames import Frame
from bots.discord.staffmemory import Memory, Shown

MOST: Final = 5000


class ForumPosts:
    """Asked once for each channel; what was asked is kept as long as the process runs."""

    def __init__(self, calls: Calls, memory: Memory, forum: str) -> None:
        self._calls = calls
        self._memory = memory
        self._forum = forum
        self._known: dict[str, bool] = {}

    async def ours(self, frame: Frame) -> bool:
        """Did it happen in a post of the forum? Raises: ChannelError: that cannot be told now."""
        channel = frame.place
        if not channel:
            return False
        if channel not in self._known:
            ours = await self._ours(channel, _parent(frame.data))
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[channel] = ours
        return self._known[channel]

    async def _ours(self, channel: str, parent: str) -> bool:
        if parent:
            return parent == self._forum
        if await self._memory.get(Shown, channel) is not None:
            return True
        try:
            answer = await self._calls.call("GET", f"/channels/{channel}")
        except Declined as no:
            if no.status in {403, 404}:
                return False
            raise no.meaning from None
        return isinstance(answer, dict) and answer.get("parent_id") == self._forum


def _parent(data: Any) -> str:
    """Interactions tell the channel whole, so with the channel that it is in."""
    where = data.get("channel") if isinstance(data, dict) else None
    found = where.get("parent_id") if isinstance(where, dict) else None
    return found if isinstance(found, str) else ""
