"""Admins keep the FAQ in the agents' forum on Discord: by slash command, by form, and with files."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord.gateway import Channel, Message
from tests.flows.discord.place import DiscordDesk, open_discord


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DiscordDesk]:
    async with open_discord(tmp_path) as opened:
        yield opened


def lobby_of(desk: DiscordDesk) -> Channel:
    return next(one for one in desk.api.threads_of(desk.scene.forum) if one.thread and one.thread.pinned)


async def reply(desk: DiscordDesk, words: str, room: Channel) -> Message:
    """What the product says there, the last that has these words."""
    await desk.api.until(lambda: any(words in one.text for one in desk.api.answers_in(room)))
    return [one for one in desk.api.answers_in(room) if words in one.text][-1]


async def changed(desk: DiscordDesk, label: str, message: Message, words: str) -> None:
    desk.api.presses(desk.scene.agent, message, label)
    await desk.api.until(lambda: words in message.text)


async def test_an_entry_is_added_and_edited_by_forms(desk: DiscordDesk) -> None:
    lobby, agent = lobby_of(desk), desk.scene.agent
    desk.api.commands(agent, desk.scene.staff, lobby, "faq")
    overview = await reply(desk, "📚", lobby)
    asked = desk.api.presses(agent, overview, "➕ 新增")
    await asked.answered.wait()
    told = {"question": "实体店在几楼", "phrasings": "门店几层\n线下店在哪层", "answer": "没有实体店，\n只在线上。"}
    await desk.api.fills_in(agent, asked, **told).answered.wait()
    preview = await reply(desk, "预览", lobby)
    assert "门店几层 / 线下店在哪层" in preview.text
    await changed(desk, "✅ 保存", preview, "马上生效")
    await desk.buyer("小明").asks("线下店在哪层", "没有实体店")
    desk.api.presses(agent, preview, "👀 看这条")
    entry = await reply(desk, "🕘", lobby)
    asked = desk.api.presses(agent, entry, "✏️ 修改")
    await asked.answered.wait()
    await desk.api.fills_in(agent, asked, phrasings="你们在几楼").answered.wait()
    preview = await reply(desk, "预览", lobby)
    assert "+ 你们在几楼" in preview.text
    await changed(desk, "✅ 保存", preview, "马上生效")
    await desk.buyer("小红").asks("你们在几楼", "没有实体店")


async def test_a_file_goes_in_with_its_command(desk: DiscordDesk) -> None:
    lobby, agent = lobby_of(desk), desk.scene.agent
    files = {"faq.yaml": "entries:\n- {id: a, language: zh, question: 甲, answer: 好, size: 3}\n".encode()}
    desk.api.says(agent, lobby, "/faq import", files=files)
    broken = await reply(desk, "什么都没有导入", lobby)
    assert "第 2 行：不认识「size」" in broken.text
    desk.api.commands(agent, desk.scene.staff, lobby, "faq", words="export yaml")
    exported = await reply(desk, "都在这里", lobby)
    assert exported.media[0].startswith(b"entries:")


async def test_a_template_is_filled_in_without_a_slash(desk: DiscordDesk) -> None:
    lobby, agent = lobby_of(desk), desk.scene.agent
    asked = desk.api.commands(agent, desk.scene.staff, lobby, "faq", words="edit refund-how zh")
    await asked.answered.wait()
    assert asked.modal is not None, "a form is shown"
    desk.api.says(agent, lobby, "编号: refund-how\n语言: zh\n答案: 点下面的按钮就能退。")
    preview = await reply(desk, "点下面的按钮就能退", lobby)
    await changed(desk, "✅ 保存", preview, "马上生效")
    await desk.buyer("小刚").asks("怎么申请退款", "点下面的按钮就能退")
