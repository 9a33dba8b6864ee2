"""Our real channel inside SimCord: another Discord than ours, written by others, without a wire.

SimCord stands in for the gateway and for the calls of discord.py; what it refuses comes as discord.py's exceptions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import discord
from discord.http import HTTPClient, Route
from simcord import Env
from simcord.gateway import FakeWebSocket
from simcord.http.router import UnsupportedField

from bots.discord.client import Client
from bots.discord.errors import Declined


@dataclass(slots=True)
class Simulation:
    """`connected`: our client has logged in."""

    env: Env
    connected: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def simulated() -> AsyncIterator[Simulation]:
    """Every client of ours that is supervised in here is connected to this SimCord. One channel at a time."""
    env = Env(discord.Client(intents=discord.Intents(guilds=True)), check_errors=False)
    await env.start()
    simulation = Simulation(env)

    async def supervise(client: Client) -> None:
        await env.restart_bot(client)
        _speaks_as_ours(client.http)
        await client._log_in()
        simulation.connected.set()
        await asyncio.Event().wait()

    hear = Client._hear

    def hear_by_itself(client: Client, event: str, data: Any) -> None:
        """SimCord waits for all that begins while it tells something; our channel goes on by itself."""
        Context().run(hear, client, event, data)

    try:
        with (
            patch.object(Client, "supervise", supervise),
            patch.object(Client, "_hear", hear_by_itself),
            patch.object(FakeWebSocket, "sequence", 0, create=True),
        ):
            yield simulation
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
        except UnsupportedField as gap:
            if gap.fields != ["flags"]:  # it has no pinned posts: without that the desk works all the same
                raise
            raise Declined(400, 50035) from None

    http.request = request  # type: ignore[method-assign]
