"""discord.py as we use it: its gateway, its rate limits and its uploads, without its memory of what it was told.

Every event goes to us as it came: an event that discord.py cannot parse ends nothing, and nothing is kept twice.
Importing this imports discord.py."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import discord
import msgspec
import structlog
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import HTTPClient, Route

from bots.discord.background import Patience
from bots.discord.connection import Me, Request
from bots.discord.errors import CLOSED, Declined, no_answer
from bots.discord.frames import Frame, Hears
from bots.discord.restraint import Restraint
from bots.discord.routes import parts_of
from bots.discord.settings import BotSettings
from core.errors import ChannelError, ChannelUnavailable

log = structlog.get_logger(__name__)

FAILURES: Final = (aiohttp.ClientError, OSError)  # TimeoutError is an OSError
UNSENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=15)
UPLOADING: Final = aiohttp.ClientTimeout(total=300, sock_connect=15, sock_read=60)
LONGEST_WAIT: Final = 30.0
"""Seconds that a call may wait for its turn; the least that discord.py takes here."""
LOGIN: Final = 3.0
"""Seconds that a call waits for the login."""
STEADY: Final = 60.0
"""Seconds after which a connection was no failure: 1000 beginnings a day are allowed (…/events/gateway#sessions)."""
FAREWELL: Final = 2.0
"""Seconds that Discord has to answer when we close."""
HOPELESS: Final = 300.0
"""Seconds between tries when an operator has to act first."""


class _Told(msgspec.Struct):
    """What Discord says with a no."""

    code: int = 0
    message: str = ""
    retry_after: float = 0.0
    is_global: bool = msgspec.field(name="global", default=False)


_decode = msgspec.json.Decoder(_Told).decode


class Rest(HTTPClient):
    """discord.py's calls below another root, with its waiting for limits, and each of them tried only once."""

    def __init__(self, root: str, proxy: str | None) -> None:
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(_look)
        loop: Any = discord.utils.MISSING  # set when it logs in
        super().__init__(loop, proxy=proxy, http_trace=trace, max_ratelimit_timeout=LONGEST_WAIT)
        self._root = root

    async def request(self, route: Route, **kwargs: Any) -> Any:
        """Raises: Declined; aiohttp's and the system's exceptions."""
        route.url = self._root + route.url.removeprefix(route.BASE)
        kwargs.setdefault("timeout", TIMEOUT)
        try:
            return await super().request(route, **kwargs)
        except discord.RateLimited as limit:
            raise Declined(429, after=limit.retry_after) from None


class Ears(dict[str, Callable[[Any], None]]):
    """Stands where discord.py keeps its parsers: there is one for every event."""

    def __init__(self, hear: Callable[[str, Any], None]) -> None:
        super().__init__()
        self._hear = hear

    def __missing__(self, event: str) -> Callable[[Any], None]:
        return lambda data: self._hear(event, data)


class Client(discord.Client):
    """`supervise` until it is cancelled, then `close`. `trouble`: why the gateway is not there; "" while it is."""

    def __init__(self, subject: str, settings: BotSettings, intents: int, hears: Hears) -> None:
        logging.getLogger("discord").setLevel(logging.WARNING)  # at DEBUG it writes down what people say
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        self._root = settings.api_url
        wanted = discord.Intents.none()
        wanted.value = intents
        super().__init__(intents=wanted, max_messages=None)
        self.me: Me | None = None
        self.trouble = ""
        self._subject = subject
        self._token = settings.token.get_secret_value()
        self._gateway = yarl.URL(settings.gateway_url)
        self._hears = hears
        self._known = asyncio.Event()
        self._restraint = Restraint(monotonic)
        self._patience = Patience(subject)
        self._resumable: DiscordWebSocket | None = None
        self._connection.parsers = Ears(self._hear)

    def _get_state(self, **options: Any) -> Any:
        """Called by discord.py before it has used its own calls."""
        self.http = Rest(self._root, _proxy(self._root))
        return super()._get_state(**options)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """We wait between sessions by ourselves."""

    # ------------------------------------------------------------------ calls

    async def logged_in(self) -> Me:
        """Raises: ChannelUnavailable."""
        if self.me is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._known.wait(), LOGIN)
        if self.me is None:
            raise ChannelUnavailable(self.trouble or "not logged in yet")
        return self.me

    async def ask(self, request: Request, *, repeatable: bool) -> Any:
        """Raises: Declined, ChannelUnavailable, DeliveryInDoubt."""
        await self.logged_in()
        self._restraint.check()
        where, _, query = request.path.partition("?")
        template, ids = parts_of(where)
        route = Route(request.method, template, metadata=None, **ids)
        for upload in request.files:
            upload.content.seek(0)
        files = [discord.File(one.content, one.name) for one in request.files]  # type: ignore[arg-type]
        try:
            return await self.http.request(route, params=dict(parse_qsl(query)), **_body(request.json, files))
        except Declined as no:
            self._restraint.note(no)
            raise
        except FAILURES as failure:
            unsent = isinstance(failure, UNSENT)
            raise no_answer(type(failure).__name__, unsent=unsent, repeatable=repeatable) from None
        finally:
            for file in files:  # it keeps a file from being closed as long as it has it
                file.close()

    # ------------------------------------------------------------------ the gateway

    async def supervise(self) -> None:
        """One connection after the other; raises nothing."""
        while True:
            began, usual = monotonic(), False
            try:
                await self._log_in()
                await self._listen()
                why: ChannelError = ChannelUnavailable("the connection has ended")
                usual = True
            except Exception as failure:
                why = self._explained(failure)
            if monotonic() - began > STEADY:
                self._patience.calm()
            self.trouble = str(why)
            await self._patience.rest("the gateway", why, usual=usual)

    async def _log_in(self) -> None:
        """Opens the session at the first time; a wrong token is not forgotten by discord.py then."""
        if self.me is not None:
            return
        try:
            if self.http.token is None:
                await self._async_setup_hook()
                told = await self.http.static_login(self._token)
            else:
                told = await self.http.request(Route("GET", "/users/@me"))
            application = await self.http.application_info()
        finally:
            self.http.token = self._token
        self.me = Me(int(told["id"]), int(application["id"]), str(told["username"]))
        self._known.set()

    async def _listen(self) -> None:
        """Until the connection ends. Raises: whatever has ended it, unless that is of no importance."""
        old = self._resumable
        self._resumable = None
        socket = await asyncio.wait_for(self._connect(old), TIMEOUT.total)
        self.ws = socket
        try:
            while True:
                await socket.poll_event()
                await self._hears.room()
        except ReconnectWebSocket as again:
            self._resumable = socket if again.resume else None
        except FAILURES:
            self._resumable = socket
            raise
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(socket.close(code=4000), FAREWELL)

    async def _connect(self, old: DiscordWebSocket | None) -> DiscordWebSocket:
        """Goes on with that connection's session, if it had one."""
        if old is None or old.session_id is None:
            return await DiscordWebSocket.from_client(self, initial=True, gateway=self._gateway)
        return await DiscordWebSocket.from_client(
            self, gateway=old.gateway, session=old.session_id, sequence=old.sequence, resume=True
        )

    def _hear(self, event: str, data: Any) -> None:
        if event in {"READY", "RESUMED"}:
            self.trouble = ""
        self._hears.hear(Frame(event, self.ws.sequence or 0, data))

    def _explained(self, failure: Exception) -> ChannelError:
        """Without the words of exceptions, which may hold an address and so a token."""
        code = failure.code if isinstance(failure, discord.ConnectionClosed) else 0
        no = failure if isinstance(failure, Declined) else None
        if code in CLOSED or (no is not None and no.wrong_token):
            remedy = CLOSED[code or 4004]
            log.error("Discord does not let us in", channel=self._subject, code=code or 401, remedy=remedy)
            return _hopeless(remedy)
        if no is not None:
            return no.meaning
        if not isinstance(failure, (*FAILURES, ReconnectWebSocket, discord.ConnectionClosed)):
            log.error("the gateway told what cannot be read", channel=self._subject, exc_info=failure)
        return ChannelUnavailable(f"{type(failure).__name__} {code or ''}".strip())


