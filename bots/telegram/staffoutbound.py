"""One fitted message as the calls that send it to the staff group. Pure.

The writer's name is left out: in a ticket's topic it is always the same buyer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import BinaryIO, Final

from core.errors import ContentRejected
from core.messages import Button, Media, MediaKind, OutgoingMessage, Span

PHOTO_BYTES: Final = 10 << 20
"""Of one photo (core.telegram.org/bots/api#sendphoto); a larger picture goes as a document."""
ALBUM: Final = 10
"""Files of one album (core.telegram.org/bots/api#sendmediagroup)."""
POINTER: Final = "👇"
"""Carries the buttons of an album that came without words: an album itself cannot."""


class Form(StrEnum):
    """How Telegram shows a file; the value is the name of the call's parameter."""

    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"


_ALBUMS: Final = {Form.PHOTO: "seen", Form.VIDEO: "seen", Form.DOCUMENT: "filed", Form.AUDIO: "heard"}
"""What may stand together in one album."""
_CAPTIONS: Final = frozenset(Form) - {Form.STICKER, Form.LOCATION}
_SHAPES: Final[Mapping[MediaKind, Mapping[str, Form]]] = {
    MediaKind.IMAGE: {
        **dict.fromkeys(("image/jpeg", "image/png", "image/webp", "image/bmp"), Form.PHOTO),
        "image/gif": Form.ANIMATION,
    },
    MediaKind.VIDEO: {"video/mp4": Form.VIDEO},
    MediaKind.VOICE: dict.fromkeys(("audio/ogg", "audio/opus", "audio/mpeg", "audio/mp4", "audio/x-m4a"), Form.VOICE),
    MediaKind.AUDIO: dict.fromkeys(("audio/mpeg", "audio/mp3", "audio/mp4", "audio/x-m4a", "audio/m4a"), Form.AUDIO),
    MediaKind.STICKER: {"image/webp": Form.STICKER},
}
"""What Telegram shows as what; anything else it takes as a document (core.telegram.org/bots/api, send methods)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """`source`: a file id of ours, the bytes, or "latitude,longitude". `size`: bytes, known when we bring them."""

    media: Media
    source: str | BinaryIO
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One call: words, one file, or an album; the words stand below the file."""

    files: tuple[tuple[Form, Attachment], ...] = ()
    text: str = ""
    spans: tuple[Span, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    reply_to: int | None = None
    protected: bool = False


def to_calls(message: OutgoingMessage, files: Sequence[Attachment], reply_to: int | None) -> tuple[Piece, ...]:
    """In order: files first, the words below the last of them or after it. The quote goes with the first."""
    words = Piece(text=message.text, spans=message.spans, buttons=message.buttons, protected=message.protected)
    calls = [replace(words, files=album, text="", spans=(), buttons=()) for album in _albums(files)]
    if not calls:
        calls = [words]
    elif _carries(calls[-1], words):
        calls[-1] = replace(words, files=calls[-1].files)
    elif message.text or message.buttons:
        calls.append(replace(words, text=message.text or POINTER))
    calls[0] = replace(calls[0], reply_to=reply_to)
    return tuple(calls)


def form_of(media: Media, size: int) -> Form:
    """How a file is best shown; a document is always taken."""
    if media.kind is MediaKind.LOCATION:
        return Form.LOCATION
    form = _SHAPES.get(media.kind, {}).get(media.mime.partition(";")[0].lower(), Form.DOCUMENT)
    return Form.DOCUMENT if form is Form.PHOTO and size > PHOTO_BYTES else form


def as_documents(piece: Piece) -> Piece:
    """The same for a picture that Telegram does not take as a photo (too long a side, no picture after all)."""
    return replace(piece, files=tuple((Form.DOCUMENT, file) for _, file in piece.files))


def has_photos(piece: Piece) -> bool:
    return any(form is Form.PHOTO for form, _ in piece.files)


def spot(attachment: Attachment) -> tuple[float, float]:
    """Raises: ContentRejected: no place on earth."""
    try:
        latitude, longitude = (float(part) for part in str(attachment.source).split(","))
    except ValueError:
        raise ContentRejected("a location without latitude and longitude") from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ContentRejected("a location that is nowhere on earth")
    return latitude, longitude


def _albums(files: Sequence[Attachment]) -> Iterator[tuple[tuple[Form, Attachment], ...]]:
    """Neighbours that may stand together, up to ten; everything else alone."""
    shaped = [(form_of(file.media, file.size), file) for file in files]
    for group, members in groupby(shaped, key=lambda one: _ALBUMS.get(one[0])):
        run = list(members)
        size = ALBUM if group else 1
        yield from (tuple(run[start : start + size]) for start in range(0, len(run), size))


def _carries(album: Piece, words: Piece) -> bool:
    """Can these words and buttons stand below these files?"""
    forms = {form for form, _ in album.files}
    if words.buttons and len(album.files) > 1:
        return False
    return not words.text or forms <= _CAPTIONS
