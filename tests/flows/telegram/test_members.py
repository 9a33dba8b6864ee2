"""A member of a dujiao-next shop on Telegram: the code from his mail binds him, and then nothing is asked any more."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from core.shop import OrderNo
from tests.contracts.shops.nextstand import NextStand, numbered
from tests.contracts.shops.stands import RealClock
from tests.contracts.surroundings import Away, FixedClock, Sale, a_vault
from tests.flows.telegram.place import TelegramDesk, open_telegram

MAIL, USER, KEY = "zhang@qq.com", 7, "AAAA-1111-BBBB-2222"
ORDER = OrderNo(numbered(1))


@dataclass(slots=True)
class Opened:
    desk: TelegramDesk
    shop: NextStand

    @property
    def code(self) -> str:
        """That stands in the member's mail."""
        return self.shop.program.goods.codes[MAIL].text


@pytest.fixture
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Opened]:
    stand = NextStand(Away(), a_vault(), FixedClock(RealClock().now()))
    stand.program.goods.mails[USER] = MAIL
    stand.sold(Sale(ORDER, keys=(KEY,)), user=USER)
    async with stand.running():
        shops = {"dujiao-next": {"main": stand.settings()}}
        async with open_telegram(tmp_path_factory.mktemp("members"), shops=shops) as desk:
            yield Opened(desk, stand)
        assert stand.program.channel.provisioned == []


async def test_a_member_proves_himself_by_mail_and_is_known_from_then_on(opened: Opened) -> None:
    buyer = opened.desk.buyer("小张")
    question = await buyer.asks(f"没收到卡密 {ORDER}", "下单时填的")
    press = buyer.presses(question, "我是会员，用邮箱验证")
    await buyer.hears("邮箱")
    await opened.desk.api.until(lambda: press.answered)
    await buyer.asks(MAIL, "z***@qq.com")
    await buyer.asks(opened.code, "绑定")
    assert KEY in (await buyer.hears("自动消失")).text
    assert opened.shop.program.goods.telegram == {str(buyer.user.id): USER}
    other = OrderNo(numbered(2))
    opened.shop.sold(Sale(other, keys=("CCCC-3333-DDDD-4444",)), user=USER)
    assert other in (await buyer.asks(f"查订单 {other}", "已发货")).text
    assert buyer.unread == []


async def test_a_stranger_cannot_have_it_by_the_number(opened: Opened) -> None:
    opened.shop.program.goods.telegram["1"] = USER
    buyer = opened.desk.buyer("小王")
    await buyer.asks(f"查订单 {ORDER}", "下单时填的")
    assert buyer.unread == []
