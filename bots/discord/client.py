"""discord.py as we use it: its login and its gateway, supervised, without its memory of what it was told.

Every event goes to us as it came: an event that discord.py cannot parse ends nothing, and nothing is kept twice.
Importing this imports discord.py."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import Any, Final

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route

from bots.discord.connection import Me, Request
from bots.discord.errors import CLOSED, Declined, no_answer
from bots.discord.frames import Frame, Hears
from bots.discord.rest import Rest, carry
from bots.discord.restraint import Restraint
from bots.discord.settings import GATEWAY, OFFICIAL, BotSettings
from core.errors import ChannelError, ChannelUnavailable
from core.patience import Patience

log = structlog.get_logger(__name__)

FAILURES: Final = (aiohttp.ClientError, OSError)  # TimeoutError is an OSError
UNSENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
LOGIN: Final = 3.0
"""Seconds that a call waits for the login."""
CONNECTING: Final = 30.0
RESUMES: Final = 5
"""Tries to go on with a session."""
STEADY: Final = 60.0
"""Seconds after which a connection was no failure: 1000 beginnings a day are allowed (…/events/gateway#sessions)."""
FAREWELL: Final = 2.0
"""Seconds that Discord has to answer when we close."""
HOPELESS: Final = 300.0
"""Seconds between tries when an operator has to act first."""


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
        self._asks_where = settings.api_url != OFFICIAL and settings.gateway_url == GATEWAY
        self._hears = hears
        self._known = asyncio.Event()
        self._restraint = Restraint(monotonic)
        self._patience = Patience(subject)
        self._resumable: DiscordWebSocket | None = None
        self._tries = 0
        self._connection.parsers = Ears(self._hear)

    def _get_state(self, **options: Any) -> Any:
        """Called by discord.py before it has used its own calls."""
        self.http = Rest(self._root)
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
        try:
            return await carry(self.http, request)
        except Declined as no:
            self._restraint.note(no)
            raise
        except FAILURES as failure:
            unsent = isinstance(failure, UNSENT)
            raise no_answer(type(failure).__name__, unsent=unsent, repeatable=repeatable) from None

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
            if self._asks_where:
                self._gateway = yarl.URL((await self.http.request(Route("GET", "/gateway/bot")))["url"])
        finally:
            self.http.token = self._token
        self.me = Me(int(told["id"]), int(application["id"]), str(told["username"]))
        self._known.set()

    async def _listen(self) -> None:
        """Until the connection ends. Raises: whatever has ended it, unless that is of no importance."""
        socket = await self._connected()
        self.ws = socket
        try:
            while True:
                await socket.poll_event()
                await self._hears.has_room()
        except ReconnectWebSocket as again:
            self._resumable = socket if again.resume else None
        except FAILURES:
            self._resumable = socket
            raise
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(socket.close(code=4000), FAREWELL)

    async def _connected(self) -> DiscordWebSocket:
        """An address that leads nowhere any more is not tried for ever. Raises: what has gone wrong."""
        self._tries += 1
        old = self._resumable if self._tries <= RESUMES else None
        socket = await asyncio.wait_for(self._connect(old), CONNECTING)
        self._resumable, self._tries = None, 0
        return socket

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
