"""What python-telegram-bot raises as our errors. The most specific first: its BadRequest is a NetworkError."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import httpx
import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bots.telegram.errors import Done, done_already, no_answer, translate
from bots.telegram.room import GroupMoved
from bots.telegram.topics import TopicClosed
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryRefused,
    RecipientUnreachable,
    TargetGone,
)

log = structlog.get_logger(__name__)

UNSENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
RIGHTS: Final = (
    "not enough rights",
    "chat_admin_required",
    "chat_write_forbidden",
    "have no rights",
    "need administrator",
)
"""Parts of lower-cased descriptions of a 400, by which Telegram says that a switch in the group is missing."""
STATUS: Final[Mapping[type[TelegramError], int]] = {InvalidToken: 401, Forbidden: 403, Conflict: 409}
REMEDY: Final = (
    "make the bot an administrator of the group again, with the rights to manage topics, delete and pin messages; "
    "`kamidesk check` tells what is missing"
)


class OtherStatus(NetworkError):
    """An answer for whose status the library has no class of its own."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


@contextmanager
def translated(*, repeatable: bool = True) -> Iterator[None]:
    """Only ChannelError comes out. `repeatable`: doing it twice does not show, so a doubt is only a delay."""
    try:
        yield
    except TelegramError as error:
        raise meaning(error, repeatable=repeatable) from None


@contextmanager
def unless_done() -> Iterator[None]:
    """What is as we want it already is a success; so is what Telegram does not do any more. Around `translated`."""
    try:
        yield
    except DeliveryRefused as refused:
        done = done_already(400, refused.detail)
        if done is None:
            raise
        if done is Done.TOO_LATE:
            log.warning("Telegram does not do this any more", why=refused.detail)


def meaning(error: TelegramError, *, repeatable: bool) -> ChannelError:
    """What a "no", or no answer, means for the caller."""
    if isinstance(error, ChatMigrated):
        return GroupMoved(error.new_chat_id)
    if isinstance(error, RetryAfter):
        return translate(429, error.message, _seconds(error.retry_after), group=True)
    if isinstance(error, BadRequest):
        return _bad_request(error.message)
    status = error.status if isinstance(error, OtherStatus) else STATUS.get(type(error))
    if status is None:
        return _no_answer(error.__cause__ or error, repeatable=repeatable)
    return _for_operators(translate(status, error.message, group=True))


def _bad_request(description: str) -> ChannelError:
    told = description.lower()
    if "topic_closed" in told:
        return TopicClosed(description)
    if "message thread is not a forum topic thread" in told:
        return TargetGone(description)
    if any(text in told for text in RIGHTS):
        return ChannelUnavailable(f"{description}: {REMEDY}")
    return _for_operators(translate(400, description))


def _for_operators(meant: ChannelError) -> ChannelError:
    """The group is no person who may not want us: an operator mends it, and then the message can still go."""
    return ChannelUnavailable(f"{meant.detail}: {REMEDY}") if isinstance(meant, RecipientUnreachable) else meant


def _no_answer(cause: BaseException, *, repeatable: bool) -> ChannelError:
    if isinstance(cause, UnicodeError):  # half a character, which no platform takes
        return ContentRejected(type(cause).__name__)
    return no_answer(type(cause).__name__, unsent=isinstance(cause, UNSENT), repeatable=repeatable)


def _seconds(after: int | timedelta) -> float:
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
