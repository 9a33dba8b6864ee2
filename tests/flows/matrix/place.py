"""The whole product on all messengers at once, with one order for a buyer of each."""

import csv
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots import app
from config.settings import RoomRule, Settings
from storage.orders_import import import_orders
from tests.flows.desk import CONTACT, HEADER, PASSWORD, running, settings_for
from tests.flows.matrix.platforms import BUYERS, STATIONS
from tests.flows.matrix.stations import Buyer, Room, Station

PRODUCT = "Steam 50 元充值卡"


@dataclass(frozen=True, slots=True)
class Sold:
    number: str
    key: str


SOLD = {name: Sold(f"30226112209524{place:04}", f"ABCD-{place:04}-EFGH-5678") for place, name in enumerate(BUYERS, 1)}
"""By the buyer's channel: what is asked for too often is refused."""


@dataclass(slots=True)
class Everywhere:
    """In operation. `room`: where tickets go."""

    stations: list[Station]
    room: str

    async def newcomer(self, channel: str) -> Buyer:
        return await next(one for one in self.stations if one.buyers == channel).newcomer("王小明")

    def desk(self, room: str = "") -> Room:
        return next(one for one in self.stations if one.room == (room or self.room)).desk


@asynccontextmanager
async def open_everywhere(folder: Path, room: str, *rules: RoomRule) -> AsyncIterator[Everywhere]:
    """`room`: where tickets go that none of the `rules` is for."""
    async with AsyncExitStack() as around:
        stations = [kind() for kind in STATIONS]
        channels: dict[str, dict[str, Any]] = {}
        for station in stations:
            around.push_async_callback(station.stop)
            channels |= {name: {"main": settings} for name, settings in (await station.start()).items()}
        settings = settings_for(folder, "", channels, f"{room}/main")
        settings = settings.model_copy(update={"desk": settings.desk.model_copy(update={"rooms": rules})})
        await _sell(settings, folder)
        port = await around.enter_async_context(running(settings))
        for station in stations:
            await station.ready(settings, port)
        yield Everywhere(stations, room)


async def _sell(settings: Settings, folder: Path) -> None:
    file, bought = folder / "orders.csv", "2026-11-20 10:00:00"
    rows = [
        [one.number, PRODUCT, "1", "50.00", "CNY", "已发货", CONTACT, PASSWORD, bought, bought, bought, one.key]
        for one in SOLD.values()
    ]
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *rows])
    async with app.opened(settings) as parts:
        assert (await import_orders(parts.sessions, parts.vault, file)).imported == len(rows)
