"""Who is in the group and who is not; buyers who block the bot; what the General topic is for."""

import pytest

from tests.flows.telegram.place import TelegramDesk, Ticket
from tests.telegram.botapi import Message, User

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("desk", ["polling"], indirect=True),
]


def visitor(desk: TelegramDesk) -> User:
    user = desk.api.new_user("访客")
    desk.api.adds(desk.scene.group, user)
    return user


async def answered(desk: TelegramDesk, text: str, by: User | None = None) -> Message:
    """What the General topic hears next."""
    group = desk.scene.group
    last = max((one.id for one in group.messages.values()), default=0)
    desk.api.says(by or desk.scene.agent, group, text)
    return await desk.api.hears(group, after=last)


async def taken(desk: TelegramDesk, name: str) -> Ticket:
    """A ticket that Lin has answered."""
    buyer = desk.buyer(name)
    ticket = await desk.ticket(buyer)
    ticket.says("你好")
    await buyer.hears("Lin 来了")
    await buyer.hears("你好")
    await ticket.looks("💬")
    return ticket


async def test_a_buyer_who_blocks_us_is_told_of_and_so_is_his_return(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    ticket = await desk.ticket(buyer)
    ticket.says("在吗")
    await buyer.hears("Lin 来了")
    await buyer.hears("在吗")
    desk.api.blocks(buyer.user, desk.scene.shop)
    await ticket.hears("买家屏蔽或离开了")
    await desk.api.until(lambda: "收不到消息" in ticket.card.text)
    lost = ticket.says("还在吗")
    failed = await ticket.hears("没送到买家：买家屏蔽了我们或已离开")
    assert failed.reply_to is lost
    assert not lost.reactions
    desk.api.starts(buyer.user, desk.scene.shop)
    await ticket.hears("买家回来了")
    await buyer.hears("客服")
    await desk.api.until(lambda: "收不到消息" not in ticket.card.text)
    buyer.says("不好意思，手滑了")
    await ticket.hears("手滑了")
    ticket.says("没事")
    await buyer.hears("没事")
    assert (buyer.unread, ticket.unread) == ([], [])


async def test_who_comes_back_is_greeted_once(desk: TelegramDesk) -> None:
    """Telegram tells of it twice: he has unblocked us, and pressed start."""
    buyer = desk.buyer("小孙")
    desk.api.starts(buyer.user, desk.scene.shop)
    await buyer.hears("小助手")
    desk.api.blocks(buyer.user, desk.scene.shop)
    await desk.api.settled(desk.scene.shop)
    desk.api.starts(buyer.user, desk.scene.shop)
    await buyer.hears("我在")
    await buyer.asks("付了款没收到卡密怎么办", "15 分钟")
    assert buyer.unread == []


async def test_blocked_before_anybody_knew(desk: TelegramDesk) -> None:
    """Telegram has not told of it: the failed message is what tells."""
    buyer = desk.buyer("小红")
    ticket = await desk.ticket(buyer)
    buyer.chat.blocked = True
    lost = ticket.says("在吗")
    await ticket.hears("买家屏蔽或离开了")
    failed = await ticket.hears("没送到买家：买家屏蔽了我们或已离开")
    assert failed.reply_to is lost
    await desk.api.until(lambda: "收不到消息" in ticket.card.text)
    buyer.chat.blocked = False
    buyer.says("我回来了")
    await ticket.hears("买家回来了")
    await ticket.hears("我回来了")
    assert (buyer.unread, ticket.unread) == ([], [])


async def test_two_agents_in_one_topic(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小强")
    ticket = await desk.ticket(buyer)
    ticket.says("我来看")
    await buyer.hears("Lin 来了")
    await buyer.hears("我来看")
    ticket.says("我补充一句", by=desk.scene.boss)
    words = await buyer.hears("我补充一句")
    assert words.text.startswith("Mei\n")
    await ticket.hears("这单由 Lin 接着")
    ticket.says("再补充一句", by=desk.scene.boss)
    await buyer.hears("再补充一句")
    ticket.says("/take", by=desk.scene.boss)
    await buyer.hears("Mei 来了")
    await desk.api.until(lambda: "Mei 在处理" in ticket.card.text)
    assert (buyer.unread, ticket.unread) == ([], [])


async def test_two_agents_press_at_once(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小赵")
    ticket = await desk.ticket(buyer)
    ticket.presses(ticket.card, "接单")
    ticket.presses(ticket.card, "接单", by=desk.scene.boss)
    await buyer.hears("Lin 来了")
    await ticket.hears("Lin 已经接了")
    await desk.api.until(lambda: "Lin 在处理" in ticket.card.text)
    assert (buyer.unread, ticket.unread) == ([], [])


async def test_who_is_no_agent_is_told_once_and_changes_nothing(desk: TelegramDesk) -> None:
    buyer, guest = desk.buyer("小刚"), visitor(desk)
    ticket = await desk.ticket(buyer)
    ticket.says("我来回答", by=guest)
    await ticket.hears("没有发给买家")
    ticket.says("/close", by=guest)
    press = ticket.presses(ticket.card, "结束", by=guest)
    await desk.api.until(lambda: press.answered)
    assert (press.alert, "只有客服能按" in press.answer) == (True, True)
    desk.api.closes_topic(desk.scene.group, ticket.topic.id, guest)
    await desk.api.settled()
    buyer.says("有人吗")
    await ticket.hears("有人吗")
    assert not ticket.topic.closed
    ticket.says("我是客服")
    await buyer.hears("Lin 来了")
    await buyer.hears("我是客服")
    assert (buyer.unread, ticket.unread) == ([], [])


async def test_an_anonymous_admin_is_an_agent(desk: TelegramDesk) -> None:
    boss, group = desk.scene.boss, desk.scene.group
    buyer = desk.buyer("小李")
    ticket = await desk.ticket(buyer)
    desk.api.hides(group, boss)
    try:
        said = ticket.says("匿名也能回", by=boss)
        await buyer.hears("来了")
        await buyer.hears("匿名也能回")
        await desk.api.until(lambda: bool(said.reactions))
        ticket.says("/close", by=boss)
        await buyer.hears("还没解决")
        await ticket.looks("✅", closed=True)
    finally:
        desk.api.hides(group, boss, anonymous=False)


async def test_general_tells_of_the_whole(desk: TelegramDesk) -> None:
    ticket = await taken(desk, "张三丰")
    number = ticket.card.text.split()[0]
    assert f"{number} 张三丰" in (await answered(desk, "/open")).text
    assert f"{number} 张三丰 · Telegram · 🟢 Lin 在处理" in (await answered(desk, "/search 张三")).text
    assert "没找到" in (await answered(desk, "/search 王五")).text
    assert "要找什么" in (await answered(desk, "/search")).text
    assert "已答复" in (await answered(desk, "/stats")).text
    assert "/stats" in (await answered(desk, "/help@staff_bot")).text


async def test_small_talk_in_general_is_nobodys_business(desk: TelegramDesk) -> None:
    group = desk.scene.group
    before = len(desk.api.answers_in(group))
    topics = len(group.topics)
    for text in ("吃饭去", "转人工", "查订单", "asdf", "qwer", "/open@other_bot"):
        desk.api.says(desk.scene.agent, group, text)
    desk.api.says(visitor(desk), group, "/open")
    assert "/search" in (await answered(desk, "/help")).text
    assert len(desk.api.answers_in(group)) == before + 1
    assert len(group.topics) == topics
