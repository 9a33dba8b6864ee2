"""XML that comes from outside is read without trusting it; what we write cannot be broken out of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy import parse_message
from xmltodict import parse

from bots.wechat.official.replies import MediaReply, Reply, TextReply, reply_xml
from bots.wechat.xml import inside_of, read_xml, text_of, write_xml
from core.errors import Unreadable
from core.messages import MediaKind
from tests.unit.wechat.letters import BUYER, NOW, OURS, STAMP, letter
from tests.wechat.platform.xmlwire import parse_reply

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><xml><Content>&l9;</Content></xml>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><xml><Content>{"&a;" * 1000}</Content></xml>',
    "a file": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>',
    "an address": '<!DOCTYPE x [<!ENTITY f SYSTEM "http://127.0.0.1:9/">]><xml><Content>&f;</Content></xml>',
    "a parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]><xml><Content>1</Content></xml>',
    "a document type": '<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd"><xml><Content>1</Content></xml>',
    "an entity without a name": "<xml><Content>&f;</Content></xml>",
    "an attribute": '<xml a="1"><Content>1</Content></xml>',
    "another root": "<html><Content>1</Content></html>",
    "text only": "<xml>text</xml>",
    "nothing inside": "<xml></xml>",
    "two roots": "<xml><a>1</a></xml><xml><a>1</a></xml>",
    "not closed": "<xml><Content>1</Content>",
    "closed twice": "<xml><Content>1</Content></xml></xml>",
    "crossed": "<xml><a><b>1</a></b></xml>",
    "a surrogate by number": "<xml><Content>&#xD800;</Content></xml>",
    "a NUL by number": "<xml><Content>&#0;</Content></xml>",
    "a control character": "<xml><Content>\x0b</Content></xml>",
    "an include": '<xml><xi:include href="file:///etc/passwd"/></xml',
    "an instruction": '<?xml-stylesheet href="http://127.0.0.1:9/"?><xml><Content>1</Content></xml>',
    "JSON": '{"xml": {"Content": "1"}}',
    "nothing": "",
}
BYTES = {
    "GBK": b"<xml><Content>" + "卡密呢".encode("gbk") + b"</Content></xml>",
    "GBK, declared": b'<?xml version="1.0" encoding="GBK"?><xml><Content>' + "卡密".encode("gbk") + b"</Content></xml>",
    "declared GBK only": '<?xml version="1.0" encoding="GBK"?><xml><Content>卡密</Content></xml>'.encode(),
    "Latin 1, declared": b'<?xml version="1.0" encoding="latin-1"?><xml><Content>\xe9</Content></xml>',
    "UTF-16": "<xml><Content>1</Content></xml>".encode("utf-16"),
    "UTF-16 without a mark": "<xml><Content>1</Content></xml>".encode("utf-16-be"),
    "UTF-16, declared": '<?xml version="1.0" encoding="UTF-16"?><xml><Content>1</Content></xml>'.encode("utf-16"),
    "UTF-7, declared": b'<?xml version="1.0" encoding="UTF-7"?><xml><Content>+ADw-</Content></xml>',
    "not UTF-8": b"<xml><Content>\xff\xfe</Content></xml>",
    "overlong": b"<xml><Content>\xc0\xbc</Content></xml>",
    "cut in a character": b"<xml><Content>" + "卡".encode()[:2] + b"</Content></xml>",
    "a lone surrogate": b"<xml><Content>\xed\xa0\x80</Content></xml>",
    "a NUL": b"<xml><Content>\x00</Content></xml>",
    "a name of NULs": b"<xml><\x00>1</\x00></xml>",
}


@pytest.mark.parametrize("name", [*HOSTILE])
def test_what_is_hostile_is_unreadable(name: str) -> None:
    with pytest.raises(Unreadable):
        read_xml(HOSTILE[name].encode())


@pytest.mark.parametrize("name", [*BYTES])
def test_other_encodings_are_unreadable(name: str) -> None:
    with pytest.raises(Unreadable):
        read_xml(BYTES[name])


def test_utf8_may_say_that_it_is_utf8() -> None:
    for begin in ("", "\ufeff", "\n ", '<?xml version="1.0"?>\n', "<?xml version='1.0' encoding='utf-8' ?>"):
        assert read_xml(f"{begin}<xml><Content>卡密 🎮</Content></xml>".encode()) == {"Content": "卡密 🎮"}


def test_cut_off_anywhere_it_is_unreadable() -> None:
    whole = letter()
    for end in range(len(whole)):
        with pytest.raises(Unreadable):
            read_xml(whole[:end])
    assert read_xml(whole)["Content"] == "卡密呢"


def test_the_longest_text_is_read_and_deep_nesting_breaks_nothing() -> None:
    assert len(read_xml(letter(Content="卡" * 16_000))["Content"]) == 16_000
    deep = b"<xml>" + b"<a>" * 18_000 + b"</a>" * 18_000 + b"</xml>"
    assert inside_of(read_xml(deep), "a")
    with pytest.raises(Unreadable):
        read_xml(b"<xml>" + b"<a>" * 40_000)
    many = b"".join(b"<a%d/>" % number for number in range(13_000))
    assert len(read_xml(b"<xml>" + many + b"<a0/></xml>")) == 13_000


@pytest.mark.parametrize("size", [1 << 17, 1 << 20])
def test_what_is_too_large_is_not_even_looked_at(size: int) -> None:
    with pytest.raises(Unreadable, match="large"):
        read_xml(letter(Content="x" * size))


def test_a_field_that_stands_there_twice_is_no_text() -> None:
    fields = read_xml(b"<xml><a>1</a><a>2</a><b><c>1</c></b><d/><e>  </e></xml>")
    for name in ("a", "b"):
        with pytest.raises(Unreadable, match=name):
            text_of(fields, name)
    assert [text_of(fields, name) for name in ("d", "e", "f")] == ["", "  ", ""]
    assert [inside_of(fields, name) for name in ("a", "b", "d", "f")] == [{}, {"c": "1"}, {}, {}]


@given(st.binary(max_size=300) | st.text().map(str.encode) | st.binary().map(lambda raw: b"<xml>" + raw + b"</xml>"))
def test_any_bytes_are_read_or_unreadable_and_nothing_worse(payload: bytes) -> None:
    try:
        fields = read_xml(payload)
    except Unreadable:
        return
    assert fields
    assert all(isinstance(name, str) for name in fields)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


@given(st.dictionaries(st.sampled_from(["a", "b", "Content"]), TEXT, min_size=1))
def test_what_we_write_is_what_is_read(fields: dict[str, str]) -> None:
    read = read_xml(write_xml(fields).encode())
    assert {name: text_of(read, name) for name in fields} == fields


@given(st.dictionaries(st.sampled_from(["MsgType", "Content", "Event", "EventKey"]), TEXT))
def test_wechatpy_reads_the_same(fields: dict[str, str]) -> None:
    payload = write_xml({"ToUserName": OURS, "MsgType": "text"} | fields)
    theirs = parse(payload, strip_whitespace=False)["xml"]
    ours = read_xml(payload.encode())
    assert {name: said or "" for name, said in ours.items()} == {name: said or "" for name, said in theirs.items()}


BREAKING = [
    "]]>",
    "]]>]]>",
    "]]]]>>",
    "a]]></Content><MsgType>news</MsgType><Content><![CDATA[b",
    "]]><evil>&amp;",
    "<![CDATA[x]]>",
    "&lt;&#0;&",
    "]",
    "]]",
    "<xml>",
    "<!-- -->",
]


def as_wechatpy_reads(reply: Reply) -> dict[str, str | dict[str, str]]:
    told = parse_message(reply_xml(reply, BUYER, OURS, NOW))
    return dict(told._data)  # the fields as they stand: the message classes know what users send, not what we send


@pytest.mark.parametrize("text", BREAKING)
def test_no_text_breaks_out(text: str) -> None:
    told = as_wechatpy_reads(TextReply(text))
    assert told == {
        "ToUserName": BUYER,
        "FromUserName": OURS,
        "CreateTime": STAMP,
        "MsgType": "text",
        "Content": text,
    }
    assert parse_reply(reply_xml(TextReply(text), BUYER, OURS, NOW).encode(), to=BUYER, by=OURS).text == text


@given(st.text(min_size=1))
def test_any_text_at_all_makes_a_reply_that_the_platform_can_read(text: str) -> None:
    body = reply_xml(TextReply("卡密：" + text), BUYER, OURS, NOW).encode()
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    kept = kept.replace("\r\n", "\n").replace("\r", "\n")
    assert parse_reply(body, to=BUYER, by=OURS).text == "卡密：" + kept


@pytest.mark.parametrize(
    ("kind", "name", "element"),
    [(MediaKind.IMAGE, "image", "Image"), (MediaKind.VOICE, "voice", "Voice"), (MediaKind.VIDEO, "video", "Video")],
)
def test_a_file_is_answered_by_its_id(kind: MediaKind, name: str, element: str) -> None:
    reply = MediaReply(kind, "m-1]]>", "说明")
    title = {"Title": "说明"} if kind is MediaKind.VIDEO else {}
    assert as_wechatpy_reads(reply) == {
        "ToUserName": BUYER,
        "FromUserName": OURS,
        "CreateTime": STAMP,
        "MsgType": name,
        element: {"MediaId": "m-1]]>"} | title,
    }
    seen = parse_reply(reply_xml(reply, BUYER, OURS, NOW).encode(), to=BUYER, by=OURS)
    assert (seen.kind, seen.media_id) == (name, "m-1]]>")


@pytest.mark.parametrize("kind", [MediaKind.FILE, MediaKind.STICKER, MediaKind.LOCATION, MediaKind.AUDIO])
def test_other_files_have_no_passive_reply(kind: MediaKind) -> None:
    with pytest.raises(ValueError, match=kind.value):
        MediaReply(kind, "m-1")
