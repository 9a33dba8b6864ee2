"""The calls about threads and forum posts."""

from tests.discord.gateway.access import channel_of, check, check_can_write, check_open, guild_of, message_of
from tests.discord.gateway.calls import Call, number
from tests.discord.gateway.channels import applied_tags, check_name
from tests.discord.gateway.contents import message_parts
from tests.discord.gateway.messages import Method
from tests.discord.gateway.model import Channel, Json, Message
from tests.discord.gateway.permissions import May, may, sees
from tests.discord.gateway.refusals import (
    invalid,
    not_in_a_dm,
    too_many_threads,
    unknown_member,
    wrong_kind_of_channel,
)
from tests.discord.gateway.shapes import message_json, thread_json, thread_member_json
from tests.discord.gateway.world import World

ACTIVE_THREADS = 1000


def start_thread(world: World, call: Call) -> Json:
    """In a text channel (public or private), or a post in a forum."""
    parent = channel_of(world, call)
    check_name(call.args.get("name", ""))
    _check_room(parent)
    if parent.kind == Channel.FORUM:
        return _start_post(world, call, parent)
    if parent.kind != Channel.TEXT:
        raise wrong_kind_of_channel()
    kind = number(call.args.get("type"), Channel.PRIVATE_THREAD)
    private = kind == Channel.PRIVATE_THREAD
    check(parent, call.me, May.CREATE_PRIVATE_THREADS if private else May.CREATE_PUBLIC_THREADS)
    channel = _started(world, call, parent, kind)
    world.announce_thread(channel)
    if not private:
        reference = {"channel_id": str(channel.id), "guild_id": str(channel.guild.id if channel.guild else 0)}
        world.post(parent, call.me.user, channel.name, kind=Message.THREAD_CREATED, reference=reference)
    return thread_json(channel, call.me.id)


def _check_room(parent: Channel) -> None:
    guild = parent.guild
    if guild is None:
        raise not_in_a_dm()
    active = [one for one in guild.channels.values() if one.thread is not None and not one.thread.archived]
    if len(active) >= ACTIVE_THREADS:
        raise too_many_threads()


def _started(world: World, call: Call, parent: Channel, kind: int, thread_id: int = 0) -> Channel:
    channel = world.new_thread(parent, str(call.args["name"]), call.me.user, kind, thread_id)
    assert channel.thread is not None
    channel.thread.auto_archive = number(call.args.get("auto_archive_duration"), 4320)
    channel.thread.invitable = bool(call.args.get("invitable", True))
    return channel


def _start_post(world: World, call: Call, forum: Channel) -> Json:
    """A post's first message has the id of its thread."""
    check(forum, call.me, May.SEND_MESSAGES)
    manages = may(forum, call.me.id, May.MANAGE_THREADS)
    tags = applied_tags(forum, call.args.get("applied_tags") or [], manages=manages)
    told = call.args.get("message")
    if not isinstance(told, dict):
        raise invalid("message", "BASE_TYPE_REQUIRED", "This field is required")
    parts = message_parts(world, call, forum, told)
    channel = _started(world, call, forum, Channel.PUBLIC_THREAD)
    assert channel.thread is not None
    channel.thread.applied_tags = tags
    world.announce_thread(channel)
    message = world.post(channel, call.me.user, str(told.get("content") or "").strip(), id=channel.id, **parts)
    return thread_json(channel, call.me.id) | {"message": message_json(message, world.files, call.me.id)}


def start_from_message(world: World, call: Call) -> Json:
    message = message_of(world, call)
    check_name(call.args.get("name", ""))
    _check_room(message.channel)
    check(message.channel, call.me, May.CREATE_PUBLIC_THREADS)
    if message.id in world.channels:
        raise invalid("message_id", "THREAD_EXISTS", "A thread has already been created for this message")
    channel = _started(world, call, message.channel, Channel.PUBLIC_THREAD, message.id)
    world.announce_thread(channel)
    return thread_json(channel, call.me.id)


