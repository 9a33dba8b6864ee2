"""A new key in place of a bad one in dujiaoka: which card, where it stands, and what cannot be done."""

from typing import Any

import pytest

from core.errors import NothingInStock, NotPossible
from core.shop import OrderNo, OrderStatus
from core.shopparts import Replacement, SetAside
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.dujiaokaprogram import COMPLETED, MANUAL, SHORT, SHORTAGE, WAITING
from tests.contracts.shops.dujiaokastand import NUMBERS, DujiaokaStand, keys_of, order_of

OURS = NUMBERS[0]


async def asked(stand: DujiaokaStand, bad: str, *, name: str = "r1", item: int = 0) -> Replacement:
    mark = key_fingerprint(stand.vault, bad) if bad else ""
    return Replacement(name, OrderNo(OURS), (await order_of(stand)).items[item], mark)


async def replaced(stand: DujiaokaStand, bad: str, item: int = 0) -> str:
    wanted = await asked(stand, bad, item=item)
    new = await stand.port.replace_key(wanted, await stand.port.set_aside(wanted))
    return stand.vault.open(new.key.sealed)


def lines(*keys: str) -> str:
    return "\n".join(keys)


class TestReplacing:
    async def test_it_takes_the_highest_card_and_keeps_the_rest_of_the_text(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["NEW-0001", "NEW-0002", "NEW-0003"])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, quantity=2, info=lines("K-0001", "K-0002")))
        before = classic.program.rows("SELECT updated_at FROM orders")[0]["updated_at"]
        assert await replaced(classic, "K-0001") == "NEW-0003"
        assert classic.program.shown(OURS) == ["K-0001", "K-0002", "NEW-0003"]
        (row,) = classic.program.rows("SELECT status, updated_at FROM orders")
        assert row["status"] == COMPLETED
        assert row["updated_at"] >= before
        assert (await order_of(classic)).pieces == 2

    async def test_loops_deleted_cards_and_other_goods_are_left_alone(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["LOOP-0001"], loop=True)
        (gone,) = classic.program.cards(classic.goods, ["GONE-0001"])
        classic.program.run("UPDATE carmis SET deleted_at = NOW() WHERE id = %s", gone)
        classic.program.cards(classic.program.goods("Other"), ["OTHER-0001"])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        with pytest.raises(NothingInStock):
            await replaced(classic, "K-0001")

    async def test_only_cards_of_the_same_variant_are_given(self, newer: DujiaokaStand) -> None:
        newer.program.cards(newer.goods, ["CN-0001"], sub=newer.sub)
        newer.program.cards(newer.goods, ["TR-0001"], sub=newer.program.variant(newer.goods, "土区"))
        newer.program.order(newer.bought(number=OURS, status=COMPLETED, info="K-0001"))
        assert await replaced(newer, "K-0001") == "CN-0001"

    async def test_it_stands_in_the_item_that_it_belongs_to(self, newer: DujiaokaStand) -> None:
        second = newer.program.goods("Netflix")
        newer.program.cards(second, ["NET-0002"])
        at = newer.program.order(newer.bought(number=OURS, status=COMPLETED, info="K-0001"))
        newer.program.item(at, newer.bought(goods=second, sub=0, info="NET-0001"))
        assert await replaced(newer, "NET-0001", item=1) == "NET-0002"
        assert newer.program.shown(OURS) == ["K-0001", "NET-0001", "NET-0002"]

    async def test_a_key_of_several_lines_is_taken_whole_and_found_again(self, classic: DujiaokaStand) -> None:
        account = "账号: a@b.c\r\n密码: 12345"
        classic.program.cards(classic.goods, [account])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        wanted = await asked(classic, "K-0001")
        aside = await classic.port.set_aside(wanted)
        given = [classic.vault.open((await classic.port.replace_key(wanted, aside)).key.sealed) for _ in range(2)]
        assert given == ["账号: a@b.c\n密码: 12345"] * 2
        assert await keys_of(classic) == ["K-0001", given[0]]

    async def test_a_text_that_stood_there_before_is_not_taken_for_done(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["SAME-0001"])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="SAME-0001"))
        wanted = await asked(classic, "SAME-0001")
        aside = await classic.port.set_aside(wanted)
        await classic.port.replace_key(wanted, aside)
        await classic.port.replace_key(wanted, aside)
        assert classic.program.shown(OURS) == ["SAME-0001", "SAME-0001"]
        assert classic.program.unsold() == []

    async def test_a_paid_order_without_stock_gets_its_first_key(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["NEW-0001"])
        classic.program.order(classic.bought(number=OURS, status=SHORT, info=SHORTAGE))
        wanted = await asked(classic, "")
        aside = await classic.port.set_aside(wanted)
        for _ in range(2):
            new = await classic.port.replace_key(wanted, aside)
            assert classic.vault.open(new.key.sealed) == "NEW-0001"
        assert classic.program.shown(OURS) == ["NEW-0001"]
        assert (await order_of(classic)).status is OrderStatus.DELIVERED

    @pytest.mark.parametrize(
        ("more", "bad"),
        [
            ({"status": SHORT, "quantity": 2, "info": SHORTAGE}, ""),
            ({"status": WAITING}, ""),
            ({"status": COMPLETED, "info": "K-0001"}, ""),
            ({"status": COMPLETED, "type": MANUAL, "info": "K-0001"}, "K-0001"),
            ({"status": SHORT, "info": SHORTAGE}, SHORTAGE),
        ],
    )
    async def test_what_it_cannot_do_it_says(self, classic: DujiaokaStand, more: dict[str, Any], bad: str) -> None:
        classic.program.cards(classic.goods, ["NEW-0001"])
        classic.program.order(classic.bought(number=OURS, **more))
        with pytest.raises(NotPossible):
            await replaced(classic, bad)
        assert classic.program.unsold() == ["NEW-0001"]

    async def test_tables_without_transactions_are_not_written(self, classic: DujiaokaStand) -> None:
        classic.program.run("ALTER TABLE carmis ENGINE = MyISAM")
        classic.program.cards(classic.goods, ["NEW-0001"])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        with pytest.raises(NotPossible, match="InnoDB"):
            await replaced(classic, "K-0001")

    async def test_an_old_version_without_loops_works_too(self, classic: DujiaokaStand) -> None:
        classic.server.run("ALTER TABLE carmis DROP COLUMN is_loop", database=classic.database)
        classic.server.run(
            f"INSERT INTO carmis (goods_id, carmi) VALUES ({classic.goods}, 'NEW-0001')", database=classic.database
        )
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        assert await classic.port.stock(classic.product) == 1
        assert await replaced(classic, "K-0001") == "NEW-0001"

    @pytest.mark.parametrize("token", ["", "1", "1.2.3.4", "x.0.0", "1.0.-1", "²·0·0", "1.0.0; DROP TABLE carmis"])
    async def test_a_token_of_another_shop_is_refused(self, classic: DujiaokaStand, token: str) -> None:
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        wanted = await asked(classic, "K-0001")
        aside = SetAside(token)
        with pytest.raises(NotPossible):
            await classic.port.replace_key(wanted, aside)
