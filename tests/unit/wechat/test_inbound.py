"""What people do on an official account, as we hear it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.wechat.official.content import media_ref, parts_of
from bots.wechat.official.inbound import UnknownKind, to_events, understand
from core.errors import Unreadable
from core.messages import (
    Allowance,
    ButtonPressed,
    ContactClosed,
    ContactOpened,
    Event,
    MediaKind,
    MessageReceived,
)
from tests.unit.wechat.letters import BUYER, NOW, OURS, US, happening, letter

TWO_DAYS = Allowance(5, 5, NOW + timedelta(hours=48))
A_MINUTE = Allowance(3, 3, NOW + timedelta(minutes=1))


def heard(payload: bytes) -> MessageReceived:
    [event] = to_events(payload, US)
    assert isinstance(event, MessageReceived)
    return event


def only(payload: bytes) -> Event:
    [event] = to_events(payload, US)
    return event


def test_words_arrive_with_who_where_and_when() -> None:
    event = heard(letter())
    assert (event.id, event.message) == ("wechat/main/6054768590064713728", "6054768590064713728")
    assert (event.where.key, event.sender.id, event.private) == (f"wechat/main/{BUYER}", BUYER, True)
    assert (event.body.text, event.at, event.allowance) == ("卡密呢", NOW, TWO_DAYS)


def test_what_the_answer_needs_is_told_beside_the_event() -> None:
    told = understand(letter(), US)
    assert (told.key, told.chat, told.ours, told.asking) == ("6054768590064713728", BUYER, OURS, False)


@pytest.mark.parametrize("text", ["]]>", "a\nb\tc", "<b>&amp;</b>", "🎮 𠮷", "x" * 3000, "٤٢"])
def test_words_arrive_unchanged(text: str) -> None:
    assert heard(letter(Content=text)).body.text == text


@pytest.mark.parametrize(
    ("kind", "media_kind", "mime"),
    [
        ("image", MediaKind.IMAGE, "image/jpeg"),
        ("video", MediaKind.VIDEO, "video/mp4"),
        ("shortvideo", MediaKind.VIDEO, "video/mp4"),
        ("voice", MediaKind.VOICE, "audio/amr"),
    ],
)
def test_every_kind_of_file_is_known(kind: str, media_kind: MediaKind, mime: str) -> None:
    body = heard(letter(MsgType=kind, Content=None, MediaId="m-1", ThumbMediaId="t-1")).body
    [media] = body.media
    assert (media.kind, media.mime, parts_of(media.ref)) == (media_kind, mime, ("m-1", ""))
    assert (media.home.key, body.text, body.unread) == (f"wechat/main/{BUYER}", "", ())


def test_a_voice_brings_the_words_that_the_platform_has_understood() -> None:
    voice = {"MsgType": "voice", "Content": None, "MediaId": "m-1", "Format": "speex", "MediaId16K": "m-16"}
    body = heard(letter(**voice, Recognition="卡密打不开")).body
    [media] = body.media
    assert (body.text, media.kind, media.name, media.mime) == (
        "卡密打不开",
        MediaKind.VOICE,
        "voice.speex",
        "audio/speex",
    )
    assert heard(letter(**voice, Recognition="")).body.text == ""


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http://mmbiz.qpic.cn/mmbiz_jpg/a/0", True),
        ("https://mmecoa.qpic.cn/sz_mmecoa_jpg/x/0?wx_fmt=jpeg", True),
        ("http://127.0.0.1/secret", False),
        ("http://qpic.cn.evil.example/a", False),
        ("http://evilqpic.cn/a", False),
        ("http://mmbiz.qpic.cn:8080/a", False),
        ("http://user@mmbiz.qpic.cn/a", False),
        ("http://evil.example/?.qpic.cn", False),
        ("file:///etc/passwd#.qpic.cn", False),
        ("ftp://mmbiz.qpic.cn/a", False),
        ("http://mmbiz.qpic.cn/a b", False),
        ("http://[mmbiz.qpic.cn/a", False),
        ("", False),
    ],
)
def test_a_pictures_address_is_kept_if_it_is_wechats_own(address: str, kept: bool) -> None:
    body = heard(letter(MsgType="image", Content=None, MediaId="m-1", PicUrl=address)).body
    assert parts_of(body.media[0].ref) == ("m-1", address if kept else "")


@pytest.mark.parametrize(("kind", "named"), [("image", "image"), ("shortvideo", "video"), ("link", "link")])
def test_a_file_without_its_id_is_named_and_a_link_to_nothing(kind: str, named: str) -> None:
    body = heard(letter(MsgType=kind, Content=None)).body
    assert (body.text, body.unread) == ("", (named,))


def test_a_place_is_a_file_of_coordinates() -> None:
    place = {"MsgType": "location", "Content": None, "Scale": "20"}
    body = heard(letter(**place, Location_X="23.134521", Location_Y="113.358803", Label="天河路")).body
    [media] = body.media
    assert (media.kind, media.ref, media.mime, media.name) == (
        MediaKind.LOCATION,
        "23.134521,113.358803",
        "application/geo",
        "天河路",
    )
    for odd in ("", "here", "nan", "inf"):
        lost = heard(letter(**place, Location_X=odd, Location_Y="113.3", Label="天河路")).body
        assert (lost.text, lost.media, lost.unread) == ("天河路", (), ("location",))


def test_a_link_is_words() -> None:
    link = letter(MsgType="link", Content=None, Title="教程", Description="", Url="https://example.com/1")
    assert heard(link).body.text == "教程\nhttps://example.com/1"


@pytest.mark.parametrize(
    ("kind", "named"),
    [("file", "file"), ("music", "music"), ("miniprogrampage", "miniprogram"), ("hologram", "hologram")],
)
def test_what_we_cannot_read_is_named(kind: str, named: str) -> None:
    body = heard(letter(MsgType=kind, Content=None, Title="a.pdf")).body
    assert (body.text, body.media, body.unread) == ("", (), (named,))


@pytest.mark.parametrize("text", ["【收到不支持的消息类型，暂无法显示】", "[Unsupported Message]", "", None, "   "])
def test_what_the_platform_does_not_pass_on_is_named(text: str | None) -> None:
    body = heard(letter(Content=text)).body
    assert (body.text, body.unread) == ("", ("unsupported",))


def test_a_choice_under_a_message_is_a_press() -> None:
    event = only(letter(Content="满意", bizmsgmenuid="faq:refund"))
    assert isinstance(event, ButtonPressed)
    assert (event.value, event.id, event.message, event.allowance) == (
        "faq:refund",
        "wechat/main/6054768590064713728",
        None,
        TWO_DAYS,
    )


def test_an_entry_of_the_menu_is_a_press() -> None:
    event = only(happening("CLICK", "order"))
    assert isinstance(event, ButtonPressed)
    assert (event.value, event.where.chat, event.allowance) == ("order", BUYER, A_MINUTE)


@pytest.mark.parametrize(
    ("event", "key", "payload"),
    [
        ("subscribe", "", ""),
        ("subscribe", "qrscene_order_302", "order_302"),
        ("subscribe", "last_trade_no_4200", ""),
        ("SCAN", "order_302", "order_302"),
    ],
)
def test_who_subscribes_or_scans_opens_the_chat(event: str, key: str, payload: str) -> None:
    opened = only(happening(event, key, Ticket="t"))
    assert isinstance(opened, ContactOpened)
    assert (opened.payload, opened.silently, opened.private, opened.allowance) == (payload, False, True, A_MINUTE)


def test_who_unsubscribes_has_left() -> None:
    event = only(happening("unsubscribe"))
    assert isinstance(event, ContactClosed)
    assert event.allowance is None


@pytest.mark.parametrize("said", ["查看回复", " 查看回复 ", "「查看回复」", "查看回复。"])
def test_the_view_word_only_lets_us_write_again(said: str) -> None:
    told = understand(letter(Content=said), US)
    assert isinstance(told.event, ContactOpened)
    assert (told.event.silently, told.event.payload, told.event.allowance, told.asking) == (True, "", TWO_DAYS, True)


@pytest.mark.parametrize("said", ["查看回复吗", "怎么查看回复", "查看", ""])
def test_more_than_the_view_word_is_a_message(said: str) -> None:
    assert isinstance(only(letter(Content=said)), MessageReceived)
    assert isinstance(only(letter(Content="")), MessageReceived)


def test_what_was_scanned_from_the_menu_is_a_message() -> None:
    scanned = happening("scancode_waitmsg", "scan", ScanCodeInfo={"ScanType": "qrcode", "ScanResult": "KD-302"})
    assert heard(scanned).body.text == "KD-302"


@pytest.mark.parametrize(
    "event", ["VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "kf_create_session", "scancode_push", "pic_weixin"]
)
def test_what_nobody_would_miss_is_no_event(event: str) -> None:
    told = understand(happening(event, "https://example.com"), US)
    assert (told.event, told.chat) == (None, BUYER)


@pytest.mark.parametrize("event", ["user_authorization_revoke", "annual_renew", "", "x" * 500])
def test_an_event_that_we_do_not_know_is_for_people(event: str) -> None:
    with pytest.raises(UnknownKind) as unknown:
        to_events(happening(event), US)
    assert unknown.value.key.startswith(f"{BUYER}:")
    assert len(unknown.value.detail) < 100


def test_an_event_is_named_by_who_when_and_what() -> None:
    ids = [only(happening("CLICK", key)).id for key in ("order", "order", "faq")]
    ids += [only(happening("SCAN", "order")).id, only(happening("CLICK", "order", CreateTime=1)).id]
    assert len({*ids}) == 4
    assert ids[0] == ids[1] == f"wechat/main/{BUYER}:{int(NOW.timestamp())}:click:order"


def test_a_message_without_a_number_is_named_as_an_event_is() -> None:
    assert heard(letter(MsgId=None)).id == f"wechat/main/{BUYER}:{int(NOW.timestamp())}:text:"


@pytest.mark.parametrize(
    "lacking",
    [
        {"MsgType": None},
        {"MsgType": ""},
        {"FromUserName": None},
        {"FromUserName": "x" * 1000},
        {"CreateTime": None},
        {"CreateTime": "soon"},
        {"CreateTime": "-1"},
        {"CreateTime": "9" * 30},
        {"CreateTime": "１２３"},
        {"MsgId": "9" * 1000},
        {"FromUserName": {"x": "1"}},
    ],
    ids=str,
)
def test_a_letter_that_lacks_what_every_letter_has_is_unreadable(lacking: dict[str, str | None]) -> None:
    with pytest.raises(Unreadable) as refused:
        to_events(letter(**lacking), US)
    assert not isinstance(refused.value, UnknownKind)


@pytest.mark.parametrize("name", ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId"])
def test_a_part_that_comes_twice_is_unreadable(name: str) -> None:
    twice = letter().replace(b"</xml>", f"<{name}>1</{name}></xml>".encode())
    with pytest.raises(Unreadable, match=name):
        to_events(twice, US)


NAMES = ["MsgType", "Event", "EventKey", "Content", "MediaId", "PicUrl", "Format", "Location_X", "Recognition", "MsgId"]
KINDS = ["text", "image", "voice", "video", "location", "link", "event", "EVENT", "file", "CLICK", "subscribe", "SCAN"]


@given(
    st.dictionaries(
        st.sampled_from([*NAMES, "CreateTime"]), st.sampled_from(KINDS) | st.text() | st.just("17"), max_size=6
    )
)
def test_any_letter_is_understood_or_refused_and_nothing_worse(fields: dict[str, str]) -> None:
    try:
        events = to_events(letter(**fields), US)
    except Unreadable:
        return
    assert all(event.id and event.at.tzinfo for event in events)


@given(st.integers(0, 99_999_999_999))
def test_any_moment_is_told(seconds: int) -> None:
    assert heard(letter(CreateTime=seconds)).at == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize(("media_id", "picture"), [("m", ""), ("m", "http://mmbiz.qpic.cn/a"), ("", "")])
def test_a_ref_keeps_its_parts(media_id: str, picture: str) -> None:
    assert parts_of(media_ref(media_id, picture)) == (media_id, picture)
