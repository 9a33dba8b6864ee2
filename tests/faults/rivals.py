"""Shops that sell while the bot replaces: each with its program, the connector with its rights, and a ledger."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlmodel import Session, select

from core.messages import Sealed
from core.ports import ShopPort, Vault
from core.replacing import Ledger
from core.shop import ShopId
from storage.database import Database, database_from
from storage.replacements import LedgerInSql
from storage.schema import upgrade
from storage.shops.builtin import BUILTIN, BuiltinShop
from storage.shops.tables import CardKeyRow
from tests.contracts.shops.acgprogram import AcgProgram
from tests.contracts.shops.acgstand import SHOP as ACG_SHOP
from tests.contracts.shops.acgstand import installed as acg_installed
from tests.contracts.shops.builtinstand import PRODUCT, BuiltinStand
from tests.contracts.shops.dujiaokaprogram import DujiaokaProgram
from tests.contracts.shops.dujiaokastand import SHOP as DUJIAOKA_SHOP
from tests.contracts.shops.dujiaokastand import DujiaokaStand
from tests.contracts.shops.dujiaokastand import installed as dujiaoka_installed
from tests.contracts.shops.stands import RealClock, Stand
from tests.contracts.surroundings import a_vault, on_offer
from tests.mariadb import Server
from tests.mariadb import server as mariadb
from tests.postgres import fresh_database
from tests.postgres import server as postgres

SQLITE, POSTGRESQL, ACG_FAKA, DUJIAOKA = "builtin-sqlite", "builtin-postgresql", "acg-faka", "dujiaoka"
THINKS = 0.004
"""Seconds that dujiaoka's PHP needs between choosing cards and writing them into an order."""


@dataclass(frozen=True, slots=True)
class Rival:
    """`pays`: the program sells to this order, in its own way. `sellers`, `agents`: how many at once; of programs that
    sell without any lock only one, or they would give a key twice without our help. `pages`: what all orders show."""

    name: str
    shop: ShopId
    stand: Stand
    port: ShopPort
    ledger: Ledger
    number: Callable[[int], str]
    pays: Callable[[str], Awaitable[None]]
    pages: Callable[[], Awaitable[Mapping[str, Sequence[str]]]]
    sellers: int
    agents: int

    @property
    def vault(self) -> Vault:
        return self.stand.vault


@asynccontextmanager
async def _database(url: str, folder: Path) -> AsyncIterator[Database]:
    database = database_from(url, folder)
    try:
        await upgrade(database)
        yield database
    finally:
        await database.close()


def _in_file(folder: Path) -> AbstractAsyncContextManager[Database]:
    return _database(f"sqlite:///{folder / 'kamidesk.sqlite3'}", folder)


@asynccontextmanager
async def _builtin(name: str, opened: AbstractAsyncContextManager[Database]) -> AsyncIterator[Rival]:
    async with opened as database:
        await on_offer(database, PRODUCT)
        stand = BuiltinStand(BuiltinShop(database, a_vault(), RealClock()), a_vault())
        pages = partial(pages_of_builtin, stand)
        ledger, numbers = LedgerInSql(database), lambda n: f"KD{n:014d}"
        yield Rival(name, BUILTIN, stand, stand.port, ledger, numbers, stand.pays, pages, sellers=4, agents=8)


async def pages_of_builtin(stand: BuiltinStand) -> Mapping[str, Sequence[str]]:
    """The keys of all orders, also those that others stand for."""

    def read(session: Session) -> dict[str, list[str]]:
        pages: dict[str, list[str]] = {}
        for row in session.exec(select(CardKeyRow)):
            if row.order_number:
                pages.setdefault(row.order_number, []).append(stand.vault.open(Sealed(row.sealed)))
        return pages

    return await stand.shop.sessions.read(read)


def _paid_or_given(paying: AcgProgram, giving: AcgProgram, number: str) -> None:
    """Every other order is a gift of the staff, which the program sells without any lock."""
    (giving if int(number) % 2 else paying).pay(number)


@asynccontextmanager
async def acg_faka(running: Server, folder: Path) -> AsyncIterator[Rival]:
    stand = acg_installed(running, running.fresh_database())
    program, port = stand.program, stand.port
    async with _in_file(folder) as database:
        pays = _beside(partial(_paid_or_given, program, replace(program, locks=False)))
        pages = partial(asyncio.to_thread, pages_of_program, program, "trade_no", "secret", "$order")
        ledger, numbers = LedgerInSql(database), lambda n: f"{10**17 + n}"
        yield Rival(ACG_FAKA, ACG_SHOP, stand, port, ledger, numbers, pays, pages, sellers=1, agents=6)
    await port.close()


@asynccontextmanager
async def dujiaoka(running: Server, folder: Path) -> AsyncIterator[Rival]:
    stand: DujiaokaStand = dujiaoka_installed(running, running.fresh_database(), v3=False)
    program = DujiaokaProgram(running, stand.database, think=THINKS)
    async with _in_file(folder) as database:
        pays = _beside(program.paid)
        pages = partial(asyncio.to_thread, pages_of_program, program, "order_sn", "info", "orders")
        ledger, numbers = LedgerInSql(database), lambda n: f"{n:016d}"
        yield Rival(DUJIAOKA, DUJIAOKA_SHOP, stand, stand.port, ledger, numbers, pays, pages, sellers=1, agents=16)
    await stand.port.close()


def _beside(pays: Callable[[str], None]) -> Callable[[str], Awaitable[None]]:
    """The program has a thread of its own."""

    async def paid(number: str) -> None:
        await asyncio.to_thread(pays, number)

    return paid


def pages_of_program(
    program: AcgProgram | DujiaokaProgram, number: str, page: str, table: str
) -> Mapping[str, Sequence[str]]:
    """`number`, `page`: columns of its orders."""
    rows = program.rows(f"SELECT {number} AS number, {page} AS page FROM {table}")
    return {row["number"]: (row["page"] or "").split("\n") for row in rows}


@asynccontextmanager
async def rival(name: str, folder: Path) -> AsyncIterator[Rival]:
    """Its database runs meanwhile. Raises: ImportError, FileNotFoundError: there is no such database here."""
    if name == SQLITE:
        async with _builtin(name, _in_file(folder)) as found:
            yield found
    elif name == POSTGRESQL:
        with postgres(folder / "postgresql") as url:
            fresh = await asyncio.to_thread(fresh_database, url)
            async with _builtin(name, _database(fresh, folder)) as found:
                yield found
    else:
        with mariadb(folder / "mariadb") as running:
            opening = acg_faka if name == ACG_FAKA else dujiaoka
            async with opening(running, folder) as found:
                yield found


RIVALS = (SQLITE, POSTGRESQL, ACG_FAKA, DUJIAOKA)
