"""Runs a piece of work on the opened shop: its database, vault, channels and FAQ, without serving."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from bots.cli.options import settings_of

if TYPE_CHECKING:
    from bots.app import Parts
    from config.settings import Settings

T = TypeVar("T")


def on_the_shop(context: typer.Context, work: "Callable[[Parts], Awaitable[T]]") -> T:
    """What `work` gives back. Raises: WrongSettings, and what `work` raises."""
    return asyncio.run(opened_for(settings_of(context), work))


async def opened_for(settings: "Settings", work: "Callable[[Parts], Awaitable[T]]") -> T:
    from bots import app

    async with app.opened(settings) as parts:
        return await work(parts)
