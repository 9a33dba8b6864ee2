"""A member has his Telegram account bound by a code that the shop mails him; no user is ever made."""

from datetime import timedelta

import pytest

from core.errors import NotPossible
from core.shop import OrderNo, Proof, ProvenOrder
from core.shopparts import BindsBuyers, Known
from storage.shops.dujiao_next.parts import WithBoth, WithChannel
from tests.contracts.shops.nextstand import SHOP, NextStand, numbered
from tests.contracts.surroundings import Sale

MAIL, USER = "zhang@qq.com", 7
BUYER = Known("telegram", "4711")
OURS = OrderNo(numbered(1))


@pytest.fixture(autouse=True)
def member(stand: NextStand) -> None:
    stand.program.goods.mails[USER] = MAIL
    stand.sold(Sale(OURS, keys=("AAAA-1111-BBBB",)), user=USER)


def code_of(stand: NextStand, mail: str = MAIL) -> str:
    return stand.program.goods.codes[mail].text


async def test_the_code_from_his_mail_proves_his_orders(stand: NextStand, shop: WithBoth) -> None:
    assert isinstance(shop, BindsBuyers)
    assert await shop.proven_by(OURS, BUYER) is None
    await shop.send_code(" Zhang@QQ.com ")
    assert await shop.bind(BUYER, "Zhang@QQ.com", f" {code_of(stand)} ")
    assert await shop.proven_by(OURS, BUYER) == ProvenOrder(SHOP, OURS, Proof.A)
    assert [order.number for order in await shop.orders_of(BUYER, 5)] == [OURS]


async def test_without_an_admin_account_as_well(stand: NextStand) -> None:
    shop = stand.open_with(admin=None)
    assert isinstance(shop, WithChannel)
    await shop.send_code(MAIL)
    assert await shop.bind(BUYER, MAIL, code_of(stand))
    await shop.close()


async def test_nobody_learns_whether_the_shop_has_a_member(stand: NextStand, shop: WithBoth) -> None:
    await shop.send_code("stranger@qq.com")
    assert stand.program.goods.codes == {}
    assert not await shop.bind(BUYER, "stranger@qq.com", "314159")


async def test_who_asks_again_too_soon_has_his_code_already(stand: NextStand, shop: WithBoth) -> None:
    await shop.send_code(MAIL)
    code = code_of(stand)
    await shop.send_code(MAIL)
    assert code_of(stand) == code


@pytest.mark.parametrize("code", ["000000", "", " ", "' OR 1=1", "314159\n000000", "٣١٤١٥٩", "9" * 100])
async def test_another_code_binds_nobody(stand: NextStand, shop: WithBoth, code: str) -> None:
    await shop.send_code(MAIL)
    assert not await shop.bind(BUYER, MAIL, code)
    assert await shop.proven_by(OURS, BUYER) is None


async def test_a_code_that_is_too_old_binds_nobody(stand: NextStand, shop: WithBoth) -> None:
    await shop.send_code(MAIL)
    stand.clock.forward(timedelta(minutes=11))
    assert not await shop.bind(BUYER, MAIL, code_of(stand))


async def test_said_again_he_is_still_bound(stand: NextStand, shop: WithBoth) -> None:
    """As after a crash: the shop takes a code only once."""
    await shop.send_code(MAIL)
    assert [await shop.bind(BUYER, MAIL, code_of(stand)) for _ in range(2)] == [True, True]


async def test_a_code_of_one_is_no_code_for_another(stand: NextStand, shop: WithBoth) -> None:
    stand.program.goods.mails[8] = "li@qq.com"
    await shop.send_code(MAIL)
    await shop.send_code("li@qq.com")
    assert not await shop.bind(BUYER, "li@qq.com", code_of(stand))


async def test_a_member_with_another_telegram_account_keeps_it(stand: NextStand, shop: WithBoth) -> None:
    stand.program.goods.telegram["1234"] = USER
    await shop.send_code(MAIL)
    with pytest.raises(NotPossible, match="conflict"):
        await shop.bind(BUYER, MAIL, code_of(stand))
    assert await shop.proven_by(OURS, BUYER) is None


@pytest.mark.parametrize("buyer", [Known("discord", "4711"), Known("telegram", "4711' OR 1")])
async def test_only_telegram_accounts_are_bound(stand: NextStand, shop: WithBoth, buyer: Known) -> None:
    await shop.send_code(MAIL)
    assert not await shop.bind(buyer, MAIL, code_of(stand))
    assert stand.program.goods.telegram == {}


async def test_a_shop_that_mails_no_codes_says_so(stand: NextStand, shop: WithBoth) -> None:
    def older(path: str, told: dict[str, object]) -> dict[str, object]:
        said = {"status_code": 400, "msg": "验证码用途不支持", "data": None}
        return said if path.endswith("/send-verify-code") else told

    stand.program.twist = older
    with pytest.raises(NotPossible, match="no code"):
        await shop.send_code(MAIL)
