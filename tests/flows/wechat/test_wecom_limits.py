"""Five messages in 48 hours over WeCom: never more, nothing lost, and the agent always knows what is left."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from tests.flows.wechat.webroom import Thread
from tests.flows.wechat.wecomplace import Buyer, WeComDesk, open_wecom

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOO_LATE = 95002


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WeComDesk]:
    async with open_wecom(tmp_path_factory.mktemp("wecom")) as opened:
        yield opened


async def used_up(desk: WeComDesk, buyer: Buyer, thread: Thread) -> None:
    """The agent writes until nothing is left; every message has arrived."""
    number = 0
    while buyer.left:
        number += 1
        await thread.says(f"第 {number} 条：请稍等")
        await buyer.sees(f"第 {number} 条：请稍等")
    buyer.read = len(buyer.answers)


async def test_the_sixth_message_waits_and_goes_with_the_buyers_next(desk: WeComDesk) -> None:
    buyer = desk.buyer("小明")
    thread = await desk.ticket(buyer)
    await thread.shows("还能发 4/5")
    await used_up(desk, buyer, thread)
    await thread.hears("额度用完")
    await thread.shows("写好的回复会在买家下次来信时自动送达")
    await thread.says("第六条：卡密换好了")
    await thread.says("第七条：请查收")
    assert buyer.unread == []
    buyer.says("还在吗")
    line = await buyer.hears("第六条：卡密换好了")
    await buyer.hears_of("第七条：请查收")
    assert line.text.index("第六条") < (line.text.find("第七条") if "第七条" in line.text else len(line.text))
    await thread.hears("还在吗")
    assert (buyer.unread, desk.wecom.twice(buyer.customer)) == ([], [])


async def test_what_waits_goes_as_one_message(desk: WeComDesk) -> None:
    buyer = desk.buyer("小红")
    thread = await desk.ticket(buyer)
    await used_up(desk, buyer, thread)
    for number in range(7):
        await thread.says(f"补充 {number}")
    buyer.says("好的")
    await buyer.sees("补充 6")
    together = "\n".join(buyer.unread)
    places = [together.index(f"补充 {number}") for number in range(7)]
    assert places == sorted(places)
    assert buyer.left >= 3, "seven messages have become one or two"


async def test_after_48_hours_it_waits_for_the_buyer(desk: WeComDesk) -> None:
    buyer = desk.buyer("小刚")
    thread = await desk.ticket(buyer)
    desk.wecom.ages(desk.wecom.session(buyer.customer), timedelta(hours=48))
    await thread.says("抱歉久等，现在好了")
    await desk.wecom.until(lambda: TOO_LATE in desk.wecom.codes("kf/send_msg"))
    await thread.hears("买家下次来信时自动送达")
    assert buyer.unread == []
    buyer.says("怎么样了")
    await buyer.hears("抱歉久等，现在好了")
    await thread.hears("怎么样了")
    assert (buyer.unread, desk.wecom.twice(buyer.customer)) == ([], [])


async def test_a_message_that_is_refused_by_the_buyer_is_told(desk: WeComDesk) -> None:
    buyer = desk.buyer("小李")
    thread = await desk.ticket(buyer)
    buyer.customer.refuses = True
    await thread.says("在吗")
    await thread.hears("现在发不到")
    await thread.shows("收不到消息")
    assert buyer.unread == []


async def test_a_slow_platform_is_not_asked_twice_for_one_message(desk: WeComDesk) -> None:
    """The answer is lost after the message was shown: it goes out again under its id, which the platform refuses."""
    buyer = desk.buyer("小周")
    thread = await desk.ticket(buyer)
    await thread.says("在的")
    await buyer.hears_of("在的")
    desk.wecom.faults.cuts("kf/send_msg", applied=True)
    said = await thread.says("只说一遍")
    await buyer.hears_of("只说一遍")
    await thread.delivered(said)
    assert (buyer.unread, desk.wecom.twice(buyer.customer)) == ([], [])
