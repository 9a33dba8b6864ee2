"""In a group the bot hears only what is said to it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import ButtonPressed, ContactOpened, MessageReceived
from tests.unit.telegram.told import BOT, BUYER, GROUP, US, events, message, said


def mention(text: str, name: str = "@kami_shop_bot") -> list[dict[str, Any]]:
    start = len(text[: text.index(name)].encode("utf-16-le")) // 2
    return [{"type": "mention", "offset": start, "length": len(name)}]


def in_group(text: str, **more: Any) -> Any:
    told = said(GROUP, text=text, **more)
    return told[0] if told else None


def test_talk_among_others_is_not_heard() -> None:
    assert in_group("谁有优惠码？") is None
    assert said(GROUP, photo=[{"file_id": "F"}], caption="晒单") == ()


def test_our_name_is_heard_and_cut_out() -> None:
    text = "🎮 @kami_shop_bot 多久发货？"
    event = in_group(text, entities=mention(text))
    assert isinstance(event, MessageReceived)
    assert (event.body.text, event.private, event.where.chat) == ("🎮  多久发货？", False, "-1009")


def test_our_name_alone_opens_the_talk() -> None:
    event = in_group("@kami_shop_bot", entities=mention("@kami_shop_bot"))
    assert isinstance(event, ContactOpened)
    assert not event.private


def test_another_name_is_not_ours() -> None:
    assert in_group("@other_bot 在吗", entities=mention("@other_bot 在吗", "@other_bot")) is None


def test_a_picture_with_our_name_below_it_is_heard() -> None:
    text = "@kami_shop_bot 这是什么"
    [event] = said(GROUP, photo=[{"file_id": "F"}], caption=text, caption_entities=mention(text))
    assert isinstance(event, MessageReceived)
    assert event.body.text == "这是什么"


def test_a_name_without_a_name_is_known_by_its_number() -> None:
    marks = [{"type": "text_mention", "offset": 0, "length": 4, "user": BOT}]
    event = in_group("Shop 在吗", entities=marks)
    assert event.body.text == "在吗"


def test_a_reply_to_us_is_heard_and_one_to_others_is_not() -> None:
    to_us = message(GROUP, text="q") | {"message_id": 3, "from": BOT}
    to_another = message(GROUP, text="q") | {"message_id": 3}
    assert isinstance(in_group("谢谢", reply_to_message=to_us), MessageReceived)
    assert in_group("谢谢", reply_to_message=to_another) is None


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("/faq", ButtonPressed),
        ("/faq@kami_shop_bot", ButtonPressed),
        ("/faq@KAMI_SHOP_BOT", ButtonPressed),
        ("/start@kami_shop_bot", ContactOpened),
        ("/unknown@kami_shop_bot", MessageReceived),
        ("/faq@other_bot", None),
        ("/roll", None),
    ],
)
def test_commands_are_heard_when_they_are_ours(typed: str, kind: type | None) -> None:
    event = in_group(typed)
    assert event is None if kind is None else isinstance(event, kind)
    assert event is None or not event.private


def test_bots_never_talk_with_bots() -> None:
    text = "@kami_shop_bot hi"
    another = {**BOT, "id": 1002, "username": "other_bot"}
    assert events(message=message(GROUP, text=text, entities=mention(text)) | {"from": another}) == ()


def test_an_anonymous_admin_is_heard_as_the_group() -> None:
    text = "@kami_shop_bot hi"
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    told = message(GROUP, text=text, entities=mention(text)) | {"from": anonymous, "sender_chat": GROUP}
    [event] = events(message=told)
    assert event.sender.name == "买家群"


def test_before_we_know_our_name_any_bot_s_name_is_taken_for_it() -> None:
    nameless = replace(US, username="")
    text = "@some_shop_bot 在吗"
    assert said(GROUP, us=nameless, text=text, entities=mention(text, "@some_shop_bot"))
    assert said(GROUP, us=nameless, text="@xiaohong 在吗", entities=mention("@xiaohong 在吗", "@xiaohong")) == ()


def test_where_groups_are_switched_off_nothing_is_heard() -> None:
    assert said(GROUP, groups=False, text="/faq@kami_shop_bot") == ()
    assert events(groups=False, edited_message=message(GROUP, text="/faq@kami_shop_bot")) == ()


def test_a_channel_s_posts_are_nobody_s_questions() -> None:
    assert said({"id": -5, "type": "channel", "title": "公告"}, text="/faq") == ()
    text = "@kami_shop_bot"
    assert said(GROUP, text=text, entities=mention(text), is_automatic_forward=True) == ()


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)), max_size=3))
def test_marks_at_any_place_break_nothing(text: str, places: list[tuple[int, int]]) -> None:
    marks = [{"type": "text_mention", "offset": start, "length": size, "user": BOT} for start, size in places]
    for event in said(GROUP, text=text, entities=marks):
        assert not event.sender.name or event.sender.name == f"{BUYER['first_name']} {BUYER['last_name']}"
