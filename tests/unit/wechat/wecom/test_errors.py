"""What WeCom's codes mean for who sends."""

from datetime import timedelta

import pytest

from bots.wechat.tokens import OperatorNeeded
from bots.wechat.wecom.errors import (
    CODES,
    REMEDIES,
    SLOWLY,
    CallToken,
    SessionElsewhere,
    UnclearRefusal,
    failure_of,
    translate,
)
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryRefused,
    RateLimited,
    RecipientUnreachable,
    ReplyWindowClosed,
)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (-1, ChannelUnavailable),
        (40096, RecipientUnreachable),
        (45002, ContentRejected),
        (95001, ReplyWindowClosed),
        (95002, ReplyWindowClosed),
        (95013, ReplyWindowClosed),
        (95018, SessionElsewhere),
        (95007, CallToken),
        (60020, OperatorNeeded),
        (48002, OperatorNeeded),
        (45009, RateLimited),
        (40058, UnclearRefusal),
        (99999, UnclearRefusal),
    ],
)
def test_a_code_means_what_to_do_next(code: int, meaning: type[ChannelError]) -> None:
    assert type(translate(code, "words of the platform")) is meaning


def test_a_rate_limit_says_how_long_and_holds_all() -> None:
    limited = translate(45009)
    assert isinstance(limited, RateLimited)
    assert limited.after == timedelta(minutes=1)
    assert limited.whole_account


def test_no_code_has_two_meanings() -> None:
    assert not (CODES.keys() & REMEDIES.keys()) | (SLOWLY.keys() & (CODES.keys() | REMEDIES.keys()))


def test_the_address_that_is_not_trusted_is_told_and_nothing_else_of_the_platforms_words() -> None:
    assert "1.2.3.4" in str(translate(60020, "not allow to access from your ip, from ip: 1.2.3.4"))
    assert "您的卡密" not in str(translate(45002, "您的卡密 is too long"))


@pytest.mark.parametrize(
    ("fail_type", "meaning"),
    [
        (10, RecipientUnreachable),
        (4, ReplyWindowClosed),
        (6, ReplyWindowClosed),
        (13, ContentRejected),
        (0, DeliveryRefused),
    ],
)
def test_a_message_that_did_not_arrive_failed_of_something(fail_type: int, meaning: type[ChannelError]) -> None:
    assert failure_of(fail_type) is meaning
