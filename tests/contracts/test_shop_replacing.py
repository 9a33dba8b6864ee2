"""What everybody may rely on of the built-in shop after the sale: new keys, refunds, changes, lists."""

import asyncio
from datetime import datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from core.errors import NothingInStock, NotPossible, PieceTaken
from core.shop import OrderItem, OrderNo, OrderStatus, Proof, ProvenOrder, StockId
from core.shopparts import (
    FindsKeys,
    ListsOrders,
    ListsStock,
    NewKey,
    RecordsRefunds,
    Refund,
    RefundWay,
    Replacement,
    ReplacesKeys,
    SetAside,
    TellsChanges,
    Visible,
)
from storage.shops import builtin_changes
from storage.shops.builtin import BUILTIN, BuiltinShop
from storage.shops.sealing import key_fingerprint
from storage.shops.tables import MANUAL, REPLACED, CardKeyRow, ShopOrderRow
from tests.contracts.surroundings import FREE, KEYS, NOBODY_S, NOON, OURS, Sale, on_offer, sold

ITEM = OrderItem("steam-50", "steam-50 title", 3)


def wanted(shop: BuiltinShop, bad: str = KEYS[1], name: str = "1.1", order: OrderNo = OURS) -> Replacement:
    return Replacement(name, order, ITEM, key_fingerprint(shop.vault, bad))


async def keys(shop: BuiltinShop, number: OrderNo = OURS) -> list[str]:
    return [shop.vault.open(key.sealed) for key in await shop.delivered_keys(ProvenOrder(BUILTIN, number, Proof.A))]


async def replaced(shop: BuiltinShop, want: Replacement) -> NewKey:
    """As the errand does it: what was taken meanwhile is passed over."""
    while True:
        try:
            return await shop.replace_key(want, await shop.set_aside(want))
        except PieceTaken:
            continue


def test_it_offers_all_that_needs_no_network(opened: BuiltinShop) -> None:
    for part in (ReplacesKeys, FindsKeys, RecordsRefunds, ListsOrders, ListsStock, TellsChanges):
        assert isinstance(opened, part)


