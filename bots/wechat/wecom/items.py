"""The entries of sync_msg as structs. Pure. Source: developer.work.weixin.qq.com, document 94670."""

from enum import IntEnum
from typing import Final

import msgspec

from core.errors import Unreadable

BAD_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises: wrong shape or syntax, a text that is not UTF-8, nesting without end."""


class Origin(IntEnum):
    """Who made an entry: the customer in WeChat, the platform, or an agent in the WeCom app."""

    CUSTOMER = 3
    SYSTEM = 4
    SERVICER = 5


class Words(msgspec.Struct, frozen=True):
    """`menu_id`: he tapped that choice of a menu, and the text is its label."""

    content: str = ""
    menu_id: str = ""


class Attached(msgspec.Struct, frozen=True):
    media_id: str = ""


class Place(msgspec.Struct, frozen=True):
    latitude: float = 0
    longitude: float = 0
    name: str = ""
    address: str = ""


class Link(msgspec.Struct, frozen=True):
    title: str = ""
    desc: str = ""
    url: str = ""


class Card(msgspec.Struct, frozen=True):
    """What can be told in words of things that only WeChat can show: mini-programs, goods, orders, forwarded talks."""

    title: str = ""
    order_id: str = ""
    product_titles: str = ""
    head_content: str = ""


class Happening(msgspec.Struct, frozen=True):
    """`fail_type`: 0 unknown, 1 account deleted, 2 app closed, 4 after 48 hours, 5 session closed, 6 more than five,
    8 company not verified, 10 refused by the customer, 11 nobody logged in to WeCom, 12 kind not allowed, 13 safety."""

    event_type: str = ""
    open_kfid: str = ""
    external_userid: str = ""
    scene: str = ""
    scene_param: str = ""
    welcome_code: str = ""
    fail_msgid: str = ""
    fail_type: int = 0
    recall_msgid: str = ""


class Item(msgspec.Struct, frozen=True):
    """One entry: a message, or what happened. Events name account and customer inside `event`."""

    msgid: str
    msgtype: str
    origin: int = 0
    send_time: int = 0
    open_kfid: str = ""
    external_userid: str = ""
    text: Words | None = None
    image: Attached | None = None
    voice: Attached | None = None
    video: Attached | None = None
    file: Attached | None = None
    location: Place | None = None
    link: Link | None = None
    event: Happening | None = None
    card: Card | None = None

    @property
    def account(self) -> str:
        """The customer service account."""
        return self.open_kfid or (self.event.open_kfid if self.event else "")

    @property
    def customer(self) -> str:
        return self.external_userid or (self.event.external_userid if self.event else "")


_read_item = msgspec.json.Decoder(Item, strict=False).decode
_read_parts = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_read_card = msgspec.json.Decoder(Card, strict=False).decode

_WITHOUT_CARD: Final = frozenset({"text", "image", "voice", "video", "file", "location", "link", "event"})


def read_item(payload: bytes) -> Item:
    """Raises: Unreadable: no entry of sync_msg."""
    try:
        item = _read_item(payload)
        if item.msgtype in _WITHOUT_CARD:
            return item
        inside = _read_parts(payload).get(item.msgtype)
        return item if inside is None else msgspec.structs.replace(item, card=_read_card(inside))
    except BAD_JSON as why:
        raise Unreadable(type(why).__name__) from None


def key_of(payload: bytes) -> str:
    """The id of an entry that cannot be read, if it has one; "" otherwise."""
    try:
        return msgspec.json.decode(_read_parts(payload).get("msgid", b'""'), type=str)
    except BAD_JSON:
        return ""
