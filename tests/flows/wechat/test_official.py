"""The main job over an official account, in plain and secure mode, verified and not: in words that buyers write."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.flows.desk import CONTACT, KEYS, OPEN_ORDER, ORDER, PASSWORD
from tests.flows.wechat.officialplace import SEND, VIEW, OfficialDesk, open_official, prove
from tests.wechat.platform import Mode, Way

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTION = "付了款没收到卡密怎么办"
KINDS = [(mode, verified) for mode in (Mode.PLAIN, Mode.SECURE) for verified in (True, False)]


def _named(kind: tuple[Mode, bool]) -> str:
    return f"{kind[0]}-{'verified' if kind[1] else 'unverified'}"


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=KINDS, ids=_named)
async def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OfficialDesk]:
    """One shop for all stories of this file: its buyers do not know each other."""
    mode, verified = request.param
    async with open_official(tmp_path_factory.mktemp("official"), mode, verified=verified) as opened:
        yield opened


async def test_a_follower_is_greeted_and_picks_by_number(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    desk.wechat.subscribes(buyer.person)
    hello = await buyer.hears("小助手")
    buyer.chooses(hello, "查订单")
    await buyer.hears("订单号")
    assert (buyer.unread, buyer.is_content) == ([], True)


async def test_a_code_leads_to_the_order(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    desk.wechat.subscribes(buyer.person, f"order_{ORDER}")
    await buyer.hears("下单时填的")
    await buyer.asks(CONTACT, "查询密码")


async def test_a_question_is_answered_in_the_same_request_and_uses_nothing(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    before = len(desk.wechat.calls_of(SEND))
    answer = await buyer.asks(QUESTION, "15 分钟")
    assert (answer.way, buyer.left) == (Way.PASSIVE, 5)
    labels = ("查订单", "重发卡密", "解决了 👍", "转人工")
    assert all(f"{number}. {label}" in answer.text for number, label in enumerate(labels, 1))
    assert len(desk.wechat.calls_of(SEND)) == before
    assert (buyer.unread, buyer.is_content) == ([], True)


async def test_keys_come_again_after_proof(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    card = await prove(buyer)
    assert not any(key in card.text for key in KEYS)
    buyer.chooses(card, "再发卡密")
    keys = await buyer.hears(KEYS[0])
    assert all(key in keys.text for key in KEYS)
    assert (buyer.unread, buyer.is_content) == ([], True)


async def test_wrong_password_reads_like_a_wrong_number(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    wrong_password = await buyer.asks(f"订单 {ORDER} {CONTACT} 密码 Wrong1", "没对上")
    wrong_number = await buyer.asks(f"订单 302261122095245000 {CONTACT} 密码 {PASSWORD}", "没对上")
    assert wrong_password.text.startswith(wrong_number.text), "but for the hint that is told once"


async def test_paid_but_not_delivered_leads_to_a_person(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    answer = await buyer.asks(f"{OPEN_ORDER} 13800138000 没有密码", "月卡")
    known = {*desk.room.threads}
    buyer.chooses(answer, "转人工")
    await buyer.hears("已付款没拿到卡密")
    thread = await desk.new_thread(known)
    assert "已付款没卡密" in thread.card.text


async def test_a_person_answers_closes_and_is_back_when_the_buyer_writes_again(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    thread = await desk.ticket(buyer)
    assert "微信" in thread.card.text
    await buyer.says("卡密用不了，帮我看看").over()
    await thread.hears("卡密用不了")
    said = await thread.says("你好，我来帮你看")
    answer = await buyer.gets("你好，我来帮你看")
    assert "小林" in answer.text
    await thread.delivered(said)
    await thread.says("/close 祝你玩得开心")
    await desk.room.looks_closed(thread)
    await buyer.gets("祝你玩得开心")
    buyer.says("还是用不了 qwerty")
    await buyer.gets("转回给客服")
    await thread.hears("还是用不了 qwerty")
    assert not desk.room.closed(thread.id)
    assert buyer.is_content


async def test_spoken_words_and_a_place_are_understood(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    desk.wechat.sends_voice(buyer.person, b"#!AMR\n voice", recognition=QUESTION)
    await buyer.hears("15 分钟")
    thread = await desk.ticket(buyer)
    desk.wechat.sends_location(buyer.person, 31.2, 121.5, "人民广场")
    await desk.room.page.until(lambda: any("人民广场" in file.name for _, one in thread.entries for file in one.files))


async def test_who_asks_for_news_where_there_are_none_is_told(desk: OfficialDesk) -> None:
    buyer = desk.buyer()
    await buyer.asks(QUESTION, "15 分钟")
    await buyer.asks(VIEW, "暂时没有新回复")
    assert buyer.is_content
