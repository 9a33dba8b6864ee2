"""What people do in WeChat customer service, as events; what agents do in the WeCom app is theirs."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.wechat.wecom.inbound import Account, to_events
from core.errors import Unreadable
from core.messages import (
    AccountId,
    Allowance,
    ButtonPressed,
    ChannelName,
    ContactOpened,
    Event,
    MediaKind,
    MessageDeleted,
    MessageReceived,
)
from tests.unit.wechat.wecom.told import CUSTOMER, KFID, SENT, entry, happened, text

US = Account(ChannelName("wecom"), AccountId("main"))
AT = datetime.fromtimestamp(SENT, UTC)
SOON = AT + timedelta(seconds=3)
IN_TWO_DAYS = Allowance(5, 5, AT + timedelta(hours=48))


def heard(payload: bytes, now: datetime = SOON) -> Sequence[Event]:
    return to_events(payload, US, now)


def test_words_are_a_message_that_lets_us_write_five() -> None:
    [said] = heard(text("还没到"))
    assert isinstance(said, MessageReceived)
    assert (said.body.text, said.where.chat, said.sender.id) == ("还没到", f"{KFID}:{CUSTOMER}", CUSTOMER)
    assert (said.id, said.message, said.at, said.allowance) == ("wecom/main/m1", "m1", AT, IN_TWO_DAYS)


def test_a_choice_of_a_menu_is_a_press() -> None:
    [pressed] = heard(entry("text", {"content": "查订单", "menu_id": "orders"}))
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.value, pressed.allowance) == ("orders", IN_TWO_DAYS)


@pytest.mark.parametrize("kind", ["image", "voice", "video", "file"])
def test_a_file_is_named_by_its_media_id(kind: str) -> None:
    [sent] = heard(entry(kind, {"media_id": "MEDIA"}))
    assert isinstance(sent, MessageReceived)
    [media] = sent.body.media
    assert (media.kind.value, media.ref, media.home) == (kind, "MEDIA", sent.where)


def test_a_place_is_its_coordinates_and_its_name() -> None:
    [sent] = heard(entry("location", {"latitude": 23.1, "longitude": "113.3", "name": "", "address": "滨江东路"}))
    assert isinstance(sent, MessageReceived)
    [media] = sent.body.media
    assert (media.kind, media.ref, media.name) == (MediaKind.LOCATION, "23.1,113.3", "滨江东路")


def test_an_order_of_a_shop_tells_its_number_and_what_could_not_be_read() -> None:
    [sent] = heard(entry("channels_shop_order", {"order_id": "37052", "product_titles": "充值卡", "state": "待发货"}))
    assert isinstance(sent, MessageReceived)
    assert (sent.body.text, sent.body.unread) == ("37052\n充值卡", ("channels_shop_order",))


def test_nothing_is_dropped_of_a_kind_that_nobody_knows() -> None:
    [sent] = heard(entry("hologram", {"depth": 3}))
    assert isinstance(sent, MessageReceived)
    assert sent.body.unread == ("hologram",)


def test_an_empty_text_is_not_nothing() -> None:
    [sent] = heard(text(""))
    assert isinstance(sent, MessageReceived)
    assert sent.body.unread == ("text",)


def test_who_comes_in_may_be_greeted_for_twenty_seconds() -> None:
    came = happened("enter_session", scene="shop", scene_param="order_302", welcome_code="CODE")
    [opened] = heard(came)
    assert isinstance(opened, ContactOpened)
    assert (opened.payload, opened.silently) == ("order_302", False)
    assert opened.allowance == Allowance(1, 1, AT + timedelta(seconds=20))


@pytest.mark.parametrize(
    ("came", "now"),
    [
        (happened("enter_session", scene="shop"), SOON),
        (happened("enter_session", scene="shop", welcome_code="CODE"), AT + timedelta(seconds=20)),
    ],
    ids=["welcomed before", "too late"],
)
def test_who_cannot_be_greeted_is_not_spoken_to(came: bytes, now: datetime) -> None:
    [opened] = heard(came, now)
    assert isinstance(opened, ContactOpened)
    assert (opened.silently, opened.allowance) == (True, None)


def test_a_link_is_a_question_also_when_nobody_is_greeted() -> None:
    [opened] = heard(happened("enter_session", scene_param="order_302"))
    assert isinstance(opened, ContactOpened)
    assert (opened.payload, opened.silently) == ("order_302", False)


def test_a_message_that_is_taken_back_is_deleted() -> None:
    [gone] = heard(happened("user_recall_msg", recall_msgid="m0"))
    assert isinstance(gone, MessageDeleted)
    assert (gone.message, gone.id) == ("m0", "wecom/main/e1")


@pytest.mark.parametrize(
    "theirs",
    [
        text("我来处理", origin=5, servicer_userid="Zhang"),
        happened("session_status_change", change_type=3),
        happened("servicer_status_change", status=2),
        happened("servicer_recall_msg", recall_msgid="m0"),
        happened("reject_customer_msg_switch_change", reject_switch=1),
        happened("msg_send_fail", fail_msgid="m0", fail_type=10),
    ],
)
def test_what_people_in_the_wecom_app_do_is_no_event(theirs: bytes) -> None:
    assert heard(theirs) == ()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b'{"msgtype": "text"}',
        b'{"msgid": 7, "msgtype": "text"}',
        b'\xff{"msgid": "m1"}',
        b"[" * 10_000,
        text("?", origin=9),
        text("?", msgid=""),
        text("?", external_userid=""),
        text("?", send_time=10**18),
        text("?", text="no object"),
        entry("merged_msg", "no object"),
        happened("of_the_future"),
        happened("user_recall_msg"),
    ],
)
def test_what_nobody_can_read_is_parked(payload: bytes) -> None:
    with pytest.raises(Unreadable):
        heard(payload)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
FIELDS = ["msgid", "send_time", "origin", "msgtype", "open_kfid", "external_userid", "text", "event", "image", "link"]


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_any_entry_is_understood_or_refused(fields: dict[str, object]) -> None:
    try:
        events = heard(json.dumps({**json.loads(text("在吗")), **fields}).encode())
    except Unreadable:
        return
    assert all(event.where.channel == "wecom" for event in events)


@given(st.sampled_from(["text", "image", "link", "location", "event", "merged_msg", "file"]), ANYTHING)
def test_any_content_is_understood_or_refused(kind: str, content: object) -> None:
    try:
        events = heard(json.dumps({**json.loads(text("在吗")), "msgtype": kind, kind: content}).encode())
    except Unreadable:
        return
    assert len(events) <= 1
