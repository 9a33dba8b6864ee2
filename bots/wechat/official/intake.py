"""The official account's callback: verified, decrypted, understood, stored, and answered in the same request."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, Protocol

import structlog
from aiohttp import web

from bots.wechat.official.gate import Gate
from bots.wechat.official.inbound import Told, UnknownKind, Us, understand
from bots.wechat.official.passive import PassiveReplies
from bots.wechat.official.replies import reply_xml
from bots.wechat.official.success import success
from bots.wechat.official.visits import Visit
from core.channel import HttpRoute, Sink
from core.errors import Forged, StoreUnavailable, Unreadable
from core.messages import Address, ChatId, Event
from core.ports import Clock

log = structlog.get_logger(__name__)

_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8"}
_XML: Final = {"Content-Type": "text/xml; charset=utf-8"}


class Listener(Protocol):
    """The channel, which is told of each event. A repeat of the platform is told again."""

    async def hears(self, event: Event) -> Event:
        """Before it is stored; gives what is stored (with what it lets us write). Raises: StoreUnavailable."""

    def has_heard(self, event: Event) -> None:
        """It is stored now."""


class Intake:
    """One account's door. `refused`: why the last callback was turned away, for the doctor; empty: none was since."""

    def __init__(self, us: Us, gate: Gate, passive: PassiveReplies, listener: Listener, clock: Clock) -> None:
        self.refused = ""
        self._us = us
        self._gate = gate
        self._passive = passive
        self._listener = listener
        self._clock = clock
        self._sink: Sink | None = None

    @property
    def path(self) -> str:
        return f"/{self._us.channel}/{self._us.account}/callback"

    def routes(self) -> Sequence[HttpRoute]:
        return (HttpRoute("GET", self.path, self._shake_hands), HttpRoute("POST", self.path, self._take))

    def open(self, sink: Sink) -> None:
        self._sink = sink

    def close(self) -> None:
        """Nothing more comes in; who waits for an answer gets it some other way."""
        self._sink = None
        self._passive.close()

    async def _shake_hands(self, request: Any) -> web.Response:
        """Raises: Forged: the web server turns it into 403."""
        try:
            echo = self._gate.echo(request.query)
        except (Forged, Unreadable) as why:
            return self._refuse(why)
        return web.Response(body=echo.encode(errors="replace"), headers=_PLAIN)

    async def _take(self, request: Any) -> web.StreamResponse:
        """Raises: Forged, StoreUnavailable: the web server turns them into 403 and 503."""
        query = _query(request)
        try:
            self._gate.knock(query)
            content = request.content  # mostly it is all here, and nobody has read it yet
            body = content.read_nowait() if content.is_eof() and not content.at_eof() else await request.read()
            payload = self._gate.open(query, body)
            told = understand(payload, self._us)
        except UnknownKind as why:
            await self._park(payload, why.key, why.detail)
            return success(request)
        except (Forged, Unreadable) as why:
            return self._refuse(why)
        self.refused = ""
        if told.event is None:
            return success(request)
        if self._passive.at_once or told.event.allowance is None:  # who has left reads no answer
            await self._store(told.event, payload, told.key)
            return success(request)
        visit = self._passive.visit(told.chat, told.key, asking=told.asking)
        try:
            await self._store(told.event, payload, told.key)
            response = await self._answered(request, told, visit)
        except BaseException:
            visit.broken()
            raise
        visit.written()
        return response

    async def _store(self, event: Event, payload: bytes, key: str) -> None:
        sink = self._reached()
        heard = await self._listener.hears(event)
        try:
            await sink.accept((heard,))
        except StoreUnavailable:
            raise
        except Exception as mistake:  # poison for the store: the platform would only come twice more with it
            log.exception("an event could not be handed in", channel=self.path)
            await sink.park(self._room, key, payload, type(mistake).__name__)
        else:
            self._listener.has_heard(heard)

    async def _answered(self, request: Any, told: Told, visit: Visit) -> web.StreamResponse:
        """Written here and not by the web server: only so we know whether it went out. Raises: ConnectionError."""
        reply = await visit.answer()
        if reply is None:
            response = success(request)
        else:
            answer = reply_xml(reply, told.chat, told.ours, self._clock.now())
            response = web.Response(body=self._gate.close(_query(request), answer).encode(), headers=_XML)
        await response.prepare(request)
        await response.write_eof()
        return response

    async def _park(self, payload: bytes, key: str, why: str) -> None:
        await self._reached().park(self._room, key or sha256(payload).hexdigest(), payload, why)

    def _refuse(self, why: Forged | Unreadable) -> web.Response:
        if not self.refused:  # once, and again after the next good one: strangers shall not fill the log
            log.warning("a callback was refused", channel=self.path, why=why.detail)
        self.refused = why.detail
        if isinstance(why, Forged):
            raise why
        return web.Response(status=400, body=b"Unreadable", headers=_PLAIN)

    def _reached(self) -> Sink:
        if self._sink is None:
            raise StoreUnavailable("the channel is not started")
        return self._sink

    @property
    def _room(self) -> Address:
        return self._us.chat(ChatId(""))


def _query(request: web.BaseRequest) -> Mapping[str, str]:
    """Numbers and letters need no decoding: then it is read in a fifth of the time."""
    raw = request.raw_path.partition("?")[2]
    if "%" in raw or "+" in raw:
        return request.query
    return dict([part.partition("=")[::2] for part in raw.split("&")])
