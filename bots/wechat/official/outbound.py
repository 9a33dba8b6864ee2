"""One fitted message as the platform takes it: the body of custom/send, or the words of a passive reply. Pure.

developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage"""

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2s
from typing import Final

from bots.wechat.official.capabilities import AUTHOR_BYTES, LABEL_BYTES, TEXT_BYTES
from bots.wechat.uploads import Uploaded
from core.channel import Parcel
from core.merging import signed
from core.messages import Button, MediaKind, OutgoingMessage

Call = Mapping[str, object]

_UNPRINTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""JSON would write most of them as \\uXXXX, which the platform refuses (40033)."""
_BLANK: Final = "👇"
"""Above choices that come without words: a message needs some."""


def key_of(parcel: Parcel) -> str:
    """Names the push and what it says: the same row may be sent with more words after a restart."""
    message = parcel.message
    said = "\x00".join([message.text, message.author, *(one.ref for one in message.media)])
    return f"{parcel.key}:{blake2s(said.encode(errors='replace'), digest_size=6).hexdigest()}"


def words_of(message: OutgoingMessage) -> str:
    """The text with who says it, and the choices as numbered lines: what a passive reply holds."""
    lines = "\n".join(_numbered(_buttons(message)))
    return within(TEXT_BYTES, "\n\n".join(filter(None, (_said(message), lines))) or _BLANK)


def with_hint(words: str, hint: str) -> str:
    """The hint is left out where it does not fit."""
    both = f"{words}\n\n{hint}"
    return both if hint and len(both.encode()) <= TEXT_BYTES else words


def text_call(openid: str, words: str) -> Call:
    return {"touser": openid, "msgtype": "text", "text": {"content": words}}


def to_call(message: OutgoingMessage) -> Call:
    """Words, with choices that can be tapped."""
    openid, buttons = str(message.to.chat), _buttons(message)
    if not buttons:
        return text_call(openid, words_of(message))
    choices = [{"id": button.value, "content": line} for button, line in zip(buttons, _numbered(buttons), strict=True)]
    room = TEXT_BYTES - sum(len(line["content"].encode()) for line in choices)
    menu = {"head_content": within(room, _said(message) or _BLANK), "list": choices, "tail_content": ""}
    return {"touser": openid, "msgtype": "msgmenu", "msgmenu": menu}


def media_call(openid: str, uploaded: Uploaded) -> Call:
    content = {"media_id": uploaded.media_id}
    if uploaded.type == "video":
        content["title"] = uploaded.name
    return {"touser": openid, "msgtype": uploaded.type, uploaded.type: content}


def shown_by(call: Call, kf_account: str) -> Call:
    """As said by one of the account's customer service accounts."""
    return {**call, "customservice": {"kf_account": kf_account}} if kf_account else call


def place(message: OutgoingMessage) -> str:
    """A location as words: no message of the platform shows one."""
    spot = message.media[0]
    return f"📍 {spot.name} ({spot.ref})" if spot.name else f"📍 {spot.ref}"


def is_place(message: OutgoingMessage) -> bool:
    return bool(message.media) and message.media[0].kind is MediaKind.LOCATION


def within(most: int, text: str) -> str:
    """Cut to so many bytes: a last resort, since the core has fitted the text already."""
    encoded = text.encode()
    return text if len(encoded) <= most else encoded[: most - 3].decode(errors="ignore") + "…"


def _said(message: OutgoingMessage) -> str:
    author = within(AUTHOR_BYTES, " ".join(message.author.split()))
    return _UNPRINTED.sub("", signed(message.text, author))


def _buttons(message: OutgoingMessage) -> Sequence[Button]:
    return [button for row in message.buttons for button in row]


def _numbered(buttons: Sequence[Button]) -> Sequence[str]:
    labels = [within(LABEL_BYTES, _UNPRINTED.sub("", button.label)) for button in buttons]
    return [f"{number}. {label}" for number, label in enumerate(labels, 1)]
