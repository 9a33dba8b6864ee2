"""A shop behind the HTTP contract: the reference server of docs/shops, watched by the OpenAPI page."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestServer
from jsonschema import ValidationError

from core.ports import Clock, Vault
from core.shop import ShopId
from docs.shops import reference_server
from storage.shops.http import HttpShop, open_shop
from storage.shops.http.settings import Part
from tests.contracts.shops.openapi import Contract
from tests.contracts.shops.stands import RealClock
from tests.contracts.surroundings import Away, a_vault

SECRET = "the secret of shop and desk, long enough"
Meddler = Callable[[web.Request, Any], Awaitable[web.StreamResponse | None]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Sold:
    """An order as the shop itself would have it; `keys` were delivered."""

    number: str
    contact: str = "Buyer@QQ.com"
    password: str = ""
    status: str = "delivered"
    product: str = "steam-50"
    variant: str = ""
    quantity: int = 1
    keys: Sequence[str] = ()
    messenger: str = ""
    payment: str | None = None
    paid: bool = True
    amount: str = "9.90"


@dataclass(slots=True)
class HttpProgram:
    """`meddle`: may answer in the place of the shop; it is given what the shop would say. None: the shop's answer."""

    db: sqlite3.Connection
    vault: Vault = field(default_factory=a_vault)
    contract: Contract = field(default_factory=Contract)
    asked: list[tuple[str, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    meddle: Meddler | None = None
    url: str = ""

    def open(self, *, clock: Clock | None = None, **settings: Any) -> HttpShop:
        """With all parts, unless the settings tell others."""
        known = {"url": self.url, "secret": SECRET, "serves": [part for part in Part if part != Part.WALLET_REFUNDS]}
        return open_shop(ShopId("main"), {**known, **settings}, Away(), self.vault, clock or RealClock())

    def on_sale(self, product: str, *keys: str, variant: str = "", title: str = "") -> None:
        """Puts keys in stock."""
        named = (product, variant, title or f"{product} title")
        self.db.execute("INSERT OR IGNORE INTO products VALUES (?, ?, ?)", named)
        rows = [(product, variant, key) for key in keys]
        self.db.executemany("INSERT INTO cards (product, variant, card) VALUES (?, ?, ?)", rows)

    def sell(self, *orders: Sold) -> None:
        for order in orders:
            self._sell(order)

    def _sell(self, order: Sold) -> None:
        noon = "2026-11-22T20:00:00+08:00"
        self.on_sale(order.product, variant=order.variant)
        self.db.execute(
            "INSERT INTO orders (number, status, product, variant, quantity, amount, created_at, paid_at, contact,"
            " password, messenger, payment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(order.number, order.status, order.product, order.variant, order.quantity, order.amount, noon),
                *(noon if order.paid else None, order.contact),
                reference_server.scrambled(order.password, order.number),
                *(order.messenger, order.payment),
            ),
        )
        rows = [(order.product, order.variant, key, order.number) for key in order.keys]
        self.db.executemany("INSERT INTO cards (product, variant, card, number) VALUES (?, ?, ?, ?)", rows)
        reference_server.changed(self.db, order.number)

    def pay(self, number: str) -> None:
        """Gives it keys from stock, those that have waited longest; without enough of them it is a shortage."""
        order = self.db.execute("SELECT * FROM orders WHERE number = ?", (number,)).fetchone()
        free = "SELECT id FROM cards WHERE product = ? AND variant = ? AND number IS NULL ORDER BY id LIMIT ?"
        wanted = (order["product"], order["variant"], order["quantity"])
        ids = [row["id"] for row in self.db.execute(free, wanted)]
        enough = len(ids) == order["quantity"]
        self.db.executemany("UPDATE cards SET number = ? WHERE id = ?", [(number, one) for one in ids if enough])
        told = ("delivered" if enough else "shortage", "2026-11-22T20:00:00+08:00", number)
        self.db.execute("UPDATE orders SET status = ?, paid_at = ? WHERE number = ?", told)
        reference_server.changed(self.db, number)

    def key_rows(self) -> Sequence[tuple[str, str | None]]:
        """Every key with the order that it was sold to; None: it is in stock."""
        return [(row["card"], row["number"]) for row in self.db.execute("SELECT card, number FROM cards ORDER BY id")]

    @web.middleware
    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Holds question and answer against the page; what does not fit fails the test when it ends."""
        self.asked.append((request.method, request.match_info["what"]))
        response = await handler(request)
        assert isinstance(response, web.Response)
        assert isinstance(response.body, bytes)
        payload = msgspec.json.decode(response.body)
        try:
            await self._compare(request, response.status, payload)
        except (AssertionError, KeyError, ValidationError) as wrong:
            self.broken.append(f"{request.method} {request.path}: {wrong!r}")
        instead = await self.meddle(request, payload) if self.meddle else None
        return instead or response

    async def _compare(self, request: web.Request, status: int, payload: Any) -> None:
        method, path = request.method, f"/v1/{request.match_info['what']}"
        raw = await request.read()
        self.contract.check_request(method, path, request.query, request.headers)
        self.contract.check_body(method, path, msgspec.json.decode(raw) if raw else None)
        self.contract.check_reply(method, path, status, payload)


@asynccontextmanager
async def running() -> AsyncIterator[HttpProgram]:
    with closing(reference_server.opened(":memory:")) as db:
        program = HttpProgram(db)
        app = reference_server.application(db, SECRET)
        app.middlewares.append(program._watch)
        async with TestServer(app) as server:
            program.url = str(server.make_url("/kamidesk"))
            yield program
        assert program.broken == [], "neither side leaves the contract"
