"""The official account's refusals as our errors: a table of codes, never the wording. Pure.

Source: developers.weixin.qq.com/doc/oplatform/developers/errCode, and the tables of the single calls."""

from collections.abc import Mapping
from datetime import timedelta
from re import search
from typing import Final

from bots.wechat.tokens import OperatorNeeded
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryRefused,
    RateLimited,
    RecipientUnreachable,
    ReplyWindowClosed,
)


class NotVerified(ReplyWindowClosed):
    """This account may not write of itself; only replies go out."""


class NoMenuMessages(ContentRejected):
    """This account, or this client, takes no choices."""


class NoSuchAgent(ContentRejected):
    """The customer service account that shall be shown is not known."""


class MediaGone(ContentRejected):
    """The media id is older than three days, or of another account."""


class NoMenu(ContentRejected):
    """The account has no menu of its own."""


CODES: Final[Mapping[int, type[ChannelError]]] = {
    -1: ChannelUnavailable,  # busy
    40003: RecipientUnreachable,  # no such openid
    40004: ContentRejected,  # kind of media
    40005: ContentRejected,  # kind of file
    40006: ContentRejected,  # size of file
    40007: MediaGone,
    40008: ContentRejected,  # msgtype
    40009: ContentRejected,  # size of picture
    40010: ContentRejected,  # size of voice
    40011: ContentRejected,  # size of video
    40012: ContentRejected,  # size of thumbnail
    40033: ContentRejected,  # \\uXXXX
    40035: ContentRejected,  # a parameter
    40137: ContentRejected,  # format of picture
    40200: NoMenuMessages,  # msgmenu of some kinds of accounts
    41005: ContentRejected,  # no file
    41006: ContentRejected,  # no media id
    41009: RecipientUnreachable,  # no openid
    43004: RecipientUnreachable,  # does not follow us
    43005: RecipientUnreachable,
    43019: RecipientUnreachable,  # is on our blacklist
    44001: ContentRejected,  # empty file
    44002: ContentRejected,  # empty body
    44003: ContentRejected,
    44004: ContentRejected,  # empty text
    45001: ContentRejected,  # file too large
    45002: ContentRejected,  # text too long
    45003: ContentRejected,  # title too long
    45004: ContentRejected,  # description too long
    45005: ContentRejected,  # address too long
    45006: ContentRejected,
    45007: ContentRejected,  # voice too long
    45008: ContentRejected,  # more than one article
    45015: ReplyWindowClosed,  # the time is over, or the buyer has left
    45047: ReplyWindowClosed,  # the messages are used up
    45048: NoMenuMessages,  # too many choices
    45072: ContentRejected,  # typing: the command
    45080: ContentRejected,  # typing: nothing was said within 30 s
    45081: ContentRejected,  # typing: it is shown already
    46003: NoMenu,
    47001: ContentRejected,  # not the JSON of the platform
    48001: NotVerified,
    48002: RecipientUnreachable,  # the buyer does not take our messages
    50002: RecipientUnreachable,  # a limited user
    50005: RecipientUnreachable,  # has left
    61451: ContentRejected,  # a parameter
    61452: NoSuchAgent,
    65400: NoSuchAgent,  # the account has no customer service accounts
    65401: NoSuchAgent,
    87009: ContentRejected,
    87014: ContentRejected,  # risky words
}

REMEDIES: Final[Mapping[int, str]] = {
    40001: "the access token, or app_secret, is not good",
    40002: "the grant type is not known: does api_url lead to WeChat?",
    40013: "look at app_id",
    40014: "the access token is not good",
    40125: "look at app_secret: it may have been reset in the console",
    40164: "put {address} on the console's list of allowed addresses (API IP白名单)",
    40243: "app_secret is frozen: unfreeze it in the console",
    41001: "the access token is missing",
    41002: "set app_id",
    41004: "set app_secret",
    42001: "the access token is too old",
    43002: "the request was turned into another one on its way",
    43003: "api_url has to begin with https",
    48004: "WeChat has taken this right from the account: look at the notices in the console",
    50001: "the account may not use this call",
    50007: "the account is frozen: look at the notices in the console",
    61004: "put {address} on the console's list of allowed addresses (API IP白名单)",
    89503: "an administrator has to allow {address} in his WeChat",
}
"""An operator has to act, and then the same can still be done."""

SLOWLY: Final[Mapping[int, timedelta]] = {
    45009: timedelta(minutes=30),  # today's calls are used up
    45011: timedelta(minutes=1),  # those of this minute
    45033: timedelta(seconds=1),  # too many at once
}


def translate(code: int, message: str = "") -> ChannelError:
    """What the platform's "no" means for the caller. Of its words only the address is read."""
    if code in SLOWLY:
        return RateLimited(str(code), SLOWLY[code], whole_account=True)
    if code in REMEDIES:
        return OperatorNeeded(f"{code}: {REMEDIES[code].format(address=_address(message))}")
    return CODES.get(code, DeliveryRefused)(str(code))


def _address(message: str) -> str:
    """Of this machine, as the platform sees it: "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist"."""
    found = search(r"\b(?:\d{1,3}\.){3}\d{1,3}\b", message) or search(
        r"\b[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){3,7}", message
    )
    return found[0] if found else "this machine's address"
