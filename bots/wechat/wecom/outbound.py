"""Fitted messages as what send_msg takes. Pure. Source: developer.work.weixin.qq.com, document 94677."""

from typing import NamedTuple

import msgspec

from bots.wechat.wecom.capabilities import AUTHOR, HEAD_BYTES
from core.channel import LengthUnit
from core.errors import ContentRejected, RecipientUnreachable
from core.merging import signed
from core.messages import Address, Media, MediaKind, OutgoingMessage
from core.splitting import length


class Customer(NamedTuple):
    """A chat's two halves."""

    open_kfid: str
    user: str


class Words(msgspec.Struct, frozen=True):
    content: str


class Attached(msgspec.Struct, frozen=True):
    media_id: str


class Click(msgspec.Struct, frozen=True):
    id: str
    content: str


class Choice(msgspec.Struct, frozen=True):
    click: Click
    type: str = "click"


class Menu(msgspec.Struct, frozen=True):
    head_content: str
    list: tuple[Choice, ...]


class Place(msgspec.Struct, frozen=True):
    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the parts, named by `msgtype`; to a customer, or in answer to the event that gave the `code`."""

    msgtype: str
    touser: str = ""
    open_kfid: str = ""
    code: str = ""
    msgid: str = ""
    text: Words | None = None
    image: Attached | None = None
    voice: Attached | None = None
    video: Attached | None = None
    file: Attached | None = None
    location: Place | None = None
    msgmenu: Menu | None = None

    @property
    def greets(self) -> bool:
        """Only these may answer somebody's coming in (document 95122)."""
        return self.msgtype in ("text", "msgmenu")


def customer_of(where: Address) -> Customer:
    """Raises: RecipientUnreachable: no chat of ours can have such a name."""
    open_kfid, _, user = where.chat.partition(":")
    if not (open_kfid and user):
        raise RecipientUnreachable("not a customer's chat")
    return Customer(open_kfid, user)


def sent_to(content: Content, to: Customer, msgid: str) -> Content:
    """As send_msg takes it."""
    return msgspec.structs.replace(content, touser=to.user, open_kfid=to.open_kfid, msgid=msgid)


def in_answer(content: Content, code: str, msgid: str) -> Content:
    """As send_msg_on_event takes it."""
    return msgspec.structs.replace(content, code=code, msgid=msgid)


def written(message: OutgoingMessage) -> Content:
    """A message without files. Choices stand in a menu; below a long text they are numbered lines."""
    text = _clean(signed(message.text, _short(message.author)))
    choices = [button for row in message.buttons for button in row]
    if not choices:
        return Content(msgtype="text", text=Words(text))
    if length(text, LengthUnit.UTF8) <= HEAD_BYTES:
        menu = Menu(text, tuple(Choice(Click(one.value, _clean(one.label))) for one in choices))
        return Content(msgtype="msgmenu", msgmenu=menu)
    lines = _clean("\n".join(f"{number}. {one.label}" for number, one in enumerate(choices, 1)))
    return Content(msgtype="text", text=Words(f"{text}\n\n{lines}"))


def attached(kind: str, media_id: str) -> Content:
    """`kind`: as what it was uploaded."""
    part = Attached(media_id)
    match kind:
        case "image":
            return Content(msgtype=kind, image=part)
        case "voice":
            return Content(msgtype=kind, voice=part)
        case "video":
            return Content(msgtype=kind, video=part)
        case _:
            return Content(msgtype="file", file=part)


def located(media: Media) -> Content:
    """A place; its ref is "lat,lon". Raises: ContentRejected: it is none."""
    assert media.kind is MediaKind.LOCATION
    try:
        latitude, longitude = map(float, media.ref.split(","))
    except ValueError:
        raise ContentRejected("a place without coordinates") from None
    return Content(msgtype="location", location=Place(latitude, longitude, _clean(media.name)))


def _short(name: str) -> str:
    return name if len(name) <= AUTHOR else f"{name[: AUTHOR - 1]}…"


def _clean(text: str) -> str:
    """Half characters, which JSON in UTF-8 cannot hold, as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
