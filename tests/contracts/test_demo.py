"""What the demo shop is, and that it leaves no trace."""

from datetime import timedelta

from core.incidentrules import IncidentRules
from core.shop import Evidence, OrderStatus, Proof, StockId
from core.shopparts import Sales
from storage.demo import demo_orders, reset_demo, seed_demo
from storage.demo_goods import BAD_BATCH, BAD_SUPPLIER
from storage.demo_orders import ORDERS
from storage.shops.builtin import BuiltinShop
from tests.contracts.surroundings import NOON, Sale, goods_and_orders, on_offer, sold

LATELY = timedelta(days=7)


async def test_it_looks_like_a_shop_and_every_order_told_to_the_owner_can_be_tried(shop: BuiltinShop) -> None:
    told: list[tuple[int, int]] = []
    assert await seed_demo(shop.sessions, shop.vault, NOON, lambda done, of: told.append((done, of)))
    assert told[-1] == (ORDERS, ORDERS)
    text = await shop.sessions.read(goods_and_orders)
    assert all(f"\n{status}\n" in text for status in OrderStatus)
    orders, keys, *stock = await shop.examine()
    assert (orders.seen, len(stock)) == (f"{ORDERS} orders", 2)
    assert "all can be opened" in keys.seen
    for order in demo_orders():
        assert shop.could_be(order.number)
        found = await shop.find_order(order.number)
        assert found is not None
        assert (found.status, found.created_at) == (order.status, NOON - timedelta(hours=order.hours_ago))
        password = shop.vault.seal(order.password) if order.password else None
        proven = await shop.verify_buyer(order.number, Evidence(order.contact, password))
        assert proven is not None
        assert proven.proof is (Proof.A if order.password else Proof.B)
        assert len(await shop.delivered_keys(proven)) == order.keys
        assert [item.quantity for item in found.items] == [order.quantity]


async def test_a_bad_batch_can_be_tried_by_one_agent_alone(shop: BuiltinShop) -> None:
    """Few enough orders, and cheap enough, that nobody else must agree."""
    assert await seed_demo(shop.sessions, shop.vault, NOON)
    for wanted in (Sales(NOON - LATELY, batches=(BAD_BATCH,)), Sales(NOON - LATELY, suppliers=(BAD_SUPPLIER,))):
        orders = [sale.order for sale in (await shop.sales(wanted, "", 100)).sales]
        rules = IncidentRules()
        assert 3 < len(orders) <= rules.approve_orders
        assert sum(order.amount for order in orders) <= rules.approve_above
        assert demo_orders()[0].number in {order.number for order in orders}
        assert (await shop.stock(orders[0].items[0].stock) or 0) > len(orders)


async def test_it_comes_once_and_goes_without_a_trace(shop: BuiltinShop) -> None:
    await on_offer(shop.sessions, "mine")
    await sold(shop.sessions, shop.vault, Sale("KD1", product="mine", keys=["K-0001"]))
    before = await shop.sessions.read(goods_and_orders)
    assert await seed_demo(shop.sessions, shop.vault, NOON)
    assert not await seed_demo(shop.sessions, shop.vault, NOON + timedelta(days=1))
    await reset_demo(shop.sessions)
    assert await shop.sessions.read(goods_and_orders) == before
    assert await seed_demo(shop.sessions, shop.vault, NOON)
    await sold(shop.sessions, shop.vault, Sale("KD2", product="steam-50"))
    await reset_demo(shop.sessions)
    assert await shop.find_order(demo_orders()[0].number) is None
    assert [await shop.stock(StockId("steam-50")), await shop.stock(StockId("apple-100"))] == [0, None]
