"""A morning at a shop on WeChat: the real product on an official account, agents in a Telegram group, a buyer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from config.settings import Settings
from docs.pictures.scenes import PATIENCE, quiet
from tests.flows.desk import CONTACT, ORDER, PASSWORD, running, sell, settings_for
from tests.telegram.botapi import BotApi, Message, Topic
from tests.telegram.scene import Scene, scene_on
from tests.wechat.platform import Account, Mode, Person, Shown, WeChat

QUIET = 2.5
"""Seconds without a new message after which everything has been said."""
TOO_LATE = 5.0
"""Seconds after which an answer is no reply any more, but a message of its own."""


@dataclass(frozen=True, slots=True)
class WechatMorning:
    """What is there to be drawn."""

    buyer: Person
    scene: Scene
    topic: Topic

    @property
    def talk(self) -> list[Shown]:
        return list(self.buyer.talk)

    @property
    def in_topic(self) -> list[Message]:
        return self.scene.api.messages_in(self.scene.group, self.topic.id)


@asynccontextmanager
async def wechat_morning(folder: Path, *, verified: bool) -> AsyncIterator[WechatMorning]:
    async with BotApi(second=0.05) as api, WeChat(Account(mode=Mode.SECURE, verified=verified)) as wechat:
        scene = scene_on(api)
        scene.staff.user.first_name, scene.agent.first_name = "星卡客服台", "小美"
        settings = _settings(folder, scene, wechat)
        await sell(settings, folder)
        async with running(settings) as port:
            wechat.callbacks.url = f"http://127.0.0.1:{port}/wechat/main/callback"
            buyer = wechat.new_person("小明")
            tell = _verified if verified else _not_verified
            yield WechatMorning(buyer, scene, await tell(wechat, buyer, scene))


def _settings(folder: Path, scene: Scene, wechat: WeChat) -> Settings:
    staff = {"token": scene.staff.token, "group": scene.group.id, "api_url": scene.api.url, "poll_seconds": 5}
    channels = {"wechat": {"main": wechat.settings()}, "telegram-staff": {"main": staff}}
    settings = settings_for(folder, "", channels, "telegram-staff/main")
    return settings.model_copy(update={"shop": settings.shop.model_copy(update={"name": "星卡小铺"})})


async def _verified(wechat: WeChat, buyer: Person, scene: Scene) -> Topic:
    for words in ("在吗", "付了款没收到卡密", "2", ORDER, CONTACT, PASSWORD):
        wechat.says(buyer, words)
        await _settled(buyer)
    wechat.says(buyer, "转人工，充值时说卡密已使用")
    topic = await _ticket(scene)
    await _writes(scene, topic, "你好，我是小美。麻烦发一张充值页面的截图，我马上帮你看。")
    await _settled(buyer)
    wechat.says(buyer, "好的，稍等")
    await asyncio.sleep(TOO_LATE)
    await quiet(scene.api, scene.group)
    await _writes(scene, topic, "/note 这批卡上周也有人报已使用，先查库存再补")
    await _writes(scene, topic, "没问题，不急～截图到了我就给你处理。")
    await _settled(buyer)
    await quiet(scene.api, scene.group)
    return topic


async def _not_verified(wechat: WeChat, buyer: Person, scene: Scene) -> Topic:
    wechat.subscribes(buyer)
    await _settled(buyer)
    wechat.says(buyer, "转人工，充值时说卡密已使用")
    topic = await _ticket(scene)
    await _settled(buyer)
    await _writes(scene, topic, "你好，我是小美。这张卡查到了，已经给你补了一张同面额的。")
    await _writes(scene, topic, "新卡密点“我的订单”就能看到，用好了跟我说一声～")
    await quiet(scene.api, scene.group)
    wechat.says(buyer, "查看回复")
    await _settled(buyer)
    wechat.says(buyer, "好了，谢谢！")
    await _settled(buyer)
    await quiet(scene.api, scene.group)
    return topic


async def _ticket(scene: Scene) -> Topic:
    await scene.api.until(lambda: bool(scene.group.topics), PATIENCE)
    await quiet(scene.api, scene.group)
    [topic] = scene.group.topics.values()
    return topic


async def _writes(scene: Scene, topic: Topic, words: str) -> None:
    scene.api.says(scene.agent, scene.group, words, thread=topic.id)
    await asyncio.sleep(0.3)


async def _settled(person: Person) -> None:
    """Nobody says more for a while."""
    known = -1
    while known != len(person.talk):
        known = len(person.talk)
        await asyncio.sleep(QUIET)
