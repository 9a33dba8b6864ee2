"""Two strict readers of Telegram's JSON that we did not write: aiogram's models and python-telegram-bot's de_json."""

from collections.abc import Iterator
from typing import Any

import aiogram
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update as AiogramUpdate
from pydantic import BaseModel

from tests.telegram.botapi import BotApi
from tests.telegram.botapi.model import Bot, Json

NEWER = frozenset({"can_send_welcome_messages"})
"""Fields that aiogram (Bot API 10.3) requires and python-telegram-bot (10.0) does not know yet."""


def aiogram_reads(update: Json) -> None:
    """Raises: ValidationError, AssertionError: a field that Telegram does not have."""
    read = AiogramUpdate.model_validate(update)
    _none(unknown_to_aiogram(read))
    assert read.event_type in update


def telegram_reads(update: Json, bot: telegram.Bot) -> None:
    """Raises: TypeError, KeyError; AssertionError: a field that Telegram does not have."""
    read = telegram.Update.de_json(update, bot)
    assert read is not None
    _none(unknown_to_telegram(read))


def _none(unknown: Iterator[str]) -> None:
    found = [*unknown]
    if found:
        raise AssertionError(f"Telegram has no such fields: {found}")


def unknown_to_aiogram(read: Any, path: str = "") -> Iterator[str]:
    """The fields, at any depth, that no model of aiogram has."""
    if isinstance(read, BaseModel):
        yield from (f"{path}.{name}" for name in read.model_extra or ())
        for name in type(read).model_fields:
            yield from unknown_to_aiogram(getattr(read, name), f"{path}.{name}")
    elif isinstance(read, list):
        for place, inner in enumerate(read):
            yield from unknown_to_aiogram(inner, f"{path}[{place}]")


def unknown_to_telegram(read: Any, path: str = "") -> Iterator[str]:
    """The fields, at any depth, that no class of python-telegram-bot has."""
    if isinstance(read, telegram.TelegramObject):
        yield from (f"{path}.{name}" for name in read.api_kwargs if name not in NEWER)
        for name in (slot for base in type(read).__mro__ for slot in getattr(base, "__slots__", ())):
            if not name.startswith("_") and name != "api_kwargs":
                yield from unknown_to_telegram(getattr(read, name, None), f"{path}.{name}")
    elif isinstance(read, list | tuple):
        for place, inner in enumerate(read):
            yield from unknown_to_telegram(inner, f"{path}[{place}]")


def both_read(answer: object) -> None:
    """What a method of either library gave back holds only fields that Telegram has. Raises: AssertionError."""
    _none(unknown_to_aiogram(answer))
    _none(unknown_to_telegram(answer))


def aiogram_bot(api: BotApi, bot: Bot) -> aiogram.Bot:
    """Real aiogram, talking to this server."""
    return aiogram.Bot(bot.token, session=AiohttpSession(api=TelegramAPIServer.from_base(api.url)))


def telegram_bot(api: BotApi, bot: Bot) -> telegram.Bot:
    """Real python-telegram-bot, talking to this server."""
    return telegram.Bot(bot.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot")
