"""The calls that send and edit, with python-telegram-bot's types: entities, keyboards, files, albums."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Final

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
)

from bots.telegram.stafferrors import translated, unless_done
from bots.telegram.staffoutbound import Attachment, Form, Piece, spot
from core.errors import ContentRejected, TargetGone
from core.messages import Button, Span, Style

log = structlog.get_logger(__name__)

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
STYLES: Final = {
    Style.BOLD: MessageEntity.BOLD,
    Style.CODE: MessageEntity.CODE,
    Style.QUOTE: MessageEntity.BLOCKQUOTE,
}
Album = InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo
ALBUMS: Final[Mapping[Form, type[Album]]] = {
    Form.PHOTO: InputMediaPhoto,
    Form.VIDEO: InputMediaVideo,
    Form.AUDIO: InputMediaAudio,
    Form.DOCUMENT: InputMediaDocument,
}
SENDERS: Final[Mapping[Form, Callable[..., Coroutine[Any, Any, Message]]]] = {
    Form.PHOTO: Bot.send_photo,
    Form.VIDEO: Bot.send_video,
    Form.ANIMATION: Bot.send_animation,
    Form.VOICE: Bot.send_voice,
    Form.AUDIO: Bot.send_audio,
    Form.DOCUMENT: Bot.send_document,
    Form.STICKER: Bot.send_sticker,
}
EDITABLE: Final[Mapping[Form, type[Album | InputMediaAnimation]]] = {**ALBUMS, Form.ANIMATION: InputMediaAnimation}


async def sent(bot: Bot, chat: int, thread: int | None, piece: Piece) -> tuple[int, ...]:
    """The ids of what stands there now. Raises: ChannelError; TargetGone: it is not the topic that was meant."""
    where: dict[str, Any] = {"chat_id": chat, "message_thread_id": thread, "protect_content": piece.protected or None}
    if piece.reply_to is not None:
        where["reply_parameters"] = ReplyParameters(piece.reply_to, allow_sending_without_reply=True)
    messages = [one for one in await _call(bot, piece, where) if isinstance(one, Message)]
    strayed = [one for one in messages if thread is not None and _elsewhere(one, thread)]
    for one in strayed:  # Telegram has let go of the topic, and puts what was meant for it into General
        with unless_done(), translated():
            await bot.delete_message(chat, one.message_id)
    if strayed:
        raise TargetGone("the topic is not there any more")
    return tuple(one.message_id for one in messages)


async def edited(bot: Bot, chat: int, message: int, piece: Piece) -> None:
    """Words, or words below a file; with a file of its own, that one too. Raises: ChannelError."""
    target: dict[str, Any] = {"chat_id": chat, "message_id": message, "reply_markup": keyboard(piece.buttons)}
    entities = entities_of(piece.text, piece.spans)
    shape = EDITABLE.get(piece.files[0][0]) if len(piece.files) == 1 else None
    if shape is not None:
        media = shape(_input(piece.files[0][1], attach=True), caption=piece.text, caption_entities=entities)
        with unless_done(), translated():
            await bot.edit_message_media(media, **target)
        return
    try:
        with unless_done(), translated():
            await bot.edit_message_text(piece.text, entities=entities, link_preview_options=NO_PREVIEW, **target)
    except ContentRejected as why:
        if "no text in the message" not in why.detail.lower():
            raise
        with unless_done(), translated():
            await bot.edit_message_caption(caption=piece.text, caption_entities=entities, **target)


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup([[_key(one) for one in row] for row in rows])


def _key(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.value)


def entities_of(text: str, spans: Sequence[Span]) -> Sequence[MessageEntity]:
    """Telegram counts in UTF-16."""
    marked = [MessageEntity(STYLES[one.style], one.start, one.end - one.start) for one in spans if one.end > one.start]
    return MessageEntity.adjust_message_entities_to_utf_16(text, marked) if marked else ()


async def _call(bot: Bot, piece: Piece, where: dict[str, Any]) -> Sequence[Message]:
    """Empty where a server that only looks like Telegram takes the message and does not tell which it is."""
    entities = entities_of(piece.text, piece.spans)
    with translated(repeatable=False):
        try:
            if len(piece.files) > 1:
                return await bot.send_media_group(media=_album(piece, entities), **where)
            where["reply_markup"] = keyboard(piece.buttons)
            if not piece.files:
                where |= {"text": piece.text, "entities": entities, "link_preview_options": NO_PREVIEW}
                return (await bot.send_message(**where),)
            return (await _file(bot, piece, entities, where),)
        except (AttributeError, TypeError):
            log.warning("the Bot API server took a message without telling its id")
    return ()


async def _file(bot: Bot, piece: Piece, entities: Sequence[MessageEntity], where: dict[str, Any]) -> Message:
    form, file = piece.files[0]
    if form is Form.LOCATION:
        latitude, longitude = spot(file)
        name = file.media.name
        if name:
            return await bot.send_venue(latitude=latitude, longitude=longitude, title=name, address=name, **where)
        return await bot.send_location(latitude=latitude, longitude=longitude, **where)
    where[form.value] = _input(file)
    if form is not Form.STICKER:
        where |= {"caption": piece.text or None, "caption_entities": entities}
    return await SENDERS[form](bot, **where)


def _album(piece: Piece, entities: Sequence[MessageEntity]) -> Sequence[Album]:
    """The words of an album are those of its first file."""
    first, *others = piece.files
    head = ALBUMS[first[0]](_input(first[1], attach=True), caption=piece.text or None, caption_entities=entities)
    return [
        head,
        *(ALBUMS[form](_input(file, attach=True)) for form, file in others),
    ]


def _input(file: Attachment, *, attach: bool = False) -> str | InputFile:
    """A file that Telegram has already, by its id; else the bytes, from their beginning also at the second try."""
    if isinstance(file.source, str):
        return file.source
    file.source.seek(0)
    return InputFile(file.source, filename=file.media.name or None, attach=attach, read_file_handle=False)


def _elsewhere(message: Message, thread: int) -> bool:
    """Only where the group is told to be a forum: others leave such fields out."""
    return bool(message.chat.is_forum) and message.message_thread_id != thread
