"""The platform's calls as both channels make them: with the access token, in its JSON, its refusals as our errors."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from time import monotonic
from typing import Any, Final, TypeVar

import msgspec
import structlog

from bots.wechat.tokens import OperatorNeeded, Tokens
from bots.wechat.wire import File, Query, Wire
from core.errors import ChannelError, ChannelUnavailable, DeliveryInDoubt

log = structlog.get_logger(__name__)

TOKEN_REFUSED: Final = frozenset({40001, 40014, 41001, 42001})
"""invalid credential, invalid access_token, access_token missing, access_token expired: the same on both platforms."""
BAD_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
FIRST: Final = 1024
"""A download that is shorter and begins with a brace may be a refusal."""

TOLD_FOR: Final = 600.0
"""Seconds for which a refusal is not logged again."""

Translate = Callable[[int, str], ChannelError]
"""What a code and the platform's words mean."""


class Answer(msgspec.Struct):
    """What every answer has; more in those that derive from it."""

    errcode: int = 0
    errmsg: str = ""


A = TypeVar("A", bound=Answer)
_read_head: Final = msgspec.json.Decoder(Answer, strict=False).decode
_encode: Final = msgspec.json.Encoder().encode
"""UTF-8, nothing escaped: the platform shows \\uXXXX as it stands, or refuses it (40033)."""


class Api:
    """Every method raises ChannelError only. `close` when nothing is asked any more."""

    def __init__(self, wire: Wire, tokens: Tokens, translate: Translate) -> None:
        self._wire = wire
        self._tokens = tokens
        self._translate = translate
        self._decoders: dict[type[Answer], Callable[[bytes], Any]] = {}
        self._silent: dict[int, float] = {}

    async def call(
        self, path: str, body: object = None, *, kind: type[A], repeatable: bool = True, query: Query | None = None
    ) -> A:
        """One call, by GET where there is no body, and its answer as a `kind`.

        `repeatable`: doing it twice does not show. Raises: DeliveryInDoubt: only where it does; what the refusal
        means; ChannelUnavailable."""
        data = None if body is None else _encode(body)
        return await self._asked(path, query or {}, data, kind, repeatable=repeatable)

    async def upload(self, path: str, query: Query, file: File, kind: type[A]) -> A:
        return await self._asked(path, query, file, kind, repeatable=True)

    async def download(self, path: str, query: Query) -> AsyncGenerator[bytes, None]:
        """A file's bytes. Raises: what the refusal means."""
        async with aclosing(self._downloaded(path, query, await self._tokens.get(), last=False)) as chunks:
            async for chunk in chunks:
                yield chunk

    async def close(self) -> None:
        await self._tokens.close()
        await self._wire.close()

    async def _asked(self, path: str, query: Query, body: bytes | File | None, kind: type[A], *, repeatable: bool) -> A:
        token = await self._tokens.get()
        answer = await self._once(path, {**query, "access_token": token}, body, kind, repeatable=repeatable)
        if answer.errcode in TOKEN_REFUSED:
            token = await self._tokens.another(token)
            answer = await self._once(path, {**query, "access_token": token}, body, kind, repeatable=repeatable)
        if answer.errcode in TOKEN_REFUSED:
            raise await self._tokens.give_up(token)
        await self._tokens.trust(token)
        if answer.errcode:
            raise self._refusal(answer)
        return answer

    async def _once(self, path: str, query: Query, body: bytes | File | None, kind: type[A], *, repeatable: bool) -> A:
        payload = await self._wire.ask(path, query, body, repeatable=repeatable)
        try:
            answer: A = self._decoder(kind)(payload)
        except BAD_JSON:
            doubt = ChannelUnavailable if repeatable else DeliveryInDoubt
            raise doubt("an answer that is not of the platform's form") from None
        return answer

    async def _downloaded(self, path: str, query: Query, token: str, *, last: bool) -> AsyncGenerator[bytes, None]:
        async with aclosing(self._wire.download(path, {**query, "access_token": token})) as chunks:
            first = await anext(chunks, b"")
            code = _refusal(first)
            if code is None:
                yield first
                async for chunk in chunks:
                    yield chunk
                return
        if code.errcode not in TOKEN_REFUSED:
            raise self._refusal(code)
        if last:
            raise await self._tokens.give_up(token)
        async with aclosing(self._downloaded(path, query, await self._tokens.another(token), last=True)) as again:
            async for chunk in again:
                yield chunk

    def _refusal(self, answer: Answer) -> ChannelError:
        """What an operator has to mend is told in the log, once in a while."""
        refusal = self._translate(answer.errcode, answer.errmsg)
        if isinstance(refusal, OperatorNeeded) and self._silent.get(answer.errcode, 0) < monotonic():
            self._silent[answer.errcode] = monotonic() + TOLD_FOR
            log.error("the platform refuses our calls", why=refusal.detail)
        return refusal

    def _decoder(self, kind: type[Answer]) -> Callable[[bytes], Any]:
        if kind not in self._decoders:
            self._decoders[kind] = msgspec.json.Decoder(kind, strict=False).decode
        return self._decoders[kind]


def _refusal(first: bytes) -> Answer | None:
    """A refused download comes as JSON with a code, whatever its Content-Type says."""
    if len(first) > FIRST or not first.startswith(b"{"):
        return None
    try:
        head = _read_head(first)
    except BAD_JSON:
        return None
    return head if head.errcode else None
