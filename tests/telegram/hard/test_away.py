"""Telegram is away, another program polls, the token is revoked: a plain line in the log, and nothing lost."""

import asyncio
from contextlib import suppress

from tests.telegram.botapi import Declined
from tests.telegram.hard.lives import Cradle, Life
from tests.telegram.hard.place import FAQ, Place

ASKED = ("谢谢", FAQ, "查订单", "取消")
ANSWERS = ["不客气", "别着急", "把订单", "好的，"]


def beginnings(place: Place, name: str) -> list[str]:
    return [text[:3] for text in place.heard(name)]


def warnings(life: Life, *words: str) -> list[str]:
    """Lines that have all of these words."""
    lines = [f"{one.get('event')} {one.get('why', '')}" for one in life.logged()]
    return [line for line in lines if all(word in line for word in words)]


async def test_away_at_the_start_and_for_a_while_later_everything_goes_out_in_order(
    place: Place, cradle: Cradle
) -> None:
    await place.api.stop()
    place.writes("小明", ASKED[0])
    async with cradle.life(place) as life:
        assert (await place.health())["ok"]
        await asyncio.sleep(1)
        assert 1 <= len(warnings(life, "asking Telegram for our name failed")) <= 20, "it backs off"
        await place.api.start()
        await place.hears("小明", "不客气")
        topic = await place.asks_for_a_person("小红")
        await place.hears("小红", "已经帮你叫客服了")
        gone = place.api.faults.breaks(502, "sendMessage", times=1)
        place.answers(topic, "第一句：在看了。")
        place.writes("小明", ASKED[1])
        await place.until(lambda: gone.befell == 1)
        await place.api.stop()
        place.answers(topic, "第二句：好了。")
        place.writes("小明", ASKED[2])
        await asyncio.sleep(1.5)
        place.writes("小明", ASKED[3])
        assert (await place.health())["ok"]
        await place.api.start()
        await place.until(lambda: len(place.heard("小明")) == len(ANSWERS))
        assert beginnings(place, "小明") == ANSWERS
        await place.hears("小红", "第二句")
        told = "\n".join(place.heard("小红"))
        assert (told.count("第一句"), told.count("第二句")) == (1, 1)
        assert told.index("第一句") < told.index("第二句")
        assert not warnings(life, "Traceback")


async def test_another_program_that_polls_is_named_and_outlived(place: Place, cradle: Cradle) -> None:
    async with cradle.life(place) as life:
        place.writes("小明", ASKED[0])
        await place.hears("小明", "不客气")
        for _ in range(2):
            with suppress(Declined):  # the product ends it by asking again
                await place.api.delivery.poll(place.scene.shop, 0, 100, 1)
        place.writes("小明", ASKED[1])
        await place.hears("小明", "别着急")
        assert warnings(life, "asking for updates failed", "another program reads the updates")
    assert beginnings(place, "小明") == ANSWERS[:2]


async def test_a_revoked_token_is_said_plainly_and_a_token_that_is_valid_again_is_enough(
    place: Place, cradle: Cradle
) -> None:
    async with cradle.life(place) as life:
        topic = await place.asks_for_a_person("小明")
        await place.hears("小明", "已经帮你叫客服了")
        bots, place.api.bots = place.api.bots, {f"{token}-new": bot for token, bot in place.api.bots.items()}
        place.answers(topic, "在看了。")
        place.writes("小明", "有人吗")
        await asyncio.sleep(2)
        assert (await place.health())["ok"]
        assert warnings(life, "asking for updates failed", "401", "@BotFather")
        place.api.bots = bots
        await place.hears("小明", "在看了。")
        await place.shows(topic, "有人吗")
        assert not warnings(life, "Traceback")
        assert not any("exception" in line for line in life.logged())


async def test_no_token_comes_into_a_log_whatever_fails(place: Place, cradle: Cradle) -> None:
    """At level debug; the end of each life looks for them. Here all that can fail fails."""
    async with cradle.life(place, level="debug") as life:
        topic = await place.asks_for_a_person("小明")
        faults = place.api.faults
        for applied in (False, True):
            faults.cuts("sendMessage", "getUpdates", applied=applied)
        faults.breaks(502, "sendMessage", "getFile")
        faults.refuses(Declined(404, "Not Found"), "sendMessage", "createForumTopic", "setMessageReaction")
        faults.slows_down(1, "sendPhoto")
        place.api.sends(place.buyer("小明"), place.chat("小明"), "photo", b"\xff\xd8\xff a picture", caption="截图在这")
        place.answers(topic, "看到了。")
        place.writes("小红", "转人工")
        await place.shows(topic, "截图在这")
        await place.hears("小明", "看到了。")
        await place.until(lambda: bool(place.topics("小红")))
        assert len(life.logged()) > 10
