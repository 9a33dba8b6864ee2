"""The calls about channels, also about threads as far as they are such; and the opening of direct messages."""

from collections.abc import Sequence

from tests.discord.gateway.access import channel_of, check
from tests.discord.gateway.calls import Call, number
from tests.discord.gateway.messages import Method
from tests.discord.gateway.model import Channel, Json, Tag, ThreadState
from tests.discord.gateway.permissions import May, may
from tests.discord.gateway.refusals import (
    Declined,
    invalid,
    missing_permissions,
    tag_required,
    thread_archived,
    thread_locked,
    unknown_user,
    wrong_kind_of_channel,
)
from tests.discord.gateway.shapes import channel_json
from tests.discord.gateway.world import World

TAGS, TAGS_OF_A_POST, TAG_NAME, NAME = 20, 5, 20, 100
PINNED = 1 << 1
ARCHIVE_AFTER = (60, 1440, 4320, 10080)


def read(world: World, call: Call) -> Json:
    return channel_json(channel_of(world, call), call.me.id)


def open_dm(world: World, call: Call) -> Json:
    """Works with everybody; whether they can be written to shows when one writes."""
    user = world.users.get(number(call.args.get("recipient_id")))
    if user is None:
        raise unknown_user()
    if user.is_bot:
        raise invalid("recipient_id", "BASE_TYPE_CHOICES", "Cannot send messages to this user")
    return channel_json(world.dm(call.me, user), call.me.id)


def edit(world: World, call: Call) -> Json:
    channel = channel_of(world, call)
    if channel.is_dm:
        raise wrong_kind_of_channel()
    if "name" in call.args:
        check_name(call.args["name"])
    if channel.thread is not None:
        _edit_thread(world, call, channel, channel.thread)
    else:
        check(channel, call.me, May.MANAGE_CHANNELS)
        channel.topic = str(call.args.get("topic", channel.topic) or "")
        if "available_tags" in call.args:
            channel.tags = _tags(world, call.args["available_tags"], channel)
    channel.name = str(call.args.get("name", channel.name))
    world.changed(channel)
    return channel_json(channel, call.me.id)


def check_name(name: object) -> None:
    if not 1 <= len(str(name)) <= NAME:
        raise invalid("name", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {NAME} in length.")


def _edit_thread(world: World, call: Call, channel: Channel, thread: ThreadState) -> None:
    """Its owner may rename, tag and archive it; the rest is for those who manage threads."""
    args, manages = call.args, may(channel, call.me.id, May.MANAGE_THREADS)
    if not manages and (thread.owner_id != call.me.id or {"locked", "invitable", "flags"} & args.keys()):
        raise missing_permissions()
    if thread.locked and not manages:
        raise thread_locked()
    if thread.archived and args.get("archived") is not False:
        raise thread_archived()
    if "auto_archive_duration" in args and args["auto_archive_duration"] not in ARCHIVE_AFTER:
        raise invalid("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {ARCHIVE_AFTER}.")
    tags = thread.applied_tags
    if "applied_tags" in args:
        tags = applied_tags(channel.parent, args["applied_tags"], before=tags, manages=manages)
    if "flags" in args:
        _pin_post(channel, thread, bool(number(args["flags"]) & PINNED))
    if "archived" in args and bool(args["archived"]) != thread.archived:
        thread.archive_changed = world.clock.text()
    thread.archived = bool(args.get("archived", thread.archived))
    thread.locked = bool(args.get("locked", thread.locked))
    thread.applied_tags = tags
    thread.auto_archive = int(args.get("auto_archive_duration", thread.auto_archive))


def _pin_post(channel: Channel, thread: ThreadState, pinned: bool) -> None:
    """One in a forum."""
    guild = channel.guild
    others = [one.thread for one in (guild.channels.values() if guild else ()) if one.parent is channel.parent]
    if pinned and any(one is not None and one.pinned and one is not thread for one in others):
        raise Declined(400, 30047, "Maximum number of pinned threads in a forum channel has been reached (1)")
    thread.pinned = pinned


def _tags(world: World, told: list[Json], forum: Channel) -> list[Tag]:
    if forum.kind != Channel.FORUM:
        raise wrong_kind_of_channel()
    if len(told) > TAGS:
        raise invalid("available_tags", "BASE_TYPE_MAX_LENGTH", f"Must be {TAGS} or fewer in length.")
    for place, one in enumerate(told):
        if not 1 <= len(str(one.get("name") or "")) <= TAG_NAME:
            words = f"Must be between 1 and {TAG_NAME} in length."
            raise invalid(f"available_tags.{place}.name", "BASE_TYPE_BAD_LENGTH", words)
    return [
        Tag(
            number(one.get("id")) or world.clock.snowflake(),
            str(one["name"]),
            str(one.get("emoji_name") or ""),
            bool(one.get("moderated")),
        )
        for one in told
    ]


def applied_tags(forum: Channel | None, told: list[object], *, before: Sequence[int] = (), manages: bool) -> list[int]:
    """Checked. Moderated tags are put on and taken off only by who manages threads."""
    known = {tag.id for tag in forum.tags} if forum is not None else set()
    wanted = [number(one) for one in told]
    if len(wanted) > TAGS_OF_A_POST:
        raise invalid("applied_tags", "BASE_TYPE_MAX_LENGTH", f"Must be {TAGS_OF_A_POST} or fewer in length.")
    if {*wanted} - known:
        raise invalid("applied_tags", "INVALID_FORUM_TAG", "Unknown tag")
    moderated = {tag.id for tag in forum.tags if tag.moderated} if forum is not None else set()
    if not manages and ({*wanted} ^ {*before}) & moderated:
        raise missing_permissions()
    if forum is not None and forum.tag_required and not wanted:
        raise tag_required()
    return wanted


def delete(world: World, call: Call) -> Json:
    channel = channel_of(world, call)
    if channel.is_dm:
        return channel_json(channel, call.me.id)
    check(channel, call.me, May.MANAGE_THREADS if channel.is_thread else May.MANAGE_CHANNELS)
    told = channel_json(channel, call.me.id)
    world.drop_channel(channel)
    return told


METHODS: dict[tuple[str, str], tuple[str, Method]] = {
    ("POST", "/users/@me/channels"): ("open dm", open_dm),
    ("GET", "/channels/{channel}"): ("channel", read),
    ("PATCH", "/channels/{channel}"): ("edit channel", edit),
    ("DELETE", "/channels/{channel}"): ("delete channel", delete),
}
