"""Shops in which the product is killed: its settings for them, and how they are filled and read while it is away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bots import app
from config.settings import Settings
from storage.shops.builtin import BuiltinShop
from tests.contracts.shops.acgstand import SHOP as ACG_SHOP
from tests.contracts.shops.acgstand import installed as acg_installed
from tests.contracts.shops.builtinstand import PRODUCT, BuiltinStand
from tests.contracts.shops.dujiaokastand import SHOP as DUJIAOKA_SHOP
from tests.contracts.shops.dujiaokastand import installed as dujiaoka_installed
from tests.contracts.shops.stands import Stand
from tests.contracts.surroundings import on_offer
from tests.faults.rivals import ACG_FAKA, POSTGRESQL, SQLITE, pages_of_builtin, pages_of_program
from tests.mariadb import Server
from tests.mariadb import server as mariadb
from tests.postgres import fresh_database
from tests.postgres import server as postgres

Pages = Callable[[], Awaitable[Mapping[str, Sequence[str]]]]


@dataclass(frozen=True, slots=True)
class Bench:
    """`database`: the product's own. `number`: of an order. `opened`: by the product's settings."""

    name: str
    database: str
    number: Callable[[int], str]
    opened: Callable[[dict[str, Any]], AbstractAsyncContextManager[tuple[Stand, Pages]]]
    shops: Mapping[str, Any] = field(default_factory=dict)


@asynccontextmanager
async def _builtin(settings: dict[str, Any]) -> AsyncIterator[tuple[Stand, Pages]]:
    async with app.opened(Settings(**settings)) as parts:
        (shop,) = parts.shops
        assert isinstance(shop, BuiltinShop)
        if not await shop.stock_lines("", 1):
            await on_offer(shop.sessions, PRODUCT)
        stand = BuiltinStand(shop, parts.vault)
        yield stand, partial(pages_of_builtin, stand)


@asynccontextmanager
async def _beside(stand: Stand, pages: Pages, _: dict[str, Any]) -> AsyncIterator[tuple[Stand, Pages]]:
    """The program is a process of its own."""
    yield stand, pages


def _acg_faka(running: Server, database: str) -> Bench:
    stand = acg_installed(running, running.fresh_database())
    pages = partial(asyncio.to_thread, pages_of_program, stand.program, "trade_no", "secret", "$order")
    shops = {"acg-faka": {ACG_SHOP: stand.settings()}}
    return Bench(ACG_FAKA, database, lambda n: f"{302261122095000000 + n}", partial(_beside, stand, pages), shops)


def _dujiaoka(running: Server, database: str) -> Bench:
    stand = dujiaoka_installed(running, running.fresh_database(), v3=False)
    pages = partial(asyncio.to_thread, pages_of_program, stand.program, "order_sn", "info", "orders")
    shops = {"dujiaoka": {DUJIAOKA_SHOP: stand.settings()}}
    return Bench("dujiaoka", database, lambda n: f"AB12CD34EF{n:06d}", partial(_beside, stand, pages), shops)


@contextmanager
def bench(name: str, folder: Path) -> Iterator[Bench]:
    """Its databases run meanwhile. Raises: ImportError, FileNotFoundError: there is no such database here."""
    (folder / "data").mkdir()
    file, number = f"sqlite:///{folder / 'data' / 'kamidesk.sqlite3'}", lambda n: f"KD20261122{n:06d}"
    if name == SQLITE:
        yield Bench(name, file, number, _builtin)
    elif name == POSTGRESQL:
        with postgres(folder / "postgresql") as url:
            yield Bench(name, fresh_database(url), number, _builtin)
    else:
        with mariadb(folder / "mariadb") as running:
            yield (_acg_faka if name == ACG_FAKA else _dujiaoka)(running, file)
