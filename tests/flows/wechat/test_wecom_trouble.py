"""Trouble on the way to WeCom: the buyer is answered all the same, once."""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from tests.flows.wechat.wecomplace import WeComDesk, open_wecom
from tests.wechat.wecomplatform import WeCom

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTION = "付了款没收到卡密怎么办"
SYNC, SEND, NAMES = "kf/sync_msg", "kf/send_msg", "kf/customer/batchget"

TROUBLES: dict[str, Callable[[WeCom], object]] = {
    "reading: busy": lambda wecom: wecom.faults.refuses(-1, SYNC, times=2),
    "reading: a gateway": lambda wecom: wecom.faults.breaks(502, SYNC, times=2),
    "reading: cut": lambda wecom: wecom.faults.cuts(SYNC, applied=True, times=2),
    "reading: the callback's token is old": lambda wecom: wecom.faults.refuses(95007, SYNC),
    "reading: the access token is old": lambda wecom: wecom.faults.refuses(42001, SYNC),
    "names: nothing": lambda wecom: wecom.faults.breaks(500, NAMES, times=3),
    "names: not allowed": lambda wecom: wecom.faults.refuses(48002, NAMES, times=3),
    "sending: busy": lambda wecom: wecom.faults.refuses(-1, SEND),
    "sending: a gateway": lambda wecom: wecom.faults.breaks(503, SEND),
    "sending: cut before": lambda wecom: wecom.faults.cuts(SEND, applied=False),
    "sending: cut after": lambda wecom: wecom.faults.cuts(SEND, applied=True),
    "sending: not trusted for a moment": lambda wecom: wecom.faults.refuses(60020, SEND),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WeComDesk]:
    async with open_wecom(tmp_path_factory.mktemp("wecom")) as opened:
        yield opened


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_the_buyer_is_answered_once(desk: WeComDesk, trouble: str) -> None:
    desk.wecom.faults.clear()
    buyer = desk.buyer("小明")
    TROUBLES[trouble](desk.wecom)
    await buyer.asks(QUESTION, "15 分钟")
    desk.wecom.faults.clear()
    await buyer.asks("怎么申请退款", "原路")
    assert (buyer.unread, desk.wecom.twice(buyer.customer)) == ([], [])
