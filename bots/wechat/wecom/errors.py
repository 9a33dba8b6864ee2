"""WeCom's refusals as our errors: a table of codes. Pure.

Source: developer.work.weixin.qq.com/document/path/90313 (global return codes). The document names no code for a msgid
that was used already ("must be unique in the account, otherwise an error is returned", 94677)."""

from collections.abc import Mapping
from datetime import timedelta
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


class SessionElsewhere(DeliveryRefused):
    """People in the WeCom app have this talk, or it has ended."""


class StepNotAllowed(DeliveryRefused):
    """The session cannot go from its state to that one."""


class CallToken(ChannelUnavailable):
    """The callback's token for reading is too old; without one we may read, too, but seldom."""


class FileGone(ContentRejected):
    """The platform does not have the file any more that we had uploaded."""


class UnclearRefusal(DeliveryRefused):
    """The parameters are not liked, or a code that no document names: so a msgid is refused that was taken before."""


Kind = type[ChannelError]

CODES: Final[Mapping[int, Kind]] = {
    -1: ChannelUnavailable,  # busy
    6000: ChannelUnavailable,  # two changed the same at once
    40003: RecipientUnreachable,  # no such user
    40004: ContentRejected,  # kind of media
    40005: ContentRejected,  # type of upload
    40006: ContentRejected,  # size of file
    40007: FileGone,  # media_id: of another app, or older than three days
    40008: ContentRejected,  # msgtype
    40009: ContentRejected,  # size of picture
    40011: ContentRejected,  # size of video
    40033: ContentRejected,  # characters escaped as \uxxxx
    40058: UnclearRefusal,  # a parameter
    40063: ContentRejected,  # a parameter is empty
    40096: RecipientUnreachable,  # no such external_userid
    40123: ContentRejected,  # no picture that WeCom knows
    40201: DeliveryRefused,  # account blocked for what it wrote
    41006: ContentRejected,  # no media_id
    41049: DeliveryRefused,  # no code
    41050: DeliveryRefused,  # a code that is used or too old
    41051: DeliveryRefused,  # he has written meanwhile
    44004: ContentRejected,  # no text
    45001: ContentRejected,  # file too big
    45002: ContentRejected,  # text too long
    45004: ContentRejected,  # description too long
    45007: ContentRejected,  # plays too long
    47001: ContentRejected,  # no JSON
    84061: RecipientUnreachable,  # no relation to that customer
    95000: RecipientUnreachable,  # open_kfid has another form
    95001: ReplyWindowClosed,  # five messages have been sent
    95002: ReplyWindowClosed,  # 48 hours are over
    95004: RecipientUnreachable,  # the customer service account is gone
    95007: CallToken,
    95008: ContentRejected,  # too many choices
    95009: ContentRejected,  # kind of choice
    95013: ReplyWindowClosed,  # the session has ended
    95014: DeliveryRefused,  # that user is no servicer
    95016: StepNotAllowed,
    95018: SessionElsewhere,
    301016: ContentRejected,  # voice
    301017: ContentRejected,  # no AMR
}

REMEDIES: Final[Mapping[int, str]] = {
    40001: "copy the secret of the app again",
    40013: "copy corp_id again",
    40014: "the access token is not good",
    40091: "copy the secret of the app again",
    41001: "the access token is missing",
    42001: "the access token is too old",
    43009: "have the company verified (企业认证)",
    48002: "let the app call 微信客服 (可调用接口的应用)",
    60011: "put the servicers of this account into the app's visible range",
    60020: "enter this machine's address as trusted (企业可信IP)",
    95003: "have the company verified (企业认证): until then only few customers can be answered",
    95011: "the account is managed in WeCom: give it to the app (通过API管理微信客服账号)",
    95012: "open 微信客服 in WeCom first",
    95017: "switch the API of 微信客服 on",
    95023: "another app has been given this account: give it to this one (通过API管理微信客服账号)",
    301002: "let the app call 微信客服 (可调用接口的应用)",
}
"""An operator has to act, and then the same can still be done."""

SLOWLY: Final[Mapping[int, timedelta]] = {
    45009: timedelta(minutes=1),  # calls of this minute are used up
    45033: timedelta(seconds=1),  # too many at once
    45035: timedelta(minutes=1),
}


def translate(code: int, message: str = "") -> ChannelError:
    """What WeCom's "no" means for the caller. `message`: its own words; told only where they are about this machine."""
    if code in SLOWLY:
        return RateLimited(str(code), SLOWLY[code], whole_account=True)
    if code in REMEDIES:
        told = f" ({message})" if code == 60020 and message else ""
        return OperatorNeeded(f"{code}{told}: {REMEDIES[code]}")
    return CODES.get(code, UnclearRefusal)(str(code))


_FAILURES: Final[Mapping[int, Kind]] = {
    1: RecipientUnreachable,
    2: RecipientUnreachable,
    4: ReplyWindowClosed,
    5: ReplyWindowClosed,
    6: ReplyWindowClosed,
    10: RecipientUnreachable,
    12: ContentRejected,
    13: ContentRejected,
}


def failure_of(fail_type: int) -> Kind:
    """What a message that was taken failed of afterwards (document 94670, msg_send_fail)."""
    return _FAILURES.get(fail_type, DeliveryRefused)
