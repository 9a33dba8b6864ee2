"""The methods that put a new message into a chat."""

from collections.abc import Callable

from tests.telegram.botapi.access import Target, chat_of, check_write, message_in, target_of
from tests.telegram.botapi.calls import Call
from tests.telegram.botapi.contents import (
    CAPTIONED,
    contact_content,
    file_content,
    location_content,
    sent_file,
    venue_content,
)
from tests.telegram.botapi.keyboards import reply_markup
from tests.telegram.botapi.model import Json, Message
from tests.telegram.botapi.refusals import bad
from tests.telegram.botapi.shapes import message_json
from tests.telegram.botapi.texts import caption_text, message_text
from tests.telegram.botapi.world import World

Method = Callable[[World, Call], object]
ALBUM = 10
GROUPED = frozenset({"photo", "video", "audio", "document"})
ACTIONS = frozenset(
    {f"upload_{kind}" for kind in ("photo", "video", "voice", "document", "video_note")}
    | {f"record_{kind}" for kind in ("video", "voice", "video_note")}
    | {"typing", "choose_sticker", "find_location"}
)


def put(world: World, call: Call, target: Target, content: Json, **more: object) -> Message:
    """Posts a bot's message where it goes."""
    beside: Json = dict(more)
    if call.flag("protect_content"):
        beside["has_protected_content"] = True
    if target.connection:
        beside |= {"business_connection_id": target.connection, "sender_business_bot": call.bot.user.json}
    return world.new_message(
        target.chat,
        target.sender,
        content,
        thread=target.thread,
        root=target.root,
        reply_to=target.reply,
        markup=reply_markup(call),
        more=beside,
        bot=call.bot,
    )


def send_message(world: World, call: Call) -> Json:
    target = target_of(world, call)
    reply_markup(call)
    content = message_text(call.text("text"), call.objects("entities"), call.text("parse_mode"))
    return message_json(put(world, call, target, content), call.bot)


def send_file(kind: str) -> Method:
    def method(world: World, call: Call) -> Json:
        target = target_of(world, call)
        reply_markup(call)
        caption = captioned(call.args, call) if kind in CAPTIONED else {}
        file = sent_file(call, world.files, kind, call.text(kind))
        content = file_content(kind, file, world.files) | caption
        return message_json(put(world, call, target, content), call.bot)

    return method


def send_content(make: Callable[[Call], Json]) -> Method:
    def method(world: World, call: Call) -> Json:
        target = target_of(world, call)
        return message_json(put(world, call, target, make(call)), call.bot)

    return method


def captioned(told: Json, call: Call) -> Json:
    """The caption of a call or of one item of an album."""
    entities = told.get("caption_entities") or []
    marked = call.objects("caption_entities") if isinstance(entities, str) else entities
    return caption_text(str(told.get("caption") or ""), marked, str(told.get("parse_mode") or ""))


def send_media_group(world: World, call: Call) -> list[Json]:
    target = target_of(world, call)
    items = call.parsed("media", "media")
    if not isinstance(items, list):
        raise bad('parameter "media" is required')
    contents = [_album_item(world, call, item) for item in items]
    _check_album([str(item.get("type")) for item in items])
    group = {"media_group_id": str(13_000_000_000_000_000 + world.number())} if len(contents) > 1 else {}
    call.args.pop("reply_markup", None)
    return [message_json(put(world, call, target, content, **group), call.bot) for content in contents]


def _album_item(world: World, call: Call, item: object) -> Json:
    if not isinstance(item, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = str(item.get("type"))
    if kind == "animation":
        raise bad("can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")
    if kind not in GROUPED:
        raise bad(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    return media_content(world, call, item)


def media_content(world: World, call: Call, item: Json) -> Json:
    """What one InputMedia holds. Raises: Declined."""
    kind, told = str(item.get("type")), str(item.get("media") or "")
    if not told or (told.startswith("attach://") and told.removeprefix("attach://") not in call.uploads):
        raise bad("can't parse InputMedia: media not found")
    file = sent_file(call, world.files, kind, told)
    return file_content(kind, file, world.files) | captioned(item, call)


def _check_album(kinds: list[str]) -> None:
    if not kinds:
        raise bad("there are no messages to send")
    if len(kinds) > ALBUM:
        raise bad("too many messages to send as an album")
    for alone in ("document", "audio"):
        if alone in kinds and {*kinds} != {alone}:
            raise bad(f"{alone} can't be mixed with other media types")


def copy_message(world: World, call: Call) -> Json:
    target, original = target_of(world, call), _original(world, call, "copy")
    content = dict(original.content)
    if call.has("caption"):
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= captioned(call.args, call)
    return {"message_id": put(world, call, target, content).id}


def forward_message(world: World, call: Call) -> Json:
    target, original = target_of(world, call), _original(world, call, "forward")
    return message_json(put(world, call, target, dict(original.content), forward_origin=origin(original)), call.bot)


def origin(message: Message, *, hidden: bool = False) -> Json:
    """MessageOrigin: who wrote it first."""
    known = message.more.get("forward_origin")
    if isinstance(known, dict):
        return known
    if hidden:
        return {"type": "hidden_user", "sender_user_name": message.sender.first_name, "date": message.date}
    return {"type": "user", "sender_user": message.sender.json, "date": message.date}


def _original(world: World, call: Call, verb: str) -> Message:
    chat = chat_of(world, call, "from_chat_id")
    found = message_in(chat, call.integer("message_id"), f"message to {verb}")
    if found.protected or found.service:
        raise bad(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return found


def send_chat_action(world: World, call: Call) -> bool:
    chat = chat_of(world, call)
    if not call.text("business_connection_id"):
        check_write(call.bot, chat)
    if call.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat.actions.append((call.integer("message_thread_id") or None, call.text("action")))
    world.tell_watchers()
    return True


METHODS: dict[str, Method] = {
    "sendmessage": send_message,
    **{f"send{kind.replace('_', '')}": send_file(kind) for kind in ("photo", "video", "animation", "video_note")},
    **{f"send{kind}": send_file(kind) for kind in ("voice", "audio", "document", "sticker")},
    "sendlocation": send_content(location_content),
    "sendvenue": send_content(venue_content),
    "sendcontact": send_content(contact_content),
    "sendmediagroup": send_media_group,
    "copymessage": copy_message,
    "forwardmessage": forward_message,
    "sendchataction": send_chat_action,
}
