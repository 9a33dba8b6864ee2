"""What everybody may rely on of a shop, whatever its platform: each is asked through its connector, while its own
program sells."""

import asyncio

import pytest

from core.errors import NothingInStock, NotPossible, PieceTaken
from core.orderwatch import is_doubled
from core.shop import Handing, OrderNo, OrderStatus, Proof, ProvenOrder, StockId
from core.shopparts import (
    Visible,
)
from tests.contracts.shops.asking import (
    ATTACKS,
    KEYS,
    SPARE,
    WRITTEN,
    finding,
    found,
    keys_of,
    knowing,
    listing,
    opened,
    proof,
    replacing,
    telling,
    wanted,
)
from tests.contracts.shops.stands import Sale, Stand


class TestAnOrder:
    async def test_it_is_told_as_it_is(self, stand: Stand) -> None:
        number = stand.numbers[0]
        await stand.sell(Sale(number, password="kami2026", quantity=3, keys=KEYS))
        order = await found(stand, number)
        assert (order.number, order.shop, order.status) == (number, stand.port.shop, OrderStatus.DELIVERED)
        assert [(item.stock, item.quantity) for item in order.items] == [(stand.product, 3)]
        assert str(order.amount) == "9.90"
        assert order.contact.casefold() == "b***@qq.com"
        assert order.has_password in {True, None}
        assert order.pieces in {3, None}

    async def test_more_keys_than_were_bought_are_seen(self, stand: Stand) -> None:
        """Where the platform counts what it delivers."""
        number, whole = stand.numbers[:2]
        await stand.sell(Sale(number, quantity=1, keys=KEYS[:2]), Sale(whole, quantity=2, keys=KEYS[2:]))
        order = await found(stand, number)
        if order.pieces != 2:
            pytest.skip("this platform cannot tell two keys from one of two lines")
        assert all(item.handing is Handing.AUTO for item in order.items)
        assert is_doubled(order)
        assert not is_doubled(await found(stand, whole))

    async def test_its_number_has_the_platforms_shape(self, stand: Stand) -> None:
        assert all(stand.port.could_be(OrderNo(number)) for number in stand.numbers)
        assert not stand.port.could_be(OrderNo("hello"))

    async def test_one_that_was_not_sold_here_is_not_found(self, stand: Stand) -> None:
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
        assert await stand.port.find_order(OrderNo(stand.numbers[1])) is None

    @pytest.mark.parametrize("typed", ATTACKS)
    async def test_a_number_that_attacks_finds_nothing(self, stand: Stand, typed: str) -> None:
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
        assert await stand.port.find_order(OrderNo(typed)) is None
        assert await proof(stand, typed, "buyer@qq.com") is Proof.NONE

    @pytest.mark.parametrize("status", [OrderStatus.UNPAID, OrderStatus.SHORTAGE])
    async def test_one_without_keys_tells_why_and_shows_none(self, stand: Stand, status: OrderStatus) -> None:
        await stand.sell(Sale(stand.numbers[0], status=status))
        assert (await found(stand, stand.numbers[0])).status is status
        assert await keys_of(stand, stand.numbers[0]) == []


class TestProof:
    async def test_contact_and_password_prove_it_fully(self, stand: Stand) -> None:
        await stand.sell(Sale(stand.numbers[0], password="Kami2026", keys=KEYS[:1]))
        assert await proof(stand, stand.numbers[0], " buyer@QQ.com", "Kami2026") is Proof.A

    @pytest.mark.parametrize("password", ["", "kami2026", "KAMI2026", "Kami2026x", "Kami 2026", "Ｋami2O26", *ATTACKS])
    async def test_a_wrong_password_proves_nothing(self, stand: Stand, password: str) -> None:
        await stand.sell(Sale(stand.numbers[0], password="Kami2026", keys=KEYS[:1]))
        assert await proof(stand, stand.numbers[0], "buyer@qq.com", password) is Proof.NONE

    async def test_the_contact_is_enough_for_b_where_there_is_no_password(self, stand: Stand) -> None:
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
        assert await proof(stand, stand.numbers[0], "buyer@qq.com") is Proof.B

    @pytest.mark.parametrize("contact", ["", "buyer@qq.co", "b***@qq.com", "nobody@invalid", "-", *ATTACKS])
    async def test_a_wrong_contact_proves_nothing(self, stand: Stand, contact: str) -> None:
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]), Sale(stand.numbers[1], password="Kami2026"))
        assert await proof(stand, stand.numbers[0], contact) is Proof.NONE
        assert await proof(stand, stand.numbers[1], contact, "Kami2026") is Proof.NONE

    async def test_the_password_of_one_order_does_not_open_another(self, stand: Stand) -> None:
        await stand.sell(Sale(stand.numbers[0], password="Kami2026"), Sale(stand.numbers[1], password="Other2026"))
        assert await proof(stand, stand.numbers[1], "buyer@qq.com", "Kami2026") is Proof.NONE


