"""A key is replaced in one transaction of the shop: given once, lost never, shown on the order's own page."""

import asyncio

import pytest

from core.errors import NothingInStock, NotPossible, PieceTaken, ShopUnavailable
from core.shop import OrderItem, OrderNo
from core.shopparts import Replacement, SetAside
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.mysql import Mysql
from tests.contracts.shops.acg_faka.asking import keys, replaced, wanted
from tests.contracts.shops.acg_faka.conftest import Goods
from tests.contracts.shops.acgprogram import NOTHING_LEFT, AcgProgram, Bought
from tests.contracts.shops.acgstand import AcgStand


async def test_the_new_key_stands_below_the_old_one(shop: AcgFakaShop, program: AcgProgram, goods: Goods) -> None:
    number = program.sell(Bought(product=goods.keys))
    new = await replaced(shop, number)
    assert program.secret(number) == f"STEAM-0000-ABCD\n{new}"
    assert await keys(shop, number) == ["STEAM-0000-ABCD", new]
    (card,) = program.rows(
        "SELECT k.status, o.trade_no FROM $card k JOIN $order o ON o.id = k.order_id WHERE k.secret = %s", new
    )
    assert card == {"status": 1, "trade_no": number}


async def test_repeated_it_gives_the_same_and_takes_no_more(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.keys))
    replacement = await wanted(shop, number)
    aside = await shop.set_aside(replacement)
    assert program.rows("SELECT COUNT(*) AS free FROM $card WHERE status = 0") == [{"free": 5}]
    given = [shop.vault.open((await shop.replace_key(replacement, aside)).key.sealed) for _ in range(3)]
    assert len(set(given)) == 1
    assert program.secret(number).count(given[0]) == 1
    assert program.rows("SELECT COUNT(*) AS free FROM $card WHERE status = 0") == [{"free": 4}]


async def test_two_replacements_of_an_order_never_share_a_key(shop: AcgFakaShop, program: AcgProgram) -> None:
    product = program.product("X")
    program.cards(product, ["K-0001", "K-0002"])
    number = program.sell(Bought(product=product))
    one, two = [await wanted(shop, number, name) for name in ("r1", "r2")]
    asides = [await shop.set_aside(replacement) for replacement in (one, two)]
    outcomes = await asyncio.gather(
        shop.replace_key(one, asides[0]), shop.replace_key(two, asides[1]), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NewKey", "PieceTaken"]
    assert program.secret(number) == "K-0001\nK-0002"


async def test_a_shortage_is_made_good_in_place_of_the_sentence(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.keys, quantity=7))
    assert program.secret(number) == NOTHING_LEFT
    new = await replaced(shop, number)
    assert program.secret(number) == new
    assert await keys(shop, number) == [new]


async def test_a_sold_piece_is_taken_and_nothing_is_changed(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.keys))
    replacement = await wanted(shop, number)
    aside = await shop.set_aside(replacement)
    program.sell(Bought(product=goods.keys, quantity=5))
    with pytest.raises(PieceTaken):
        await shop.replace_key(replacement, aside)
    assert program.secret(number) == "STEAM-0000-ABCD"
    with pytest.raises(NothingInStock):
        await shop.set_aside(replacement)


async def test_a_locked_card_and_one_that_a_buyer_has_picked_are_left_alone(
    shop: AcgFakaShop, program: AcgProgram
) -> None:
    product = program.product("X")
    program.cards(product, ["K-0001"])
    number = program.sell(Bought(product=product))
    locked, picked = program.cards(product, ["K-0002", "K-0003"])
    program.run("UPDATE $card SET status = 2 WHERE id = %s", locked)
    waits = program.order(Bought(product=product))
    program.run("UPDATE $order SET card_id = %s WHERE trade_no = %s", picked, waits)
    with pytest.raises(NothingInStock):
        await shop.set_aside(await wanted(shop, number))
    program.run("UPDATE $order SET create_time = create_time - INTERVAL 3 HOUR WHERE trade_no = %s", waits)
    assert await replaced(shop, number) == "K-0003"


@pytest.mark.parametrize(("mode", "taken"), [(0, range(18, 34)), (2, range(16))])
async def test_it_takes_from_the_end_that_the_shop_sells_last(
    shop: AcgFakaShop, program: AcgProgram, mode: int, taken: range
) -> None:
    product = program.product("X", delivery_auto_mode=mode)
    program.cards(product, [f"K-{number:04d}" for number in range(34)])
    number = program.sell(Bought(product=product))
    assert int((await replaced(shop, number)).removeprefix("K-")) in taken


