"""Whatever people do, the update of it is read by aiogram and by python-telegram-bot, to its last field."""

from collections.abc import Callable

import pytest

from tests.telegram.botapi.model import Bot, Json
from tests.telegram.judges import aiogram_reads, telegram_bot, telegram_reads
from tests.telegram.scene import Scene
from tests.telegram.test_botapi import JPEG

Act = Callable[[Scene], object]
KINDS = ("photo", "video", "animation", "voice", "audio", "document", "sticker", "video_note")
EVERYTHING = [
    *("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"),
    *("business_connection", "business_message", "edited_business_message", "deleted_business_messages"),
]


def a_press(scene: Scene) -> None:
    keys = {"inline_keyboard": [[{"text": "退款", "callback_data": "faq:refund"}]]}
    message = scene.api.new_message(scene.chat, scene.shop.user, {"text": "?"}, bot=scene.shop, markup=keys)
    scene.api.presses(scene.buyer, message, "退款")


def a_reply(scene: Scene) -> None:
    asked = scene.api.says(scene.buyer, scene.chat, "还没到？")
    scene.api.says(scene.buyer, scene.chat, "在吗", reply_to=asked, quote="没到")


def an_edit(scene: Scene) -> None:
    scene.api.edits(scene.api.says(scene.buyer, scene.chat, "302"), "303 🎮")


def an_edited_caption(scene: Scene) -> None:
    scene.api.edits(scene.api.sends(scene.buyer, scene.chat, "photo", JPEG, caption="old"), "new")


def a_reaction(scene: Scene) -> None:
    scene.api.reacts(scene.buyer, scene.api.says(scene.buyer, scene.chat, "谢谢"), "👍")


def a_forward(scene: Scene) -> None:
    message = scene.api.says(scene.buyer, scene.chat, "see")
    scene.api.forwards(scene.buyer, message, scene.chat)
    scene.api.forwards(scene.buyer, message, scene.chat, hidden=True)


def a_business_talk(scene: Scene) -> None:
    api = scene.api
    connection = api.connects(scene.boss, scene.shop)
    chat = api.business_chat(connection, scene.buyer)
    first = api.says(scene.buyer, chat, "hello")
    api.says(scene.boss, chat, "I answer myself")
    api.edits(first, "hello!")
    api.deletes(first)
    api.disconnects(connection)


BUYER: dict[str, Act] = {
    "text": lambda s: s.api.says(s.buyer, s.chat, "我的订单 https://shop.example @lin /help"),
    "start": lambda s: s.api.starts(s.buyer, s.shop, "order_302261122095245598"),
    "album": lambda s: s.api.sends_album(s.buyer, s.chat, [("photo", JPEG), ("video", b"v")], caption="两张"),
    "location": lambda s: s.api.sends_location(s.buyer, s.chat, 31.23, 121.47),
    "venue": lambda s: s.api.sends_location(s.buyer, s.chat, 31.23, 121.47, title="人民广场"),
    "contact": lambda s: s.api.sends_contact(s.buyer, s.chat, "小红", "+8613800138000"),
    "poll": lambda s: s.api.sends_poll(s.buyer, s.chat, "A?", "yes", "no"),
    "dice": lambda s: s.api.shows(s.buyer, s.chat, {"dice": {"emoji": "🎲", "value": 4}}),
    "reply": a_reply,
    "edit": an_edit,
    "edited-caption": an_edited_caption,
    "press": a_press,
    "reaction": a_reaction,
    "forward": a_forward,
    "via": lambda s: s.api.says(s.buyer, s.chat, "funny", via=s.staff),
    "block": lambda s: s.api.blocks(s.buyer, s.shop),
    "unblock": lambda s: s.api.unblocks(s.buyer, s.shop),
    "business": a_business_talk,
}


def file_of(kind: str) -> Act:
    return lambda s: s.api.sends(s.buyer, s.chat, kind, JPEG, name="a.bin", mime="x/y")


BUYER |= {kind: file_of(kind) for kind in KINDS}


def a_topic_s_life(scene: Scene) -> None:
    api, group = scene.api, scene.group
    topic = api.opens_topic(group, scene.agent, "小明 · 没收到").id
    first = api.says(scene.agent, group, "您好", thread=topic)
    api.says(scene.agent, group, "在看", thread=topic, reply_to=first)
    api.renames_topic(group, topic, scene.agent, "✅ 小明")
    api.closes_topic(group, topic, scene.agent)
    api.reopens_topic(group, topic, scene.agent)


def a_reply_in_general(scene: Scene) -> None:
    asked = scene.api.says(scene.boss, scene.group, "今天谁值班？")
    scene.api.says(scene.agent, scene.group, "我", reply_to=asked)


def an_anonymous_admin(scene: Scene) -> None:
    scene.api.hides(scene.group, scene.agent)
    scene.api.says(scene.agent, scene.group, "匿名")


def a_new_member(scene: Scene) -> None:
    scene.api.adds(scene.group, scene.api.new_user("Guest"))
    scene.api.promotes(scene.group, scene.agent, "can_pin_messages")


STAFF: dict[str, Act] = {
    "topic": a_topic_s_life,
    "general": a_reply_in_general,
    "anonymous": an_anonymous_admin,
    "member": a_new_member,
    "kicked": lambda s: s.api.kicks(s.group, s.staff),
    "upgrade": lambda s: s.api.upgrades(s.group),
    "reaction": lambda s: s.api.reacts(s.agent, s.api.says(s.boss, s.group, "ok"), "👍", "🔥"),
}


@pytest.mark.parametrize("act", BUYER)
async def test_what_a_buyer_does_is_read_by_both(scene: Scene, act: str) -> None:
    _judged(scene, scene.shop, BUYER[act])


@pytest.mark.parametrize("act", STAFF)
async def test_what_happens_in_the_staff_group_is_read_by_both(scene: Scene, act: str) -> None:
    _judged(scene, scene.staff, STAFF[act])


def _judged(scene: Scene, bot: Bot, act: Act) -> None:
    queue = scene.api.queue(bot)
    queue.allow(EVERYTHING)
    act(scene)
    told: list[Json] = [update.json for update in queue.waiting]
    assert told
    for update in told:
        aiogram_reads(update)
        telegram_reads(update, telegram_bot(scene.api, bot))


def test_the_judges_object_to_fields_that_telegram_does_not_have(scene: Scene) -> None:
    scene.api.says(scene.buyer, scene.chat, "hello")
    [update] = [one.json for one in scene.api.queue(scene.shop).waiting]
    update["message"]["chat"]["colour"] = "red"
    with pytest.raises(AssertionError, match="colour"):
        aiogram_reads(update)
    with pytest.raises(AssertionError, match="colour"):
        telegram_reads(update, telegram_bot(scene.api, scene.shop))