class TestKeys:
    async def test_they_come_sealed_and_masked_in_their_order(self, stand: Stand) -> None:
        await stand.sell(Sale(stand.numbers[0], quantity=3, keys=KEYS))
        proven = ProvenOrder(stand.port.shop, OrderNo(stand.numbers[0]), Proof.B)
        keys = await stand.port.delivered_keys(proven)
        assert opened(stand, keys) == list(KEYS)
        assert all(key.masked.startswith("ABCD-****") for key in keys)
        assert all(secret not in repr(keys) for secret in KEYS)

    @pytest.mark.parametrize("weak", [Proof.NONE, Proof.C])
    async def test_a_weak_proof_brings_none(self, stand: Stand, weak: Proof) -> None:
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
        proven = ProvenOrder(stand.port.shop, OrderNo(stand.numbers[0]), weak)
        assert list(await stand.port.delivered_keys(proven)) == []

    async def test_what_the_program_sells_is_what_we_show(self, stand: Stand) -> None:
        await stand.stock_up(*SPARE)
        await stand.sell(Sale(stand.numbers[0], status=OrderStatus.UNPAID, quantity=2))
        await stand.pays(stand.numbers[0])
        assert (await found(stand, stand.numbers[0])).status is OrderStatus.DELIVERED
        assert await keys_of(stand, stand.numbers[0]) == list(SPARE[:2]) == list(await stand.shown(stand.numbers[0]))

    async def test_a_key_leads_to_its_order(self, stand: Stand) -> None:
        shop = finding(stand)
        await stand.sell(Sale(stand.numbers[0], quantity=2, keys=KEYS[:2]), Sale(stand.numbers[1], keys=KEYS[2:]))
        await stand.stock_up(*SPARE)
        assert list(await shop.orders_with_key(f" {KEYS[1]} ")) == [stand.numbers[0]]
        for unknown in (SPARE[0], KEYS[0][:-1], KEYS[0].lower(), "", *WRITTEN):
            assert list(await shop.orders_with_key(unknown)) == []


class TestStock:
    async def test_it_counts_what_is_left(self, stand: Stand) -> None:
        assert await stand.port.stock(stand.product) == 0
        await stand.stock_up(*SPARE)
        assert await stand.port.stock(stand.product) == 3

    @pytest.mark.parametrize("product", ["no such thing", "999999", *WRITTEN])
    async def test_an_unknown_product_has_no_count(self, stand: Stand, product: str) -> None:
        assert await stand.port.stock(StockId(product)) is None

    async def test_it_is_listed_by_name(self, stand: Stand) -> None:
        shop = listing(stand)
        await stand.stock_up(*SPARE)
        (line,) = await shop.stock_lines("steam", 10)
        assert (line.stock, line.left) == (stand.product, 3)
        for words in ("nothing of that name", *WRITTEN):
            assert list(await shop.stock_lines(words, 10)) == []


class TestOrdersOfAContact:
    async def test_they_are_listed_for_agents(self, stand: Stand) -> None:
        shop = knowing(stand)
        first, second, other = stand.numbers[:3]
        await stand.sell(Sale(first), Sale(second, "buyer@qq.com"), Sale(other, "other@qq.com"))
        assert {order.number for order in await shop.orders_with("BUYER@qq.com", 10)} == {first, second}
        assert len(await shop.orders_with("buyer@qq.com", 1)) == 1
        for contact in ("buyer@qq.co", "", *WRITTEN):
            assert list(await shop.orders_with(contact, 10)) == []


