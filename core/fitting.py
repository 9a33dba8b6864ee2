"""Makes a message sendable on a channel: the only place where anything degrades. Pure.

What a channel cannot do becomes words or is left out; no word is lost. Opening the seals comes after this, so a
SECRET_MARK counts as long as the longest text that its seal can hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.channel import Capabilities, Level
from core.messages import (
    SECRET_MARK,
    Button,
    Media,
    MediaKind,
    OutgoingMessage,
    Priority,
    Sealed,
    Span,
    Style,
)
from core.splitting import length, split, width

_SIGNS = {
    MediaKind.IMAGE: "🖼",
    MediaKind.VIDEO: "🎬",
    MediaKind.VOICE: "🎤",
    MediaKind.AUDIO: "🎵",
    MediaKind.FILE: "📎",
    MediaKind.STICKER: "🙂",
    MediaKind.LOCATION: "📍",
}
DESK = "desk:"
"""Begins the value of a button for agents: where there are no buttons, its command is shown, not a number."""


@dataclass(frozen=True, slots=True)
class Labels:
    """How things are named where they cannot be shown; the signs need no translation."""

    kinds: dict[MediaKind, str] = field(default_factory=lambda: dict(_SIGNS))
    edited: str = "✏️ "

    def of(self, media: Media) -> str:
        return f"[{' '.join(filter(None, (self.kinds[media.kind], media.name)))}]"


def fit(message: OutgoingMessage, can: Capabilities, labels: Labels | None = None) -> tuple[OutgoingMessage, ...]:
    """The messages to send, in order: the first takes the quote and the edit, the last the buttons.

    Empty when nothing is left to do (a deletion where messages cannot be deleted)."""
    if message.deletes is not None:
        return _deletion(message, can, labels)
    if _is_plain(message) and _fits(message, can):
        return (message,)
    words = labels or Labels()
    bare = _without_links(message, can, words)
    carried, told = _sorted_media(bare.media, can)
    bare = _with_words(bare, [words.of(item) for item in told])
    bare = bare if _opens_pages(can) else _pages_as_words(bare)
    bare = bare if _buttons_fit(bare.buttons, can) else _buttons_as_words(bare)
    return _linked(message, bare, _parts(replace(bare, media=carried), can))


def _is_plain(message: OutgoingMessage) -> bool:
    """Text and buttons only, as most messages are: nothing to take apart."""
    return not (message.media or message.spans or message.secret or message.replaces or message.reply_to)


def _fits(message: OutgoingMessage, can: Capabilities) -> bool:
    """Such a message can go as it is."""
    short = length(message.text, can.text_unit) <= can.text_limit
    return short and bool(message.text.strip()) and _buttons_fit(message.buttons, can)


def _deletion(message: OutgoingMessage, can: Capabilities, labels: Labels | None) -> tuple[OutgoingMessage, ...]:
    if can.deletes is not Level.NONE:
        return (message,)
    return fit(replace(message, deletes=None), can, labels) if message.text else ()


def _without_links(message: OutgoingMessage, can: Capabilities, words: Labels) -> OutgoingMessage:
    """Quotes and edits where they exist; an edited message of a person is sent anew and marked."""
    if can.replies is Level.NONE:
        message = replace(message, reply_to=None)
    if message.replaces is None or can.edits is not Level.NONE:
        return message
    anew = replace(message, replaces=None, mirrors=message.mirrors or message.replaces)
    return anew if message.priority is Priority.CARD or not message.text else _prefixed(anew, words.edited)


def _prefixed(message: OutgoingMessage, sign: str) -> OutgoingMessage:
    spans = tuple(Span(span.start + len(sign), span.end + len(sign), span.style) for span in message.spans)
    return replace(message, text=sign + message.text, spans=spans)


def _with_words(message: OutgoingMessage, lines: Sequence[str]) -> OutgoingMessage:
    return replace(message, text="\n".join(filter(None, (message.text, *lines)))) if lines else message


def _sorted_media(media: Sequence[Media], can: Capabilities) -> tuple[tuple[Media, ...], list[Media]]:
    """What the channel carries, and what has to be told in words."""

    def carries(item: Media) -> bool:
        return can.media is not Level.NONE and not (can.media_bytes and item.size > can.media_bytes)

    return tuple(filter(carries, media)), [item for item in media if not carries(item)]


def _buttons_fit(rows: Sequence[Sequence[Button]], can: Capabilities) -> bool:
    buttons = [button for row in rows for button in row]
    if not buttons:
        return True
    if can.buttons is Level.NONE or len(buttons) > can.button_limit:
        return False
    pages = _opens_pages(can)
    return all(
        len(button.value.encode("utf-8", "surrogatepass")) <= can.button_value_bytes
        and not 0 < can.button_label_limit < len(button.label)
        and (pages or not button.url)
        for button in buttons
    )


def _opens_pages(can: Capabilities) -> bool:
    return can.links is not Level.NONE and can.buttons is not Level.NONE


def _pages_as_words(message: OutgoingMessage) -> OutgoingMessage:
    """Buttons that open a page as lines with its address; the others stay, and keep their numbers."""
    pages = [f"{button.label}：{button.url}" for row in message.buttons for button in row if button.url]
    if not pages:
        return message
    rows = (tuple(button for button in row if not button.url) for row in message.buttons)
    text = "\n\n".join(filter(None, (message.text, "\n".join(pages))))
    return replace(message, text=text, buttons=tuple(filter(None, rows)))


def _buttons_as_words(message: OutgoingMessage) -> OutgoingMessage:
    """A numbered list; agents get the commands, since a number typed in a thread would go to the buyer."""
    message = _pages_as_words(message)
    buttons = [button for row in message.buttons for button in row]
    lines = [_typed(number, button) for number, button in enumerate(buttons, 1)]
    text = "\n\n".join(filter(None, (message.text, "\n".join(lines))))
    return replace(message, text=text, buttons=())


def _typed(number: int, button: Button) -> str:
    if button.value.startswith(DESK):
        return f"{button.label} → /{button.value.removeprefix(DESK).replace(':', ' ')}"
    return f"{number}. {button.label}"


def _parts(message: OutgoingMessage, can: Capabilities) -> list[OutgoingMessage]:
    """Files first, the text with the last of them where it fits below, else after them."""
    size = max(can.media_per_message, 1)
    albums = [message.media[i : i + size] for i in range(0, len(message.media), size)]
    spans = _clipped(message.spans, 0, len(message.text)) if can.spans is not Level.NONE else ()
    bare = replace(message, media=(), buttons=(), spans=spans)
    files = [replace(bare, text="", spans=(), secret=(), media=album) for album in albums]
    if files and 0 < _length(bare, can) <= can.caption_limit:
        return [*files[:-1], replace(bare, media=albums[-1])]
    return [*files, *_texts(bare, can)] or [bare]


def _length(message: OutgoingMessage, can: Capabilities) -> int:
    return length(message.text, can.text_unit) + sum(_room_for(sealed) - 1 for sealed in message.secret)


def _room_for(sealed: Sealed) -> int:
    """No cipher shortens: behind base64 there are at most three bytes for four characters."""
    return max(len(sealed) * 3 // 4, 3)


def _texts(message: OutgoingMessage, can: Capabilities) -> list[OutgoingMessage]:
    if _length(message, can) <= can.text_limit:
        return [message] if message.text.strip() else []
    text = message.text
    marks = [index for index, character in enumerate(text) if character == SECRET_MARK] if message.secret else []
    rooms = dict(zip(marks, map(_room_for, message.secret), strict=False))
    whole = [(span.start, span.end) for span in message.spans if span.style is Style.CODE]
    ranges = split(text, can.text_limit, lambda i: rooms.get(i) or width(text[i], can.text_unit), whole)
    shown = [(start, end) for start, end in ranges if text[start:end].strip()] or ranges[:1]
    return [_part(message, start, end, marks) for start, end in shown]


def _part(message: OutgoingMessage, start: int, end: int, marks: Sequence[int]) -> OutgoingMessage:
    secret = tuple(sealed for mark, sealed in zip(marks, message.secret, strict=False) if start <= mark < end)
    return replace(message, text=message.text[start:end], spans=_clipped(message.spans, start, end), secret=secret)


def _clipped(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """What of the spans lies between `start` and `end`, counted from `start`."""
    return tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start, span.style)
        for span in spans
        if max(span.start, start) < min(span.end, end)
    )


def _linked(
    asked: OutgoingMessage, bare: OutgoingMessage, parts: Sequence[OutgoingMessage]
) -> tuple[OutgoingMessage, ...]:
    """The quote, the edit and the look go with the first part, the buttons with the last; all mirror the original."""
    shows = asked.mirrors or asked.replaces
    later = (replace(part, reply_to=None, replaces=None, mirrors=shows, look=None) for part in parts[1:])
    fitted = [parts[0], *later]
    fitted[-1] = replace(fitted[-1], buttons=bare.buttons)
    return tuple(fitted)
