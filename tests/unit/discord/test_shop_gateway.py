"""Nothing that a buyer says is lost or said twice, whatever becomes of the gateway."""

import asyncio
from datetime import timedelta

from structlog.testing import capture_logs

from core.channel import HostsRoom, Severity
from core.messages import Button, ButtonPressed, MessageDeleted, MessageReceived, MessageRef, Reacted
from storage.blobs import BlobsInMemory
from tests.unit.discord.conftest import Shop, eventually


def said(shop: Shop) -> list[str]:
    return [one.body.text for one in shop.sink.events.values() if isinstance(one, MessageReceived)]


async def test_what_was_said_between_two_sessions_is_read_afterwards(shop: Shop) -> None:
    async with shop.open():
        shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "一")
        await shop.hears("一")
        shop.api.sessions.invalidates(shop.scene.shop)
        for text in ("二", "三"):
            shop.api.writes_to(shop.scene.buyer, shop.scene.shop, text)
        await shop.hears("二")
        await shop.hears("三")
        assert len(shop.api.sessions.identified) == 2


async def test_what_was_said_while_the_product_was_down_is_read_afterwards(shop: Shop) -> None:
    async with shop.open():
        shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "0")
        await shop.hears("0")
    for number in range(1, 151):
        shop.api.writes_to(shop.scene.buyer, shop.scene.shop, f"{number}")
    async with shop.open():
        shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "live")
        await shop.sink.next(MessageReceived)
        while len(said(shop)) < 152:
            await shop.sink.next(MessageReceived)
    assert said(shop) == [*map(str, range(151)), "live"]


async def test_a_dropped_connection_loses_nothing(shop: Shop) -> None:
    async with shop.open():
        await shop.api.connected(shop.scene.shop)
        for number in range(5):
            shop.api.sessions.drops(shop.scene.shop)
            await shop.api.until(lambda: not shop.api.sessions.connected(shop.scene.shop))
            shop.api.writes_to(shop.scene.buyer, shop.scene.shop, f"{number}")
            await shop.hears(f"{number}")
    assert shop.api.sessions.resumed == 5


async def test_a_poison_event_is_kept_and_the_others_go_on(shop: Shop) -> None:
    async with shop.open():
        for poison in ({"id": 7}, ["x"], {"author": "?", "content": 1}, None):
            shop.api.poisons(shop.scene.shop, "MESSAGE_CREATE", poison)
        shop.api.poisons(shop.scene.shop, "GUILD_CREATE", {"nobody": "reads"})
        shop.api.poisons(shop.scene.shop, "SOMETHING_NEW", 7)
        shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "在吗")
        await shop.hears("在吗")
        assert len(shop.sink.parked) == 4
        assert len(shop.api.sessions.identified) == 1


async def test_what_cannot_be_stored_waits_and_a_press_is_answered_meanwhile(shop: Shop) -> None:
    async with shop.open():
        await shop.say("怎么帮您？", buttons=((Button("退款", "refund"),),))
        [message] = shop.api.answers_in(shop.scene.chat)
        shop.sink.away = True
        press = shop.api.presses(shop.scene.buyer, message, "退款")
        await shop.api.until(lambda: press.answer > 0)
        assert shop.sink.events == {}
        shop.sink.away = False
        assert (await shop.sink.next(ButtonPressed)).value == "refund"


async def test_what_we_remove_or_mark_ourselves_is_no_news(shop: Shop) -> None:
    async with shop.open() as channel:
        mine = await shop.say("oops")
        theirs = shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "嗯")
        event = await shop.hears("嗯")
        await channel.mark_delivered(MessageRef(event.where, event.message))
        await channel.delete(MessageRef(event.where, mine.ids[0]))
        shop.api.reacts(shop.scene.buyer, theirs, "👍")
        assert (await shop.sink.next(Reacted)).emojis == ("👍",)
        shop.api.deletes(theirs)
        assert (await shop.sink.next(MessageDeleted)).message == str(theirs.id)
        assert len(shop.sink.events) == 3


async def test_a_wrong_token_is_told_with_its_remedy_and_asked_no_storm(shop: Shop) -> None:
    shop.settings["token"] = "x" * 24 + ".abcdef." + "y" * 38
    with capture_logs() as logs:
        channel = shop.build()
        await channel.start(shop.sink)
        await eventually(lambda: any(one["log_level"] == "error" for one in logs))
        await channel.stop()
    [told] = [one for one in logs if one["log_level"] == "error"]
    assert "Reset Token" in told["remedy"]
    assert shop.settings["token"] not in str(logs)
    [finding] = [one for one in await shop.build().examine() if one.severity is Severity.FAILURE]
    assert "Reset Token" in finding.remedy


async def test_an_intent_that_is_off_is_told_with_its_remedy(shop: Shop) -> None:
    with capture_logs() as logs:
        channel = shop.build(message_content=True)
        await channel.start(shop.sink)
        await eventually(lambda: any(one["log_level"] == "error" for one in logs))
        await shop.say("writing works all the same")
        await channel.stop()
    [told] = [one for one in logs if one["log_level"] == "error"]
    assert "Message Content Intent" in told["remedy"]


async def test_a_file_is_copied_on_arrival_as_its_address_expires(shop: Shop) -> None:
    async with shop.open() as channel:
        message = shop.api.says(shop.scene.buyer, shop.scene.chat, "", files={"付款.png": b"\x89PNG" * 100})
        [media] = (await shop.sink.next(MessageReceived)).body.media
        blobs = shop.around.blobs
        assert isinstance(blobs, BlobsInMemory)
        await eventually(lambda: bool(blobs.kept))
        shop.api.clock.forward(timedelta(days=2))
        shop.api.deletes(message)
        assert b"".join([chunk async for chunk in channel.fetch(media)]) == b"\x89PNG" * 100


async def test_a_gateway_that_has_fallen_silent_does_not_keep_us(shop: Shop) -> None:
    async with shop.open():
        shop.api.sessions.falls_silent(shop.scene.shop)
        await shop.say("writing works all the same")
    assert len(shop.api.answers_in(shop.scene.chat)) == 1


async def test_a_test_server_is_asked_where_its_gateway_is(shop: Shop) -> None:
    del shop.settings["gateway_url"]
    async with shop.open():
        shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "在吗")
        await shop.hears("在吗")


async def test_the_shop_is_no_place_for_agents(shop: Shop) -> None:
    assert not isinstance(shop.build(), HostsRoom)


async def test_stop_leaves_nothing_running(shop: Shop) -> None:
    before = asyncio.all_tasks()
    async with shop.open():
        shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "在吗")
        await shop.hears("在吗")
    mine = [one for one in asyncio.all_tasks() - before if one.get_name() == "discord/main"]
    assert mine == []
