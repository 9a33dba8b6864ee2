"""Discord's refusals and the network's failures as our errors. Pure.

By Discord's JSON code, never by its words: discord.com/developers/docs/topics/opcodes-and-status-codes#json."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    DeliveryRefused,
    RateLimited,
    RecipientUnreachable,
    TargetGone,
)

UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_MESSAGE: Final = 10008
UNKNOWN_EMOJI: Final = 10014
UNKNOWN_INTERACTION: Final = 10062
ALREADY_ANSWERED: Final = 40060
TAG_REQUIRED: Final = 40067
MISSING_ACCESS: Final = 50001
MISSING_PERMISSIONS: Final = 50013
STALE_ANSWER: Final = 50027
"""An interaction's token: it is good for fifteen minutes."""
INVALID_FORM: Final = 50035
THREAD_ARCHIVED: Final = 50083
THREAD_LOCKED: Final = 160005
TOO_MANY_THREADS: Final = 160006

CODES: Final[Mapping[int, type[ChannelError]]] = {
    UNKNOWN_CHANNEL: TargetGone,
    UNKNOWN_MESSAGE: TargetGone,
    UNKNOWN_EMOJI: ContentRejected,
    10004: DeliveryRefused,  # unknown guild
    10007: RecipientUnreachable,  # unknown member
    10013: RecipientUnreachable,  # unknown user
    40002: ChannelUnavailable,  # the bot's account has to be verified
    40003: RateLimited,  # opening direct messages too fast
    40005: ContentRejected,  # request entity too large
    40333: ChannelUnavailable,  # internal network error (Cloudflare)
    MISSING_ACCESS: DeliveryRefused,
    50006: ContentRejected,  # empty message
    50007: RecipientUnreachable,  # direct messages are closed, or we are blocked
    50008: TargetGone,  # no text channel
    MISSING_PERMISSIONS: DeliveryRefused,
    INVALID_FORM: ContentRejected,
    50278: RecipientUnreachable,  # no server in common
    THREAD_ARCHIVED: TargetGone,  # it was not to be opened again
    THREAD_LOCKED: TargetGone,
    130000: ChannelUnavailable,  # "API resource is currently overloaded"
    200000: ContentRejected,  # AutoMod: by the server's own rules
    240000: ContentRejected,  # "message has been blocked by harmful links filter"
    TOO_MANY_THREADS: DeliveryRefused,
}

REMEDIES: Final[Mapping[int, str]] = {
    401: "the token is wrong: developer portal, your application, Bot, Reset Token; put it into `token`.",
    MISSING_ACCESS: "the bot does not see that channel: give its role View Channel there.",
    MISSING_PERMISSIONS: "the bot's role lacks a permission there; `kamidesk check` tells which.",
    TOO_MANY_THREADS: "the server has as many open threads as Discord allows: close some.",
    TAG_REQUIRED: "the forum asks for a tag: take that setting out, or let the bot manage tags.",
}
"""What an operator can do, by status or code."""

CLOSED: Final[Mapping[int, str]] = {
    4004: REMEDIES[401],
    4013: "this version of the product asks for what Discord does not know: update it.",
    4014: "an intent is not switched on: developer portal, your application, Bot, Message Content Intent.",
}
"""Why the gateway has closed for good: discord.com/developers/docs/topics/opcodes-and-status-codes#gateway."""

TOO_FAST: Final = timedelta(seconds=30)
"""After 40003 or a 429 that names no time."""
_GONE: Final = 404
_WAIT: Final = 429


class Declined(Exception):
    """A call that Discord has answered with no. `code`: the JSON code, 0 where it gave none. `after`: seconds."""

    def __init__(
        self, status: int, code: int = 0, words: str = "", after: float = 0.0, *, account: bool = False
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.words = words
        self.after = after
        self.account = account

    @property
    def wrong_token(self) -> bool:
        """The bot's own, not that of an interaction (50027)."""
        return self.status == 401 and self.code != STALE_ANSWER

    @property
    def meaning(self) -> ChannelError:
        """For whoever wanted something said; its text holds nothing of what we sent, since Discord's own does not."""
        return translate(self)


def translate(no: Declined) -> ChannelError:
    """What Discord's "no" means for the caller."""
    seen = f"{no.status} {no.code} {no.words}".strip()
    after = timedelta(seconds=no.after) if no.after > 0 else None
    if no.status == _WAIT or CODES.get(no.code) is RateLimited:
        return RateLimited(seen, after or TOO_FAST, whole_account=no.account)
    remedy = REMEDIES.get(no.code) or (REMEDIES[401] if no.wrong_token else None)
    if remedy is not None:
        seen = f"{seen}: {remedy}"
    if no.status >= 500 or no.wrong_token:
        return ChannelUnavailable(seen, after)
    kind = CODES.get(no.code)
    if kind is None:
        kind = TargetGone if no.status == _GONE else ContentRejected if no.status in {400, 413} else DeliveryRefused
    return kind(seen)


def no_answer(kind: str, *, unsent: bool, repeatable: bool) -> ChannelError:
    """The call may have arrived, unless it was `unsent`; `repeatable`: a second time does not show.

    `kind`: the failure's name, without its words, which may hold an address."""
    return ChannelUnavailable(kind) if unsent or repeatable else DeliveryInDoubt(kind)
