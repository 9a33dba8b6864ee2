"""Real processes, killed at the worst moment: while Telegram answers, and while it is asked."""

import asyncio
from collections import Counter

from tests.faults.evidence import collect
from tests.flows.desk import KEYS
from tests.telegram.botapi.faults import Fault
from tests.telegram.hard.lives import Cradle
from tests.telegram.hard.place import DATABASE, FAQ, FOR_KEYS, Place

LIVES = 4


async def applied(place: Place, fault: Fault) -> None:
    """The server has done it, and has not said so yet."""
    await place.until(lambda: fault.befell == 1)
    await asyncio.sleep(0.1)


def keys_shown(place: Place, name: str) -> int:
    return sum(KEYS[0] in text for text in place.heard(name))


async def test_killed_before_the_receipt_an_answer_comes_at_most_once_more(place: Place, cradle: Cradle) -> None:
    async with cradle.life(place) as life:
        place.writes("小明", "谢谢")
        await place.hears("小明", "不客气")
        silent = place.api.faults.hangs("sendMessage", applied=True)
        place.writes("小明", FAQ)
        await applied(place, silent)
        await life.killed()
    place.api.faults.let_go()
    assert sum("别着急" in text for text in place.heard("小明")) == 1
    async with cradle.life(place):
        place.writes("小明", "查订单")
        await place.hears("小明", "付款页或下单邮件")
        assert 1 <= sum("别着急" in text for text in place.heard("小明")) <= 2
        assert "付款页或下单邮件" in place.heard("小明")[-1], "in order"


async def test_killed_before_the_receipt_a_key_is_held_and_the_agents_are_asked(place: Place, cradle: Cradle) -> None:
    async with cradle.life(place) as life:
        place.writes("小明", "谢谢")
        await place.hears("小明", "不客气")
        silent = place.api.faults.hangs("sendMessage", applied=True)
        place.writes("小明", FOR_KEYS)
        await applied(place, silent)
        await life.killed()
    place.api.faults.let_go()
    assert keys_shown(place, "小明") == 1
    async with cradle.life(place):
        await place.until(lambda: bool(place.topics("小明")))
        [topic] = place.topics("小明")
        asked = await place.shows(topic, "卡密可能送到了，也可能没有")
        assert keys_shown(place, "小明") == 1, "sent blindly a second time"
        assert not any(KEYS[0] in one.text for one in place.shown(topic))
        place.api.presses(place.scene.agent, asked, "再发一次")
        await place.until(lambda: keys_shown(place, "小明") == 2)


async def test_killed_while_the_group_answers_the_buyers_words_come_at_most_once_more(
    place: Place, cradle: Cradle
) -> None:
    async with cradle.life(place) as life:
        topic = await place.asks_for_a_person("小明")
        await place.hears("小明", "已经帮你叫客服了")
        await place.shows(topic, "转人工")
        silent = place.api.faults.hangs("createForumTopic", applied=True)
        place.writes("小红", "转人工")
        await applied(place, silent)
        await life.killed()
    place.api.faults.let_go()
    async with cradle.life(place):
        await place.until(lambda: any(place.cards(topic) for topic in place.topics("小红")))
        topics = place.topics("小红")
        assert len(topics) <= 2
        assert sum(len(place.cards(topic)) for topic in topics) == 1
        place.writes("小红", "卡密打不开")
        await place.until(lambda: any("卡密打不开" in place.lines(topic) for topic in topics))
        assert len(place.topics("小明")) == 1


async def test_killed_again_and_again_while_it_polls_nothing_is_lost_or_answered_twice(
    place: Place, cradle: Cradle
) -> None:
    """In the long poll, with updates on their way, and after they came; what was sent in doubt may come once more."""
    async with cradle.life(place):
        topic = await place.asks_for_a_person("小明")
    words = [f"情况{number}：打不开。" for number in range(11, 11 + 5 * LIVES)]
    for number in range(LIVES):
        for text in words[5 * number : 5 * number + 5]:
            place.writes("小明", text)
        async with cradle.life(place):
            if number % 2:
                await place.api.settled(place.scene.shop)
            else:
                await asyncio.sleep(0.1 * number)
    async with cradle.life(place):
        await place.shows(topic, words[-1])
        await place.api.settled()
        told = place.lines(topic)
    places = [told.index(text) for text in words]
    assert places == sorted(places)
    evidence = await collect(f"sqlite:///{place.folder / DATABASE}")
    assert [one.state for one in evidence.came] == ["done"] * len(evidence.came)
    shown = Counter(went.message.mirrors for went in evidence.went if went.message.text in words)
    assert sorted(shown.values()) == [1] * len(words)
