"""What a message of the official account holds: words, files, a place. Pure."""

from collections.abc import Mapping
from math import isfinite
from typing import Final
from urllib.parse import urlsplit

from bots.wechat.xml import Fields, text_of
from core.messages import Address, Body, Media, MediaKind, MediaRef

GEO: Final = "application/geo"
"""The mime type of a location; its ref is "latitude,longitude"."""
UNSUPPORTED: Final = "unsupported"

_FILES: Final[Mapping[str, tuple[MediaKind, str]]] = {
    "image": (MediaKind.IMAGE, "image/jpeg"),
    "voice": (MediaKind.VOICE, "audio/amr"),
    "video": (MediaKind.VIDEO, "video/mp4"),
    "shortvideo": (MediaKind.VIDEO, "video/mp4"),
}
_CALLED: Final = {"miniprogrampage": "miniprogram", "shortvideo": "video"}
"""The platform's name of a kind -> the product's, where they differ."""
_PICTURE_HOSTS: Final = (".qpic.cn", ".weixin.qq.com", ".wechat.com")
_NOT_SHOWN: Final = (
    "【收到不支持的消息类型",
    "[收到不支持的消息类型",
    "[Unsupported Message]",
    "[Unsupported message]",
)
"""How the platform begins the text that it puts in place of what it does not pass on (a sticker, for example)."""


def media_ref(media_id: str, picture: str = "") -> MediaRef:
    """`picture`: where a picture can be had without the interface, which an unverified account may not use."""
    return MediaRef(f"media:{media_id} {picture}" if picture else f"media:{media_id}")


def parts_of(ref: MediaRef) -> tuple[str, str]:
    """The media id, and the picture's address or nothing."""
    media_id, _, picture = ref.removeprefix("media:").partition(" ")
    return media_id, picture


def body_of(fields: Fields, kind: str, where: Address) -> Body:
    """`kind`: MsgType. What we do not know is named in `unread`. Raises: Unreadable."""
    if kind == "text":
        return words_of(fields, "Content")
    if kind in _FILES:
        return _file(fields, kind, where)
    if kind == "location":
        return _location(fields, where)
    if kind == "link":
        told = "\n".join(filter(None, [text_of(fields, name) for name in ("Title", "Description", "Url")]))
        return Body(told) if told else _unread(kind)
    return _unread(kind)


def words_of(fields: Fields, name: str) -> Body:
    text = text_of(fields, name)
    return Body(unread=(UNSUPPORTED,)) if not text.strip() or text.startswith(_NOT_SHOWN) else Body(text)


def _file(fields: Fields, kind: str, where: Address) -> Body:
    """Beside a voice its words, where the platform has recognised them."""
    media_id = text_of(fields, "MediaId")
    spoken = text_of(fields, "Recognition") if kind == "voice" else ""
    if not media_id:
        return _unread(kind, spoken)
    media_kind, mime = _FILES[kind]
    name = ""
    if kind == "voice" and (form := text_of(fields, "Format")).isalnum():
        name, mime = f"voice.{form}", f"audio/{form.lower()}"
    picture = _picture(text_of(fields, "PicUrl")) if kind == "image" else ""
    return Body(spoken, (Media(media_kind, media_ref(media_id, picture), where, name, mime),))


def _picture(address: str) -> str:
    """Only one of WeChat's own: what fetches it sits inside our network."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    known = parts.scheme in {"http", "https"} and host.endswith(_PICTURE_HOSTS) and parts.netloc == host
    return address if known and address.split() == [address] else ""


def _location(fields: Fields, where: Address) -> Body:
    """Location_X is the latitude."""
    label = text_of(fields, "Label")
    try:
        spot = [float(text_of(fields, name)) for name in ("Location_X", "Location_Y")]
    except ValueError:
        return Body(label, unread=("location",))
    if not all(map(isfinite, spot)):
        return Body(label, unread=("location",))
    return Body("", (Media(MediaKind.LOCATION, MediaRef(f"{spot[0]},{spot[1]}"), where, label, GEO),))


def _unread(kind: str, words: str = "") -> Body:
    return Body(words, unread=(_CALLED.get(kind, kind)[:40],))