class TestReplacing:
    async def test_the_new_key_stands_in_the_place_of_the_bad_one(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["NEW-0001"])
        new = await replaced(opened, wanted(opened))
        assert (new.visible, opened.vault.open(new.key.sealed)) == (Visible.IN_ORDER, "NEW-0001")
        assert await keys(opened) == [KEYS[0], "NEW-0001", KEYS[2]]
        assert await opened.stock(StockId("steam-50")) == 0

    async def test_the_old_key_stays_on_record_and_still_leads_to_its_order(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["NEW-0001"])
        await replaced(opened, wanted(opened))

        def states(session: Session) -> dict[str, str]:
            return {row.masked: row.state for row in session.exec(select(CardKeyRow))}

        assert (await opened.sessions.read(states))["ABCD-****-****-***2"] == REPLACED
        assert await opened.owner_of_key(KEYS[1]) == OURS
        assert await opened.orders_with_key("NEW-0001") == [OURS]

    async def test_choosing_alone_changes_nothing(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["NEW-0001"])
        await opened.set_aside(wanted(opened))
        assert await opened.stock(StockId("steam-50")) == 1
        assert await keys(opened) == list(KEYS)

    async def test_again_it_gives_the_same_key_and_takes_nothing_more(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["NEW-0001", "NEW-0002"])
        aside = await opened.set_aside(wanted(opened))
        first = await opened.replace_key(wanted(opened), aside)
        assert await opened.replace_key(wanted(opened), aside) == first
        assert await opened.stock(StockId("steam-50")) == 1

    async def test_the_new_key_may_be_bad_too(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["NEW-0001"])
        await replaced(opened, wanted(opened))
        await opened.add_keys("steam-50", ["NEW-0002"])
        await replaced(opened, wanted(opened, "NEW-0001", "1.2"))
        assert await keys(opened) == [KEYS[0], "NEW-0002", KEYS[2]]

    async def test_a_key_is_replaced_once(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["NEW-0001", "NEW-0002"])
        await replaced(opened, wanted(opened))
        with pytest.raises(NotPossible, match="already"):
            await opened.set_aside(wanted(opened, name="1.2"))
        with pytest.raises(NotPossible, match="already"):
            await opened.replace_key(wanted(opened, name="1.2"), SetAside("1"))

    async def test_what_was_sold_meanwhile_is_not_given_and_nothing_changes(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["NEW-0001"])
        aside = await opened.set_aside(wanted(opened))
        await sold(opened.sessions, opened.vault, Sale("KD7", status=OrderStatus.UNPAID))
        await opened.mark_paid(OrderNo("KD7"))
        with pytest.raises(PieceTaken):
            await opened.replace_key(wanted(opened), aside)
        assert await keys(opened) == list(KEYS)

    async def test_the_piece_of_another_product_is_none(self, opened: BuiltinShop) -> None:
        await opened.add_keys("apple-100", ["PEAR-0001"])
        with pytest.raises(NothingInStock):
            await opened.set_aside(wanted(opened))
        other = wanted(opened, "WXYZ-0001-0002-0003", order=FREE)
        assert other.order == FREE
        with pytest.raises(NothingInStock):
            await opened.set_aside(other)

    @pytest.mark.parametrize(("order", "bad"), [(NOBODY_S, KEYS[1]), (FREE, KEYS[1]), (OURS, "nobody has this")])
    async def test_a_key_of_another_order_is_not_replaced(self, opened: BuiltinShop, order: OrderNo, bad: str) -> None:
        await opened.add_keys("steam-50", ["NEW-0001"])
        with pytest.raises(NotPossible):
            await opened.set_aside(wanted(opened, bad, order=order))
        with pytest.raises(NotPossible):
            await opened.replace_key(wanted(opened, bad, order=order), SetAside("5"))

    async def test_what_is_made_by_hand_is_replaced_by_hand(self, opened: BuiltinShop) -> None:
        await on_offer(opened.sessions, "upgrade", kind=MANUAL)
        await sold(opened.sessions, opened.vault, Sale("KD7", product="upgrade", keys=["HAND-0001"]))
        with pytest.raises(NotPossible):
            await opened.set_aside(wanted(opened, "HAND-0001", order=OrderNo("KD7")))

    async def test_what_the_order_lacks_comes_later_all_the_same(self, opened: BuiltinShop) -> None:
        short = Sale("KD7", status=OrderStatus.PARTLY_DELIVERED, quantity=3, keys=["HALF-0001"])
        await opened.add_keys("steam-50", ["NEW-0001"])
        await sold(opened.sessions, opened.vault, short)
        await replaced(opened, wanted(opened, "HALF-0001", order=OrderNo("KD7")))
        await opened.add_keys("steam-50", ["REST-0001", "REST-0002"])
        assert await keys(opened, OrderNo("KD7")) == ["NEW-0001", "REST-0001", "REST-0002"]

    async def test_the_shop_sells_while_keys_are_replaced_and_none_is_given_twice(self, opened: BuiltinShop) -> None:
        bad = [f"BAD-{n:04d}" for n in range(8)]
        await sold(opened.sessions, opened.vault, Sale("KD7", quantity=8, keys=bad))
        numbers = [OrderNo(f"KD8{n}") for n in range(8)]
        await sold(opened.sessions, opened.vault, *(Sale(one, status=OrderStatus.UNPAID) for one in numbers))
        await opened.add_keys("steam-50", [f"KEY-{n:04d}" for n in range(16)])
        replacing = [replaced(opened, wanted(opened, key, f"r{n}", OrderNo("KD7"))) for n, key in enumerate(bad)]
        await asyncio.gather(*replacing, *(opened.mark_paid(number) for number in numbers))
        given = [key for number in (OrderNo("KD7"), *numbers) for key in await keys(opened, number)]
        assert sorted(given) == [f"KEY-{n:04d}" for n in range(16)]


def refund(amount: str, name: str = "1.1", order: OrderNo = OURS, way: RefundWay = RefundWay.RECORDED) -> Refund:
    return Refund(name, order, Decimal(amount), "did not work", way)


class TestRefunds:
    async def test_a_part_and_then_the_rest(self, opened: BuiltinShop) -> None:
        seen = []
        for amount, name in (("4.90", "1.1"), ("4.90", "1.1"), ("5.00", "1.2")):
            await opened.record_refund(refund(amount, name))
            order = await opened.find_order(OURS)
            assert order is not None
            seen.append((order.status, order.refunded))
        assert seen == [
            (OrderStatus.PARTLY_REFUNDED, Decimal("4.90")),
            (OrderStatus.PARTLY_REFUNDED, Decimal("4.90")),
            (OrderStatus.REFUNDED, Decimal("9.90")),
        ]

    @pytest.mark.parametrize("amount", ["9.91", "0", "-1", "1e9"])
    async def test_never_more_than_was_paid(self, opened: BuiltinShop, amount: str) -> None:
        with pytest.raises(NotPossible):
            await opened.record_refund(refund(amount))
        order = await opened.find_order(OURS)
        assert order is not None
        assert (order.status, order.refunded) == (OrderStatus.DELIVERED, None)

    async def test_what_was_not_paid_or_does_not_exist_cannot_be_given_back(self, opened: BuiltinShop) -> None:
        await sold(opened.sessions, opened.vault, Sale("KD7", status=OrderStatus.UNPAID))
        for number in (OrderNo("KD7"), NOBODY_S):
            with pytest.raises(NotPossible):
                await opened.record_refund(refund("1", order=number))

    async def test_it_has_no_balance_for_buyers(self, opened: BuiltinShop) -> None:
        assert opened.refund_ways == {RefundWay.RECORDED}
        with pytest.raises(NotPossible):
            await opened.record_refund(refund("1", way=RefundWay.WALLET))

    async def test_two_at_once_do_not_give_back_more_than_was_paid(self, opened: BuiltinShop) -> None:
        tries = [opened.record_refund(refund("6.00", name)) for name in ("1.1", "1.2")]
        outcome = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted(type(one).__name__ for one in outcome) == ["NoneType", "NotPossible"]


