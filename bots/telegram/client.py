"""aiogram as the shop bot uses it: its Bot, its methods and its errors over a session that costs little.

Stock aiogram dumps every field into a form for each call and validates the whole message that comes back. Here calls
without files are JSON, and of the answer only the ids are read. Importing this module imports aiogram: `start` does so
in a thread."""

from collections.abc import Sequence
from typing import Any, Final, cast

import aiohttp
import msgspec
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from pydantic import BaseModel
from yarl import URL

from bots.telegram.errors import no_answer, translate
from bots.telegram.settings import BotSettings
from bots.telegram.updates import BAD_JSON
from bots.telegram.wire import FAILURES, JSON, SECONDS, UNSENT, open_session, read_answer
from core.errors import ChannelError, ChannelUnavailable, DeliveryInDoubt

UPLOAD: Final = 300.0
"""Seconds for a call with files."""
CODES: Final[Sequence[tuple[type[AiogramError], int]]] = (
    (TelegramEntityTooLarge, 413),  # is a TelegramNetworkError
    (TelegramBadRequest, 400),
    (TelegramUnauthorizedError, 401),
    (TelegramForbiddenError, 403),
    (TelegramNotFound, 404),
    (TelegramConflictError, 409),
    (TelegramServerError, 502),
)


class Made(msgspec.Struct, gc=False):
    """Of a message that was sent, its number."""

    message_id: int = 0


class _WithFiles(Exception):
    """It has to go as a form."""


_decode_made: Final = msgspec.json.Decoder(Made | list[Made] | bool | None, strict=False).decode


def _bare(part: object) -> dict[str, Any]:
    """One of aiogram's objects as the fields that were given. Raises: _WithFiles."""
    if isinstance(part, InputFile):
        raise _WithFiles
    if not isinstance(part, BaseModel):
        raise NotImplementedError(type(part).__name__)
    fields = part.__dict__
    return {name: fields[name] for name in part.model_fields_set if fields[name] is not None}


encode: Final = msgspec.json.Encoder(enc_hook=_bare).encode
"""A method as the JSON body of its call. Raises: _WithFiles."""


class LightSession(AiohttpSession):
    """Gives `tuple[Made, ...]` where stock aiogram gives messages. Raises: aiogram's errors."""

    def __init__(self, settings: BotSettings, connections: int) -> None:
        api = TelegramAPIServer.from_base(settings.api_url, is_local=settings.local_files)
        super().__init__(api=api, limit=connections)
        self._root = settings.api_url
        self._limit = connections
        self._urls: dict[str, URL] = {}

    async def create_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = open_session(self._root, self._limit)
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        session = await self.create_session()
        data, headers, seconds = self._body(bot, method)
        limits = aiohttp.ClientTimeout(total=timeout or seconds, sock_connect=SECONDS / 2)
        try:
            async with session.post(self._url(bot, method), data=data, headers=headers, timeout=limits) as response:
                payload = await response.read()
        except FAILURES as failure:
            raise TelegramNetworkError(method=method, message=type(failure).__name__) from failure
        return cast(TelegramType, self._made(bot, method, response.status, payload))

    def _body(self, bot: Bot, method: TelegramMethod[Any]) -> tuple[Any, dict[str, str] | None, float]:
        try:
            return encode(method), JSON, SECONDS
        except _WithFiles:
            return self.build_form_data(bot, method), None, UPLOAD

    def _url(self, bot: Bot, method: TelegramMethod[Any]) -> URL:
        """Parsed once for each method."""
        name = method.__api_method__
        if name not in self._urls:
            self._urls[name] = URL(self.api.api_url(bot.token, name))
        return self._urls[name]

    def _made(self, bot: Bot, method: TelegramMethod[Any], status: int, payload: bytes) -> tuple[Made, ...]:
        try:
            answer = read_answer(payload)
        except BAD_JSON as why:
            if status == 413:
                raise TelegramEntityTooLarge(method=method, message=str(status)) from None
            if status >= 300:  # of something on the way
                raise TelegramServerError(method=method, message=str(status)) from None
            raise ClientDecodeError("not of the Bot API's form", why, status) from None
        if answer.ok and status < 300:
            return _numbers(answer.result)
        answer.error_code = answer.error_code or (status if status >= 300 else 502)
        answer.result = msgspec.Raw(b"null")
        self.check_response(bot, method, answer.error_code, msgspec.json.encode(answer).decode())
        raise ClientDecodeError("a refusal that is none", ValueError(), status)


def _numbers(result: msgspec.Raw) -> tuple[Made, ...]:
    """Nothing where a server that only looks like Telegram does not tell: sending again would show it twice."""
    try:
        made = _decode_made(result)
    except BAD_JSON:
        return ()
    return tuple(made) if isinstance(made, list) else (made,) if isinstance(made, Made) else ()


class Client:
    """Every method raises ChannelError only."""

    def __init__(self, settings: BotSettings, connections: int) -> None:
        self._session = LightSession(settings, connections)
        self._bot = Bot(settings.token.get_secret_value(), session=self._session)

    async def call(self, method: TelegramMethod[Any], *, repeatable: bool = True, group: bool = False) -> Sequence[int]:
        """The numbers of the messages that were made. `repeatable`: doing it twice does not show."""
        try:
            made = await self._bot(method)
        except TelegramMigrateToChat as moved:
            anew = method.model_copy(update={"chat_id": moved.migrate_to_chat_id})
            return await self.call(anew, repeatable=repeatable, group=group)
        except AiogramError as error:
            raise translated(error, repeatable=repeatable, group=group) from None
        return [one.message_id for one in made if one.message_id]

    async def close(self) -> None:
        await self._session.close()


def translated(error: AiogramError, *, repeatable: bool, group: bool) -> ChannelError:
    """The most specific first: some of aiogram's errors are of surprising families. Their words may hold what we sent
    to whom, so only Telegram's own description is kept."""
    if isinstance(error, TelegramRetryAfter):
        return translate(429, "", error.retry_after, group=group)
    for kind, code in CODES:
        if isinstance(error, kind):
            return translate(code, getattr(error, "message", ""), group=group)
    if isinstance(error, TelegramNetworkError):
        return _unanswered(error, repeatable=repeatable)
    if isinstance(error, TelegramAPIError):
        return ChannelUnavailable(error.message)
    return ChannelUnavailable(str(error)) if repeatable else DeliveryInDoubt("an answer of no known form")


def _unanswered(error: TelegramNetworkError, *, repeatable: bool) -> ChannelError:
    failure = error.__cause__
    if failure is not None and isinstance(failure.__cause__, ChannelError):
        return failure.__cause__  # the file that we were sending on could not be read
    return no_answer(type(failure).__name__, unsent=isinstance(failure, UNSENT), repeatable=repeatable)
