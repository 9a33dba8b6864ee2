"""XML as the platform writes it to the account's server, and as strictly as it reads passive replies. Pure.

Shapes: developers.weixin.qq.com/doc/service/guide/product/message: Receiving_standard_messages and
Passive_user_reply_message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

TEXT_BYTES = 2048
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document can hold."""
HEAD = frozenset({"ToUserName", "FromUserName", "CreateTime", "MsgType"})
BODIES = {
    "text": frozenset({"Content"}),
    "image": frozenset({"Image"}),
    "voice": frozenset({"Voice"}),
    "video": frozenset({"Video"}),
    "music": frozenset({"Music"}),
    "news": frozenset({"ArticleCount", "Articles"}),
    "transfer_customer_service": frozenset[str](),
}
PARTS = {"image": "Image", "voice": "Voice", "video": "Video"}


class BadReply(ValueError):
    """The body is not a passive reply."""


@dataclass(frozen=True, slots=True)
class Reply:
    kind: str
    text: str = ""
    media_id: str = ""


def compose(fields: Mapping[str, object]) -> bytes:
    """Text in CDATA, numbers bare, a mapping as what it holds; a line for each element."""
    return f"<xml>{_inside(fields)}</xml>".encode()


def _inside(fields: Mapping[str, object]) -> str:
    return "\n".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return _inside(value)
    if not isinstance(value, str):
        return str(value)
    clean = NOT_XML.sub("", value).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{clean}]]>"


def parse_flat(body: bytes) -> dict[str, ET.Element]:
    """The elements below <xml>, each at most once. Raises: BadReply."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise BadReply("a document type has no place here")
    try:
        root = ET.fromstring(body)
    except (ET.ParseError, ValueError, LookupError) as wrong:
        raise BadReply(f"not XML: {wrong}") from None
    found = {element.tag: element for element in root}
    if root.tag != "xml" or len(found) != len(root):
        raise BadReply("not one <xml> of different elements")
    return found


def parse_reply(body: bytes, *, to: str, by: str) -> Reply:
    """Raises: BadReply."""
    found = parse_flat(body)
    kind = _text(found, "MsgType")
    if kind not in BODIES or {*found} != HEAD | BODIES[kind]:
        raise BadReply(f"a {kind or 'nameless'} reply of {sorted(found)}")
    if (_text(found, "ToUserName"), _text(found, "FromUserName")) != (to, by):
        raise BadReply("it goes from or to somebody else")
    if not re.fullmatch(r"[0-9]{1,19}", _text(found, "CreateTime")):
        raise BadReply("CreateTime is no number")
    if kind == "text":
        return Reply(kind, _sized(found["Content"].text or ""))
    if kind in PARTS:
        return _media(kind, found[PARTS[kind]])
    return Reply(kind)


def _sized(text: str) -> str:
    if not text or len(text.encode()) > TEXT_BYTES:
        raise BadReply(f"a text of {len(text.encode())} bytes")
    return text


def _media(kind: str, part: ET.Element) -> Reply:
    inside = {element.tag: element.text or "" for element in part}
    if not {*inside} <= ({"MediaId", "Title", "Description"} if kind == "video" else {"MediaId"}):
        raise BadReply(f"an unknown part of a {kind}")
    if not inside.get("MediaId"):
        raise BadReply("no MediaId")
    return Reply(kind, inside.get("Title", ""), inside["MediaId"])


def _text(found: Mapping[str, ET.Element], name: str) -> str:
    return (found[name].text or "") if name in found else ""
