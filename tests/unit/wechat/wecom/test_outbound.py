"""Our messages as send_msg takes them: within its bytes, whatever is said."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.wechat.wecom.capabilities import CAPABILITIES, HEAD_BYTES, TEXT_BYTES
from bots.wechat.wecom.outbound import Content, Customer, attached, customer_of, in_answer, located, sent_to, written
from core.errors import ContentRejected, RecipientUnreachable
from core.fitting import fit
from core.messages import AccountId, Address, Button, ChannelName, ChatId, Media, MediaKind, MediaRef
from core.messages import OutgoingMessage as Out

CHAT = Address(ChannelName("wecom"), AccountId("main"), ChatId("wk1:wm1"))
WM1 = Customer("wk1", "wm1")


def wire(content: Content) -> dict[str, object]:
    told: dict[str, object] = msgspec.json.decode(msgspec.json.encode(content))
    return told


def choices(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, f"v{number}"),) for number, label in enumerate(labels))


def test_a_text_is_addressed_and_named() -> None:
    assert wire(sent_to(written(Out(to=CHAT, text="您好")), WM1, "12_3_0-abc")) == {
        "touser": "wm1",
        "open_kfid": "wk1",
        "msgid": "12_3_0-abc",
        "msgtype": "text",
        "text": {"content": "您好"},
    }


def test_an_answer_to_an_event_goes_to_its_code() -> None:
    told = wire(in_answer(written(Out(to=CHAT, text="您好")), "CODE", "id"))
    assert told == {"code": "CODE", "msgid": "id", "msgtype": "text", "text": {"content": "您好"}}


def test_an_agent_is_named_before_his_words() -> None:
    assert wire(written(Out(to=CHAT, text="在的", author="小林")))["text"] == {"content": "【小林】在的"}


def test_choices_stand_below_the_words() -> None:
    menu = wire(written(Out(to=CHAT, text="怎么帮您？", buttons=choices("查订单", "退款"))))["msgmenu"]
    assert menu == {
        "head_content": "怎么帮您？",
        "list": [
            {"type": "click", "click": {"id": "v0", "content": "查订单"}},
            {"type": "click", "click": {"id": "v1", "content": "退款"}},
        ],
    }


def test_below_a_long_text_choices_are_numbered() -> None:
    content = written(Out(to=CHAT, text="长" * 400, buttons=choices("查订单", "退款")))
    assert content.text is not None
    assert content.text.content.endswith("长\n\n1. 查订单\n2. 退款")


def test_half_a_character_does_not_stop_a_message() -> None:
    assert wire(written(Out(to=CHAT, text="a\ud83d")))["text"] == {"content": "a?"}


def test_a_place_is_sent_as_one() -> None:
    place = Media(MediaKind.LOCATION, MediaRef("23.1,113.3"), CHAT, "仓库")
    told = {"latitude": 23.1, "longitude": 113.3, "name": "仓库", "address": ""}
    assert wire(located(place)) == {"msgtype": "location", "location": told}


def test_a_place_without_coordinates_is_none() -> None:
    with pytest.raises(ContentRejected):
        located(Media(MediaKind.LOCATION, MediaRef("somewhere"), CHAT))


@pytest.mark.parametrize("kind", ["image", "voice", "video", "file"])
def test_a_file_is_sent_as_what_it_was_uploaded(kind: str) -> None:
    assert wire(attached(kind, "MEDIA")) == {"msgtype": kind, kind: {"media_id": "MEDIA"}}


@pytest.mark.parametrize(("kind", "greets"), [("image", False), ("file", False)])
def test_a_file_answers_no_event(kind: str, greets: bool) -> None:
    assert attached(kind, "MEDIA").greets is greets


@pytest.mark.parametrize("chat", ["", "wk1", "wk1:", ":wm1"])
def test_what_is_no_chat_of_ours_cannot_be_written_to(chat: str) -> None:
    with pytest.raises(RecipientUnreachable):
        customer_of(Address(CHAT.channel, CHAT.account, ChatId(chat)))


LABELS = st.lists(st.text(min_size=1, max_size=CAPABILITIES.button_label_limit), max_size=CAPABILITIES.button_limit)


def test_the_longest_that_can_be_said_fits_with_all_its_choices() -> None:
    labels = ["🎮" * CAPABILITIES.button_label_limit] * CAPABILITIES.button_limit
    text = "🎮" * (CAPABILITIES.text_limit // 4)
    content = written(Out(to=CHAT, text=text, author="🎮" * 40, buttons=choices(*labels)))
    assert content.text is not None
    assert len(content.text.content.encode()) <= TEXT_BYTES
    assert content.text.content.count("🎮" * 20) >= 8


@given(st.text(max_size=4000), st.text(max_size=80), LABELS)
def test_whatever_is_said_the_platform_takes_it(text: str, author: str, labels: list[str]) -> None:
    parts = fit(Out(to=CHAT, text=text, author=author, buttons=choices(*labels)), CAPABILITIES)
    for part in parts:
        content = written(part)
        if content.text is not None:
            assert len(content.text.content.encode()) <= TEXT_BYTES
        if content.msgmenu is not None:
            assert len(content.msgmenu.head_content.encode()) <= HEAD_BYTES
            assert all(len(one.click.content.encode()) <= 128 for one in content.msgmenu.list)
