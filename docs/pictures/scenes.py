"""A morning at a shop on Telegram: the real product, both bots, a Bot API server of the tests, and a few people."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from config.settings import Settings
from tests.flows.desk import CONTACT, ORDER, PASSWORD, running, sell, settings_for
from tests.telegram.botapi import BotApi, Chat, Message, Topic, User
from tests.telegram.scene import Scene, scene_on

PATIENCE = timedelta(seconds=30)
QUIET = 1.6
"""Seconds without a new message after which everything has been said."""


@dataclass(frozen=True, slots=True)
class Morning:
    """What is there to be drawn."""

    scene: Scene
    topic: Topic

    @property
    def buyers_chat(self) -> list[Message]:
        return self.scene.api.messages_in(self.scene.chat)

    @property
    def in_topic(self) -> list[Message]:
        return self.scene.api.messages_in(self.scene.group, self.topic.id)

    @property
    def general(self) -> list[Message]:
        return self.scene.api.messages_in(self.scene.group)


@asynccontextmanager
async def morning(folder: Path) -> AsyncIterator[Morning]:
    async with BotApi(second=0.05) as api:
        scene = scene_on(api)
        scene.shop.user.first_name, scene.staff.user.first_name = "星卡小铺", "星卡客服台"
        scene.buyer.last_name, scene.agent.first_name = "", "小美"
        settings = _settings(folder, scene)
        await sell(settings, folder)
        async with running(settings):
            await _buyer_asks(scene)
            topic = await _a_person_helps(scene)
            await _others_come(scene)
            await _general(scene)
            yield Morning(scene, topic)


def _settings(folder: Path, scene: Scene) -> Settings:
    url = {"api_url": scene.api.url, "poll_seconds": 5}
    channels = {
        "telegram": {"main": {"token": scene.shop.token, **url}},
        "telegram-staff": {"main": {"token": scene.staff.token, "group": scene.group.id, **url}},
    }
    settings = settings_for(folder, "", channels, "telegram-staff/main")
    return settings.model_copy(update={"shop": settings.shop.model_copy(update={"name": "星卡小铺"})})


async def _buyer_asks(scene: Scene) -> None:
    api, buyer, chat = scene.api, scene.buyer, scene.chat
    started = api.starts(buyer, scene.shop)
    await api.hears(chat, after=started.id)
    for words in ("付了款没收到卡密怎么办", f"订单 {ORDER}", CONTACT, PASSWORD, "卡密再发一次"):
        said = api.says(buyer, chat, words)
        await api.hears(chat, after=said.id)
        await quiet(api, chat)


async def _a_person_helps(scene: Scene) -> Topic:
    api, buyer, chat, group, agent = scene.api, scene.buyer, scene.chat, scene.group, scene.agent
    api.says(buyer, chat, "转人工，充值时说卡密已使用")
    await api.until(lambda: bool(group.topics), PATIENCE)
    await quiet(api, group)
    [topic] = group.topics.values()
    api.says(agent, group, "你好，我是小美。麻烦发一张充值页面的截图，我马上帮你看。", thread=topic.id)
    await quiet(api, group)
    api.reacts(buyer, api.answers_in(chat)[-1], "👍")
    api.says(buyer, chat, "好的，稍等，我截一下")
    await quiet(api, group)
    api.says(agent, group, "/note 这批卡上周也有人报已使用，先查库存再补", thread=topic.id)
    await quiet(api, group)
    said = api.says(agent, group, "没问题，不急～截图到了我就给你处理。", thread=topic.id)
    await api.until(lambda: bool(said.reactions), PATIENCE)
    await quiet(api, group)
    return topic


async def _others_come(scene: Scene) -> None:
    for name, language, words in (("阿芳", "zh-hans", "人工！我要退款"), ("Tom", "en", "I want to talk to a person")):
        somebody: User = scene.api.new_user(name, language=language)
        scene.api.starts(somebody, scene.shop)
        await quiet(scene.api, scene.api.private(scene.shop, somebody))
        known = len(scene.group.topics)
        scene.api.says(somebody, scene.api.private(scene.shop, somebody), words)
        await scene.api.until(lambda known=known: len(scene.group.topics) > known, PATIENCE)  # type: ignore[misc]
        await quiet(scene.api, scene.group)


async def _general(scene: Scene) -> None:
    for words in ("/open", "/search 小明", "/stats"):
        said = scene.api.says(scene.agent, scene.group, words)
        await scene.api.hears(scene.group, after=said.id)
        await quiet(scene.api, scene.group)


async def quiet(api: BotApi, chat: Chat) -> None:
    """Nobody says more for a while."""
    seen, since = -1, asyncio.get_running_loop().time()
    while seen < 0 or asyncio.get_running_loop().time() - since < QUIET:
        await asyncio.sleep(0.05)
        now = len(chat.messages) + len(api.calls_of("sendMessage", "editMessageText", "editForumTopic"))
        if now != seen:
            seen, since = now, asyncio.get_running_loop().time()
