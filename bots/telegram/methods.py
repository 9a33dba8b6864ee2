"""Pieces as aiogram's methods. Pure, but importing it imports aiogram: only client.py does."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from aiogram import Bot
from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendLocation,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVenue,
    SendVideo,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)

from bots.telegram.outbound import Copy, Place
from bots.telegram.staffoutbound import Attachment, Form, Piece, spot
from core.channel import LengthUnit
from core.messages import Button, Media, Span, Style
from core.splitting import length

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
PLAIN: Final = SendMessage(chat_id=0, text="", link_preview_options=NO_PREVIEW)
"""Every text is a copy of it: a third of what it costs to build one, and our fields need no validation."""
STYLES: Final = {Style.BOLD: "bold", Style.CODE: "code", Style.QUOTE: "blockquote"}
SINGLE: Final[dict[Form, type[TelegramMethod[Any]]]] = {
    Form.PHOTO: SendPhoto,
    Form.VIDEO: SendVideo,
    Form.ANIMATION: SendAnimation,
    Form.VOICE: SendVoice,
    Form.AUDIO: SendAudio,
    Form.DOCUMENT: SendDocument,
    Form.STICKER: SendSticker,
}
ALBUM: Final[dict[Form, Callable[..., Any]]] = {
    Form.PHOTO: InputMediaPhoto,
    Form.VIDEO: InputMediaVideo,
    Form.AUDIO: InputMediaAudio,
    Form.DOCUMENT: InputMediaDocument,
}
EDITABLE: Final[dict[Form, Callable[..., Any]]] = {**ALBUM, Form.ANIMATION: InputMediaAnimation}
BUTTONS: Final = 100

Open = Callable[[Media], AsyncIterator[bytes]]
"""Brings the bytes of a file of elsewhere."""


class Brought(InputFile):
    """A file that is streamed from its home while it is sent on."""

    def __init__(self, media: Media, open_: Open) -> None:
        super().__init__(filename=media.name or media.kind.value)
        self._media = media
        self._open_it = open_

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:  # noqa: ARG002 - aiogram's form
        async for chunk in self._open_it(self._media):
            yield chunk


def to_method(piece: Piece, where: Place, copies: Sequence[Copy], open_: Open) -> TelegramMethod[Any]:
    """The call that sends one piece. Raises: ContentRejected: a location that is nowhere."""
    target: dict[str, Any] = {"chat_id": where.chat}
    if where.thread is not None:
        target["message_thread_id"] = where.thread
    if where.business is not None:
        target["business_connection_id"] = where.business
    if piece.protected:
        target["protect_content"] = True
    if piece.reply_to is not None:
        target["reply_parameters"] = ReplyParameters(message_id=piece.reply_to, allow_sending_without_reply=True)
    if len(piece.files) > 1:
        return SendMediaGroup(media=_album(piece, open_), **target)
    if piece.buttons or copies:
        target["reply_markup"] = _markup(piece, copies)
    if piece.files:
        return _file(piece, target, open_)
    if piece.spans:
        target["entities"] = entities(piece.text, piece.spans)
    return PLAIN.model_copy(update={"text": piece.text, **target})


def edit_methods(
    piece: Piece, where: Place, message: int, copies: Sequence[Copy], open_: Open
) -> Sequence[TelegramMethod[Any]]:
    """What makes a message read so: the first, or where it holds no text of its own, the second."""
    target: dict[str, Any] = {"chat_id": where.chat, "message_id": message, "reply_markup": _markup(piece, copies)}
    if where.business is not None:
        target["business_connection_id"] = where.business
    marks = entities(piece.text, piece.spans)
    form = piece.files[0][0] if len(piece.files) == 1 else None
    if form in EDITABLE:
        media = EDITABLE[form](media=_source(piece.files[0][1], open_), caption=piece.text, caption_entities=marks)
        return (EditMessageMedia(media=media, **target),)
    below = EditMessageCaption(caption=piece.text, caption_entities=marks, **target)
    if piece.files:
        return (below,)
    return EditMessageText(text=piece.text, entities=marks, link_preview_options=NO_PREVIEW, **target), below


def entities(text: str, spans: Sequence[Span]) -> list[MessageEntity]:
    """Telegram counts in UTF-16."""
    return [
        MessageEntity(
            type=STYLES[span.style],
            offset=length(text[: span.start], LengthUnit.UTF16),
            length=length(text[span.start : span.end], LengthUnit.UTF16),
        )
        for span in spans
        if span.end > span.start
    ]


def _markup(piece: Piece, copies: Sequence[Copy]) -> InlineKeyboardMarkup | None:
    if not copies:
        return keyboard(piece.buttons) if piece.buttons else None
    room = BUTTONS - sum(map(len, piece.buttons))
    keys = [[InlineKeyboardButton(text=one.label, copy_text=CopyTextButton(text=one.text))] for one in copies[:room]]
    return InlineKeyboardMarkup(inline_keyboard=[*keys, *_rows(piece.buttons)])


@lru_cache(maxsize=256)
def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup:
    """Made once for each menu: building it costs more than the rest of a message."""
    return InlineKeyboardMarkup(inline_keyboard=_rows(rows))


def _rows(rows: Sequence[Sequence[Button]]) -> list[list[InlineKeyboardButton]]:
    return [[_key(one) for one in row] for row in rows]


def _key(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(text=button.label, url=button.url)
    return InlineKeyboardButton(text=button.label, callback_data=button.value)


def _file(piece: Piece, target: dict[str, Any], open_: Open) -> TelegramMethod[Any]:
    form, file = piece.files[0]
    if form is Form.LOCATION:
        latitude, longitude = spot(file)
        target |= {"latitude": latitude, "longitude": longitude}
        name = file.media.name
        return SendVenue(title=name, address=name, **target) if name else SendLocation(**target)
    target[form.value] = _source(file, open_)
    if form is not Form.STICKER and piece.text:
        target |= {"caption": piece.text, "caption_entities": entities(piece.text, piece.spans)}
    return SINGLE[form](**target)


def _album(piece: Piece, open_: Open) -> list[Any]:
    """The words of an album are those of its first file."""
    words = {"caption": piece.text, "caption_entities": entities(piece.text, piece.spans)} if piece.text else {}
    return [
        ALBUM[form](media=_source(file, open_), **(words if number == 0 else {}))
        for number, (form, file) in enumerate(piece.files)
    ]


def _source(file: Attachment, open_: Open) -> str | InputFile:
    """An id that Telegram knows, or the bytes."""
    return file.source if isinstance(file.source, str) and file.source else Brought(file.media, open_)
