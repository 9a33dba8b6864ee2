"""Sessions over WeCom: people in the WeCom app take a talk over, and our agents take it back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.flows.wechat.wecomplace import WeComDesk, open_wecom
from tests.wechat.wecomplatform import State

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOT_NOW = 95018


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WeComDesk]:
    async with open_wecom(tmp_path_factory.mktemp("wecom")) as opened:
        opened.wecom.new_servicer("Zhang")
        yield opened


async def test_the_bot_is_silent_while_people_in_the_app_answer(desk: WeComDesk) -> None:
    wecom, buyer = desk.wecom, desk.buyer("小明")
    await buyer.asks("付了款没收到卡密怎么办", "15 分钟")
    wecom.takes_over("Zhang", buyer.customer)
    wecom.servicer_says("Zhang", buyer.customer, "我来看看")
    buyer.says("怎么申请退款")
    await wecom.until(lambda: NOT_NOW in wecom.codes("kf/send_msg"))
    assert wecom.session(buyer.customer).state is State.PEOPLE
    wecom.ends("Zhang", buyer.customer)
    await buyer.asks("怎么联系你们", "")
    assert [line.by for line in wecom.screen(buyer.customer)].count("Zhang") == 1
    assert "退款" not in buyer.answers[-1].text or "怎么联系" not in buyer.answers[-1].text


async def test_an_agent_of_ours_takes_the_talk_back(desk: WeComDesk) -> None:
    wecom, buyer = desk.wecom, desk.buyer("小红")
    thread = await desk.ticket(buyer)
    wecom.takes_over("Zhang", buyer.customer)
    said = await thread.says("我是小林，我接着处理")
    await buyer.hears_of("我是小林，我接着处理")
    await thread.delivered(said)
    assert wecom.session(buyer.customer).state in (State.ENDED, State.ASSISTANT)
    buyer.says("好的")
    await thread.hears("好的")
    await thread.says("处理好了")
    await buyer.hears_of("处理好了")
    assert (buyer.unread, wecom.twice(buyer.customer)) == ([], [])


async def test_a_session_that_people_ended_waits_for_the_buyer(desk: WeComDesk) -> None:
    wecom, buyer = desk.wecom, desk.buyer("小刚")
    thread = await desk.ticket(buyer)
    wecom.takes_over("Zhang", buyer.customer)
    wecom.ends("Zhang", buyer.customer)
    await thread.says("还有一件事")
    await thread.hears("买家下次来信时自动送达")
    buyer.says("在吗")
    await buyer.hears("还有一件事")
    await thread.hears("在吗")
    assert (buyer.unread, wecom.twice(buyer.customer)) == ([], [])


async def test_people_keep_the_talk_where_the_owner_wants_it(tmp_path: Path) -> None:
    async with open_wecom(tmp_path, take_back=False) as desk:
        desk.wecom.new_servicer("Zhang")
        buyer = desk.buyer("小李")
        thread = await desk.ticket(buyer)
        desk.wecom.takes_over("Zhang", buyer.customer)
        await thread.says("我来插一句")
        await thread.hears("没送到买家")
        assert desk.wecom.session(buyer.customer).state is State.PEOPLE
        assert buyer.unread == []