def _hopeless(remedy: str) -> ChannelUnavailable:
    return ChannelUnavailable(remedy, timedelta(seconds=HOPELESS))


async def _look(_: aiohttp.ClientSession, __: SimpleNamespace, seen: aiohttp.TraceRequestEndParams) -> None:
    """Raises: Declined, before discord.py would wait and try again: the outbox does that, and knows what is urgent."""
    response = seen.response
    if response.status < 400:
        return
    payload = await response.read()
    headers = response.headers
    try:
        told = _decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        told = _Told()
    after = told.retry_after or _seconds(headers.get("Retry-After", ""))
    account = told.is_global or headers.get("X-RateLimit-Scope") == "global" or "Via" not in headers
    response.release()
    raise Declined(response.status, told.code, told.message, after, account=account)


def _seconds(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdecimal() else 0.0


def _body(told: Any, files: Sequence[discord.File]) -> dict[str, Any]:
    if not files:
        return {} if told is None else {"json": told}
    form: list[dict[str, Any]] = [{"name": "payload_json", "value": msgspec.json.encode(told).decode()}]
    form += [
        {"name": f"files[{n}]", "value": file.fp, "filename": file.filename, "content_type": "application/octet-stream"}
        for n, file in enumerate(files)
    ]
    return {"form": form, "files": files, "timeout": UPLOADING}


def _proxy(root: str) -> str | None:
    """That of the environment (HTTPS_PROXY, NO_PROXY)."""
    parts = urlsplit(root)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
