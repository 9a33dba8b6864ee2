"""The whole product with its agents on Telegram: buyers on a fake messenger, the staff bot on a real wire."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.fake.testkit import FakePlatform, fake_platform
from tests.flows.desk import running, sell, settings_for
from tests.telegram.botapi import BotApi, Message, Topic
from tests.telegram.scene import Scene, scene_on

BUYER = "小明"


@dataclass(slots=True)
class Shop:
    buyers: FakePlatform
    scene: Scene

    @property
    def api(self) -> BotApi:
        return self.scene.api

    async def ask_for_a_person(self) -> Topic:
        """The buyer's topic, with the card on top."""
        known = {*self.scene.group.topics}
        await self.buyers.buyer_says(BUYER, "转人工")
        await self.buyers.hears(BUYER)
        await self.api.until(lambda: {*self.scene.group.topics} > known)
        [number] = {*self.scene.group.topics} - known
        await self.api.until(lambda: any(one.pinned for one in self.api.answers_in(self.scene.group, number)))
        return self.scene.group.topics[number]

    def lines(self, topic: Topic) -> list[Message]:
        return self.api.answers_in(self.scene.group, topic.id)

    async def shows(self, topic: Topic, words: str) -> Message:
        """The line of the product in that topic that has these words; waits for it."""
        await self.api.until(lambda: any(words in one.text for one in self.lines(topic)))
        return next(one for one in self.lines(topic) if words in one.text)

    async def buyer_hears(self, words: str) -> None:
        await self.buyers.until(lambda: any(words in one.text for one in self.buyers.answers_in(BUYER)))


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with fake_platform() as buyers, BotApi(second=0.01) as api:
        scene = scene_on(api)
        staff = {"token": scene.staff.token, "api_url": api.url, "group": scene.group.id, "poll_seconds": 5}
        channels = {"fake": {"shop": buyers.settings()}, "telegram-staff": {"main": staff}}
        settings = settings_for(tmp_path, "", channels, "telegram-staff/main")
        await sell(settings, tmp_path)
        async with running(settings) as port:
            buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
            yield Shop(buyers, scene)


async def test_a_buyer_gets_a_topic_and_an_answer_and_the_agent_a_mark(shop: Shop) -> None:
    topic = await shop.ask_for_a_person()
    assert (BUYER in topic.name, topic.emoji) == (True, "❗️")
    card = next(one for one in shop.lines(topic) if one.pinned)
    assert any("接单" in label for row in card.buttons for label in row)
    said = shop.api.says(shop.scene.agent, shop.scene.group, "你好，我来帮你看", thread=topic.id)
    await shop.buyer_hears("你好，我来帮你看")
    await shop.api.until(lambda: said.reactions.get(shop.scene.staff.id) == ("👌",))
    await shop.api.until(lambda: topic.emoji == "💬")
    await shop.api.until(lambda: "Lin" in card.text)


async def test_the_button_takes_the_ticket(shop: Shop) -> None:
    topic = await shop.ask_for_a_person()
    card = next(one for one in shop.lines(topic) if one.pinned)
    press = shop.api.presses(shop.scene.agent, card, "接单")
    await shop.api.until(lambda: press.answered)
    await shop.api.until(lambda: topic.emoji == "💬")


async def test_a_topic_closed_by_hand_closes_the_ticket_and_the_buyers_next_words_open_it(shop: Shop) -> None:
    topic = await shop.ask_for_a_person()
    shop.api.closes_topic(shop.scene.group, topic.id, shop.scene.agent)
    await shop.api.until(lambda: topic.emoji == "✅")
    await shop.buyer_hears("还有问题")
    await shop.buyers.buyer_says(BUYER, "还是用不了 qwerty")
    await shop.shows(topic, "还是用不了")
    await shop.api.until(lambda: not topic.closed and topic.emoji == "❗️")


async def test_a_topic_deleted_by_hand_is_opened_anew_and_the_words_are_in_it(shop: Shop) -> None:
    topic = await shop.ask_for_a_person()
    shop.api.deletes_topic(shop.scene.group, topic.id)
    await shop.buyers.buyer_says(BUYER, "有人吗，卡密用不了")
    await shop.api.until(lambda: bool(shop.scene.group.topics))
    [anew] = shop.scene.group.topics.values()
    await shop.shows(anew, "有人吗")
    shop.api.says(shop.scene.agent, shop.scene.group, "在的", thread=anew.id)
    await shop.buyer_hears("在的")


async def test_an_upgraded_group_is_followed(shop: Shop) -> None:
    topic = await shop.ask_for_a_person()
    shop.scene.group = shop.api.upgrades(shop.scene.group)
    await shop.buyers.buyer_says(BUYER, "在吗")
    await shop.shows(topic, "在吗")
    shop.api.says(shop.scene.agent, shop.scene.group, "在的", thread=topic.id)
    await shop.buyer_hears("在的")


async def test_a_wait_in_the_middle_of_a_burst_loses_and_reorders_nothing(shop: Shop) -> None:
    topic = await shop.ask_for_a_person()
    shop.api.faults.slows_down(1, "sendMessage", skip=1)
    for number in range(4):
        await shop.buyers.buyer_says(BUYER, f"第{number}条")
    await shop.shows(topic, "第3条")
    told = "\n".join(one.text for one in shop.lines(topic))
    places = [told.index(f"第{number}条") for number in range(4)]
    assert places == sorted(places)
    assert [told.count(f"第{number}条") for number in range(4)] == [1] * 4


async def test_edits_and_files_go_both_ways(shop: Shop) -> None:
    topic = await shop.ask_for_a_person()
    theirs = await shop.buyers.buyer_says(BUYER, "我要退宽")
    await shop.shows(topic, "我要退宽")
    await shop.buyers.edits(BUYER, theirs, "我要退款")
    await shop.shows(topic, "我要退款")
    group, agent = shop.scene.group, shop.scene.agent
    shop.api.sends(agent, group, "photo", b"\xff\xd8 a picture", caption="看这里", thread=topic.id)
    await shop.buyers.until(lambda: any(b"a picture" in b"".join(one.media) for one in shop.buyers.answers_in(BUYER)))


async def test_who_is_no_agent_neither_answers_nor_closes(shop: Shop) -> None:
    topic = await shop.ask_for_a_person()
    visitor = shop.api.new_user("Visitor")
    shop.api.adds(shop.scene.group, visitor)
    shop.api.says(visitor, shop.scene.group, "我来", thread=topic.id)
    await shop.shows(topic, "没有发给买家")
    assert not any("我来" in one.text for one in shop.buyers.answers_in(BUYER))
