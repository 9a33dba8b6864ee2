"""The product was away for a day: Telegram has forgotten what is older than 24 hours; the rest is answered."""

import itertools
from datetime import timedelta

from tests.telegram.hard.place import FAQ, Place


def count_on_from(place: Place, number: int) -> None:
    """After a week without updates Telegram may begin at any number (core.telegram.org/bots/api#update)."""
    place.api.queue(place.scene.shop)._numbers = itertools.count(number)


async def test_after_25_hours_the_rest_is_answered_once_and_in_order(place: Place) -> None:
    place.api.clock.forward(timedelta(hours=-25))
    async with place.opened():
        place.writes("小明", "谢谢")
        await place.hears("小明", "不客气")
    place.writes("小明", "再见")
    place.api.clock.forward(timedelta(hours=2))
    count_on_from(place, 900_000_000)
    for text in (FAQ, "查订单"):
        for name in ("小明", "小红"):
            place.writes(name, text)
    place.api.clock.forward(timedelta(hours=23))
    async with place.opened():
        for name in ("小明", "小红"):
            await place.hears(name, "付款页或下单邮件")
        place.writes("小红", "取消")
        await place.hears("小红", "不查了")
    said = [text[:3] for text in place.heard("小明")]
    assert said == ["不客气", "别着急", "把订单"], "what was gone was answered, or something twice"
    assert [text[:3] for text in place.heard("小红")] == ["别着急", "把订单", "好的，"]


async def test_numbers_that_jump_up_and_down_disturb_nobody(place: Place) -> None:
    async with place.opened():
        place.writes("小明", "谢谢")
        await place.hears("小明", "不客气")
        count_on_from(place, 2_000_000_000)
        place.writes("小明", FAQ)
        await place.hears("小明", "别着急")
        await place.api.settled()
        count_on_from(place, 700)
        place.writes("小明", "查订单")
        await place.hears("小明", "付款页或下单邮件")
        await place.api.settled()
    count_on_from(place, 7)
    place.writes("小明", "取消")
    async with place.opened():
        await place.hears("小明", "不查了")
    assert len(place.heard("小明")) == 4


async def test_what_agents_wrote_meanwhile_reaches_the_buyer(place: Place) -> None:
    async with place.opened():
        topic = await place.asks_for_a_person("小明")
        await place.hears("小明", "已经帮你叫客服了")
    place.answers(topic, "第一句：在看了。")
    place.answers(topic, "第二句：好了。")
    async with place.opened():
        await place.hears("小明", "第二句")
    told = "\n".join(place.heard("小明"))
    assert told.index("第一句") < told.index("第二句")
    assert (told.count("第一句"), told.count("第二句")) == (1, 1)
