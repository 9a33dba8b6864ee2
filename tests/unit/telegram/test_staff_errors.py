"""What python-telegram-bot raises, and what it means: its family tree is surprising."""

from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bots.telegram.room import GroupMoved
from bots.telegram.stafferrors import OtherStatus, meaning, translated, unless_done
from bots.telegram.topics import TopicClosed
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    RateLimited,
    TargetGone,
)


def network(cause: Exception) -> NetworkError:
    error = TimedOut() if isinstance(cause, httpx.TimeoutException) else NetworkError("httpx")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BadRequest("Bad Request: message thread not found"), TargetGone),
        (BadRequest("Bad Request: TOPIC_DELETED"), TargetGone),
        (BadRequest("Bad Request: TOPIC_ID_INVALID"), TargetGone),
        (BadRequest("Bad Request: message thread is not a forum topic thread"), TargetGone),
        (BadRequest("Bad Request: message to edit not found"), TargetGone),
        (BadRequest("Bad Request: TOPIC_CLOSED"), TopicClosed),
        (BadRequest("Bad Request: message is too long"), ContentRejected),
        (BadRequest("Bad Request: can't parse entities"), ContentRejected),
        (BadRequest("Bad Request: chat not found"), ChannelUnavailable),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), ChannelUnavailable),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), ChannelUnavailable),
        (InvalidToken("Unauthorized"), ChannelUnavailable),
        (Conflict("Conflict: terminated by other getUpdates request"), ChannelUnavailable),
        (OtherStatus(413, "Request Entity Too Large"), ContentRejected),
        (OtherStatus(429, "Too Many Requests"), RateLimited),
        (OtherStatus(500, "Internal Server Error"), ChannelUnavailable),
        (OtherStatus(502, "Bad Gateway"), ChannelUnavailable),
        (network(httpx.ConnectError("refused")), ChannelUnavailable),
        (network(httpx.ConnectTimeout("slow")), ChannelUnavailable),
        (network(httpx.PoolTimeout("busy")), ChannelUnavailable),
        (network(httpx.ReadTimeout("slow")), DeliveryInDoubt),
        (network(httpx.ReadError("cut")), DeliveryInDoubt),
        (network(httpx.RemoteProtocolError("cut")), DeliveryInDoubt),
        (network(UnicodeEncodeError("utf-8", "x", 0, 1, "half")), ContentRejected),
        (TelegramError("an answer that is not of the Bot API's form"), DeliveryInDoubt),
    ],
    ids=str,
)
def test_a_refused_or_lost_message_says_what_to_do_next(error: TelegramError, expected: type[ChannelError]) -> None:
    assert type(meaning(error, repeatable=False)) is expected


@pytest.mark.parametrize("cause", [httpx.ReadTimeout("slow"), httpx.ReadError("cut")])
def test_what_may_be_repeated_is_never_in_doubt(cause: Exception) -> None:
    assert type(meaning(network(cause), repeatable=True)) is ChannelUnavailable


@pytest.mark.parametrize("seconds", [1, 30, 10_072])
def test_a_wait_of_any_length_is_honoured_for_the_group_alone(seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    told = meaning(RetryAfter(seconds), repeatable=False)
    assert isinstance(told, RateLimited)
    assert (told.after, told.whole_account) == (timedelta(seconds=seconds), False)


def test_a_group_that_moved_tells_where_to() -> None:
    moved = meaning(ChatMigrated(-1005), repeatable=False)
    assert isinstance(moved, GroupMoved)
    assert moved.to == -1005


@pytest.mark.parametrize(
    "words",
    ["message is not modified: specified new message content", "TOPIC_NOT_MODIFIED", "message to delete not found"],
)
def test_what_is_as_we_want_it_already_is_a_success(words: str) -> None:
    with unless_done(), translated():
        raise BadRequest(f"Bad Request: {words}")


def test_what_is_not_as_we_want_it_stays_a_failure() -> None:
    with pytest.raises(TargetGone), unless_done(), translated():
        raise BadRequest("Bad Request: message to edit not found")


def test_no_words_of_ours_and_no_address_stand_in_an_error() -> None:
    failure = httpx.ReadTimeout("https://api.telegram.org/bot123:SECRET/sendMessage")
    assert "SECRET" not in str(meaning(network(failure), repeatable=False))
