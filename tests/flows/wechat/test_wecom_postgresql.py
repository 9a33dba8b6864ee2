"""WeCom with the other database: the main job, and two processes that share one account."""

from pathlib import Path

import pytest

from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD, running, sell
from tests.flows.wechat.wecomplace import SECOND, Buyer, callback, open_wecom, settings_on
from tests.postgres import fresh_database
from tests.wechat.wecomplatform import WeCom

pytestmark = pytest.mark.postgresql
QUESTION = "付了款没收到卡密怎么办"


@pytest.fixture
def database(postgresql: str) -> str:
    """An empty one."""
    return fresh_database(postgresql)


async def test_from_a_question_to_a_person_and_back(tmp_path: Path, database: str) -> None:
    async with open_wecom(tmp_path, database) as desk:
        buyer = desk.buyer("小明")
        buyer.comes_in()
        await buyer.hears("小助手")
        await buyer.asks(QUESTION, "15 分钟")
        card = await buyer.asks(f"{ORDER} {CONTACT} {PASSWORD}", "Steam 50")
        buyer.presses(card, "再发卡密")
        keys = await buyer.hears(KEYS[0])
        assert all(key in keys.text for key in KEYS)
        thread = await desk.ticket(buyer)
        buyer.says("第二个用不了")
        await thread.hears("第二个用不了")
        await thread.says("我来看")
        await buyer.hears_of("我来看")
        await thread.says("/close")
        await buyer.hears_of("还没解决")
        await desk.room.looks_closed(thread)
        buyer.says("还是不行 qwerty")
        await buyer.hears_of("转回给客服")
        await thread.hears("还是不行")
        assert (buyer.unread, desk.wecom.twice(buyer.customer)) == ([], [])


async def test_two_processes_share_a_token_and_answer_once(tmp_path: Path, database: str) -> None:
    """Both are told of everything, both read: one token, one answer, never more than five."""
    async with WeCom(second=SECOND, tokenless=1000) as wecom:
        wecom.new_account()
        settings = settings_on(wecom, tmp_path, database)
        await sell(settings, tmp_path)
        async with running(settings) as one, running(settings) as other:
            buyers = [Buyer(wecom, wecom.new_customer(f"买家{number}")) for number in range(20)]
            for buyer in buyers:
                for port in (one, other):
                    wecom.callbacks.url = callback(port)
                    wecom.announce(wecom.account)
                buyer.says(QUESTION)
            for buyer in buyers:
                await buyer.hears("15 分钟")
            assert [buyer.unread for buyer in buyers if buyer.unread] == []
            assert wecom.tokens.issued == 1
            assert wecom.count("gettoken") == 1
            wecom.tokens.revoke()
            for buyer in buyers:
                buyer.says("怎么申请退款")
            for buyer in buyers:
                await buyer.hears("原路")
            assert wecom.tokens.issued == 2
            assert wecom.count("gettoken") <= 3
            assert [wecom.twice(buyer.customer) for buyer in buyers if wecom.twice(buyer.customer)] == []
