"""One bot on Discord: its calls by REST, and its gateway, supervised. The SDK is loaded in a thread.

Both channels have one each. `open` once, `call` or `ask` at any time after, `close` at the end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from bots.discord.errors import Declined
from bots.discord.frames import Hears
from bots.discord.settings import BotSettings
from core.background import Background, Library
from core.errors import ChannelUnavailable

if TYPE_CHECKING:
    from bots.discord.client import Client


class Upload(NamedTuple):
    """A file that goes with a call; `content` can be read from its beginning, more than once."""

    name: str
    content: BinaryIO


class Me(NamedTuple):
    """Who we are, once Discord has told."""

    bot: int
    application: int
    name: str


class Connection:
    """`subject`: "<channel>/<account>"; `intents`: what the gateway shall tell us (see intents.py); `hears`: to whom.

    `trouble`: why the gateway is not connected now, with the remedy; "" while it is, or before it was tried."""

    def __init__(self, subject: str, settings: BotSettings, intents: int, hears: Hears) -> None:
        self.background = Background(subject)
        self._settings = settings
        self._intents = intents
        self._hears = hears
        self._library: Library[Client] = Library("discord", "bots.discord.client", self._build)
        self._client: Client | None = None

    def open(self) -> None:
        """Begins to load, to log in and to listen; goes on trying until `close`."""
        self._library.begin(self.background)
        self.background.run(self._run())

    async def close(self) -> None:
        """Leaves no task and no connection."""
        await self.background.stop()
        await self._library.close()
        self._client = None

    @property
    def me(self) -> Me | None:
        """None: Discord has not told yet."""
        return self._client.me if self._client is not None else None

    @property
    def trouble(self) -> str:
        return self._client.trouble if self._client is not None else ""

    async def logged_in(self) -> Me:
        """Waits a little for the login. Raises: ChannelUnavailable: not yet."""
        return await (await self._library.get()).logged_in()

    async def call(
        self, method: str, path: str, json: Any = None, *, files: Sequence[Upload] = (), repeatable: bool = True
    ) -> Any:
        """One call, tried once; gives Discord's answer, parsed ("" for an empty one).

        `path`: below the API's root, ids filled in, nothing quoted: "/channels/123/messages?limit=5".
        `files`: `json` goes along as payload_json. `repeatable`: a second time does not show.

        Raises: Declined: Discord says no, and `Declined.meaning` what that means; ChannelUnavailable: no answer;
        DeliveryInDoubt: no answer, and it may have been taken."""
        client = await self._library.get()
        return await client.ask(Request(method, path, json, files), repeatable=repeatable)

    async def ask(self, method: str, path: str, json: Any = None) -> Any:
        """As `call`, for what may be repeated. Raises: ChannelError only."""
        try:
            return await self.call(method, path, json)
        except Declined as no:
            raise no.meaning from None

    def _build(self, module: Any) -> "Client":
        client: Client = module.Client(self.background.subject, self._settings, self._intents, self._hears)
        self._client = client
        return client

    async def _run(self) -> None:
        while True:
            try:
                client = await self._library.get()
            except ChannelUnavailable:  # it is told in the log why; a slow disk may take longer
                if not self._library.loading:
                    return
            else:
                await client.supervise()


class Request(NamedTuple):
    method: str
    path: str
    json: Any = None
    files: Sequence[Upload] = ()
