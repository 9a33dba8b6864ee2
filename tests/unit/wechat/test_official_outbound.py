"""One fitted message as the platform takes it."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bots.wechat.official.capabilities import CAPABILITIES, TEXT_BYTES
from bots.wechat.official.outbound import key_of, media_call, shown_by, text_call, to_call, with_hint, within, words_of
from bots.wechat.uploads import Uploaded
from core.channel import Parcel
from core.fitting import fit
from core.messages import AccountId, Address, Button, ChannelName, ChatId, OutgoingMessage
from tests.conformance.stage import FilesOfElsewhere
from tests.wechat.platform.calls import ESCAPED

MING = Address(ChannelName("wechat"), AccountId("main"), ChatId("oMing"))
LABELS = st.text(max_size=20)


def says(text: str, *labels: str, author: str = "") -> OutgoingMessage:
    rows = tuple((Button(label, f"v{number}"),) for number, label in enumerate(labels))
    return OutgoingMessage(to=MING, text=text, author=author, buttons=rows)


def test_words_are_a_text() -> None:
    assert to_call(says("你好")) == {"touser": "oMing", "msgtype": "text", "text": {"content": "你好"}}


def test_choices_are_a_menu_with_numbers() -> None:
    menu = to_call(says("要哪个？", "查订单", "转人工"))["msgmenu"]
    assert menu == {
        "head_content": "要哪个？",
        "list": [{"id": "v0", "content": "1. 查订单"}, {"id": "v1", "content": "2. 转人工"}],
        "tail_content": "",
    }


def test_in_a_reply_choices_are_lines() -> None:
    assert words_of(says("要哪个？", "查订单", "转人工", author="小红")) == "【小红】要哪个？\n\n1. 查订单\n2. 转人工"


def test_a_video_has_a_title() -> None:
    call = media_call("oMing", Uploaded("video", "id-1", "开箱.mp4"))
    assert call["video"] == {"media_id": "id-1", "title": "开箱.mp4"}
    assert media_call("oMing", Uploaded("image", "id-2", "a.jpg"))["image"] == {"media_id": "id-2"}


def test_somebody_may_be_shown() -> None:
    assert shown_by(text_call("oMing", "在"), "red@shop")["customservice"] == {"kf_account": "red@shop"}
    assert "customservice" not in shown_by(text_call("oMing", "在"), "")


def test_a_hint_that_does_not_fit_is_left_out() -> None:
    assert with_hint("在", "发「查看回复」") == "在\n\n发「查看回复」"
    assert with_hint("在" * 680, "发「查看回复」") == "在" * 680
    assert with_hint("在", "") == "在"


def test_the_same_row_with_other_words_is_another_push() -> None:
    files = FilesOfElsewhere()
    one, other = (key_of(Parcel("1.2.0", says(text), files)) for text in ("一", "一\n二"))
    assert one != other
    assert one == key_of(Parcel("1.2.0", says("一"), files))


@given(st.text(), st.integers(3, 50))
def test_a_cut_leaves_whole_characters(text: str, most: int) -> None:
    clean = text.encode(errors="ignore").decode()
    assert len(within(most, clean).encode()) <= most


@given(st.text(), st.lists(LABELS, max_size=10), st.text(max_size=60))
def test_whatever_the_core_fits_the_platform_takes(text: str, labels: list[str], author: str) -> None:
    for message in fit(says(text, *labels, author=author), CAPABILITIES):
        call = to_call(message)
        body = msgspec.json.encode(call)
        assert not ESCAPED.search(body)
        content = call[str(call["msgtype"])]
        words = "".join(_texts(content))
        assert len(words.encode()) <= TEXT_BYTES
        assert len(words_of(message).encode()) <= TEXT_BYTES


def _texts(content: object) -> list[str]:
    """All that is shown."""
    if isinstance(content, str):
        return [content]
    if isinstance(content, dict):
        return [text for name, value in content.items() if name != "id" for text in _texts(value)]
    return [text for one in content for text in _texts(one)] if isinstance(content, list) else []
