"""Agents keep the FAQ in their room, over real wires: what is not saved does not count, and all can be undone."""

from bots.fake.testkit import ROOM, Shown
from tests.flows.desk import Desk

FORM = """/faq add
问题: 能开发票吗？
说法:
可以开发票吗
要发票怎么弄
答案:
可以的，下单后三天内把抬头发给客服。"""


async def told(desk: Desk, text: str, by: str = "Agent Lin") -> Shown:
    await desk.agents.buyer_says(ROOM, text, by=by)
    return await desk.agents.hears(ROOM)


async def pressed(desk: Desk, label: str, on: Shown, by: str = "Agent Lin") -> Shown:
    await desk.agents.presses(ROOM, label, message=on.id, by=by)
    return await desk.agents.hears(ROOM)


async def changed(desk: Desk, label: str, on: Shown, words: str, by: str = "Agent Lin") -> Shown:
    """The pressed message itself reads differently now."""
    await desk.agents.presses(ROOM, label, message=on.id, by=by)
    await desk.agents.until(lambda: words in desk.agents.find(ROOM, on.id).text)
    return desk.agents.find(ROOM, on.id)


async def answered(desk: Desk, text: str, buyer: str) -> str:
    await desk.buyers.buyer_says(buyer, text)
    return (await desk.buyers.hears(buyer)).text


async def test_an_entry_is_previewed_saved_answered_and_undone(desk: Desk) -> None:
    assert "三天内" not in await answered(desk, "要发票怎么弄", "小明")
    preview = await told(desk, FORM)
    assert "能开发票吗？" in preview.text
    assert "三天内" not in await answered(desk, "要发票怎么弄", "小红")
    saved = await changed(desk, "✅ 保存", preview, "马上生效")
    assert "三天内" in await answered(desk, "要发票怎么弄", "小刚")
    await changed(desk, "↩️ 撤销", saved, "已撤销")
    assert "三天内" not in await answered(desk, "要发票怎么弄", "小周")
