"""What comes from outside is a value and never a statement; what the database answers is looked at before."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import structlog

from core.errors import ShopUnavailable, WrongSetting
from core.shop import Evidence, OrderNo, Proof, ProvenOrder, StockId
from storage.shops.acg_faka import layout
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.mysql import Connection
from tests.contracts.shops.acg_faka.conftest import Goods
from tests.contracts.shops.acgprogram import AcgProgram, Bought
from tests.contracts.shops.acgstand import SHOP, AcgStand

PAYLOADS = [
    "' OR '1'='1",
    '" OR ""="',
    "1; DROP TABLE acg_order; -- ",
    "\\'; DELETE FROM acg_card; #",
    "%s%s%s%n",
    "%(name)s",
    "{0.__class__}",
    "$order",
    "${order}",
    "`acg_user`",
    "a\0b",
    "%",
    "_",
    "\U0001f511" * 40,
    "x" * 4000,
]


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_a_payload_in_any_field_finds_nothing_and_breaks_nothing(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods, payload: str
) -> None:
    number = program.sell(Bought(product=goods.keys, password="Pw12"))
    before = program.rows("SELECT COUNT(*) AS count FROM $card")
    assert await shop.find_order(OrderNo(payload)) is None
    for evidence in (Evidence(payload), Evidence("buyer@qq.com", shop.vault.seal(payload))):
        assert await shop.verify_buyer(OrderNo(number), evidence) is None
        assert await shop.verify_buyer(OrderNo(payload), evidence) is None
    assert not await shop.delivered_keys(ProvenOrder(SHOP, OrderNo(payload), Proof.A))
    assert not await shop.orders_with(payload, 5)
    assert not await shop.orders_with_key(payload)
    assert not await shop.stock_lines(payload, 5)
    assert await shop.stock(StockId(payload)) is None
    assert await shop.stock(StockId(str(goods.keys), payload)) in (0, None)
    assert program.rows("SELECT COUNT(*) AS count FROM $card") == before


@pytest.mark.parametrize("payload", ["' OR '1'='1", "%s{0}$order", '"]; DROP', "\U0001f511"])
async def test_a_payload_in_the_shops_own_rows_is_text(shop: AcgFakaShop, program: AcgProgram, payload: str) -> None:
    product = program.product(payload)
    program.cards(product, [f"{payload} 1", f"{payload} 2"], payload, {payload: payload})
    number = program.sell(Bought(product=product, race=payload, sku={payload: payload}, contact="a@b.cc"))
    order = await shop.find_order(OrderNo(number))
    assert order is not None
    assert order.items[0].title == payload
    assert await shop.stock(order.items[0].stock) == 1
    keys = await shop.delivered_keys(ProvenOrder(SHOP, OrderNo(number), Proof.A))
    assert [shop.vault.open(key.sealed) for key in keys] == [f"{payload} 1"]


@pytest.mark.parametrize(
    "prefix", ["acg_order`; DROP TABLE x; -- ", "acg-", "a b", "`", "%s", "$card", "ｆａｋａ", "x" * 33, "acg.", "'"]
)
async def test_a_prefix_that_is_more_than_a_name_is_refused(stand: AcgStand, prefix: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        stand.open(prefix=prefix)
    assert wrong.value.name == f"shops.acg-faka.{SHOP}.prefix"
    assert stand.password not in str(wrong.value)


Answer = list[dict[str, Any]]


def told_otherwise(change: Callable[[Answer], Answer]) -> Callable[..., Answer]:
    """A database that answers something else."""
    real = layout.ask

    def ask(connection: Connection, statement: str, *values: object) -> Answer:
        answer = real(connection, statement, *values)
        return change(answer) if "o.trade_no" in statement else answer

    return ask


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda rows: [{**row, "trade_no": "9" * 18} for row in rows], id="another order"),
        pytest.param(lambda rows: [{**row, "trade_no": row["trade_no"] + " "} for row in rows], id="a space behind"),
        pytest.param(lambda rows: [{**row, "amount": "9.90"} for row in rows], id="text for a number"),
        pytest.param(lambda rows: [{**row, "status": None} for row in rows], id="nothing for a number"),
        pytest.param(lambda rows: [{"x": 1} for _ in rows], id="another table"),
        pytest.param(lambda rows: [{**row, "create_time": "0000-00-00 00:00:00"} for row in rows], id="no time"),
        pytest.param(lambda rows: [{**row, "sku": "{broken"} for row in rows], id="broken sku"),
        pytest.param(lambda rows: [{**row, "sku": '"text"'} for row in rows], id="odd sku"),
        pytest.param(lambda rows: [{**row, "secret": b"\xff\xfe"} for row in rows], id="bytes"),
    ],
)
async def test_an_answer_that_cannot_be_is_no_answer_and_tells_nothing(
    shop: AcgFakaShop,
    program: AcgProgram,
    goods: Goods,
    change: Callable[[Answer], Answer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = program.sell(Bought(product=goods.keys, password="Pw12"))
    monkeypatch.setattr("storage.shops.acg_faka.finding.ask", told_otherwise(change))
    with structlog.testing.capture_logs() as logs, pytest.raises(ShopUnavailable) as refused:
        await shop.find_order(OrderNo(number))
    said = f"{refused.value!r} {refused.value.__cause__!r} {refused.value.__context__!r} {logs}"
    for word in ("Pw12", "STEAM-", "Buyer@QQ", "9.90"):
        assert word not in said


async def test_nothing_secret_is_in_what_is_printed(shop: AcgFakaShop, stand: AcgStand) -> None:
    said = f"{shop!r} {shop.settings!r} {shop.tables!r} {shop.tables.mysql!r}"
    assert stand.password not in said


async def test_many_at_once_need_few_connections(stand: AcgStand, program: AcgProgram, goods: Goods) -> None:
    number = program.sell(Bought(product=goods.keys))
    shop = stand.open()
    found = await asyncio.gather(*(shop.find_order(OrderNo(number)) for _ in range(50)))
    assert len({order.number for order in found if order}) == 1
    used = program.rows("SELECT COUNT(*) AS used FROM information_schema.processlist WHERE user = %s", stand.user)
    assert used[0]["used"] <= 4
    await shop.close()
