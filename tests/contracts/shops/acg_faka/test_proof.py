"""Whose order it is: contact and password, compared as people write them and not as the database does."""

from collections import Counter

import pytest

from core.errors import ShopUnavailable
from core.messages import Sealed
from core.shop import Evidence, OrderNo, Proof
from storage.shops.acg_faka.opening import open_shop
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.vault import FernetVault
from tests.contracts.shops.acg_faka.conftest import Goods
from tests.contracts.shops.acgprogram import AcgProgram, Bought
from tests.contracts.shops.acgstand import SHOP, AcgStand
from tests.contracts.surroundings import Away, a_vault

ODD = [
    "",
    "302261122095245598 ",
    "' OR 1=1 -- ",
    "%s%n{0}",
    "30226112209524559_",
    "３０２２６１１２２０９５２４５５９８",
]


async def proof(shop: AcgFakaShop, number: str, contact: str, password: str = "") -> Proof:
    sealed = shop.vault.seal(password) if password else None
    proven = await shop.verify_buyer(OrderNo(number), Evidence(contact, sealed))
    assert proven is None or (proven.shop, proven.number) == (SHOP, number)
    return proven.proof if proven else Proof.NONE


class TestAGuest:
    @pytest.mark.parametrize(
        "contact", ["buyer@qq.com", " BUYER@qq.com ", "ｂｕｙｅｒ＠ｑｑ。com", "邮箱：buyer@qq.com"]
    )
    async def test_contact_and_password_prove_it(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods, contact: str
    ) -> None:
        number = program.sell(Bought(product=goods.keys, password="Pw12"))
        assert await proof(shop, number, contact, "Pw12") is Proof.A

    @pytest.mark.parametrize("password", ["", "pw12", "PW12", "Pw1", "Pw12x", "Pw 12", "Pẃ12", "%", "Pw12' OR '1'='1"])
    async def test_a_password_that_only_looks_alike_proves_nothing(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods, password: str
    ) -> None:
        number = program.sell(Bought(product=goods.keys, password="Pw12"))
        assert await proof(shop, number, "buyer@qq.com", password) is Proof.NONE

    @pytest.mark.parametrize("stored", [None, "", "  "])
    async def test_without_a_password_the_contact_is_enough_for_b(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods, stored: str | None
    ) -> None:
        number = program.sell(Bought(product=goods.keys, password=stored))
        assert await proof(shop, number, "buyer@qq.com") is Proof.B
        assert await proof(shop, number, "buyer@qq.com", "anything") is Proof.B

    @pytest.mark.parametrize("contact", ["", "buyer@qq.co", "B***@QQ.com", "buyerqq.com", "%", "-"])
    async def test_another_contact_proves_nothing(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods, contact: str
    ) -> None:
        number = program.sell(Bought(product=goods.keys, password="Pw12"))
        assert await proof(shop, number, contact, "Pw12") is Proof.NONE

    async def test_an_order_without_a_contact_is_nobodys(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods
    ) -> None:
        number = program.sell(Bought(product=goods.keys, contact=""))
        assert await proof(shop, number, "") is Proof.NONE

    async def test_the_members_whose_number_is_zero_do_not_exist(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods
    ) -> None:
        program.run("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
        number = program.sell(Bought(product=goods.keys, contact="13800138000"))
        assert await proof(shop, number, "138 0013 8000") is Proof.B


class TestAMember:
    @pytest.mark.parametrize("contact", ["Li@x.com", "手机 13900139000", "lilei_88", "QQ 12345678"])
    async def test_any_of_his_contacts_is_his(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods, contact: str
    ) -> None:
        member = program.member("lilei_88", email="li@x.com", phone="13900139000", qq="12345678")
        number = program.sell(Bought(product=goods.keys, owner=member))
        assert await proof(shop, number, contact) is Proof.B
        order = await shop.find_order(OrderNo(number))
        assert order is not None
        assert order.contact == "l***@x.com"

    async def test_the_random_contact_of_the_order_is_nobodys(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods
    ) -> None:
        member = program.member("lilei_88")
        number = program.sell(Bought(product=goods.keys, owner=member))
        (row,) = program.rows("SELECT contact FROM $order WHERE trade_no = %s", number)
        assert await proof(shop, number, row["contact"]) is Proof.NONE
        assert await proof(shop, number, "") is Proof.NONE

    async def test_another_members_contact_is_not_his(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods
    ) -> None:
        mine, _ = program.member("lilei_88", email="li@x.com"), program.member("han", email="han@x.com")
        number = program.sell(Bought(product=goods.keys, owner=mine, password="Pw12"))
        assert await proof(shop, number, "han@x.com", "Pw12") is Proof.NONE
        assert await proof(shop, number, "li@x.com", "pw12") is Proof.NONE
        assert await proof(shop, number, "li@x.com", "Pw12") is Proof.A


@pytest.mark.parametrize("typed", ODD)
async def test_what_no_order_has_finds_none(shop: AcgFakaShop, program: AcgProgram, goods: Goods, typed: str) -> None:
    program.sell(Bought(product=goods.keys, number="302261122095245597"))
    assert await shop.find_order(OrderNo(typed)) is None
    assert await proof(shop, typed, "buyer@qq.com") is Proof.NONE


async def test_a_number_may_be_typed_with_a_hash_and_in_full_width(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.keys, number="302261122095245598"))
    for typed in ("＃３０２２６１１２２０９５２４５５９８", " #302261122095245598 "):
        order = await shop.find_order(OrderNo(typed))
        assert order is not None
        assert order.number == number
        assert shop.could_be(OrderNo(typed))
    for other in ("30226112209524559", "3022611220952455988", "KD20261122000017", ""):
        assert not shop.could_be(OrderNo(other))


