"""Every refusal that the platform documents, as what the caller may do next."""

from datetime import timedelta

import pytest

from bots.wechat.official.errors import (
    CODES,
    REMEDIES,
    SLOWLY,
    MediaGone,
    NoMenu,
    NoMenuMessages,
    NoSuchAgent,
    NotVerified,
    translate,
)
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
from tests.wechat.platform.refusals import WORDS

MEANINGS: dict[int, type[ChannelError]] = {
    -1: ChannelUnavailable,
    40001: OperatorNeeded,
    40003: RecipientUnreachable,
    40007: MediaGone,
    40009: ContentRejected,
    40014: OperatorNeeded,
    40033: ContentRejected,
    40164: OperatorNeeded,
    40200: NoMenuMessages,
    42001: OperatorNeeded,
    43004: RecipientUnreachable,
    45001: ContentRejected,
    45002: ContentRejected,
    45008: ContentRejected,
    45009: RateLimited,
    45011: RateLimited,
    45015: ReplyWindowClosed,
    45047: ReplyWindowClosed,
    45048: NoMenuMessages,
    45072: ContentRejected,
    45080: ContentRejected,
    45081: ContentRejected,
    46003: NoMenu,
    47001: ContentRejected,
    48001: NotVerified,
    48002: RecipientUnreachable,
    50005: RecipientUnreachable,
    61004: OperatorNeeded,
    65401: NoSuchAgent,
    87009: ContentRejected,
}


@pytest.mark.parametrize(("code", "meaning"), MEANINGS.items())
def test_a_refusal_means(code: int, meaning: type[ChannelError]) -> None:
    assert type(translate(code, WORDS.get(code, ""))) is meaning


def test_what_nobody_knows_is_refused_for_good() -> None:
    assert type(translate(99999, "whatever")) is DeliveryRefused


def test_no_code_means_two_things() -> None:
    assert not {*CODES} & {*REMEDIES}
    assert not {*SLOWLY} & ({*CODES} | {*REMEDIES})


def test_the_address_to_allow_is_named() -> None:
    told = translate(40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2-3")
    assert "put 203.0.113.7 on" in told.detail
    assert "this machine's address" in translate(40164, "").detail
    assert "2001:db8:0:1:2:3:4:5" in translate(61004, "invalid ip 2001:db8:0:1:2:3:4:5 rid").detail


def test_the_days_calls_are_waited_for_longer_than_the_minutes() -> None:
    day, minute = translate(45009), translate(45011)
    assert isinstance(day, RateLimited)
    assert isinstance(minute, RateLimited)
    assert minute.after == timedelta(minutes=1)
    assert day.after is not None
    assert day.after > timedelta(minutes=1)
    assert day.whole_account


def test_the_platforms_words_are_not_handed_on() -> None:
    for code in [*CODES, *REMEDIES, *SLOWLY]:
        assert "openid-of-ming" not in translate(code, "about openid-of-ming").detail
