"""What can be answered in the platform's own request, and how it looks there. Pure.

developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bots.wechat.xml import write_xml
from core.messages import MediaKind

SUCCESS: Final = b"success"
"""Taken, and no answer here: the platform neither tells the buyer of a fault nor comes again."""

_MEDIA: Final = {
    MediaKind.IMAGE: ("image", "Image"),
    MediaKind.VOICE: ("voice", "Voice"),
    MediaKind.VIDEO: ("video", "Video"),
}


@dataclass(frozen=True, slots=True)
class TextReply:
    """At most 2048 bytes of UTF-8."""

    text: str


@dataclass(frozen=True, slots=True)
class MediaReply:
    """`kind`: IMAGE, VOICE or VIDEO; `media_id`: of what has been uploaded to this account. `title`: of a video."""

    kind: MediaKind
    media_id: str
    title: str = ""

    def __post_init__(self) -> None:
        if self.kind not in _MEDIA:
            raise ValueError(f"no passive reply holds a {self.kind}")


Reply = TextReply | MediaReply


def reply_xml(reply: Reply, to: str, sender: str, at: datetime) -> str:
    """`to`: the buyer's openid; `sender`: our account's own name (`gh_...`), both as the message had them."""
    ends: dict[str, str | int | dict[str, str]] = {
        "ToUserName": to,
        "FromUserName": sender,
        "CreateTime": int(at.timestamp()),
    }
    if isinstance(reply, TextReply):
        return write_xml(ends | {"MsgType": "text", "Content": reply.text})
    kind, element = _MEDIA[reply.kind]
    title = {"Title": reply.title} if reply.title and reply.kind is MediaKind.VIDEO else {}
    inside = {"MediaId": reply.media_id} | title
    return write_xml(ends | {"MsgType": kind, element: inside})
