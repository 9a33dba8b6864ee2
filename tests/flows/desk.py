"""The whole product, started as in life, on the wire of fake platforms: what the flow tests talk to."""

import asyncio
import csv
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from bots import app
from bots.fake.testkit import FakePlatform, fake_platform
from config.settings import DEFAULTS, Settings
from storage.orders_import import import_orders

KEYS = ("ABCD-1234-EFGH-5678", "WXYZ-9876-MNPQ-5432")
ORDER, PASSWORD, CONTACT = "302261122095245598", "Pw12", "xiaoming@example.com"
OPEN_ORDER = "302261122095245599"
HEADER = [
    "订单号",
    "商品",
    "数量",
    "金额",
    "币种",
    "状态",
    "联系方式",
    "查询密码",
    "下单时间",
    "付款时间",
    "发货时间",
    "卡密",
]
DELIVERED = f"{ORDER},Steam 50 元充值卡,2,100.00,CNY,已发货,{CONTACT},{PASSWORD}"
WAITING = f"{OPEN_ORDER},月卡,1,25.00,CNY,已付款,13800138000,"
ORDERS = [
    [*DELIVERED.split(","), "2026-11-20 10:00:00", "2026-11-20 10:01:00", "2026-11-20 10:01:05", "|".join(KEYS)],
    [*WAITING.split(","), "2026-11-20 11:00:00", "2026-11-20 11:01:00", "", ""],
]


@dataclass(frozen=True, slots=True)
class Desk:
    """`buyers` and `agents`: the platforms where they are. `settings`: how the product was started."""

    buyers: FakePlatform
    agents: FakePlatform
    settings: Settings
    port: int

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def settings_for(folder: Path, database_url: str, channels: dict[str, Any], room: str) -> Settings:
    defaults = tomllib.loads(DEFAULTS.read_text("utf-8"))
    secrets = {"keys": [token_urlsafe(32)], "fingerprint_key": token_urlsafe(32)}
    own = {"host": "127.0.0.1", "port": 0, "public_url": ""}
    return Settings.model_validate(
        {
            **defaults,
            "data_dir": folder,
            "database": {"url": database_url},
            "secrets": secrets,
            "web": {**defaults["web"], **own},
            "desk": {**defaults["desk"], "room": room},
            "channels": channels,
        }
    )


async def sell(settings: Settings, folder: Path) -> None:
    """Two orders for the built-in shop, by the import that owners use."""
    file = folder / "orders.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *ORDERS])
    async with app.opened(settings) as parts:
        summary = await import_orders(parts.sessions, parts.vault, file)
    assert summary.imported == len(ORDERS), summary


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[int]:
    """The product; the port where it listens."""
    stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
    served = asyncio.create_task(app.run(settings, lambda started: ready.set_result(started.port), stop))
    await asyncio.wait([served, ready], return_when=asyncio.FIRST_COMPLETED)
    if served.done():
        await served
    try:
        yield await ready
    finally:
        stop.set()
        await served


@asynccontextmanager
async def open_desk(
    folder: Path, database_url: str = "", *, takes_keys: bool = True, every: timedelta | None = None
) -> AsyncIterator[Desk]:
    """`every`: the watchdog looks at the shop so often."""
    async with fake_platform(takes_keys=takes_keys) as buyers, fake_platform() as agents:
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        settings = settings_for(folder, database_url, channels, "fake/staff")
        if every is not None:
            settings = settings.model_copy(update={"watchdog": settings.watchdog.model_copy(update={"every": every})})
        await sell(settings, folder)
        async with running(settings) as port:
            buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
            agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
            yield Desk(buyers, agents, settings, port)