class CountingVault(FernetVault):
    """Counts what is done with it."""

    def __init__(self, vault: FernetVault) -> None:
        super().__init__(("the secret of the test, long enough",), "fingerprint key of the test, long enough")
        self.work: Counter[str] = Counter()

    def open(self, sealed: Sealed) -> str:
        self.work["open"] += 1
        return super().open(sealed)

    def fingerprint(self, text: str) -> str:
        self.work["fingerprint"] += 1
        return super().fingerprint(text)


async def test_every_wrong_answer_takes_the_same_work(
    stand: AcgStand, program: AcgProgram, goods: Goods, vault: FernetVault
) -> None:
    member = program.member("lilei_88", email="li@x.com")
    guests, members = (program.sell(Bought(product=goods.keys, password="Pw12", owner=owner)) for owner in (0, member))
    counting = CountingVault(vault)
    shop = open_shop(SHOP, stand.settings(), Away(), counting, stand.clock)
    work = []
    for number, contact in (
        (guests, "buyer@qq.com"),
        (guests, "x@y.com"),
        (members, "li@x.com"),
        ("9" * 18, "li@x.com"),
    ):
        counting.work.clear()
        assert await shop.verify_buyer(OrderNo(number), Evidence(contact, vault.seal("wrong"))) is None
        work.append(dict(counting.work))
    assert work == [work[0]] * 4
    assert work[0]["open"] == 1
    await shop.close()


async def test_a_password_sealed_with_a_lost_secret_is_our_trouble(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.keys, password="Pw12"))
    lost = a_vault("a secret that nobody configured any more").seal("Pw12")
    with pytest.raises(ShopUnavailable):
        await shop.verify_buyer(OrderNo(number), Evidence("buyer@qq.com", lost))


class TestOrdersOfAContact:
    async def test_a_guests_and_a_members_are_listed_newest_first(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods
    ) -> None:
        member = program.member("lilei_88", email="li@x.com", phone="13900139000", qq="12345678")
        first = program.sell(Bought(product=goods.keys, contact="LI@x.com"))
        second = program.sell(Bought(product=goods.keys, owner=member))
        program.sell(Bought(product=goods.keys, contact="li@x.co"))
        assert [order.number for order in await shop.orders_with("li@X.com", 5)] == [second, first]
        assert [order.number for order in await shop.orders_with("12345678", 5)] == [second]
        assert [order.number for order in await shop.orders_with("+86 139 0013 9000", 1)] == [second]

    @pytest.mark.parametrize("contact", ["", " ", "%", "li@x.com' OR '1'='1", "-", "3f9a1c5b7d2e4f60"])
    async def test_an_odd_contact_lists_nothing(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods, contact: str
    ) -> None:
        member = program.member("lilei_88", email="li@x.com")
        program.sell(Bought(product=goods.keys, owner=member))
        program.sell(Bought(product=goods.keys, contact="li@x.com"))
        assert not await shop.orders_with(contact, 5)
