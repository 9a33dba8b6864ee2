"""The main job on Telegram with the other database."""

from pathlib import Path

import pytest

from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD
from tests.flows.telegram.place import open_telegram


@pytest.mark.postgresql
async def test_from_a_question_to_a_person_and_back(tmp_path: Path, postgresql_url: str) -> None:
    async with open_telegram(tmp_path, "webhook", database_url=postgresql_url) as desk:
        buyer = desk.buyer("小明")
        desk.api.starts(buyer.user, desk.scene.shop)
        await buyer.hears("小助手")
        await buyer.asks("付了款没收到卡密怎么办", "15 分钟")
        card = await buyer.asks(f"{ORDER} {CONTACT} {PASSWORD}", "Steam 50")
        buyer.presses(card, "再发卡密")
        keys = await buyer.hears("自动消失")
        assert (keys.protected, all(key in keys.text for key in KEYS)) == (True, True)
        ticket = await desk.ticket(buyer)
        buyer.says("第二个用不了")
        await ticket.hears("第二个用不了")
        said = ticket.says("我来看")
        await buyer.hears("Lin 来了")
        answer = await buyer.hears("我来看")
        await desk.api.until(lambda: bool(said.reactions))
        desk.api.edits(said, "我来帮你看")
        await desk.api.until(lambda: "我来帮你看" in answer.text)
        ticket.says("/close")
        await buyer.hears("还没解决")
        await ticket.hears("结束了工单")
        await ticket.looks("✅", closed=True)
        buyer.says("还是不行 qwerty")
        await buyer.hears("转回给客服")
        await ticket.hears("工单重新打开")
        await ticket.hears("还是不行")
        await ticket.looks("❗️")
        assert (buyer.unread, ticket.unread) == ([], [])
