"""Telegram's refusals and the network's failures as our errors. Pure.

Codes and parameters first; texts only where Telegram has nothing else. Their sources: [c] tdlib/telegram-bot-api,
telegram-bot-api/Client.cpp; [td] tdlib/td; [s] Telegram's own servers, whose names in capitals the Bot API hands on."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import Enum, auto
from typing import Final

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

_WRONG_TOKEN: Final = "ask @BotFather for the bot's token (/token) and put it into `token`."
REMEDIES: Final[Mapping[int, str]] = {
    401: _WRONG_TOKEN,
    404: _WRONG_TOKEN,  # also a token that is no token at all, and a method that this server does not know
    409: "another program reads the updates of this bot; stop it, or make a new bot.",
}
"""An operator has to act, and then the same can still be done."""

CODES: Final[Mapping[int, type[DeliveryRefused]]] = {403: RecipientUnreachable, 413: ContentRejected}


class Done(Enum):
    """Refusals that mean: it is already as we want it."""

    NOT_MODIFIED = auto()
    DELETED = auto()
    TOO_LATE = auto()


TEXTS: Final[Sequence[tuple[str, type[DeliveryRefused | ReplyWindowClosed]]]] = (
    ("message thread not found", TargetGone),  # [c]
    ("topic_deleted", TargetGone),  # [s]
    ("topic_id_invalid", TargetGone),  # [s]
    ("message to edit not found", TargetGone),  # [c]
    ("message can't be edited", TargetGone),  # [td]
    ("message to react not found", TargetGone),  # [c]
    ("message to pin not found", TargetGone),  # [c]
    ("message_id_invalid", TargetGone),  # [s]
    ("chat not found", RecipientUnreachable),  # [c]
    ("user not found", RecipientUnreachable),  # [c]
    ("peer_id_invalid", RecipientUnreachable),  # [s]
    ("have no write access to the chat", RecipientUnreachable),  # [td]
    ("no rights to send", RecipientUnreachable),  # [td]
    ("not enough rights to send", RecipientUnreachable),  # [td]
    ("chat_write_forbidden", RecipientUnreachable),  # [s]
    ("group chat was deactivated", RecipientUnreachable),  # [td]
    ("business_peer_usage_missing", ReplyWindowClosed),  # [s] nothing was said there for 24 hours
    ("business_peer_invalid", RecipientUnreachable),  # [s]
    ("business_connection_invalid", RecipientUnreachable),  # [s]
    ("business connection not found", RecipientUnreachable),  # [c]
)
"""Parts of lower-cased descriptions of a 400. Any other 400 complains of what we sent."""

DONE: Final[Sequence[tuple[str, Done]]] = (
    ("message is not modified", Done.NOT_MODIFIED),  # [c]
    ("topic_not_modified", Done.NOT_MODIFIED),  # [s]
    ("message to delete not found", Done.DELETED),  # [c]
    ("message can't be deleted", Done.TOO_LATE),  # [c] older than 48 hours
    ("query is too old", Done.TOO_LATE),  # [c]
)


def done_already(code: int, description: str) -> Done | None:
    """Is this refusal a success for us?"""
    told = description.lower()
    return next((done for text, done in DONE if text in told), None) if code == 400 else None


def translate(code: int, description: str, retry_after: float | None = None, *, group: bool = False) -> ChannelError:
    """What Telegram's "no" means for the caller. `group`: a chat whose own limit is the narrow one.

    The description holds nothing of what we sent, nor the token."""
    seen = f"{code} {description}".strip()
    if code == 429:
        return RateLimited(seen, timedelta(seconds=retry_after or 1), whole_account=not group)
    if code in REMEDIES:
        return ChannelUnavailable(f"{seen}: {REMEDIES[code]}")
    if code == 400:
        told = description.lower()
        return next((kind for text, kind in TEXTS if text in told), ContentRejected)(seen)
    return CODES.get(code, ChannelUnavailable)(seen)


def no_answer(kind: str, *, unsent: bool, repeatable: bool) -> ChannelError:
    """The request may have arrived, unless it was `unsent`. `kind`: the failure's name, without its words, which may
    hold the address and so the token."""
    return ChannelUnavailable(kind) if unsent or repeatable else DeliveryInDoubt(kind)
