"""The calls about messages: send, read, edit, delete, react, pin, type."""

from collections.abc import Callable
from urllib.parse import unquote

from tests.discord.gateway.access import channel_of, check, check_can_write, check_open, message_of
from tests.discord.gateway.calls import Call, number
from tests.discord.gateway.contents import (
    check_components,
    check_something,
    check_text,
    components_of,
    message_parts,
    pinged,
    uploaded,
)
from tests.discord.gateway.model import Channel, Json, Message
from tests.discord.gateway.permissions import May, may
from tests.discord.gateway.refusals import Declined, missing_permissions, not_in_a_dm, not_yours
from tests.discord.gateway.shapes import member_json, message_json, user_json, veiled
from tests.discord.gateway.world import World, guild_id

Method = Callable[[World, Call], object]
NONCE_KNOWN = 300
"""Seconds for which a nonce is known ("the past few minutes")."""
PINS = 250


def create(world: World, call: Call) -> Json:
    """With `enforce_nonce`, the first message of this author with the nonce is given instead of a second."""
    channel, args = channel_of(world, call), call.args
    check_can_write(world, channel, call.me, files=bool(call.uploads))
    nonce = str(args["nonce"]) if args.get("nonce") is not None else None
    same = same_nonce(world, call, nonce) if nonce is not None and args.get("enforce_nonce") else None
    if same is not None:
        return _answer(world, call, same)
    parts = message_parts(world, call, channel, args)
    content = str(args.get("content") or "").strip()
    message = world.post(channel, call.me.user, content, nonce=nonce, **parts)
    return _answer(world, call, message)


def same_nonce(world: World, call: Call, nonce: str) -> Message | None:
    since = world.clock.now() - NONCE_KNOWN
    for channel in world.channels.values():
        for message in channel.messages.values():
            if message.nonce == nonce and message.author is call.me.user and _moment(message) > since:
                return message
    return None


def _moment(message: Message) -> float:
    return ((message.id >> 22) + 1_420_070_400_000) / 1000


def _answer(world: World, call: Call, message: Message) -> Json:
    """By REST the application's own switch counts, not what one connection asked for."""
    return veiled(message_json(message, world.files, call.me.id), message, call.me, call.me.privileged)


def read(world: World, call: Call) -> Json:
    message = message_of(world, call)
    check(message.channel, call.me, May.READ_MESSAGE_HISTORY)
    return _answer(world, call, message)


def history(world: World, call: Call) -> list[Json]:
    """Newest first. Without the permission: none at all, and no error."""
    channel = channel_of(world, call)
    limit = call.asked("limit", 50)
    if not 1 <= limit <= 100:
        raise Declined(400, 50035, "Invalid Form Body", errors={})
    if not may(channel, call.me.id, May.READ_MESSAGE_HISTORY):
        return []
    there = sorted(channel.messages.values(), key=lambda one: one.id)
    if "after" in call.query:
        there = [one for one in there if one.id > call.asked("after")][:limit]
    elif "before" in call.query:
        there = [one for one in there if one.id < call.asked("before")][-limit:]
    else:
        there = there[-limit:]
    return [_answer(world, call, one) for one in reversed(there)]


def edit(world: World, call: Call) -> Json:
    message = message_of(world, call)
    if message.author is not call.me.user:
        raise not_yours()
    check_open(message.channel)
    change(world, call, message, call.args)
    world.announce(message, "MESSAGE_UPDATE")
    return _answer(world, call, message)


def change(world: World, call: Call, message: Message, args: Json) -> None:
    """Makes a message read as `args` say; what they do not name stays. Raises: Declined."""
    check_text(args)
    check_components(args.get("components"))
    attachments = [*message.attachments]
    if "attachments" in args:
        kept = {number(one.get("id")) for one in args["attachments"] or []}
        attachments = [one for one in attachments if one.id in kept]
    attachments += uploaded(world, call, args)
    content = str(args.get("content") or "").strip() if "content" in args else message.content
    components = components_of(args) if "components" in args else message.components
    check_something({"content": content, "components": components, **message.more}, attachments)
    message.content, message.components, message.attachments = content, components, attachments
    message.mentions = pinged(world, content, args)
    if args.get("flags") is not None:
        message.flags = message.flags & ~4 | number(args["flags"]) & 4
    message.edited = world.clock.text()
    world.keep_files(message)


def delete(world: World, call: Call) -> None:
    message = message_of(world, call)
    if message.author is not call.me.user:
        if message.channel.is_dm:
            raise not_in_a_dm()
        check(message.channel, call.me, May.MANAGE_MESSAGES)
    world.drop(message)


def react(world: World, call: Call) -> None:
    message, emoji = message_of(world, call), _emoji(call)
    check_open(message.channel)
    check(message.channel, call.me, May.READ_MESSAGE_HISTORY)
    if not message.reactions.get(emoji):
        check(message.channel, call.me, May.ADD_REACTIONS)
    put_reaction(world, message, call.me.id, emoji)


