"""A language model behind an OpenAI-compatible endpoint: implements core.grounding.LanguageModel and Examines.

One connection a question: they are seldom, and so nothing is left open at the end."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any, Literal
from urllib.parse import urlsplit

import aiohttp
import msgspec

from core.channel import Finding, Severity
from core.grounding import Completion, ModelUnavailable, Prompt

ReplyFormat = Literal["json_schema", "json_object", "text"]
MOST_BYTES = 256 * 1024
SUBJECT = "faq.model"
_TRIAL = Prompt('Reply with this JSON object and nothing else: {"answer": "", "cites": []}', "{}")
_REFUSED = frozenset({401, 403})
_NAMED = 5


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message


class _Usage(msgspec.Struct, frozen=True):
    total_tokens: int


class _ChatReply(msgspec.Struct, frozen=True):
    """The parts that we read of a chat completion."""

    choices: list[_Choice] = []
    usage: _Usage | None = None
    model: str = ""


class _ListedModel(msgspec.Struct, frozen=True):
    id: str


class _Listed(msgspec.Struct, frozen=True):
    data: list[_ListedModel] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """`base_url`: with its /v1. `schema`: the form of a reply, for endpoints that can hold a model to one."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    within: timedelta = timedelta(seconds=8)
    max_tokens: int = 300
    reply_format: ReplyFormat = "json_schema"
    schema: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class HttpLanguageModel:
    endpoint: Endpoint

    async def complete(self, prompt: Prompt) -> Completion:
        """Raises: ModelUnavailable: timeout, busy (429), refused (401, 403), failing, unreachable, garbled."""
        reply = await self._asked("POST", "/chat/completions", _ChatReply, chat_request(self.endpoint, prompt))
        if not reply.choices or reply.choices[0].message.content is None:
            raise ModelUnavailable("garbled")
        return Completion(reply.choices[0].message.content, reply.usage.total_tokens if reply.usage else None)

    async def examine(self) -> Sequence[Finding]:
        """Asks it for real, with a few tokens."""
        began = monotonic()
        try:
            reply = await self._asked("POST", "/chat/completions", _ChatReply, chat_request(self.endpoint, _TRIAL))
        except ModelUnavailable as away:
            return [await self._finding(away)]
        seen = (
            f"{reply.model or self.endpoint.model} at {self.endpoint.base_url} answers in {monotonic() - began:.1f} s"
        )
        return [Finding(SUBJECT, Severity.OK, seen)]

    @property
    def _host(self) -> str:
        return urlsplit(self.endpoint.base_url).netloc.rpartition("@")[2]

    async def _finding(self, away: ModelUnavailable) -> Finding:
        """Buyers are answered as if there were no model, so it is no failure."""
        seen = f"{self.endpoint.model} at {self._host}: {away.why}"
        if away.why == "refused":
            return Finding(SUBJECT, Severity.WARNING, seen, "Look at KAMIDESK_FAQ__MODEL__API_KEY.")
        remedy = "Is the server running, and is faq.model.base_url right (with its /v1)?"
        try:
            listed = await self._asked("GET", "/models", _Listed)
        except ModelUnavailable:
            return Finding(SUBJECT, Severity.WARNING, seen, remedy)
        names = [one.id for one in listed.data]
        if self.endpoint.model in names:
            remedy = "It knows this model: try a longer faq.model.within, or another faq.model.reply_format."
        else:
            remedy = (
                f"It does not know this model. faq.model.model may be: {', '.join(names[:_NAMED]) or 'nothing yet'}."
            )
        return Finding(SUBJECT, Severity.WARNING, seen, remedy)

    async def _asked(self, method: str, path: str, kind: type[Any], body: bytes | None = None) -> Any:
        try:
            async with asyncio.timeout(self.endpoint.within.total_seconds()):
                return msgspec.json.decode(await self._fetched(method, path, body), type=kind)
        except TimeoutError:
            raise ModelUnavailable("timeout") from None
        except (aiohttp.ClientError, OSError, ValueError, RecursionError) as error:
            garbled = isinstance(error, msgspec.DecodeError | aiohttp.ClientPayloadError | RecursionError)
            raise ModelUnavailable("garbled" if garbled else "unreachable") from None

    async def _fetched(self, method: str, path: str, body: bytes | None) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.endpoint.api_key:
            headers["Authorization"] = f"Bearer {self.endpoint.api_key}"
        url = f"{self.endpoint.base_url.rstrip('/')}{path}"
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(method, url, data=body, allow_redirects=False) as response,
        ):
            if response.status == 429:
                raise ModelUnavailable("busy", retry_after(response.headers.get("Retry-After", "")))
            if response.status in _REFUSED:
                raise ModelUnavailable("refused")
            if response.status != 200:
                raise ModelUnavailable("failing")
            return await _bounded(response)


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    pieces = bytearray()
    async for piece in response.content.iter_any():
        pieces += piece
        if len(pieces) > MOST_BYTES:
            raise ModelUnavailable("garbled")
    return bytes(pieces)


def chat_request(endpoint: Endpoint, prompt: Prompt) -> bytes:
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": "system", "content": prompt.rules}, {"role": "user", "content": prompt.matter}],
        "max_tokens": endpoint.max_tokens,
        "temperature": 0,
        "stream": False,
    }
    if endpoint.reply_format == "json_object":
        body["response_format"] = {"type": "json_object"}
    elif endpoint.reply_format == "json_schema":
        named = {"name": "reply", "strict": True, "schema": dict(endpoint.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    return msgspec.json.encode(body)


def retry_after(told: str) -> timedelta | None:
    """Of the header's seconds or date; None: it tells nothing that can be read."""
    if told.strip().isascii() and told.strip().isdigit():
        return timedelta(seconds=min(int(told.strip()[:9]), 86400))
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - datetime.now(UTC), timedelta(0))