async def changed(shop: BuiltinShop, cursor: str, limit: int = 100) -> tuple[set[str], str]:
    """All pages."""
    numbers: set[str] = set()
    while True:
        page = await shop.changes(cursor, limit)
        assert len(page.orders) <= limit
        numbers |= {order.number for order in page.orders}
        cursor = page.cursor
        if not page.more:
            return numbers, cursor


class TestChanges:
    async def test_who_begins_hears_of_what_comes_from_now_on(
        self, opened: BuiltinShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(builtin_changes, "OVERLAP", 0.0)
        begun = await opened.changes("", 10)
        assert (list(begun.orders), begun.more) == ([], False)
        await sold(opened.sessions, opened.vault, *(Sale(f"KD7{n}", status=OrderStatus.UNPAID) for n in range(7)))
        numbers, cursor = await changed(opened, begun.cursor, limit=2)
        assert numbers == {f"KD7{n}" for n in range(7)}
        assert (await changed(opened, cursor))[0] == set()

    async def test_every_kind_of_change_is_told(self, opened: BuiltinShop, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(builtin_changes, "OVERLAP", 0.0)
        await sold(opened.sessions, opened.vault, Sale("KD7", status=OrderStatus.UNPAID))
        await opened.add_keys("steam-50", ["NEW-0001", "NEW-0002"])
        cursor = (await opened.changes("", 10)).cursor
        for change, number in (
            (opened.mark_paid(OrderNo("KD7")), "KD7"),
            (replaced(opened, wanted(opened)), OURS),
            (opened.record_refund(refund("1", order=FREE)), FREE),
        ):
            await change
            numbers, cursor = await changed(opened, cursor)
            assert numbers == {number}

    async def test_what_was_written_before_and_committed_after_is_told(self, opened: BuiltinShop) -> None:
        cursor = (await opened.changes("", 10)).cursor
        await sold(opened.sessions, opened.vault, Sale("KD8", status=OrderStatus.UNPAID))
        _, cursor = await changed(opened, cursor)

        def late(session: Session) -> None:
            row = session.get(ShopOrderRow, OURS)
            assert row is not None
            row.changed_at = (session.get(ShopOrderRow, "KD8") or row).changed_at or 0
            row.changed_at -= 5

        await opened.sessions.write(late)
        assert OURS in (await changed(opened, cursor))[0]


class TestLists:
    async def test_the_orders_of_a_contact_newest_first(self, opened: BuiltinShop) -> None:
        await sold(opened.sessions, opened.vault, Sale("KD70", "buyer@qq.com"), Sale("KD71", "other@qq.com"))
        found = await opened.orders_with(" BUYER@qq.com ", 10)
        assert [order.number for order in found] == ["KD70", OURS]
        assert [order.number for order in await opened.orders_with("buyer@qq.com", 1)] == ["KD70"]
        assert found[0].created_at == datetime.fromtimestamp(NOON.timestamp(), NOON.tzinfo)

    @pytest.mark.parametrize("contact", ["", "nobody@qq.com", "%", "b***@qq.com"])
    async def test_nobody_s_contact_has_none(self, opened: BuiltinShop, contact: str) -> None:
        assert await opened.orders_with(contact, 10) == []

    async def test_the_stock_by_words(self, opened: BuiltinShop) -> None:
        await opened.add_keys("apple-100", ["K1", "K2"])
        await on_offer(opened.sessions, "upgrade", kind=MANUAL)
        assert [(line.title, line.left) for line in await opened.stock_lines("", 10)] == [
            ("apple-100 title", 2),
            ("steam-50 title", 0),
            ("upgrade title", None),
        ]
        assert [line.stock for line in await opened.stock_lines("TITLE apple", 10)] == [StockId("apple-100")]
        assert await opened.stock_lines("%", 10) == []
        assert len(await opened.stock_lines("title", 1)) == 1
