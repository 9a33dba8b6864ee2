"""How updates come to a bot: long polls with their offset, webhooks with secret and patience; the end after a day."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiohttp import web

from tests.telegram.scene import Scene

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(slots=True)
class Receiver:
    """A bot's webhook. `answers`: the statuses to give, then 200. `wait`: its Retry-After."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    wait: str = ""
    texts: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get(SECRET_HEADER, ""))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.01)
        self.at_once -= 1
        update = await request.json()
        self.texts.append(update["message"]["text"])
        status = self.answers.pop(0) if self.answers else 200
        return web.Response(status=status, headers={"Retry-After": self.wait} if self.wait else {})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


def texts(updates: list[aiogram.types.Update]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_updates_stay_until_a_higher_offset_is_asked(scene: Scene, shop: aiogram.Bot) -> None:
    for word in ("一", "二", "三"):
        scene.api.says(scene.buyer, scene.chat, word)
    first = await shop.get_updates(limit=2)
    assert texts(first) == ["一", "二"]
    assert await shop.get_updates(limit=2) == first, "nothing was confirmed"
    assert texts(await shop.get_updates(offset=first[-1].update_id + 1)) == ["三"]
    assert first[-1].update_id == first[0].update_id + 1


async def test_a_negative_offset_counts_from_the_end(scene: Scene, shop: aiogram.Bot) -> None:
    for word in ("一", "二", "三"):
        scene.api.says(scene.buyer, scene.chat, word)
    assert texts(await shop.get_updates(offset=-1)) == ["三"]
    assert texts(await shop.get_updates()) == ["三"]


async def test_a_long_poll_waits_for_what_comes(scene: Scene, shop: aiogram.Bot) -> None:
    waiting = asyncio.create_task(shop.get_updates(timeout=30))
    await scene.api.until(lambda: bool(scene.api.calls_of("getUpdates")))
    scene.api.says(scene.buyer, scene.chat, "hello")
    assert texts(await waiting) == ["hello"]


async def test_only_one_may_poll(scene: Scene, shop: aiogram.Bot) -> None:
    waiting = asyncio.create_task(shop.get_updates(timeout=30))
    await scene.api.until(lambda: bool(scene.api.calls_of("getUpdates")))
    assert await shop.get_updates(timeout=0) == []
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request; make sure that only one"):
        await waiting


async def test_nobody_polls_while_a_webhook_is_set(scene: Scene, shop: aiogram.Bot, receiver: Receiver) -> None:
    waiting = asyncio.create_task(shop.get_updates(timeout=30))
    await scene.api.until(lambda: bool(scene.api.calls_of("getUpdates")))
    await shop.set_webhook(receiver.url)
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await waiting
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await shop.get_updates()
    await shop.delete_webhook()
    assert await shop.get_updates() == []


async def test_what_nobody_fetches_for_a_day_is_gone(scene: Scene, shop: aiogram.Bot) -> None:
    scene.api.says(scene.buyer, scene.chat, "old")
    scene.api.clock.forward(timedelta(hours=23))
    scene.api.says(scene.buyer, scene.chat, "young")
    scene.api.clock.forward(timedelta(hours=2))
    assert texts(await shop.get_updates()) == ["young"]


async def test_reactions_come_only_when_they_are_asked_for(scene: Scene, shop: aiogram.Bot) -> None:
    asked = scene.api.says(scene.buyer, scene.chat, "hi")
    scene.api.reacts(scene.buyer, asked, "👍")
    [only] = await shop.get_updates()
    await shop.get_updates(offset=only.update_id + 1, allowed_updates=["message_reaction"])
    scene.api.reacts(scene.buyer, asked, "🔥")
    scene.api.says(scene.buyer, scene.chat, "not asked for")
    assert [update.event_type for update in await shop.get_updates(allowed_updates=None)] == ["message_reaction"]


async def test_a_webhook_gets_the_secret_and_the_update(scene: Scene, shop: aiogram.Bot, receiver: Receiver) -> None:
    await shop.set_webhook(receiver.url, secret_token="s3cret", allowed_updates=["message"])
    scene.api.says(scene.buyer, scene.chat, "hello")
    await scene.api.settled(scene.shop)
    assert (receiver.texts, receiver.secrets) == (["hello"], ["s3cret"])
    info = await shop.get_webhook_info()
    assert (info.url, info.pending_update_count, info.allowed_updates) == (receiver.url, 0, ["message"])


async def test_a_webhook_that_refuses_is_asked_again_in_order(
    scene: Scene, shop: aiogram.Bot, receiver: Receiver
) -> None:
    receiver.answers = [503, 500]
    await shop.set_webhook(receiver.url)
    for word in ("一", "二"):
        scene.api.says(scene.buyer, scene.chat, word)
    await scene.api.settled(scene.shop)
    assert receiver.texts == ["一", "一", "一", "二"]
    info = await shop.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500"


async def test_a_webhook_may_say_how_long_to_wait(scene: Scene, shop: aiogram.Bot, receiver: Receiver) -> None:
    receiver.answers, receiver.wait = [503], "3600"
    await shop.set_webhook(receiver.url)
    update = scene.api.says(scene.buyer, scene.chat, "later")
    await scene.api.reached(scene.shop)
    assert (await shop.get_webhook_info()).pending_update_count == 1
    await scene.api.repeats(scene.shop)
    assert receiver.texts == [update.text] * 2
    await scene.api.settled(scene.shop)


async def test_chats_go_in_parallel_and_each_in_order(scene: Scene, shop: aiogram.Bot, receiver: Receiver) -> None:
    await shop.set_webhook(receiver.url)
    for number in range(3):
        scene.api.says(scene.buyer, scene.chat, f"buyer {number}")
        scene.api.says(scene.boss, scene.api.private(scene.shop, scene.boss), f"boss {number}")
    await scene.api.settled(scene.shop)
    assert receiver.most_at_once == 2
    assert [one for one in receiver.texts if one.startswith("buyer")] == ["buyer 0", "buyer 1", "buyer 2"]


async def test_what_waits_is_kept_when_the_webhook_changes_unless_it_shall_be_dropped(
    scene: Scene, shop: aiogram.Bot, receiver: Receiver
) -> None:
    scene.api.says(scene.buyer, scene.chat, "waiting")
    await shop.set_webhook(receiver.url)
    await scene.api.settled(scene.shop)
    await shop.delete_webhook()
    scene.api.says(scene.buyer, scene.chat, "dropped")
    await shop.delete_webhook(drop_pending_updates=True)
    assert await shop.get_updates() == []
    assert receiver.texts == ["waiting"]


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        ("ftp://x", None, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://x", "no spaces", "secret token contains unallowed characters"),
        ("https://x", "x" * 257, "secret token is too long"),
    ],
)
async def test_a_wrong_webhook_is_refused(shop: aiogram.Bot, url: str, secret: str | None, said: str) -> None:
    with pytest.raises(TelegramBadRequest, match=said):
        await shop.set_webhook(url, secret_token=secret)


