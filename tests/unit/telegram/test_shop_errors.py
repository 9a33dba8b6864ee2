"""What Telegram's refusals mean, and what nothing else may ever be told."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import exceptions
from aiogram.methods import SendMessage

from bots.telegram.client import translated
from bots.telegram.errors import Done, done_already, translate
from core.errors import (
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    RateLimited,
    RecipientUnreachable,
    ReplyWindowClosed,
    TargetGone,
)

REFUSALS: list[tuple[int, str, type[Exception]]] = [
    (400, "Bad Request: message thread not found", TargetGone),
    (400, "Bad Request: TOPIC_DELETED", TargetGone),
    (400, "Bad Request: TOPIC_ID_INVALID", TargetGone),
    (400, "Bad Request: message to edit not found", TargetGone),
    (400, "Bad Request: message can't be edited", TargetGone),
    (400, "Bad Request: MESSAGE_ID_INVALID", TargetGone),
    (400, "Bad Request: message to react not found", TargetGone),
    (400, "Bad Request: chat not found", RecipientUnreachable),
    (400, "Bad Request: PEER_ID_INVALID", RecipientUnreachable),
    (400, "Bad Request: have no write access to the chat", RecipientUnreachable),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", RecipientUnreachable),
    (400, "Bad Request: not enough rights to send text messages to the chat", RecipientUnreachable),
    (400, "Bad Request: BUSINESS_PEER_USAGE_MISSING", ReplyWindowClosed),
    (400, "Bad Request: BUSINESS_CONNECTION_INVALID", RecipientUnreachable),
    (400, "Bad Request: message is too long", ContentRejected),
    (400, "Bad Request: message caption is too long", ContentRejected),
    (400, "Bad Request: message text is empty", ContentRejected),
    (400, "Bad Request: wrong file identifier/HTTP URL specified", ContentRejected),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", ContentRejected),
    (400, "Bad Request: words of the year 2030", ContentRejected),
    (401, "Unauthorized", ChannelUnavailable),
    (403, "Forbidden: bot was blocked by the user", RecipientUnreachable),
    (403, "Forbidden: user is deactivated", RecipientUnreachable),
    (403, "Forbidden: bot was kicked from the supergroup chat", RecipientUnreachable),
    (403, "Forbidden: bot can't initiate conversation with a user", RecipientUnreachable),
    (404, "Not Found", ChannelUnavailable),
    (409, "Conflict: terminated by other getUpdates request", ChannelUnavailable),
    (413, "Request Entity Too Large", ContentRejected),
    (500, "Internal Server Error", ChannelUnavailable),
    (502, "Bad Gateway", ChannelUnavailable),
]
METHOD: Any = SendMessage(chat_id=700, text="卡密 ABCD-1234")


@pytest.mark.parametrize(("code", "description", "meaning"), REFUSALS)
def test_a_refusal_says_what_to_do_next(code: int, description: str, meaning: type[Exception]) -> None:
    error = translate(code, description)
    assert type(error) is meaning
    assert description in str(error)


@pytest.mark.parametrize("code", [401, 404, 409])
def test_where_a_person_has_to_act_the_remedy_is_told(code: int) -> None:
    assert any(word in str(translate(code, "x")) for word in ("@BotFather", "another program"))


def test_a_wait_is_the_group_s_own_or_the_whole_bot_s() -> None:
    in_group, in_private = translate(429, "", 30, group=True), translate(429, "", 7)
    assert isinstance(in_group, RateLimited)
    assert isinstance(in_private, RateLimited)
    assert (in_group.after, in_group.whole_account) == (timedelta(seconds=30), False)
    assert (in_private.after, in_private.whole_account) == (timedelta(seconds=7), True)


def test_some_refusals_say_that_it_is_so_already() -> None:
    assert done_already(400, "Bad Request: message is not modified: specified new…") is Done.NOT_MODIFIED
    assert done_already(400, "Bad Request: TOPIC_NOT_MODIFIED") is Done.NOT_MODIFIED
    assert done_already(400, "Bad Request: message to delete not found") is Done.DELETED
    assert done_already(400, "Bad Request: message can't be deleted") is Done.TOO_LATE
    assert done_already(400, "Bad Request: chat not found") is None
    assert done_already(500, "message is not modified") is None


def aiogram_says(kind: type[exceptions.TelegramAPIError], **more: Any) -> exceptions.TelegramAPIError:
    return kind(method=METHOD, message="Bad Request: chat not found", **more)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (aiogram_says(exceptions.TelegramBadRequest), RecipientUnreachable),
        (aiogram_says(exceptions.TelegramForbiddenError), RecipientUnreachable),
        (aiogram_says(exceptions.TelegramEntityTooLarge), ContentRejected),
        (aiogram_says(exceptions.TelegramServerError), ChannelUnavailable),
        (aiogram_says(exceptions.RestartingTelegram), ChannelUnavailable),
        (aiogram_says(exceptions.TelegramUnauthorizedError), ChannelUnavailable),
        (aiogram_says(exceptions.TelegramNotFound), ChannelUnavailable),
        (aiogram_says(exceptions.TelegramConflictError), ChannelUnavailable),
        (aiogram_says(exceptions.TelegramAPIError), ChannelUnavailable),
        (aiogram_says(exceptions.TelegramRetryAfter, retry_after=3), RateLimited),
        (exceptions.ClientDecodeError("x", ValueError(), "卡密 ABCD-1234"), DeliveryInDoubt),
    ],
)
def test_aiogram_s_errors_are_ours_the_most_specific_first(
    error: exceptions.AiogramError, meaning: type[Exception]
) -> None:
    ours = translated(error, repeatable=False, group=False)
    assert type(ours) is meaning
    assert "ABCD" not in str(ours)
    assert "700" not in str(ours)


def lost(cause: Exception) -> exceptions.TelegramNetworkError:
    error = exceptions.TelegramNetworkError(method=METHOD, message="x")
    error.__cause__ = cause
    return error


CONNECTION: Any = None


@pytest.mark.parametrize(
    ("cause", "meaning"),
    [
        (aiohttp.ClientConnectorError(CONNECTION, OSError(111, "refused")), ChannelUnavailable),
        (aiohttp.ConnectionTimeoutError("to host https://api.telegram.org/bot1:SECRET/x"), ChannelUnavailable),
        (aiohttp.ServerDisconnectedError(), DeliveryInDoubt),
        (aiohttp.ClientOSError(104, "reset"), DeliveryInDoubt),
        (TimeoutError(), DeliveryInDoubt),
    ],
)
def test_a_lost_call_is_in_doubt_only_when_it_may_have_arrived(cause: Exception, meaning: type[Exception]) -> None:
    error = translated(lost(cause), repeatable=False, group=False)
    assert type(error) is meaning
    assert "SECRET" not in str(error)
    assert type(translated(lost(cause), repeatable=True, group=False)) is ChannelUnavailable


def test_a_file_that_could_not_be_read_at_home_fails_as_its_home_says() -> None:
    cause = aiohttp.ClientOSError()
    cause.__cause__ = ContentRejected("the home does not know it")
    assert translated(lost(cause), repeatable=False, group=False) is cause.__cause__
