"""Admins keep the FAQ in the agents' group on Telegram: in General and in a ticket's topic, with files and pictures."""

import pytest

from tests.flows.telegram.place import TelegramDesk
from tests.flows.telegram.test_people import answered
from tests.telegram.botapi import Message

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("desk", ["polling"], indirect=True),
]

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f000500"
    "01ff89993d1d0000000049454e44ae426082"
)


async def changed(desk: TelegramDesk, label: str, message: Message, words: str) -> None:
    """Pressed, the same message reads differently."""
    desk.api.presses(desk.scene.agent, message, label)
    await desk.api.until(lambda: words in message.text)


async def sent(desk: TelegramDesk, kind: str, data: bytes, caption: str, name: str = "") -> Message:
    group = desk.scene.group
    last = max(one.id for one in group.messages.values())
    desk.api.sends(desk.scene.agent, group, kind, data, name=name, caption=caption)
    return await desk.api.hears(group, after=last)


async def test_a_new_entry_with_its_picture_is_saved_and_the_buyer_gets_it(desk: TelegramDesk) -> None:
    preview = await sent(desk, "photo", PICTURE, "/faq add\n问题: 实体店在几楼\n答案: 没有实体店，只在线上。")
    assert preview.media == [PICTURE]
    assert "预览" in preview.text
    await changed(desk, "✅ 保存", preview, "马上生效")
    assert "没有实体店" in (await answered(desk, "/faq show shi-ti-dian-zai-ji")).text


async def test_the_overview_turns_into_a_list_and_an_entry_opens_below(desk: TelegramDesk) -> None:
    overview = await answered(desk, "/faq")
    label = next(str(one["text"]) for row in overview.keys for one in row if str(one["text"]).startswith("付款"))
    await changed(desk, label, overview, "付款")
    first = str(overview.keys[0][0]["text"])
    desk.api.presses(desk.scene.agent, overview, first)
    entry = await desk.api.hears(desk.scene.group, after=overview.id)
    assert first in entry.text
    assert "✏️ 修改" in [one["text"] for row in entry.keys for one in row]


async def test_a_table_goes_out_comes_back_and_is_undone(desk: TelegramDesk) -> None:
    exported = await answered(desk, "/faq export xlsx")
    [workbook] = exported.media
    assert exported.files[0].file.name.endswith(".xlsx")
    assert "一模一样" in (await sent(desk, "document", workbook, "/faq import", "faq.xlsx")).text
    table = "编号,语言,问题,答案\nmid-autumn,zh,中秋节发货吗,照常发货\n"
    preview = await sent(desk, "document", table.encode(), "/faq import", "faq.csv")
    assert "新增 1" in preview.text
    await changed(desk, "✅ 保存", preview, "马上生效")
    buyer = desk.buyer("小周")
    await buyer.asks("中秋节发货吗", "照常发货")
    await changed(desk, "↩️ 撤销", preview, "已撤销")
    assert "没有编号" in (await answered(desk, "/faq show mid-autumn")).text


async def test_an_answer_in_a_topic_is_learnt_and_the_buyer_sees_none_of_it(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    ticket = await desk.ticket(buyer)
    buyer.says("你们老板的猫叫什么名字呀")
    await ticket.hears("猫叫什么")
    said = ticket.says("叫豆包，三岁了")
    await buyer.hears("Lin 来了")
    await buyer.hears("叫豆包")
    ticket.says("/learn", reply_to=said)
    draft = await ticket.hears("预览")
    assert "猫叫什么名字" in draft.text
    await changed(desk, "✅ 保存", draft, "马上生效")
    await desk.buyer("小红").asks("你们老板的猫叫什么名字呀", "叫豆包")
    assert buyer.unread == []
