"""What buyers do, as the shop bot hears it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.commands import command_of
from bots.telegram.content import linked
from bots.telegram.inbound import to_events
from bots.telegram.updates import Entity
from core.errors import Unreadable
from core.messages import (
    ButtonPressed,
    ContactClosed,
    ContactOpened,
    MediaKind,
    MessageEdited,
    MessageReceived,
    Reacted,
)
from tests.unit.telegram.told import BOT, BUYER, GROUP, NOW, PRIVATE, US, events, message, payload, said

FILE: dict[str, Any] = {"file_id": "F", "file_unique_id": "u", "file_size": 1000}


def heard(**content: Any) -> MessageReceived:
    [event] = said(**content)
    assert isinstance(event, MessageReceived)
    return event


def test_words_arrive_with_who_where_and_when() -> None:
    event = heard(text="还没到货 🎮")
    assert (event.id, event.where.key, event.message) == ("telegram/main/9", "telegram/main/700", "5")
    assert (event.sender.name, event.sender.language, event.private) == ("小明 王", "zh-hans", True)
    assert (event.body.text, event.at.timestamp()) == ("还没到货 🎮", 1_795_000_000)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("/order", "order"),
        ("/order 302261122095245598", "order:302261122095245598"),
        ("/ORDER@kami_shop_bot  KD-7 ", "order:KD-7"),
        ("/keys", "keys"),
        ("/mine", "mine"),
        ("/faq", "faq"),
        ("/person", "person"),
        ("/lang", "lang"),
        ("/menu", "menu"),
        ("/help", "menu"),
    ],
)
def test_a_command_of_the_menu_is_a_press(typed: str, value: str) -> None:
    [event] = said(text=typed)
    assert isinstance(event, ButtonPressed)
    assert (event.value, event.message, event.private) == (value, None, True)


@pytest.mark.parametrize("typed", ["/refund", "/menu please", "/order " + "1" * 65, "/", "/订单", "see /order"])
def test_any_other_command_is_words(typed: str) -> None:
    assert heard(text=typed).body.text == typed


@pytest.mark.parametrize(
    ("typed", "carried"),
    [
        ("/start", ""),
        ("/start order_302261122095245598", "order_302261122095245598"),
        ("/start faq_refund-how", "faq_refund-how"),
        ("/start " + "x" * 64, "x" * 64),
        ("/start " + "x" * 65, ""),
        ("/start 请发卡密", ""),
        ("/start two words", ""),
    ],
)
def test_start_opens_the_chat_with_what_the_link_carried(typed: str, carried: str) -> None:
    [event] = said(text=typed)
    assert isinstance(event, ContactOpened)
    assert (event.payload, event.private) == (carried, True)


@given(st.text())
def test_any_text_is_a_command_or_not(text: str) -> None:
    command = command_of(text)
    assert command is None or (text.startswith("/") and command.name == command.name.lower())


MEDIA = [
    ({"photo": [{**FILE, "file_id": "s"}, FILE]}, MediaKind.IMAGE, "image/jpeg", ""),
    ({"video": {**FILE, "file_name": "a.mp4", "mime_type": "video/mp4"}}, MediaKind.VIDEO, "video/mp4", "a.mp4"),
    ({"video_note": FILE}, MediaKind.VIDEO, "video/mp4", ""),
    ({"animation": {**FILE, "mime_type": "video/mp4"}, "document": FILE}, MediaKind.VIDEO, "video/mp4", ""),
    ({"voice": {**FILE, "mime_type": "audio/ogg"}}, MediaKind.VOICE, "audio/ogg", ""),
    ({"audio": FILE}, MediaKind.AUDIO, "audio/mpeg", ""),
    (
        {"document": {**FILE, "file_name": "付款.pdf", "mime_type": "application/pdf"}},
        MediaKind.FILE,
        "application/pdf",
        "付款.pdf",
    ),
    ({"sticker": {**FILE, "emoji": "👍"}}, MediaKind.STICKER, "image/webp", "sticker.webp"),
    ({"sticker": {**FILE, "is_video": True}}, MediaKind.VIDEO, "video/webm", "sticker.webm"),
    ({"live_photo": FILE, "photo": [FILE]}, MediaKind.IMAGE, "image/jpeg", ""),
]


@pytest.mark.parametrize(("content", "kind", "mime", "name"), MEDIA)
def test_every_kind_of_file_is_known(content: dict[str, Any], kind: MediaKind, mime: str, name: str) -> None:
    body = heard(**content, caption="看这里").body if "sticker" not in content else heard(**content).body
    [media] = body.media
    assert (media.kind, media.mime, media.name, media.ref, media.size) == (kind, mime, name, "F", 1000)
    assert media.home.key == "telegram/main/700"
    assert body.unread == ()


def test_a_file_that_cannot_be_fetched_is_told_and_its_words_stay() -> None:
    body = heard(document={**FILE, "file_size": 21 << 20}, caption="日志").body
    assert (body.text, body.media, body.unread) == ("日志", (), ("too-big",))


def test_a_place_is_a_file_of_coordinates() -> None:
    spot = {"latitude": 31.2, "longitude": 121.5}
    [here] = heard(location=spot).body.media
    [cafe] = heard(location=spot, venue={"location": spot, "title": "咖啡馆", "address": "1"}).body.media
    assert (here.kind, here.ref, here.mime, here.name) == (MediaKind.LOCATION, "31.2,121.5", "application/geo", "")
    assert (cafe.ref, cafe.name) == ("31.2,121.5", "咖啡馆")


def test_a_contact_is_words() -> None:
    assert heard(contact={"phone_number": "+86138", "first_name": "小红"}).body.text == "小红 +86138"


@pytest.mark.parametrize(
    "name", ["poll", "dice", "game", "story", "invoice", "checklist", "paid_media", "giveaway", "rich_hologram"]
)
def test_what_we_cannot_read_is_named(name: str) -> None:
    assert heard(**{name: {"some": "thing"}}).body.unread == (name,)


def test_a_message_of_nothing_that_we_know_is_not_dropped() -> None:
    assert heard().body.unread == ("unknown",)


def test_a_moving_sticker_is_its_emoji_and_is_named() -> None:
    body = heard(sticker={**FILE, "is_animated": True, "emoji": "👍"}).body
    assert (body.text, body.media, body.unread) == ("👍", (), ("animated-sticker",))


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [BUYER]},
        {"pinned_message": {"message_id": 4}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {}},
        {"forum_topic_created": {"name": "x", "icon_color": 1}},
    ],
)
def test_what_telegram_itself_writes_is_no_event(content: dict[str, Any]) -> None:
    assert said(**content) == ()


def test_forwarded_and_written_through_a_bot_is_marked() -> None:
    def origin(**told: Any) -> str:
        return heard(text="x", forward_origin={"date": 1, **told}).origin

    assert origin(type="user", sender_user={**BUYER, "first_name": "张", "last_name": "三"}) == "张 三"
    assert origin(type="hidden_user", sender_user_name="老王") == "老王"
    assert origin(type="channel", chat={"id": -5, "type": "channel", "title": "公告"}, message_id=3) == "公告"
    assert origin(type="hidden_user", sender_user_name="") == "?"
    assert heard(text="x", via_bot={**BOT, "username": "gif"}).via == "@gif"


def test_album_reply_and_topic() -> None:
    event = heard(
        chat=PRIVATE,
        photo=[FILE],
        media_group_id="77",
        reply_to_message=message(text="q") | {"message_id": 3},
        is_topic_message=True,
        message_thread_id=2,
    )
    assert (event.album, event.where.thread) == ("77", "2")
    assert event.reply_to is not None
    assert event.reply_to.id == "3"
    service = message(forum_topic_created={"name": "t", "icon_color": 1})
    assert heard(text="x", reply_to_message=service).reply_to is None
    assert heard(text="x", message_thread_id=3).where.thread is None


def test_addresses_behind_words_are_not_lost() -> None:
    marks = [{"type": "text_link", "offset": 3, "length": 2, "url": "https://x.example/a"}]
    assert heard(text="🎮 这里 没有", entities=marks).body.text == "🎮 这里 (https://x.example/a) 没有"


@given(st.text(), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50))))
def test_links_at_any_place_lose_no_letter(text: str, places: list[tuple[int, int]]) -> None:
    shown = linked(text, [Entity("text_link", start, size, "u") for start, size in places])
    assert [one for one in shown if one not in " (u)�"] == [one for one in text if one not in " (u)�"] or "�" in shown


def test_an_edit_names_the_message() -> None:
    [event] = events(edited_message=message(text="新的", edit_date=1_795_000_100))
    assert isinstance(event, MessageEdited)
    assert (event.message, event.body.text, event.at.timestamp()) == ("5", "新的", 1_795_000_100)
    assert events(edited_message=message(location={"latitude": 1, "longitude": 2, "live_period": 60})) == ()


def test_a_press_comes_with_its_value_at_the_moment_it_came() -> None:
    press = {"id": "77", "from": BUYER, "chat_instance": "1", "data": "faq:refund", "message": message(text="?")}
    [event], waiting = to_events(payload(callback_query=press), US, NOW)
    assert isinstance(event, ButtonPressed)
    assert (event.value, event.message, event.at, event.private, waiting) == ("faq:refund", "5", NOW, True, "77")


def test_a_press_of_a_game_is_answered_and_nothing_else() -> None:
    press = {"id": "77", "from": BUYER, "chat_instance": "1", "game_short_name": "g", "inline_message_id": "i"}
    assert to_events(payload(callback_query=press), US, NOW) == ((), "77")


def test_reactions_are_told_and_taken_back() -> None:
    def now(*reactions: dict[str, Any], **who: Any) -> list[Any]:
        told = {"chat": PRIVATE, "message_id": 4, "date": 1, "old_reaction": [], "new_reaction": reactions}
        return list(events(message_reaction=told | (who or {"user": BUYER})))

    [event] = now({"type": "emoji", "emoji": "👍"}, {"type": "custom_emoji", "custom_emoji_id": "1"})
    assert isinstance(event, Reacted)
    assert (event.message, event.emojis) == ("4", ("👍", "🙂"))
    assert now()[0].emojis == ()
    assert now({"type": "emoji", "emoji": "👍"}, actor_chat=GROUP) == []


@pytest.mark.parametrize(("now", "kind"), [("kicked", ContactClosed), ("member", ContactOpened)])
def test_blocking_and_letting_us_in_again_is_told(now: str, kind: type) -> None:
    change = {"chat": PRIVATE, "from": BUYER, "date": 1, "old_chat_member": {"status": "x", "user": BOT}}
    [event] = events(my_chat_member=change | {"new_chat_member": {"status": now, "user": BOT}})
    assert type(event) is kind
    assert event.sender.id == "700"


def test_being_added_to_a_group_is_no_contact() -> None:
    change = {"chat": GROUP, "from": BUYER, "date": 1, "old_chat_member": {"status": "left", "user": BOT}}
    assert events(my_chat_member=change | {"new_chat_member": {"status": "member", "user": BOT}}) == ()


@pytest.mark.parametrize("kind", ["channel_post", "inline_query", "poll", "chat_join_request", "guest_message"])
def test_what_an_older_setting_asked_for_is_passed_over(kind: str) -> None:
    assert events(**{kind: {"any": "thing"}}) == ()


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"[]",
        b'{"update_id": 1}',
        b'{"update_id": 1, "news_of_2027": {}}',
        b'{"message": {}}',
        payload(message={"message_id": 1}),
        payload(message=message(text="x") | {"date": 10**20}),
        b'{"update_id": 5, "message": {"text": "\xff"}}',
        b'{"update_id": 5, "message": {"poll": ' + b"[" * 100_000,
    ],
)
def test_what_nobody_can_read_is_unreadable(bad: bytes) -> None:
    with pytest.raises(Unreadable):
        to_events(bad, US, NOW)


def test_a_refusal_tells_nothing_of_what_was_written() -> None:
    with pytest.raises(Unreadable) as refused:
        to_events(json.dumps({"update_id": 1, "message": {"text": 5, "caption": "my password"}}).encode(), US, NOW)
    assert "password" not in str(refused.value)
