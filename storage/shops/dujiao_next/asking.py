"""One question to the shop: its envelope opened, its clock noted. It answers HTTP 200 to nearly everything; what counts
is `status_code` within."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import msgspec

from core.errors import KamiDeskError, ShopUnavailable
from core.masking import mask_keys_in
from core.ports import Clock
from storage.shops.breaker import Breaker
from storage.shops.calls import Calls, Reply

API = "/api/v1"
MOST_BYTES = 8 * 1024 * 1024
"""Of an answer: a page of orders holds the keys of each, and they may be thousands."""
_FILES = frozenset({"text/plain", "text/csv"})
GRANTED, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY, INTERNAL = 0, 401, 403, 404, 429, 500
_SAID = 160


class Declined(KamiDeskError):
    """The shop declines this. `error`: its own name for why, where it has one."""

    def __init__(self, code: int, said: str, error: str = "") -> None:
        self.code = code
        self.error = error
        self.said = mask_keys_in(" ".join(said.split()))[:_SAID]
        super().__init__(f"{self.said} ({code})".strip())


class TooMany(ShopUnavailable):
    """The shop asks us to slow down."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`data`: of the envelope, or the text of a file. `total`: of all pages; None: it is no list."""

    data: Any = field(repr=False)
    total: int | None = None


@dataclass(frozen=True, slots=True)
class _File:
    text: str = field(repr=False)


class FileCalls(Calls):
    """Calls that takes the shop's files too (keys as text), and larger answers."""

    most = MOST_BYTES

    def _payload(self, response: aiohttp.ClientResponse, raw: bytes) -> Any:
        if response.content_type in _FILES:
            return _File(raw.decode())
        if "json" not in response.content_type:
            raise ShopUnavailable(f"It answers something else than JSON (status {response.status}).")
        return msgspec.json.decode(raw)


class Asking:
    """All questions to one shop. `ahead`: how far the shop's clock is ahead of ours, by its last answer."""

    def __init__(self, base_url: str, breaker: Breaker, clock: Clock, language: str) -> None:
        self._calls = FileCalls(base_url, breaker)
        self._clock = clock
        self._language = language
        self.ahead = timedelta()

    def shop_time(self) -> datetime:
        return self._clock.now() + self.ahead

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Answer:
        """`path`: below /api/v1. Raises: Declined, ShopUnavailable."""
        spoken = {"Accept-Language": self._language, **(headers or {})}
        reply = await self._calls.ask(method, API + path, query=query, headers=spoken, body=body)
        self._note_time(reply.headers.get("Date", ""))
        return _opened(reply)

    async def close(self) -> None:
        await self._calls.close()

    def _note_time(self, date: str) -> None:
        try:
            told = parsedate_to_datetime(date)
        except (ValueError, TypeError):
            return
        if told.tzinfo is not None:
            self.ahead = told.astimezone(UTC) - self._clock.now().replace(microsecond=0)


def _opened(reply: Reply) -> Answer:
    if isinstance(reply.payload, _File) and reply.status < 400:
        return Answer(reply.payload.text)
    envelope = reply.payload if isinstance(reply.payload, dict) else {}
    code, said = envelope.get("status_code"), envelope.get("msg")
    if not isinstance(code, int) or isinstance(code, bool):
        raise ShopUnavailable(f"Its answer is not that of dujiao-next (status {reply.status}); is the address right?")
    if code == GRANTED and reply.status < 400:
        return Answer(envelope.get("data"), _total(envelope.get("pagination")))
    if code == TOO_MANY:
        raise TooMany
    if code >= INTERNAL or code == GRANTED:
        raise ShopUnavailable(f"It fails (status {code or reply.status}).")
    error = envelope.get("error_code")
    raise Declined(code, said if isinstance(said, str) else "", error if isinstance(error, str) else "")


def _total(pagination: Any) -> int | None:
    total = pagination.get("total") if isinstance(pagination, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) else None
