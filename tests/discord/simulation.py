"""Our real channel inside SimCord: another Discord than ours, written by others, without a wire.

SimCord stands in for the gateway and for the calls of discord.py; what it refuses comes as discord.py's exceptions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

import discord
from discord.http import HTTPClient, Route
from simcord import Env

from bots.discord.client import Client
from bots.discord.errors import Declined


@asynccontextmanager
async def simulated() -> AsyncIterator[Env]:
    """Every client of ours that is supervised in here is connected to this SimCord. One channel at a time."""
    env = Env(discord.Client(intents=discord.Intents.none()), check_errors=False)
    await env.start()

    async def supervise(client: Client) -> None:
        await env.restart_bot(client)
        client.ws.sequence = 0
        _speaks_as_ours(client.http)
        await client._log_in()
        await asyncio.Event().wait()

    try:
        with patch.object(Client, "supervise", supervise):
            yield env
    finally:
        await env.shutdown()


def _speaks_as_ours(http: HTTPClient) -> None:
    """Refusals come as our calls raise them."""
    ask = http.request

    async def request(route: Route, **kwargs: Any) -> Any:
        try:
            return await ask(route, **kwargs)
        except discord.HTTPException as no:
            raise Declined(no.status, no.code, no.text) from None

    http.request = request  # type: ignore[method-assign]