async def test_a_bot_that_is_no_admin_hears_only_what_is_meant_for_it(scene: Scene, shop: aiogram.Bot) -> None:
    group = scene.api.new_group("买家群", scene.boss)
    scene.api.adds(group, scene.shop)
    answer = scene.api.new_message(group, scene.shop.user, {"text": "hi"}, bot=scene.shop)
    scene.api.says(scene.boss, group, "chatter")
    scene.api.says(scene.boss, group, "/help")
    scene.api.says(scene.boss, group, "@shop_bot hi")
    scene.api.says(scene.boss, group, "to you", reply_to=answer)
    assert texts(await shop.get_updates())[1:] == ["/help", "@shop_bot hi", "to you"]


async def test_a_server_that_was_away_is_back_with_all_it_knew(scene: Scene, shop: aiogram.Bot) -> None:
    scene.api.says(scene.buyer, scene.chat, "before")
    await scene.api.stop()
    with pytest.raises(aiogram.exceptions.TelegramNetworkError):
        await shop.get_me()
    scene.api.says(scene.buyer, scene.chat, "meanwhile")
    await scene.api.start()
    assert texts(await shop.get_updates()) == ["before", "meanwhile"]


async def test_a_lost_answer_leaves_its_effect_or_not(scene: Scene, shop: aiogram.Bot) -> None:
    for applied in (True, False):
        scene.api.faults.cuts("sendMessage", applied=applied)
        with pytest.raises(aiogram.exceptions.TelegramNetworkError):
            await shop.send_message(scene.buyer.id, str(applied))
    assert [one.text for one in scene.api.answers_in(scene.chat)] == ["True"]


async def test_a_call_that_hangs_is_let_go(scene: Scene, shop: aiogram.Bot) -> None:
    scene.api.faults.hangs("sendMessage")
    waiting = asyncio.create_task(shop.send_message(scene.buyer.id, "x"))
    await scene.api.until(lambda: bool(scene.api.calls_of("sendMessage")))
    scene.api.faults.let_go()
    with pytest.raises(aiogram.exceptions.TelegramNetworkError):
        await waiting
