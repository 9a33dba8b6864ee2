"""python-telegram-bot as the staff channel uses it: its Bot and its errors over one HTTP client.

Neither Application nor Updater: updates come through our own intake, and our courier keeps order and rate limits.
Importing this module imports the library: `start` does so in a thread."""

import logging
import os
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from telegram import Bot, ReactionTypeEmoji
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bots.telegram.settings import StaffSettings
from bots.telegram.stafferrors import OtherStatus, translated, unless_done
from bots.telegram.staffoutbound import Piece
from bots.telegram.staffsending import edited, sent
from bots.telegram.updates import BAD_JSON

ANSWER: Final = 30.0  # seconds
UPLOAD: Final = 120.0
TYPED: Final = frozenset({400, 401, 403, 404, 409})
"""Statuses for which the library has a class; 429 where it tells how long."""


class _Parameters(msgspec.Struct):
    retry_after: float = 0
    migrate_to_chat_id: int = 0


class _Answer(msgspec.Struct):
    ok: bool = False
    error_code: int = 0
    description: str = ""
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


_decode: Final = msgspec.json.Decoder(_Answer).decode


class _Request(HTTPXRequest):
    """Keeps the status of every refusal, takes a refusal that comes as 200, and logs no answer."""

    __slots__ = ()

    async def do_request(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*arguments, **options)
        try:
            answer = _decode(payload)
        except BAD_JSON:
            answer = _Answer(ok=status < 300)  # taken perhaps: `parse_json_payload` says that it is in doubt
        if answer.ok and status < 300:
            return status, payload
        status = answer.error_code or (status if status >= 300 else 502)
        told = answer.parameters
        if status in TYPED or told.retry_after or told.migrate_to_chat_id:
            return status, payload
        raise OtherStatus(status, answer.description)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Servers that only look like Telegram leave out what the library insists on."""
        try:
            answer: dict[str, Any] = msgspec.json.decode(payload, type=dict[str, Any])
        except BAD_JSON:
            raise TelegramError("an answer that is not of the Bot API's form") from None
        if answer.get("result") is None:
            answer["result"] = True
        result = answer["result"]
        for message in result if isinstance(result, list) else [result]:
            if isinstance(message, dict) and "message_id" in message:
                message["date"] = 0  # nobody asks for it, and some tell milliseconds
                message.setdefault("chat", {"id": 0, "type": "supergroup"})
        return answer


class Bots:
    """The staff bot (number 0) and its helpers, in one group. Every method raises ChannelError only."""

    def __init__(self, settings: StaffSettings, connections: int) -> None:
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own switch to what will be its only way
        for name in ("httpx", "httpcore", "telegram"):  # at INFO and DEBUG they tell addresses, which hold tokens
            logging.getLogger(name).setLevel(logging.WARNING)
        self._request = _Request(
            connection_pool_size=connections,
            connect_timeout=ANSWER / 2,
            read_timeout=ANSWER,
            write_timeout=ANSWER,
            pool_timeout=ANSWER,
            media_write_timeout=UPLOAD,
        )
        tokens = (settings.token, *settings.overflow_tokens)
        self._bots = [self._bot(token.get_secret_value(), settings.api_url) for token in tokens]

    def _bot(self, token: str, api_url: str) -> Bot:
        return Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def close(self) -> None:
        await self._request.shutdown()

    async def send(self, number: int, chat: int, thread: int | None, piece: Piece) -> tuple[int, ...]:
        """The ids of the messages. Raises: TargetGone: the topic is not there (any more)."""
        return await sent(self._bots[number], chat, thread, piece)

    async def edit(self, number: int, chat: int, message: int, piece: Piece) -> None:
        await edited(self._bots[number], chat, message, piece)

    async def delete(self, number: int, chat: int, message: int) -> None:
        """Gone already, or too old for Telegram to delete: a success."""
        with unless_done(), translated():
            await self._bots[number].delete_message(chat, message)

    async def react(self, chat: int, message: int, emoji: str) -> None:
        with translated():
            await self._bots[0].set_message_reaction(chat, message, [ReactionTypeEmoji(emoji)] if emoji else [])

    async def pin(self, number: int, chat: int, message: int) -> None:
        with unless_done(), translated():
            await self._bots[number].pin_chat_message(chat, message, disable_notification=True)

    async def create_topic(self, chat: int, name: str, icon: str) -> int:
        """Its number. A doubt is a delay: at worst an empty topic is left."""
        with translated():
            topic = await self._bots[0].create_forum_topic(chat, name, icon_custom_emoji_id=icon or None)
        return int(topic.message_thread_id)

    async def edit_topic(self, chat: int, thread: int, name: str | None, icon: str | None) -> None:
        with unless_done(), translated():
            await self._bots[0].edit_forum_topic(chat, thread, name, icon)

    async def close_topic(self, chat: int, thread: int) -> None:
        with unless_done(), translated():
            await self._bots[0].close_forum_topic(chat, thread)

    async def reopen_topic(self, chat: int, thread: int) -> None:
        with unless_done(), translated():
            await self._bots[0].reopen_forum_topic(chat, thread)

    async def topic_icons(self) -> Mapping[str, str]:
        with translated():
            stickers = await self._bots[0].get_forum_topic_icon_stickers()
        return {one.emoji: one.custom_emoji_id for one in stickers if one.emoji and one.custom_emoji_id}
