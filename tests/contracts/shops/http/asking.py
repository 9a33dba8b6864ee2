"""What the tests of the HTTP contract ask, and how a shop is made to answer wrongly."""

from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import Any, cast

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from core.errors import KamiDeskError, ShopUnavailable
from core.shop import Evidence, OrderItem, OrderNo, Proof, ProvenOrder, ShopId, StockId
from core.shopparts import (
    Known,
    Refund,
    Replacement,
    SetAside,
)
from storage.shops.http import HttpShop
from storage.shops.http.parts import KnowsMessengers, Refunds, Replaces, SearchesContact, SearchesKey, TellsWhatChanged
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.httpprogram import HttpProgram

OURS, OTHER = OrderNo("SHOP20261122000017"), OrderNo("SHOP20261122000018")
KEY = "ABCD-EFGH-0001"
KEYS = (KEY, "ABCD-EFGH-0002")
OTHERS_KEY = "WXYZ-WXYZ-9999"
ITEM = OrderItem("steam-50", "steam-50 title", 2)
PROVEN = ProvenOrder(ShopId("main"), OURS, Proof.A)
Question = Callable[[HttpShop], Awaitable[Any]]

QUESTIONS: Mapping[str, Question] = {
    "order": lambda shop: shop.find_order(OURS),
    "verify": lambda shop: shop.verify_buyer(OURS, Evidence("buyer@qq.com", shop.vault.seal("Kami2026"))),
    "keys": lambda shop: shop.delivered_keys(PROVEN),
    "stock": lambda shop: shop.stock(StockId("steam-50")),
    "contact": lambda shop: cast("SearchesContact", shop).orders_with("buyer@qq.com", 5),
    "key": lambda shop: cast("SearchesKey", shop).orders_with_key(KEY),
    "messenger": lambda shop: cast("KnowsMessengers", shop).proven_by(OURS, Known("telegram", "42")),
    "replace": lambda shop: cast("Replaces", shop).replace_key(
        Replacement("r1", OURS, ITEM, key_fingerprint(shop.vault, KEY)), SetAside("1")
    ),
    "refund": lambda shop: cast("Refunds", shop).record_refund(Refund("f1", OURS, Decimal("1.00"), "")),
    "changes": lambda shop: cast("TellsWhatChanged", shop).changes("5", 10),
}


def evidence(shop: HttpShop, contact: str, password: str = "") -> Evidence:
    return Evidence(contact, shop.vault.seal(password) if password else None)


async def proof(shop: HttpShop, number: str, contact: str, password: str = "") -> Proof:
    proven = await shop.verify_buyer(OrderNo(number), evidence(shop, contact, password))
    return proven.proof if proven else Proof.NONE


def replacement(shop: HttpShop, name: str, bad: str = KEYS[0], order: OrderNo = OURS) -> Replacement:
    return Replacement(name, order, ITEM, key_fingerprint(shop.vault, bad) if bad else "")


async def replaced(shop: HttpShop, wanted: Replacement) -> str:
    replaces = cast("Replaces", shop)
    new = await replaces.replace_key(wanted, await replaces.set_aside(wanted))
    return shop.vault.open(new.key.sealed)


async def counting(shop: HttpShop) -> list[str]:
    keys = await shop.delivered_keys(ProvenOrder(ShopId("main"), OURS, Proof.A))
    return [shop.vault.open(key.sealed) for key in keys]


def answers(program: HttpProgram, payload: Any, status: int = 200) -> None:
    """Whatever is asked."""

    async def meddle(_: web.Request, __: Any) -> web.StreamResponse:
        return web.json_response(payload, status=status)

    program.meddle = meddle


def altered(program: HttpProgram, **changes: Any) -> None:
    """What the shop says, but for these fields; `key__id` is the field `id` of the field `key`."""

    async def meddle(_: web.Request, payload: Any) -> web.StreamResponse:
        for path, value in changes.items():
            *steps, last = path.split("__")
            place = payload
            for step in steps:
                place = place[int(step) if step.isdigit() else step]
            place[int(last) if last.isdigit() else last] = value
        return web.json_response(payload)

    program.meddle = meddle


async def fails(shop: HttpShop, question: Question, kind: type[KamiDeskError] = ShopUnavailable) -> str:
    """Why; and nothing of what is secret is told on the way."""
    with capture_logs() as logs, pytest.raises(kind) as raised:
        await question(shop)
    seen: BaseException | None = raised.value
    words = str(logs)
    while seen:
        words += f"{seen!r} {seen}"
        seen = seen.__cause__ or seen.__context__
    for secret in (KEY, OTHERS_KEY, "Kami2026", "other@qq.com", shop.wire.secret, shop.settings.url):
        assert secret not in words
    return raised.value.detail
