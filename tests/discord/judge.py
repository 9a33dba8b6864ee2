"""Real discord.py, connected to our server, that remembers everything that it was told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord.gateway import Bot, Discord

PATIENCE = timedelta(seconds=45)


class Judge(discord.Client):
    """`told`: every event as discord.py understood it, by its name there, in order."""

    def __init__(self, intents: discord.Intents, **options: Any) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0.02, **options)
        self.told: list[tuple[str, tuple[Any, ...]]] = []
        self.failed: list[str] = []
        self.running: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.told.append((event, args))
        super().dispatch(event, *args, **kwargs)
        self._changed.set()
        self._changed = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Does not wait the 5 seconds between two sessions."""

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        self.failed.append(event_method)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Taken from `told` by the tests."""

    def heard(self, event: str) -> list[Any]:
        """The first argument of every such event."""
        return [args[0] if args else None for name, args in self.told if name == event]

    async def hears(self, event: str, so: Callable[[Any], bool] = lambda _: True) -> Any:
        """The last such event; waits for the first. Raises: TimeoutError."""
        async with asyncio.timeout(PATIENCE.total_seconds()):
            while not any(so(one) for one in self.heard(event)):
                await self._changed.wait()
        return [one for one in self.heard(event) if so(one)][-1]


USUAL = discord.Intents(guilds=True, messages=True, reactions=True, typing=True)
ALL_WORDS = discord.Intents(guilds=True, messages=True, reactions=True, message_content=True)


@asynccontextmanager
async def on_our_server(api: Discord) -> AsyncIterator[None]:
    """Discord.py knows one Discord at a time."""
    gateway = yarl.URL(api.gateway_url)
    with patch.object(Route, "BASE", api.api_url), patch.object(DiscordWebSocket, "DEFAULT_GATEWAY", gateway):
        yield


@asynccontextmanager
async def judging(api: Discord, bot: Bot, intents: discord.Intents = USUAL, **options: Any) -> AsyncIterator[Judge]:
    """Logged in, connected, and told of its servers."""
    async with on_our_server(api):
        client = Judge(intents, **options)
        running = client.running = asyncio.create_task(client.start(bot.token))
        try:
            await _ready(client, running)
            yield client
        finally:
            await client.close()
            with suppress(discord.ConnectionClosed):
                await running


async def _ready(client: Judge, running: "asyncio.Task[None]") -> None:
    """Raises what stopped it, if it was stopped."""
    waiting = asyncio.create_task(client.hears("ready"))
    await asyncio.wait([waiting, running], return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        waiting.cancel()
        await running
    await waiting
