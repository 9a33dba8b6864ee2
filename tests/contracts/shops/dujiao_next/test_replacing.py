"""One new key for each replacement, whatever is broken off: the shop's export is not repeatable by itself."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from core.errors import NothingInStock, NotPossible, PieceTaken, ShopUnavailable
from core.shop import Handing, OrderItem, OrderNo, OrderStatus
from core.shopparts import Replacement, SetAside, Visible
from storage.shops.dujiao_next.parts import WithBoth
from storage.shops.rotation import rotate_seals
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.dujiao_next.interruptions import EXPORT, Reopened, break_off, replace_sessions
from tests.contracts.shops.nextstand import NextStand, numbered
from tests.contracts.surroundings import Sale, a_vault, everything

WANTED = Replacement("r-1", numbered(1), OrderItem("1", "商品1"), key_fingerprint(a_vault(), "BAD-0001"))


@pytest.fixture
async def shop(noting: NextStand) -> AsyncIterator[WithBoth]:
    noting.sold(Sale(numbered(1), password="kami2026 long", keys=["BAD-0001"]))
    noting.program.goods.add_cards(1, "GOOD-0001", "GOOD-0002", "GOOD-0003")
    opened = noting.open()
    yield opened
    await opened.close()


async def replaced(
    stand: NextStand, shop: WithBoth, wanted: Replacement = WANTED, aside: SetAside | None = None
) -> str:
    new = await shop.replace_key(wanted, aside or await shop.set_aside(wanted))
    assert new.visible is Visible.DETACHED
    return stand.vault.open(new.key.sealed)


class TestOneKey:
    async def test_it_comes_from_stock_and_the_order_page_keeps_the_old_one(
        self, noting: NextStand, shop: WithBoth
    ) -> None:
        assert await replaced(noting, shop) == "GOOD-0001"
        assert noting.used() == ["GOOD-0001"]
        (order,) = noting.program.goods.orders
        assert order.payload == "BAD-0001"

    async def test_setting_aside_takes_nothing_and_tells_no_secret(self, noting: NextStand, shop: WithBoth) -> None:
        aside = await shop.set_aside(WANTED)
        assert noting.used() == []
        assert "GOOD" not in aside.token

    async def test_repeated_it_is_the_same_key(self, noting: NextStand, shop: WithBoth) -> None:
        aside = await shop.set_aside(WANTED)
        assert [await replaced(noting, shop, aside=aside) for _ in range(3)] == ["GOOD-0001"] * 3
        async with Reopened(noting) as again:
            assert await replaced(noting, again, aside=aside) == "GOOD-0001"
        assert noting.used() == ["GOOD-0001"]

    async def test_two_repeats_at_once_take_one(self, noting: NextStand, shop: WithBoth) -> None:
        aside = await shop.set_aside(WANTED)
        given = await asyncio.gather(*(replaced(noting, shop, aside=aside) for _ in range(5)))
        assert set(given) == {"GOOD-0001"}
        assert noting.used() == ["GOOD-0001"]

    async def test_different_replacements_get_different_keys(self, noting: NextStand, shop: WithBoth) -> None:
        noting.program.goods.add_cards(1, *(f"MORE-{n:04d}" for n in range(20)))
        wanted = [replace(WANTED, name=f"r-{n}") for n in range(20)]
        given = await asyncio.gather(*(replaced(noting, shop, one) for one in wanted))
        assert len(set(given)) == 20
        assert sorted(given) == sorted(noting.used())

    async def test_of_the_variant_that_was_bought(self, noting: NextStand, shop: WithBoth) -> None:
        noting.offer(2, skus=[21, 22])
        noting.program.goods.add_cards(2, "SMALL", sku=21)
        noting.program.goods.add_cards(2, "LARGE", sku=22)
        wanted = replace(WANTED, item=OrderItem("2", "", variant="22"))
        assert await replaced(noting, shop, wanted) == "LARGE"

    async def test_a_key_of_several_lines_stays_whole(self, noting: NextStand, shop: WithBoth) -> None:
        noting.offer(2)
        noting.program.goods.add_cards(2, '账号 "a",b\n密码 c')
        assert await replaced(noting, shop, replace(WANTED, item=OrderItem("2", ""))) == '账号 "a",b\n密码 c'


class TestBrokenOff:
    @pytest.mark.parametrize("carried_out", [True, False])
    async def test_on_the_way_there_or_back_it_ends_with_one_key(
        self, noting: NextStand, shop: WithBoth, carried_out: bool
    ) -> None:
        aside = await shop.set_aside(WANTED)
        break_off(noting, carried_out=carried_out)
        with pytest.raises(ShopUnavailable):
            await replaced(noting, shop, aside=aside)
        noting.clock.forward(timedelta(hours=3))
        async with Reopened(noting) as again:
            assert await replaced(noting, again, aside=aside) == "GOOD-0001"
            assert await replaced(noting, again, aside=aside) == "GOOD-0001"
        assert noting.used() == ["GOOD-0001"]

    async def test_before_our_note_nothing_was_taken(self, noting: NextStand, shop: WithBoth) -> None:
        aside = await shop.set_aside(WANTED)
        away = replace_sessions(noting)
        with pytest.raises(ShopUnavailable):
            await away.replace_key(WANTED, aside)
        await away.close()
        assert noting.used() == []
        assert await replaced(noting, shop, aside=aside) == "GOOD-0001"

    async def test_between_the_answer_and_our_note_it_is_found_again(
        self, noting: NextStand, shop: WithBoth, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        aside = await shop.set_aside(WANTED)

        async def dies(*_: object) -> bool:
            raise ShopUnavailable("killed")

        with monkeypatch.context() as patched:
            patched.setattr("storage.shops.dujiao_next.exports.Exports.claim", dies)
            with pytest.raises(ShopUnavailable):
                await shop.replace_key(WANTED, aside)
        assert noting.used() == ["GOOD-0001"]
        async with Reopened(noting) as again:
            assert await replaced(noting, again, aside=aside) == "GOOD-0001"
        assert noting.used() == ["GOOD-0001"]

    async def test_two_of_ours_broken_off_together_are_told_apart_by_nobody_and_need_not_be(
        self, noting: NextStand, shop: WithBoth
    ) -> None:
        other = replace(WANTED, name="r-2")
        asides = [await shop.set_aside(WANTED), await shop.set_aside(other)]
        for wanted, aside in zip((WANTED, other), asides, strict=True):
            break_off(noting, carried_out=True)
            with pytest.raises(ShopUnavailable):
                await shop.replace_key(wanted, aside)
        given = {await replaced(noting, shop, one, aside) for one, aside in zip((WANTED, other), asides, strict=True)}
        assert given == {"GOOD-0001", "GOOD-0002"} == set(noting.used())

    async def test_a_key_that_another_of_ours_has_is_not_taken_for_it(self, noting: NextStand, shop: WithBoth) -> None:
        aside = await shop.set_aside(WANTED)
        break_off(noting, carried_out=False)
        with pytest.raises(ShopUnavailable):
            await shop.replace_key(WANTED, aside)
        assert await replaced(noting, shop, replace(WANTED, name="r-2")) == "GOOD-0001"
        assert await replaced(noting, shop, aside=aside) == "GOOD-0002"

    async def test_if_somebody_exported_by_hand_in_that_moment_a_person_must_look(
        self, noting: NextStand, shop: WithBoth
    ) -> None:
        aside = await shop.set_aside(WANTED)
        break_off(noting, carried_out=True)
        with pytest.raises(ShopUnavailable):
            await shop.replace_key(WANTED, aside)
        noting.program.goods.export(1, 0, 1, noting.program.now())
        with pytest.raises(NotPossible, match=r"2 keys of product 1.*without order") as doubt:
            await shop.replace_key(WANTED, aside)
        assert "GOOD-0001" not in str(doubt.value)
        assert len(noting.used()) == 2

    async def test_what_was_exported_by_hand_at_another_time_is_no_matter(
        self, noting: NextStand, shop: WithBoth
    ) -> None:
        noting.program.goods.export(1, 0, 1, noting.program.now())
        noting.clock.forward(timedelta(minutes=10))
        aside = await shop.set_aside(WANTED)
        break_off(noting, carried_out=True)
        with pytest.raises(ShopUnavailable):
            await shop.replace_key(WANTED, aside)
        noting.clock.forward(timedelta(minutes=10))
        noting.program.goods.export(1, 0, 1, noting.program.now())
        assert await replaced(noting, shop, aside=aside) == "GOOD-0002"

    async def test_the_shop_s_clock_decides_though_it_is_wrong(self, noting: NextStand) -> None:
        noting.program.skew = timedelta(minutes=-47)
        noting.sold(Sale(numbered(1), password="kami2026 long", keys=["BAD-0001"]))
        noting.program.goods.add_cards(1, "GOOD-0001", "GOOD-0002")
        async with Reopened(noting) as shop:
            aside = await shop.set_aside(WANTED)
            break_off(noting, carried_out=True)
            with pytest.raises(ShopUnavailable):
                await shop.replace_key(WANTED, aside)
            assert await replaced(noting, shop, aside=aside) == "GOOD-0001"


async def test_while_the_shop_sells_no_key_is_given_twice_and_none_is_lost(noting: NextStand, shop: WithBoth) -> None:
    goods = noting.program.goods
    goods.add_cards(1, *(f"MORE-{n:04d}" for n in range(300)))
    sales = [noting.sold(Sale(numbered(n), password="kami2026 long", status=OrderStatus.UNPAID)) for n in range(2, 102)]
    waiting = iter(sales)

    async def sell(_: web.Request) -> None:
        order = next(waiting, None)
        if order is not None:
            goods.pay(order, noting.program.now())

    noting.program.meddle = sell
    given = await asyncio.gather(*(replaced(noting, shop, replace(WANTED, name=f"r-{n}")) for n in range(60)))
    sold = [order.payload for order in sales if order.payload]
    assert len(given) + len(sold) == len({*given, *sold}) == 160
    assert len(goods.stock(1, 0)) == 303 - 160


SHEETS = {
    "nothing": "",
    "no key": "id,secret\n",
    "an empty key": "id,secret\n1,\n",
    "no end": 'id,secret\n1,"' + "x" * 200_000,
    "only text": "1\n2\n3",
}


class TestWhatCannotBe:
    async def test_a_key_that_was_not_delivered_for_this_order(self, noting: NextStand, shop: WithBoth) -> None:
        other = replace(WANTED, bad=key_fingerprint(noting.vault, "OTHER-0001"))
        for wanted in (other, replace(WANTED, order=numbered(9)), replace(WANTED, order=OrderNo("' OR 1=1"))):
            with pytest.raises(NotPossible, match="not delivered"):
                await shop.set_aside(wanted)

    async def test_a_replacement_that_is_bad_too_can_be_replaced(self, noting: NextStand, shop: WithBoth) -> None:
        first = await replaced(noting, shop)
        again = replace(WANTED, name="r-2", bad=key_fingerprint(noting.vault, first))
        assert await replaced(noting, shop, again) == "GOOD-0002"

    async def test_an_empty_stock(self, noting: NextStand, shop: WithBoth) -> None:
        noting.offer(2)
        with pytest.raises(NothingInStock):
            await shop.set_aside(replace(WANTED, item=OrderItem("2", "")))

    async def test_a_stock_that_is_sold_out_meanwhile_and_filled_again(self, noting: NextStand, shop: WithBoth) -> None:
        aside = await shop.set_aside(WANTED)
        for card in noting.key_rows():
            card.status = "reserved" if card.status == "available" else card.status
        with pytest.raises(PieceTaken):
            await shop.replace_key(WANTED, aside)
        noting.program.goods.add_cards(1, "FRESH-0001")
        assert await replaced(noting, shop, aside=aside) == "FRESH-0001"

    async def test_a_key_that_everybody_gets(self, noting: NextStand, shop: WithBoth) -> None:
        noting.offer(2)
        noting.program.goods.add_cards(2, "LOOP", loop=True)
        with pytest.raises(NotPossible, match="循环卡密"):
            await shop.set_aside(replace(WANTED, item=OrderItem("2", "")))

    @pytest.mark.parametrize(
        "item", [OrderItem("1", "", handing=Handing.MANUAL), OrderItem("", ""), OrderItem("1;DROP", "")]
    )
    async def test_what_does_not_come_from_stock(self, noting: NextStand, shop: WithBoth, item: OrderItem) -> None:
        with pytest.raises(NotPossible):
            await shop.set_aside(replace(WANTED, item=item))

    async def test_an_account_without_the_role(self, noting: NextStand, shop: WithBoth) -> None:
        aside = await shop.set_aside(WANTED)
        noting.program.admin.roles = {"support"}
        with pytest.raises(NotPossible, match="operations"):
            await shop.replace_key(WANTED, aside)
        assert noting.used() == []

    @pytest.mark.parametrize("token", ["", "{}", "[1]", '{"product":"2","variant":"","at":1}'])
    async def test_a_note_that_is_of_something_else(self, noting: NextStand, shop: WithBoth, token: str) -> None:
        with pytest.raises(NotPossible):
            await shop.replace_key(WANTED, SetAside(token))
        assert noting.used() == []

    @pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
    async def test_an_answer_that_is_no_key_is_looked_into_at_the_next_try(
        self, noting: NextStand, shop: WithBoth, sheet: str
    ) -> None:
        aside = await shop.set_aside(WANTED)

        async def garbage(request: web.Request) -> web.StreamResponse | None:
            return web.Response(text=sheet, content_type="text/csv") if request.path == EXPORT else None

        noting.program.meddle = garbage
        with pytest.raises(ShopUnavailable):
            await shop.replace_key(WANTED, aside)
        noting.program.meddle = None
        assert await replaced(noting, shop, aside=aside) == "GOOD-0001"


async def test_the_new_key_is_in_no_table_in_clear(noting: NextStand, shop: WithBoth) -> None:
    await replaced(noting, shop)
    assert "GOOD-0001" not in await noting.sessions.read(everything)


async def test_a_new_vault_secret_changes_nothing_for_a_repeat(noting: NextStand, shop: WithBoth) -> None:
    aside = await shop.set_aside(WANTED)
    await replaced(noting, shop, aside=aside)
    old, new = "the secret of the test, long enough", "a newer secret of the test, long enough"
    await rotate_seals(noting.sessions, a_vault(new, old))
    noting.vault = a_vault(new)
    async with Reopened(noting) as again:
        assert await replaced(noting, again, aside=aside) == "GOOD-0001"
