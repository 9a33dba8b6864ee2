"""One fitted message as the calls that send it. Pure."""

import mimetypes
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final, NamedTuple

from bots.discord.capabilities import CONTENT, IN_A_ROW, NAME, ROWS
from bots.discord.inbound import TWIN
from bots.discord.markdown import bold, written
from core.channel import Parcel
from core.errors import RecipientUnreachable, TargetGone
from core.messages import Address, Button, Media, MessageRef, OutgoingMessage, Span, Style
from core.splitting import split

NOBODY: Final[dict[str, Any]] = {"parse": [], "replied_user": False}
"""`allowed_mentions`: no words of ours wake anybody up."""
NO_PREVIEWS: Final = 1 << 2
"""The flag SUPPRESS_EMBEDS."""
NONCE: Final = 25
"""Characters: resources/message#create-message."""
LINK: Final = 5
"""The style of a button that opens a page, which has no custom_id (components/reference#button)."""
_DEAREST: Final = frozenset("\\*_~`|[<")
_NAMES: Final = {"audio/ogg": ".ogg", "image/webp": ".webp", "image/jpeg": ".jpg"}


class Piece(NamedTuple):
    """One message: the JSON of the call, and the files that go with it."""

    payload: dict[str, Any]
    media: tuple[Media, ...] = ()


def channel_of(where: Address) -> str:
    """Raises: RecipientUnreachable: Discord has no such place."""
    channel = where.thread or where.chat
    if not is_id(channel):
        raise RecipientUnreachable("not a channel of Discord's")
    return channel


def message_of(ref: MessageRef) -> str:
    """Raises: TargetGone: there can be no such message."""
    if not is_id(ref.id):
        raise TargetGone("not a message of Discord's")
    return ref.id


def is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 20


def to_pieces(parcel: Parcel) -> Sequence[Piece]:
    """In order; one, unless what has to be escaped makes it too long. The files go with the first, buttons last."""
    message = parcel.message
    texts = contents(message)
    pieces = [
        Piece({"content": text, "nonce": nonce_of(parcel, part), "enforce_nonce": True} | _always())
        for part, text in enumerate(texts)
    ]
    first, last = pieces[0].payload, pieces[-1].payload
    if parcel.reply_to is not None and is_id(parcel.reply_to.id):
        first["message_reference"] = {"message_id": parcel.reply_to.id, "fail_if_not_exists": False}
    if message.buttons:
        last["components"] = components(message.buttons)
    if message.media:
        first["attachments"] = attachments(message.media)
        pieces[0] = Piece(first, message.media)
    return pieces


def to_edit(parcel: Parcel) -> Piece:
    """Buttons that are not there any more go; files that are not told again stay.

    Raises: TargetGone: the words do not fit into one message."""
    message = parcel.message
    texts = contents(message)
    if len(texts) > 1:
        raise TargetGone("several messages cannot take the place of one")
    payload = {"content": texts[0], "components": components(message.buttons)} | _always()
    return Piece(payload | ({"attachments": attachments(message.media)} if message.media else {}), message.media)


def contents(message: OutgoingMessage) -> Sequence[str]:
    """The words in markdown, below their author's name, each part within Discord's limit."""
    name = _headed(message)
    whole = name + written(message.text, message.spans)
    if len(whole) <= CONTENT:
        return (whole,)
    limit = CONTENT - len(name)
    while True:
        parts = _parts(message, limit)
        if all(len(part) <= CONTENT - len(name) for part in parts):
            return (name + parts[0], *parts[1:])
        limit = limit * 3 // 4


def components(rows: Sequence[Sequence[Button]]) -> list[dict[str, Any]]:
    """Rows of five; what is longer goes on in the next. Two buttons of one value are told apart."""
    seen: dict[str, int] = {}
    cut = [row[start : start + IN_A_ROW] for row in rows for start in range(0, len(row), IN_A_ROW)]
    if len(cut) > ROWS:
        every = [button for row in rows for button in row]
        cut = [every[start : start + IN_A_ROW] for start in range(0, len(every), IN_A_ROW)]
    return [{"type": 1, "components": [_button(one, seen) for one in row]} for row in cut]


def attachments(media: Sequence[Media]) -> list[dict[str, Any]]:
    return [{"id": number, "filename": filename(one)} for number, one in enumerate(media)]


def filename(media: Media) -> str:
    """With an ending, by which Discord knows what to show."""
    name = media.name or media.kind.value
    if "." in name.strip("."):
        return name
    return name + (_NAMES.get(media.mime) or mimetypes.guess_extension(media.mime) or "")


def nonce_of(parcel: Parcel, part: int = 0) -> str:
    """The same at every try."""
    return sha256(f"{parcel.message.to.key} {parcel.key} {part}".encode()).hexdigest()[: NONCE - 1]


def _always() -> dict[str, Any]:
    return {"allowed_mentions": NOBODY, "flags": NO_PREVIEWS}


def _headed(message: OutgoingMessage) -> str:
    """A file without words stays without."""
    name = " ".join(message.author.split())
    if not name or not message.text:
        return ""
    return bold(name if len(name) <= NAME else f"{name[: NAME - 1]}…") + "\n"


def _parts(message: OutgoingMessage, limit: int) -> list[str]:
    text, spans = message.text, message.spans
    starts = {span.start for span in spans}
    dear = [1 + (one in _DEAREST) + 2 * (one == "\n") + 8 * (index in starts) for index, one in enumerate(text)]
    whole = [(span.start, span.end) for span in spans if span.style is Style.CODE]
    ranges = split(text, limit, dear.__getitem__, whole)
    return [written(text[start:end].strip("\n"), _within(spans, text, start, end)) for start, end in ranges]


def _within(spans: Sequence[Span], text: str, start: int, end: int) -> Sequence[Span]:
    """Those of one part, from its own beginning."""
    start += len(text[start:end]) - len(text[start:end].lstrip("\n"))
    inside = [span for span in spans if span.start < end and span.end > start]
    return [replace(one, start=max(one.start, start) - start, end=min(one.end, end) - start) for one in inside]


def _button(button: Button, seen: dict[str, int]) -> dict[str, Any]:
    if button.url:
        return {"type": 2, "style": LINK, "label": button.label, "url": button.url}
    count = seen[button.value] = seen.get(button.value, 0) + 1
    name = button.value if count == 1 else f"{button.value}{TWIN}{count}"
    return {"type": 2, "style": 2, "label": button.label, "custom_id": name}
