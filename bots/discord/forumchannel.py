"""The forum channel itself as Discord tells of it, and our tags in it, made where they are missing."""

from collections.abc import Sequence
from typing import Any, Final, Protocol, TypeVar

import msgspec
import structlog

from bots.discord.forumtags import Tag, Tags, Wanted, completed, known_tags
from bots.discord.rights import Overwrite
from core.errors import ChannelError, ChannelUnavailable

log = structlog.get_logger(__name__)

FORUM: Final = 15
"""Type of a channel that holds posts alone (…/docs/resources/channel#channel-object-channel-types)."""
ODD: Final = (msgspec.DecodeError, msgspec.ValidationError)

T = TypeVar("T")


class Calls(Protocol):
    """As of connection.Connection."""

    async def call(self, method: str, path: str, json: Any = None, *, repeatable: bool = True) -> Any:
        """Raises: Declined; ChannelError."""

    async def ask(self, method: str, path: str, json: Any = None) -> Any:
        """Raises: ChannelError only."""


class ForumChannel(msgspec.Struct, frozen=True):
    id: str
    type: int = -1
    name: str = ""
    guild_id: str = ""
    flags: int = 0
    available_tags: tuple[Tag, ...] = ()
    permission_overwrites: tuple[Overwrite, ...] = ()


def told(answer: Any, model: type[T]) -> T:
    """An answer as one of our structs. Raises: ChannelUnavailable: it has another form."""
    try:
        return msgspec.convert(answer, model)
    except ODD:
        raise ChannelUnavailable("an answer that is not of the API's form") from None


class ForumPlace:
    """Asked once, and again after `forget`. Raises: ChannelError."""

    def __init__(self, calls: Calls, forum: str, wanted: Sequence[Wanted]) -> None:
        self._calls = calls
        self._forum = forum
        self._wanted = wanted
        self._known: tuple[ForumChannel, Tags] | None = None

    async def channel(self) -> ForumChannel:
        return (await self._both())[0]

    async def tags(self) -> Tags:
        return (await self._both())[1]

    def forget(self) -> None:
        self._known = None

    async def _both(self) -> tuple[ForumChannel, Tags]:
        if self._known is None:
            self._known = await self._look()
        return self._known

    async def _look(self) -> tuple[ForumChannel, Tags]:
        forum = told(await self._calls.ask("GET", f"/channels/{self._forum}"), ForumChannel)
        all_tags = completed(forum.available_tags, self._wanted) if forum.type == FORUM else []
        if all_tags:
            forum = await self._made(forum, all_tags)
        return forum, known_tags(forum.available_tags, self._wanted)

    async def _made(self, forum: ForumChannel, tags: Sequence[Any]) -> ForumChannel:
        """Without the right for it the desk works all the same; `kamidesk check` tells."""
        try:
            body = {"available_tags": tags}
            made = told(await self._calls.ask("PATCH", f"/channels/{self._forum}", body), ForumChannel)
        except ChannelError as why:
            log.warning("the forum's tags cannot be made: give the bot Manage Channel there", why=str(why))
            return forum
        return made
