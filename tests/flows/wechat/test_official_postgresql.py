"""An official account with the other database: the main job, and two processes that share one account."""

from pathlib import Path

import pytest

from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD, running, sell
from tests.flows.wechat.officialplace import (
    TOO_MANY,
    Buyer,
    OfficialDesk,
    callback,
    open_official,
    rights_known,
    settings_on,
)
from tests.flows.wechat.webroom import web_room
from tests.postgres import fresh_database
from tests.wechat.platform import Account, Mode, WeChat

pytestmark = pytest.mark.postgresql
QUESTION = "付了款没收到卡密怎么办"


@pytest.fixture
def database(postgresql: str) -> str:
    """An empty one."""
    return fresh_database(postgresql)


async def test_from_a_question_to_a_person_and_what_waits(tmp_path: Path, database: str) -> None:
    async with open_official(tmp_path, Mode.SECURE, database_url=database) as desk:
        buyer = desk.buyer()
        await buyer.asks(QUESTION, "15 分钟")
        card = await buyer.asks(f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}", "Steam 50")
        buyer.chooses(card, "再发卡密")
        keys = await buyer.hears(KEYS[0])
        assert all(key in keys.text for key in KEYS)
        thread = await desk.ticket(buyer)
        for number in range(1, 6):
            await thread.says(f"第 {number} 条")
            await buyer.hears_of(f"第 {number} 条")
        await thread.hears("额度用完")
        await thread.says("第 6 条")
        await thread.hears("买家下次来信时自动送达")
        buyer.says("好的")
        await buyer.gets("第 6 条")
        await thread.shows("还能发 5/5 条")
        assert (buyer.unread, buyer.is_content, TOO_MANY in desk.refusals) == ([], True, False)


@pytest.mark.parametrize("verified", [True, False], ids=["verified", "unverified"])
async def test_two_processes_share_one_account(tmp_path: Path, database: str, verified: bool) -> None:
    """Callbacks come to one and the other in turn; the agent's page is on the first."""
    async with WeChat(Account(verified=verified)) as wechat:
        settings = settings_on(wechat, tmp_path, database)
        await sell(settings, tmp_path)
        async with running(settings) as one, running(settings) as other, web_room(settings, one) as room:
            wechat.callbacks.url = callback(one)
            await rights_known(wechat)
            desk = OfficialDesk(wechat, settings, room, one)
            for number in range(4):
                buyer, here, there = Buyer(wechat, wechat.new_person()), one, other
                if number % 2:
                    here, there = other, one
                wechat.callbacks.url = callback(here)
                buyer.says(f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}")
                await buyer.gets("Steam 50")
                thread = await desk.ticket(buyer)
                wechat.callbacks.url = callback(there)
                await thread.says(f"你好，第 {number} 位")
                await buyer.gets(f"你好，第 {number} 位")
                assert buyer.is_content
            assert wechat.tokens.asked == 1