class TestReplacement:
    async def test_a_new_key_is_given_and_no_longer_for_sale(self, stand: Stand) -> None:
        shop = replacing(stand)
        await stand.sell(Sale(stand.numbers[0], quantity=2, keys=KEYS[:2]))
        await stand.stock_up(*SPARE)
        bad = await wanted(stand, stand.numbers[0], KEYS[0])
        new = await shop.replace_key(bad, await shop.set_aside(bad))
        (key,) = opened(stand, [new.key])
        assert key in SPARE
        assert set(await stand.unsold()) == {*SPARE} - {key}
        if new.visible is Visible.IN_ORDER:
            assert key in await stand.shown(stand.numbers[0])
            assert key in await keys_of(stand, stand.numbers[0])

    async def test_setting_aside_changes_nothing(self, stand: Stand) -> None:
        shop = replacing(stand)
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
        await stand.stock_up(*SPARE)
        aside = await shop.set_aside(await wanted(stand, stand.numbers[0], KEYS[0]))
        assert list(await stand.unsold()) == list(SPARE)
        assert list(await stand.shown(stand.numbers[0])) == [KEYS[0]]
        assert not any(key in aside.token for key in SPARE)

    async def test_repeated_it_gives_the_same_key_and_takes_no_more(self, stand: Stand) -> None:
        shop = replacing(stand)
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
        await stand.stock_up(*SPARE)
        bad = await wanted(stand, stand.numbers[0], KEYS[0])
        aside = await shop.set_aside(bad)
        keys = [opened(stand, [(await shop.replace_key(bad, aside)).key]) for _ in range(3)]
        assert keys[0] == keys[1] == keys[2]
        assert len(await stand.unsold()) == 2

    async def test_what_was_sold_meanwhile_is_not_taken(self, stand: Stand) -> None:
        shop = replacing(stand)
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]), Sale(stand.numbers[1], status=OrderStatus.UNPAID))
        await stand.stock_up(SPARE[0])
        bad = await wanted(stand, stand.numbers[0], KEYS[0])
        aside = await shop.set_aside(bad)
        await stand.pays(stand.numbers[1])
        with pytest.raises(PieceTaken):
            await shop.replace_key(bad, aside)
        assert list(await stand.shown(stand.numbers[0])) == [KEYS[0]]
        assert list(await stand.shown(stand.numbers[1])) == [SPARE[0]]

    async def test_two_at_once_get_two_keys(self, stand: Stand) -> None:
        shop = replacing(stand)
        await stand.sell(Sale(stand.numbers[0], quantity=3, keys=KEYS), Sale(stand.numbers[1]))
        await stand.stock_up(*SPARE)

        async def replaced(bad: str) -> str:
            asked = await wanted(stand, stand.numbers[0], bad, f"replace {bad}")
            while True:
                try:
                    return opened(stand, [(await shop.replace_key(asked, await shop.set_aside(asked))).key])[0]
                except PieceTaken:
                    continue

        assert sorted(await asyncio.gather(*map(replaced, KEYS))) == list(SPARE)
        assert list(await stand.unsold()) == []

    async def test_an_empty_stock_is_told(self, stand: Stand) -> None:
        shop = replacing(stand)
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
        with pytest.raises(NothingInStock):
            await shop.set_aside(await wanted(stand, stand.numbers[0], KEYS[0]))

    async def test_a_key_of_somebody_else_is_not_replaced(self, stand: Stand) -> None:
        shop = replacing(stand)
        await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]), Sale(stand.numbers[1], keys=KEYS[1:2]))
        await stand.stock_up(*SPARE)
        with pytest.raises(NotPossible):
            await shop.set_aside(await wanted(stand, stand.numbers[0], KEYS[1]))


class TestChanges:
    async def test_what_happens_is_told_once_it_has_happened(self, stand: Stand) -> None:
        shop = telling(stand)
        await stand.stock_up(*SPARE)
        start = await shop.changes("", 10)
        assert list(start.orders) == []
        await stand.sell(Sale(stand.numbers[0], status=OrderStatus.UNPAID))
        first = await shop.changes(start.cursor, 10)
        assert [(order.number, order.status) for order in first.orders] == [(stand.numbers[0], OrderStatus.UNPAID)]
        await stand.pays(stand.numbers[0])
        second = await shop.changes(first.cursor, 10)
        assert second.orders[-1].number == stand.numbers[0]
        assert second.orders[-1].status is OrderStatus.DELIVERED

    async def test_page_by_page_none_is_left_out(self, stand: Stand) -> None:
        shop = telling(stand)
        cursor = (await shop.changes("", 1)).cursor
        await stand.sell(*(Sale(number) for number in stand.numbers))
        told: set[str] = set()
        more = True
        while more:
            page = await shop.changes(cursor, 2)
            assert len(page.orders) <= 2
            told |= {order.number for order in page.orders}
            cursor, more = page.cursor, page.more
        assert told == set(stand.numbers)
