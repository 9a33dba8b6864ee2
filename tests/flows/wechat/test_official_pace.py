"""Slow shops, repeats and crowds on an official account: everybody is answered, once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from storage.shops.builtin import BuiltinShop
from tests.flows.desk import CONTACT, ORDER, PASSWORD
from tests.flows.wechat.officialplace import VIEW, OfficialDesk, open_official
from tests.wechat.platform import FAILURE, Way

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTION = "付了款没收到卡密怎么办"
ALL_AT_ONCE = f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}"
CROWD = 50


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=[True, False], ids=["verified", "unverified"])
async def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OfficialDesk]:
    """A passive reply is waited for two seconds here, of the platform's five."""
    folder = tmp_path_factory.mktemp("official")
    async with open_official(folder, verified=request.param, reply_seconds=2.0) as opened:
        yield opened


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Event]:
    """Answers only once the event is set."""
    ready, known = asyncio.Event(), BuiltinShop.verify_buyer

    async def slow(self: BuiltinShop, *arguments: Any) -> Any:
        await ready.wait()
        return await known(self, *arguments)

    monkeypatch.setattr(BuiltinShop, "verify_buyer", slow)
    yield ready
    ready.set()


async def test_a_slow_shop_is_heard_of_later_and_nothing_is_lost(desk: OfficialDesk, shop: asyncio.Event) -> None:
    buyer = desk.buyer()
    asked = await buyer.says(ALL_AT_ONCE).over()
    assert len(asked.tries) == 1, "it was taken at the first try, long before the answer was there"
    if desk.wechat.account.verified:
        assert (asked.reply, buyer.answers) == (None, [])
        shop.set()
        assert (await buyer.hears("Steam 50 元充值卡")).way is Way.PUSH
        assert buyer.left == 4
    else:
        await buyer.hears(VIEW)
        await buyer.asks(VIEW, "暂时没有新回复")
        shop.set()
        assert (await buyer.gets("Steam 50 元充值卡")).way is Way.PASSIVE
    assert (buyer.unread, buyer.is_content) == ([], True)


async def test_a_shop_that_is_ready_in_time_answers_in_the_request(desk: OfficialDesk, shop: asyncio.Event) -> None:
    buyer = desk.buyer()
    asked = buyer.says(ALL_AT_ONCE)
    asyncio.get_running_loop().call_later(0.3, shop.set)
    shown = await buyer.hears("Steam 50 元充值卡")
    assert (shown.way, (await asked.over()).reply) == (Way.PASSIVE, shown)


async def test_three_tries_at_once_are_answered_once(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    delivery = await desk.wechat.says(buyer.person, QUESTION, at_once=3).over()
    assert [answer.status for answer in delivery.tries] == [200, 200, 200]
    assert sum("15 分钟" in one.text for one in buyer.answers) == 1
    await desk.wechat.callbacks.repeat(delivery)
    await desk.wechat.callbacks.replay(delivery)
    buyer.read = buyer.answers[-1].number
    await buyer.asks("怎么申请退款", "原路")
    assert (len(buyer.answers), buyer.is_content) == (2, True)


async def test_an_answer_that_got_lost_on_the_way_is_not_lost(desk: OfficialDesk) -> None:
    """The platform hangs up on the first try before the answer is there, and comes again."""
    buyer = desk.buyer()
    seconds, desk.wechat.callbacks.second = desk.wechat.callbacks.second, 0.001
    hasty = desk.wechat.says(buyer.person, "在吗")
    desk.wechat.callbacks.second = seconds
    await hasty.over()
    await buyer.gets("")
    told = [one.text for one in buyer.answers if one.text != FAILURE]
    assert len(told) == len(set(told))


async def test_a_crowd_is_answered_each_of_them_once(desk: OfficialDesk) -> None:
    buyers = [desk.buyer() for _ in range(CROWD)]
    for delivery in [buyer.says(QUESTION) for buyer in buyers]:
        await delivery.over()
    for buyer in buyers:
        await buyer.gets("15 分钟")
    assert [sum("15 分钟" in one.text for one in buyer.answers) for buyer in buyers] == [1] * CROWD
    assert all(buyer.is_content for buyer in buyers)


async def test_a_crowd_in_a_hurry_hears_everything_in_order(desk: OfficialDesk) -> None:
    """Two questions each, the second before the first is answered; some answers may be joined."""
    buyers = [desk.buyer() for _ in range(CROWD // 2)]
    for delivery in [buyer.says(words) for words in (QUESTION, "怎么申请退款") for buyer in buyers]:
        await delivery.over()
    for buyer in buyers:
        await buyer.gets("原路")
        told = "\n".join(one.text for one in buyer.answers)
        assert (told.count("15 分钟"), told.count("原路")) == (1, 1)
        assert told.index("15 分钟") < told.index("原路")