def unreact(world: World, call: Call) -> None:
    message, emoji = message_of(world, call), _emoji(call)
    check_open(message.channel)
    user = call.me.id if call.where.get("user", "@me") == "@me" else call.id("user")
    if user != call.me.id:
        if message.channel.is_dm:
            raise not_in_a_dm()
        check(message.channel, call.me, May.MANAGE_MESSAGES)
    take_reaction(world, message, user, emoji)


def _emoji(call: Call) -> str:
    """Raises: Declined: 10014, that is none. A custom one is written as name:id."""
    emoji = unquote(call.where["emoji"])
    if not emoji or all(ord(one) < 128 for one in emoji):
        raise Declined(400, 10014, "Unknown Emoji")
    return emoji


def put_reaction(world: World, message: Message, user: int, emoji: str) -> None:
    who = message.reactions.setdefault(emoji, [])
    if user not in who:
        who.append(user)
        _tell_reaction(world, message, user, emoji, "MESSAGE_REACTION_ADD")


def take_reaction(world: World, message: Message, user: int, emoji: str) -> None:
    if user in message.reactions.get(emoji, []):
        message.reactions[emoji].remove(user)
        _tell_reaction(world, message, user, emoji, "MESSAGE_REACTION_REMOVE")


def _tell_reaction(world: World, message: Message, user: int, emoji: str, event: str) -> None:
    told: Json = {"user_id": str(user), "message_id": str(message.id), "channel_id": str(message.channel.id)}
    told |= {"emoji": {"id": None, "name": emoji}, "burst": False, "type": 0} | guild_id(message.channel)
    guild = message.channel.guild
    if event.endswith("ADD"):
        told["message_author_id"] = str(message.author.id)
        told |= {"member": member_json(guild.members[user])} if guild is not None and user in guild.members else {}
    world.tell(event, message.channel, lambda _: told)


def reactions(world: World, call: Call) -> list[Json]:
    who = message_of(world, call).reactions.get(_emoji(call), [])
    return [user_json(world.users[one]) for one in who]


def pin(world: World, call: Call) -> None:
    """Leaves a message of the system's that tells of it."""
    message = message_of(world, call)
    check_open(message.channel)
    _check_pin(message.channel, call)
    if message.pinned:
        return
    if len(message.channel.pins) >= PINS:
        raise Declined(400, 30003, f"Maximum number of pins reached ({PINS})")
    message.channel.pins.append(message.id)
    _tell_pins(world, message.channel)
    reference = {"type": 0, "channel_id": str(message.channel.id), "message_id": str(message.id)}
    world.post(message.channel, call.me.user, kind=Message.PINNED, reference=reference | guild_id(message.channel))


def unpin(world: World, call: Call) -> None:
    message = message_of(world, call)
    check_open(message.channel)
    _check_pin(message.channel, call)
    if message.pinned:
        message.channel.pins.remove(message.id)
        _tell_pins(world, message.channel)


def _check_pin(channel: Channel, call: Call) -> None:
    if not (may(channel, call.me.id, May.PIN_MESSAGES) or may(channel, call.me.id, May.MANAGE_MESSAGES)):
        raise missing_permissions()


def _tell_pins(world: World, channel: Channel) -> None:
    told: Json = {"channel_id": str(channel.id), "last_pin_timestamp": world.clock.text()} | guild_id(channel)
    world.tell("CHANNEL_PINS_UPDATE", channel, lambda _: told)


def pins(world: World, call: Call) -> Json:
    channel = channel_of(world, call)
    items = [
        {"pinned_at": world.clock.text(), "message": _answer(world, call, channel.messages[one])}
        for one in channel.pins
    ]
    return {"items": items[::-1], "has_more": False}


def typing(world: World, call: Call) -> None:
    channel = channel_of(world, call)
    check_can_write(world, channel, call.me)
    channel.typed.append(call.me.id)


METHODS: dict[tuple[str, str], tuple[str, Method]] = {
    ("POST", "/channels/{channel}/messages"): ("create message", create),
    ("GET", "/channels/{channel}/messages"): ("history", history),
    ("GET", "/channels/{channel}/messages/pins"): ("pins", pins),
    ("PUT", "/channels/{channel}/messages/pins/{message}"): ("pin", pin),
    ("DELETE", "/channels/{channel}/messages/pins/{message}"): ("unpin", unpin),
    ("GET", "/channels/{channel}/messages/{message}"): ("message", read),
    ("PATCH", "/channels/{channel}/messages/{message}"): ("edit message", edit),
    ("DELETE", "/channels/{channel}/messages/{message}"): ("delete message", delete),
    ("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me"): ("react", react),
    ("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}"): ("unreact", unreact),
    ("GET", "/channels/{channel}/messages/{message}/reactions/{emoji}"): ("reactions", reactions),
    ("POST", "/channels/{channel}/typing"): ("typing", typing),
    ("PUT", "/channels/{channel}/pins/{message}"): ("pin", pin),
    ("DELETE", "/channels/{channel}/pins/{message}"): ("unpin", unpin),
}
