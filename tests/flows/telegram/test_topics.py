"""What people do to a ticket's topic and to the group by hand, while buyers go on writing."""

from pathlib import Path

import pytest

from tests.flows.telegram.place import TelegramDesk, open_telegram

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("desk", ["polling"], indirect=True)
class TestByHand:
    async def test_a_topic_closed_by_hand_is_a_closed_ticket_until_the_buyer_writes(self, desk: TelegramDesk) -> None:
        buyer = desk.buyer("小明")
        ticket = await desk.ticket(buyer)
        desk.api.closes_topic(desk.scene.group, ticket.topic.id, ticket.agent)
        await buyer.hears("还没解决")
        await ticket.hears("Lin 结束了工单")
        await ticket.looks("✅", closed=True)
        buyer.says("还是用不了 qwerty")
        await buyer.hears("转回给客服")
        await ticket.hears("工单重新打开")
        await ticket.hears("还是用不了 qwerty")
        await ticket.looks("❗️")
        assert (buyer.unread, ticket.unread) == ([], [])

    async def test_a_topic_opened_again_by_hand_is_taken(self, desk: TelegramDesk) -> None:
        buyer = desk.buyer("小红")
        ticket = await desk.ticket(buyer)
        await ticket.asks("/close", "Lin 结束了工单")
        await buyer.hears("还没解决")
        await ticket.looks("✅", closed=True)
        desk.api.reopens_topic(desk.scene.group, ticket.topic.id, ticket.agent)
        await buyer.hears("Lin 来了")
        await ticket.looks("💬")
        ticket.says("我再看看")
        await buyer.hears("我再看看")
        assert (buyer.unread, ticket.unread) == ([], [])

    async def test_a_deleted_topic_is_opened_anew_with_the_card_and_the_words(self, desk: TelegramDesk) -> None:
        buyer = desk.buyer("小刚")
        ticket = await desk.ticket(buyer)
        ticket.says("在的")
        await buyer.hears("Lin 来了")
        await buyer.hears("在的")
        await ticket.looks("💬")
        known = {*desk.scene.group.topics}
        desk.api.deletes_topic(desk.scene.group, ticket.topic.id)
        buyer.says("有人吗，卡密用不了")
        await desk.api.until(lambda: bool({*desk.scene.group.topics} - known))
        [number] = {*desk.scene.group.topics} - known
        anew = desk.seen(number)
        await desk.api.until(lambda: sum(one.pinned for one in anew.lines) == 1)
        await desk.api.until(lambda: len(anew.lines) == 3)
        said = [one.text for one in anew.lines]
        assert sum("有人吗，卡密用不了" in text for text in said) == 1
        assert sum("之前的消息看不到了" in text for text in said) == 1
        assert "Lin 在处理" in anew.card.text
        await anew.looks("💬")
        anew.says("我在这里接着看")
        await buyer.hears("我在这里接着看")
        anew.presses(anew.card, "结束")
        await buyer.hears("还没解决")
        await anew.looks("✅", closed=True)
        assert buyer.unread == []

    async def test_a_deleted_topic_does_not_come_back_for_nothing(self, desk: TelegramDesk) -> None:
        """The ticket was closed; nobody needs its topic before the buyer writes again."""
        buyer = desk.buyer("小李")
        ticket = await desk.ticket(buyer)
        await ticket.asks("/close", "结束了工单")
        await buyer.hears("还没解决")
        await ticket.looks("✅", closed=True)
        known = {*desk.scene.group.topics}
        desk.api.deletes_topic(desk.scene.group, ticket.topic.id)
        await buyer.asks("付了款没收到卡密怎么办", "15 分钟")
        assert not {*desk.scene.group.topics} - known
        buyer.says("qwerty 还是不行")
        await buyer.hears("转回给客服")
        await desk.api.until(lambda: bool({*desk.scene.group.topics} - known))
        [number] = {*desk.scene.group.topics} - known
        anew = desk.seen(number)
        await desk.api.until(lambda: any("qwerty 还是不行" in one.text for one in anew.lines))
        await desk.api.until(lambda: sum(one.pinned for one in anew.lines) == 1)
        await anew.looks("❗️")

    async def test_a_renamed_topic_stays_the_tickets(self, desk: TelegramDesk) -> None:
        """The name that people gave stays until the ticket's state changes."""
        buyer = desk.buyer("小周")
        ticket = await desk.ticket(buyer)
        desk.api.renames_topic(desk.scene.group, ticket.topic.id, ticket.agent, "退款：小周")
        buyer.says("在吗")
        await ticket.hears("在吗")
        assert ticket.topic.name == "退款：小周"
        ticket.says("在的")
        await buyer.hears("Lin 来了")
        await buyer.hears("在的")
        await ticket.looks("💬")
        assert "小周" in ticket.topic.name
        assert (buyer.unread, ticket.unread) == ([], [])

    async def test_a_topic_made_by_hand_reaches_nobody_and_says_so(self, desk: TelegramDesk) -> None:
        group, agent = desk.scene.group, desk.scene.agent
        topic = desk.api.opens_topic(group, agent, "午饭")
        desk.api.says(agent, group, "有人吗", thread=topic.id)
        assert "没有对应的工单" in (await desk.api.hears(group, topic.id)).text
        desk.api.says(agent, group, "吃什么", thread=topic.id)
        desk.api.says(agent, group, "/help", thread=topic.id)
        await desk.api.until(lambda: len(desk.api.answers_in(group, topic.id)) == 2)
        assert "/search" in desk.api.answers_in(group, topic.id)[-1].text


@pytest.mark.parametrize("told_by", ["service message", "error"])
async def test_an_upgraded_group_goes_on_with_the_ticket(tmp_path: Path, told_by: str) -> None:
    async with open_telegram(tmp_path) as desk:
        buyer = desk.buyer("小明")
        ticket = await desk.ticket(buyer)
        new = desk.api.upgrades(desk.scene.group)
        if told_by == "error":
            desk.api.queue(desk.scene.staff).clear()
        desk.scene.group = new
        ticket.read = max(one.id for one in ticket.lines)
        buyer.says("在吗")
        await ticket.hears("在吗")
        ticket.says("在的")
        await buyer.hears("Lin 来了")
        await buyer.hears("在的")
        await ticket.looks("💬")
        press = ticket.presses(ticket.card, "结束")
        await buyer.hears("还没解决")
        await desk.api.until(lambda: press.answered)
        await ticket.looks("✅", closed=True)
        desk.api.says(ticket.agent, new, "/open")
        assert "都办完了" in (await desk.api.hears(new)).text
        assert len(new.topics) == 1
        assert buyer.unread == []
