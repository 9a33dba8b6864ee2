"""What Telegram tells about a bot: getMe and getWebhookInfo, as far as we read them. Pure."""

from typing import Final, TypeVar

import msgspec

from bots.telegram.updates import BAD_JSON
from core.errors import ChannelUnavailable

T = TypeVar("T")


class Me(msgspec.Struct, frozen=True):
    """`can_read_all_group_messages`: privacy mode is off. `can_connect_to_business`: business mode is on."""

    id: int
    first_name: str = ""
    username: str = ""
    can_join_groups: bool = False
    can_read_all_group_messages: bool = False
    can_connect_to_business: bool = False


class WebhookInfo(msgspec.Struct, frozen=True):
    """`last_error_date`: seconds since 1970; 0: none."""

    url: str = ""
    pending_update_count: int = 0
    last_error_date: int = 0
    last_error_message: str = ""


_ME: Final = msgspec.json.Decoder(Me)
_WEBHOOK: Final = msgspec.json.Decoder(WebhookInfo)


def me_of(result: msgspec.Raw) -> Me:
    """Raises: ChannelUnavailable: this is no bot."""
    return _read(_ME, result)


def webhook_of(result: msgspec.Raw) -> WebhookInfo:
    """Raises: ChannelUnavailable: this tells of no webhook."""
    return _read(_WEBHOOK, result)


def _read(decoder: "msgspec.json.Decoder[T]", result: msgspec.Raw) -> T:
    try:
        return decoder.decode(result)
    except BAD_JSON:
        raise ChannelUnavailable("an answer that is not of the Bot API's form") from None
