"""One fitted message as the pieces that the shop bot sends. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from bots.telegram.capabilities import SIGNATURE
from bots.telegram.spooling import is_home
from bots.telegram.staffoutbound import Attachment, Piece, to_calls
from core.channel import LengthUnit, Parcel
from core.errors import RecipientUnreachable
from core.language import first_language
from core.messages import Address, MediaKind, MessageRef, OutgoingMessage, Span, Style
from core.splitting import length, width
from core.turns import Words

COPIED: Final = 256
"""Characters that a button can copy (core.telegram.org/bots/api#copytextbutton)."""
_BUSINESS: Final = "biz:"


class Place(NamedTuple):
    """Where a call goes; `business`: the connection through which we write there."""

    chat: int
    thread: int | None = None
    business: str | None = None

    @property
    def is_group(self) -> bool:
        return self.chat < 0


class Copy(NamedTuple):
    """A button that puts a text into the clipboard: protected text cannot be selected."""

    label: str
    text: str


def place_of(where: Address) -> Place:
    """Raises: RecipientUnreachable: no chat of Telegram's can have such a name."""
    business, chat = None, str(where.chat)
    if chat.startswith(_BUSINESS):
        business, _, chat = chat.removeprefix(_BUSINESS).rpartition(":")
    try:
        place = Place(int(chat), int(where.thread) if where.thread else None, business)
    except ValueError:
        raise RecipientUnreachable("not a chat of Telegram's") from None
    if business == "":
        raise RecipientUnreachable("a business chat without its connection")
    return place


def number_of(ref: MessageRef) -> int:
    """Telegram's number of a message; 0, which no message has, for what cannot be one."""
    return int(ref.id) if ref.id.isascii() and ref.id.isdecimal() else 0


def to_pieces(parcel: Parcel) -> Sequence[Piece]:
    """In order. A file at home here is known by its id; one of elsewhere has the source "" and is brought over."""
    message = signed(parcel.message)
    files = [
        Attachment(one, one.ref if is_home(one, message.to) or one.kind is MediaKind.LOCATION else "", one.size)
        for one in message.media
    ]
    return to_calls(message, files, number_of(parcel.reply_to) if parcel.reply_to else None)


def signed(message: OutgoingMessage) -> OutgoingMessage:
    """With the author's name as a bold first line; a file without words stays without."""
    if not message.author or not message.text:
        return message
    name = _short(message.author)
    spans = (Span(0, len(name), Style.BOLD), *(_moved(span, len(name) + 1) for span in message.spans))
    return replace(message, text=f"{name}\n{message.text}", spans=spans)


def copies(piece: Piece, words: Words) -> Sequence[Copy]:
    """One for each key, in the language of the message: of its first line, as products have names in any language."""
    if not piece.protected:
        return ()
    language = first_language(None, piece.text.partition("\n")[0]) or "zh"
    keys = [piece.text[span.start : span.end] for span in piece.spans if span.style is Style.CODE]
    fitting = [key for key in keys if 0 < length(key, LengthUnit.UTF16) <= COPIED]
    if len(fitting) == 1:
        return (Copy(words(language, "telegram-copy-key"), fitting[0]),)
    return [
        Copy(words(language, "telegram-copy-key-number", number=number), key) for number, key in enumerate(fitting, 1)
    ]


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.style)


def _short(name: str) -> str:
    """Cut at whole characters."""
    name = " ".join(name.split())
    if length(name, LengthUnit.UTF16) <= SIGNATURE:
        return name
    room, end = SIGNATURE - 1, 0
    while end < len(name) and room >= width(name[end], LengthUnit.UTF16):
        room -= width(name[end], LengthUnit.UTF16)
        end += 1
    return f"{name[:end]}…"
