"""The platform's refusals and the network's failures as our errors: a table first, then the status."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import aiohttp

from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    DeliveryRefused,
    RateLimited,
    RecipientUnreachable,
    ReplyWindowClosed,
    TargetGone,
)

REFUSALS: Final[Mapping[tuple[int, str], type[DeliveryRefused | ReplyWindowClosed]]] = {
    (400, "thread_not_found"): TargetGone,
    (400, "message_not_found"): TargetGone,
    (400, "chat_not_found"): RecipientUnreachable,
    (400, "text_too_long"): ContentRejected,
    (400, "empty"): ContentRejected,
    (400, "content"): ContentRejected,
    (403, "blocked"): RecipientUnreachable,
    (404, "file_not_found"): TargetGone,
    (410, "window_closed"): ReplyWindowClosed,
    (413, "too_large"): ContentRejected,
}
"""Status and code, never prose: prose is translated and reworded."""

DONE_ALREADY: Final = frozenset({("/edit", "not_modified"), ("/delete", "message_not_found")})
"""Calls that are refused because the platform is as we want it to be."""


def translate(status: int, code: str, retry_after: float = 0, *, whole_account: bool = False) -> ChannelError:
    """What a platform's "no" means for the caller."""
    seen = f"{status} {code}".strip()
    if status == 429:
        return RateLimited(seen, timedelta(seconds=retry_after), whole_account=whole_account)
    if status >= 500:
        return ChannelUnavailable(seen)
    if status == 401:  # an operator has to act, and then the message can still go
        return ChannelUnavailable(f"{seen}: is the secret right?")
    return REFUSALS.get((status, code), DeliveryRefused)(seen)


def translate_failure(failure: Exception, *, repeatable: bool) -> ChannelError:
    """What it means that no answer came: did the platform see the request?"""
    if isinstance(failure.__cause__, ChannelError):  # the file that we were sending on could not be read
        return failure.__cause__
    seen = type(failure).__name__
    unsent = isinstance(failure, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    return ChannelUnavailable(seen) if unsent or repeatable else DeliveryInDoubt(seen)
