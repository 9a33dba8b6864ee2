"""What the pages are refused with, and how the store's troubles look to the courier."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum

from core.errors import ChannelUnavailable, Refused, StoreUnavailable


class Why(StrEnum):
    """Why a page's wish was not taken; the page has words for each."""

    BUSY = "busy"
    SLOW_DOWN = "slow-down"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    GONE = "gone"
    NOT_YOURS = "not-yours"
    BAD_FILE = "bad-file"
    TOO_LARGE = "too-large"
    WRONG_KIND = "wrong-kind"
    UNREADABLE = "unreadable"
    HELLO_FIRST = "hello-first"
    SIGNED_OUT = "signed-out"


class NotTaken(Refused):
    """A page asked for something that it cannot have."""

    def __init__(self, why: Why, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.after = after


@contextmanager
def translate() -> Iterator[None]:
    """Our platform is the store: where that is away, the channel is. Raises: ChannelUnavailable."""
    try:
        yield
    except StoreUnavailable as away:
        raise ChannelUnavailable(away.detail) from away
