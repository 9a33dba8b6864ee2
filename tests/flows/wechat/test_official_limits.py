"""Five messages in 48 hours to a follower: never more, nothing lost, and the agent always knows what is left."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bots.app import SystemClock
from tests.flows.desk import KEYS
from tests.flows.wechat.officialplace import TOO_LATE, TOO_MANY, Buyer, OfficialDesk, open_official, prove
from tests.flows.wechat.webroom import Thread
from tests.wechat.platform import Way

pytestmark = pytest.mark.asyncio(loop_scope="module")
JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 100


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OfficialDesk]:
    """The product lives in the platform's time, which can be put forward."""
    async with open_official(tmp_path_factory.mktemp("official")) as opened:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(SystemClock, "now", lambda _: opened.wechat.clock.now())
            yield opened
        assert TOO_MANY not in opened.refusals, "the platform was asked for a sixth message"


async def writes(desk: OfficialDesk, buyer: Buyer, thread: Thread, times: int) -> None:
    """The agent writes so often; each message has arrived, and the card shows what is left."""
    for number in range(1, times + 1):
        left = buyer.left
        await thread.says(f"第 {number} 条：请稍等")
        await buyer.hears_of(f"第 {number} 条：请稍等")
        if left > 1:
            await thread.shows(f"还能发 {left - 1}/5 条")


async def used_up(desk: OfficialDesk, buyer: Buyer, thread: Thread) -> None:
    await writes(desk, buyer, thread, buyer.left)
    await thread.hears("额度用完")
    await thread.shows("写好的回复会在买家下次来信时自动送达")


async def test_answers_in_the_buyers_own_request_use_nothing(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    await thread.shows("微信：还能发 5/5 条")
    await writes(desk, buyer, thread, 1)
    assert (buyer.left, buyer.answers[-1].way) == (4, Way.PUSH)


async def test_the_last_but_one_and_the_last_are_told(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    await writes(desk, buyer, thread, 4)
    await thread.hears("还能发 1 条")
    await writes(desk, buyer, thread, 1)
    await thread.hears("额度用完")
    assert (buyer.left, buyer.unread) == (0, [])


async def test_the_sixth_message_waits_and_comes_with_the_buyers_next_in_order_and_in_one(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    await used_up(desk, buyer, thread)
    waiting = await thread.says("第六条：卡密换好了")
    await thread.hears("买家下次来信时自动送达")
    for number in range(5):
        last = await thread.says(f"补充 {number}")
    assert buyer.unread == []
    buyer.says("还在吗")
    answer = await buyer.hears("第六条：卡密换好了")
    await buyer.hears_of("补充 4")
    places = [answer.text.index(f"补充 {number}") for number in range(5)]
    assert (answer.way, places) == (Way.PASSIVE, sorted(places))
    await thread.delivered(waiting)
    await thread.delivered(last)
    await thread.hears("还在吗")
    await thread.shows("还能发 5/5 条")
    assert [line for line in thread.lines if "❌" in line] == []
    assert (buyer.unread, buyer.is_content) == ([], True)


async def test_what_is_left_counts_anew_with_every_word_of_the_buyer(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    await used_up(desk, buyer, thread)
    await buyer.says("收到").over()  # until then the agent's answer could go out as the reply to it
    await thread.shows("还能发 5/5 条")
    await used_up(desk, buyer, thread)
    assert len([line for line in thread.lines if "额度用完" in line]) == 2


async def test_a_window_that_the_platform_closes_early_is_believed(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    buyer.person.grants.clear()
    await thread.says("在吗")
    await thread.hears("买家下次来信时自动送达")
    await thread.shows("这会儿发不出去")
    assert (desk.refusals[-1], buyer.unread) == (TOO_LATE, [])
    buyer.says("在")
    await buyer.hears("在吗")
    await thread.shows("还能发 5/5 条")


async def test_keys_of_an_agent_wait_like_words_and_go_alone(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    await prove(buyer)
    thread = await desk.ticket(buyer)
    await used_up(desk, buyer, thread)
    await thread.presses("再发卡密")
    await thread.hears("买家下次来信时自动发出")
    assert (buyer.unread, [line for line in thread.lines if "❌" in line or KEYS[0] in line]) == ([], [])
    buyer.says("好了吗")
    keys = await buyer.hears(KEYS[0])
    assert all(key in keys.text for key in KEYS)
    assert len([one for one in buyer.answers if KEYS[0] in one.text]) == 1


async def test_closing_while_something_waits_loses_nothing(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    await used_up(desk, buyer, thread)
    await thread.says("已经补发，查收一下")
    await thread.says("/close 祝你玩得开心")
    await desk.room.looks_closed(thread)
    await thread.hears("还没送出的话不会丢")
    assert buyer.unread == []
    buyer.says("怎么申请退款")
    waited = await buyer.hears("已经补发，查收一下")
    await buyer.hears_of("祝你玩得开心")
    await buyer.hears_of("原路")
    assert waited.text.index("补发") < waited.text.index("祝你玩得开心")
    assert not any("这次就到这里" in one.text for one in buyer.answers)


async def test_pictures_go_both_ways(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    desk.wechat.sends_image(buyer.person, JPEG)
    await desk.room.page.until(lambda: any(entry.files for _, entry in thread.entries))
    [file] = [file for _, entry in thread.entries for file in entry.files]
    assert await desk.room.page.download(file.url) == JPEG
    await thread.sends(JPEG, "怎么兑换.jpg", "照着图里这样兑换")
    await desk.wechat.until(lambda: any(one.media == (JPEG,) for one in buyer.answers))
    await desk.wechat.until(lambda: any("照着图里这样兑换" in one.text for one in buyer.answers))


async def test_who_unfollows_is_told_of_and_comes_back(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    desk.wechat.unsubscribes(buyer.person)
    await thread.hears("现在发不到")
    await thread.shows("收不到消息")
    desk.wechat.subscribes(buyer.person)
    await thread.hears("买家回来了")
    await thread.shows("还能发")


async def test_the_window_closes_and_the_buyers_next_words_open_it(desk: OfficialDesk) -> None:
    """Both know it without asking: the platform is not even tried."""
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    desk.wechat.clock.forward(timedelta(hours=49))
    tried = len(desk.refusals)
    await thread.says("抱歉久等，现在好了")
    await thread.hears("买家下次来信时自动送达")
    await thread.shows("这会儿发不出去")
    await thread.says("请查收")
    assert (buyer.unread, len(desk.refusals)) == ([], tried)
    buyer.says("怎么样了")
    answer = await buyer.hears("抱歉久等，现在好了")
    assert answer.text.index("抱歉久等") < answer.text.index("请查收")
    await thread.hears("怎么样了")
    assert (buyer.unread, buyer.is_content) == ([], True)