class TestVariants:
    async def test_the_same_race_and_options_are_given(self, shop: AcgFakaShop, program: AcgProgram) -> None:
        product = program.product("会员")
        sku = {"区服": "国服", '面 "值"': "50\\元"}
        for race, options in (("月卡", sku), ("月卡", {**sku, "区服": "外服"}), ("年卡", sku), (None, None)):
            program.cards(
                product, [f"{race}-{number}-{(options or {}).get('区服')}" for number in (1, 2)], race, options
            )
        number = program.sell(Bought(product=product, race="月卡", sku=sku))
        assert program.secret(number) == "月卡-1-国服"
        assert await replaced(shop, number) == "月卡-2-国服"
        with pytest.raises(NothingInStock):
            await shop.set_aside(await wanted(shop, number, "r2"))

    async def test_without_a_race_only_cards_without_one_are_given(
        self, shop: AcgFakaShop, program: AcgProgram
    ) -> None:
        product = program.product("会员")
        program.cards(product, ["plain-1"])
        number = program.sell(Bought(product=product))
        program.cards(product, ["monthly"], "月卡")
        with pytest.raises(NothingInStock):
            await shop.set_aside(await wanted(shop, number))
        program.cards(product, ["plain-2"], "")
        assert await replaced(shop, number) == "plain-2"

    async def test_a_race_of_another_case_is_another(self, shop: AcgFakaShop, program: AcgProgram) -> None:
        product = program.product("会员")
        program.cards(product, ["a-1"], "a")
        number = program.sell(Bought(product=product, race="a"))
        program.cards(product, ["A-1"], "A")
        with pytest.raises(NothingInStock):
            await shop.set_aside(await wanted(shop, number))


class TestWhatCannotBe:
    async def test_the_reason_can_be_read(self, stand: AcgStand, program: AcgProgram, goods: Goods) -> None:
        shop = stand.open()
        unpaid, person, upstream = (
            program.order(Bought(product=goods.keys)),
            program.sell(Bought(product=goods.person)),
            program.sell(Bought(product=goods.upstream)),
        )
        for number, reason in ((unpaid, "paid"), (person, "person"), (upstream, "another shop")):
            with pytest.raises(NotPossible, match=reason):
                await shop.set_aside(await wanted(shop, number))
        item = OrderItem("99999", "X")
        with pytest.raises(NotPossible, match="not in the order"):
            await shop.set_aside(Replacement("r", OrderNo(program.sell(Bought(product=goods.keys))), item, ""))
        with pytest.raises(NotPossible, match="no such order"):
            await shop.set_aside(Replacement("r", OrderNo("9" * 18), item, ""))
        await shop.close()

    @pytest.mark.parametrize("token", ["", "1", "x:1", "1:x", "1; DROP TABLE acg_card", "99999999999999:1", "%s:%s"])
    async def test_a_foreign_token_changes_nothing(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods, token: str
    ) -> None:
        number = program.sell(Bought(product=goods.keys))
        with pytest.raises(NotPossible):
            await shop.replace_key(await wanted(shop, number), SetAside(token))
        assert program.secret(number) == "STEAM-0000-ABCD"

    async def test_another_products_card_is_not_taken(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods
    ) -> None:
        number = program.sell(Bought(product=goods.keys))
        (other,) = program.cards(program.product("dear"), ["DEAR-1"])
        with pytest.raises(NotPossible):
            await shop.replace_key(await wanted(shop, number), SetAside(f"{other}:1"))
        assert program.rows("SELECT status FROM $card WHERE id = %s", other) == [{"status": 0}]


async def test_what_the_shop_takes_back_goes_out_of_the_order_again(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program had chosen the same card a moment before, and marks it by its number alone."""
    number, theirs = program.sell(Bought(product=goods.keys)), program.order(Bought(product=goods.keys))
    replacement = await wanted(shop, number)
    aside = await shop.set_aside(replacement)
    asleep = asyncio.sleep

    async def meanwhile(_: float) -> None:
        await asleep(0)
        card = aside.token.partition(":")[0]
        program.run(
            "UPDATE $card SET order_id = (SELECT id FROM $order WHERE trade_no = %s) WHERE id = %s",
            theirs,
            card,
        )

    with monkeypatch.context() as patched:
        patched.setattr("storage.shops.acg_faka.shop.asyncio.sleep", meanwhile)
        with pytest.raises(PieceTaken):
            await shop.replace_key(replacement, aside)
    assert program.secret(number) == "STEAM-0000-ABCD"
    assert len(await keys(shop, number)) == 1


@pytest.mark.parametrize("broken_after", range(1, 6))
async def test_broken_off_anywhere_it_ends_with_just_one_new_key(
    stand: AcgStand, program: AcgProgram, goods: Goods, monkeypatch: pytest.MonkeyPatch, broken_after: int
) -> None:
    number = program.sell(Bought(product=goods.keys))
    first = stand.open()
    replacement = await wanted(first, number)
    aside = await first.set_aside(replacement)
    done = 0
    write = Mysql.write

    async def breaks(self: Mysql, job: object) -> object:
        """Before the transaction, or after its commit with the answer lost."""
        nonlocal done
        done += 1
        if done == broken_after:
            raise ShopUnavailable("broken off")
        given = await write(self, job)  # type: ignore[arg-type,var-annotated]
        done += 1
        if done == broken_after:
            raise ShopUnavailable("broken off")
        return given

    with monkeypatch.context() as patched:
        patched.setattr(Mysql, "write", breaks)
        try:
            await first.replace_key(replacement, aside)
        except ShopUnavailable:
            assert done == broken_after
    await first.close()
    second = stand.open()
    new = second.vault.open((await second.replace_key(replacement, aside)).key.sealed)
    assert program.secret(number) == f"STEAM-0000-ABCD\n{new}"
    assert program.rows("SELECT COUNT(*) AS free FROM $card WHERE status = 0") == [{"free": 4}]
    await second.close()