def add_member(world: World, call: Call) -> None:
    """Somebody who is added to a private thread is told by a message of the system's."""
    channel, me = channel_of(world, call), call.me
    if channel.thread is None:
        raise wrong_kind_of_channel()
    check_open(channel)
    user = world.users.get(me.id if call.where.get("user", "@me") == "@me" else call.id("user"))
    if user is None or channel.guild is None or user.id not in channel.guild.members:
        raise unknown_member()
    if user.id != me.id:
        check_can_write(world, channel, me)
    if user.id not in channel.thread.members:
        channel.thread.members[user.id] = world.clock.text()
        _tell_members(world, channel, {"added_members": [thread_member_json(channel, user.id)]})
        if user.id != me.id:
            world.post(channel, me.user, kind=Message.SOMEBODY_ADDED, mentions=[user])


def remove_member(world: World, call: Call) -> None:
    channel = channel_of(world, call)
    if channel.thread is None:
        raise wrong_kind_of_channel()
    check_open(channel)
    user = call.me.id if call.where.get("user", "@me") == "@me" else call.id("user")
    if user != call.me.id:
        check(channel, call.me, May.MANAGE_THREADS)
    if channel.thread.members.pop(user, None) is not None:
        _tell_members(world, channel, {"removed_member_ids": [str(user)]})


def _tell_members(world: World, channel: Channel, change: Json) -> None:
    assert channel.thread is not None
    assert channel.guild is not None
    told = {
        "id": str(channel.id),
        "guild_id": str(channel.guild.id),
        "member_count": len(channel.thread.members),
    } | change
    world.tell("THREAD_MEMBERS_UPDATE", channel, lambda _: told)


def members(world: World, call: Call) -> list[Json]:
    channel = channel_of(world, call)
    return [thread_member_json(channel, one) for one in (channel.thread.members if channel.thread else {})]


def member(world: World, call: Call) -> Json:
    channel = channel_of(world, call)
    if channel.thread is None or call.id("user") not in channel.thread.members:
        raise unknown_member()
    return thread_member_json(channel, call.id("user"))


def active(world: World, call: Call) -> Json:
    guild = guild_of(world, call)
    return _listed([one for one in guild.channels.values() if one.thread is not None and not one.thread.archived], call)


def archived(world: World, call: Call) -> Json:
    parent = channel_of(world, call)
    kind = Channel.PRIVATE_THREAD if call.name == "archived private threads" else Channel.PUBLIC_THREAD
    found = [one for one in world.threads_of(parent) if one.kind == kind and one.thread and one.thread.archived]
    return _listed(found, call)


def _listed(channels: list[Channel], call: Call) -> Json:
    mine = [one for one in channels if sees(one, call.me.id)]
    joined = [thread_member_json(one, call.me.id) for one in mine if one.thread and call.me.id in one.thread.members]
    return {"threads": [thread_json(one, call.me.id) for one in mine], "members": joined, "has_more": False}


METHODS: dict[tuple[str, str], tuple[str, Method]] = {
    ("POST", "/channels/{channel}/threads"): ("start thread", start_thread),
    ("POST", "/channels/{channel}/messages/{message}/threads"): ("start thread from message", start_from_message),
    ("PUT", "/channels/{channel}/thread-members/{user}"): ("add thread member", add_member),
    ("DELETE", "/channels/{channel}/thread-members/{user}"): ("remove thread member", remove_member),
    ("GET", "/channels/{channel}/thread-members"): ("thread members", members),
    ("GET", "/channels/{channel}/thread-members/{user}"): ("thread member", member),
    ("GET", "/guilds/{guild}/threads/active"): ("active threads", active),
    ("GET", "/channels/{channel}/threads/archived/public"): ("archived threads", archived),
    ("GET", "/channels/{channel}/threads/archived/private"): ("archived private threads", archived),
}
