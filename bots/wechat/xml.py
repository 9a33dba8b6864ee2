"""WeChat's XML: read without trusting it, written so that no text breaks out. Pure.

Reading is xmltodict's (which wechatpy parses with), bound to UTF-8 and to documents without a prolog: so there is
neither a DOCTYPE nor an entity, whatever is declared."""

import re
from collections.abc import Mapping
from typing import Any, Final
from xml.parsers.expat import ExpatError

from core.errors import Unreadable

Fields = Mapping[str, Any]
"""The elements inside `<xml>`: text, None when empty, a list when repeated, a mapping when there is more inside."""

LARGEST: Final = 128 * 1024
"""Bytes. The longest text that one can send has about 48 KB, encrypted 66 KB; a deeper one would only hold us up."""

_BEGINS: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:<\?xml\s+version=["']1\.0["'](?:\s+encoding=["'](?i:utf-8)["'])?\s*\?>\s*)?<xml>"""
)
_NEVER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot stand in an XML document at all (www.w3.org/TR/xml, Char): the platform would call the whole broken."""


def read_xml(payload: bytes) -> Fields:
    """Raises: Unreadable, whatever comes in."""
    from xmltodict import parse  # of the extra `wechat`: only where a channel of this folder runs

    if len(payload) > LARGEST:
        raise Unreadable("it is too large")
    if not _BEGINS.match(payload):
        raise Unreadable("this is not WeChat's XML")
    try:
        fields = parse(payload, encoding="utf-8")["xml"]
    except (ExpatError, ValueError, LookupError) as why:
        raise Unreadable(f"the XML is broken ({type(why).__name__})") from None
    if not isinstance(fields, dict):
        raise Unreadable("the XML has no fields")
    return fields


def text_of(fields: Fields, name: str) -> str:
    """Empty when it is missing. Raises: Unreadable: it stands there twice, or it is no text."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{name} is no text")
    return value


def inside_of(fields: Fields, name: str) -> Fields:
    """What stands inside an element; nothing when it is missing, empty, or a text."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def write_xml(fields: Mapping[str, "str | int | Mapping[str, str]"]) -> str:
    """Texts as CDATA, numbers bare, a mapping as elements inside."""
    return f"<xml>{_elements(fields)}</xml>"


def _elements(fields: Mapping[str, "str | int | Mapping[str, str]"]) -> str:
    return "".join([f"<{name}>{_value(value)}</{name}>" for name, value in fields.items()])


def _value(value: "str | int | Mapping[str, str]") -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return f"<![CDATA[{_NEVER.sub('', value).replace(']]>', ']]]]><![CDATA[>')}]]>"
    return _elements(value)
