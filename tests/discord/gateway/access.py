"""Whether a bot finds a channel or message, and may do there what it asks. All raise Declined."""

from tests.discord.gateway.calls import Call
from tests.discord.gateway.model import Bot, Channel, Guild, Message
from tests.discord.gateway.permissions import May, may, sees
from tests.discord.gateway.refusals import (
    cannot_reach,
    missing_access,
    missing_permissions,
    no_common_server,
    not_a_text_channel,
    thread_archived,
    thread_locked,
    unknown_channel,
    unknown_guild,
    unknown_message,
)
from tests.discord.gateway.world import World


def channel_of(world: World, call: Call) -> Channel:
    channel = world.channels.get(call.id("channel"))
    if channel is None:
        raise unknown_channel()
    if not sees(channel, call.me.id):
        raise missing_access()
    return channel


def guild_of(world: World, call: Call) -> Guild:
    guild = world.guilds.get(call.id("guild"))
    if guild is None:
        raise unknown_guild()
    if call.me.id not in guild.members:
        raise missing_access()
    return guild


def message_of(world: World, call: Call) -> Message:
    channel = channel_of(world, call)
    message = channel.messages.get(call.id("message"))
    if message is None:
        raise unknown_message()
    return message


def check(channel: Channel, bot: Bot, *wanted: May) -> None:
    if not may(channel, bot.id, *wanted):
        raise missing_permissions()


def check_open(channel: Channel) -> None:
    """Nothing is changed in an archived thread."""
    if channel.thread is not None and channel.thread.archived:
        raise thread_archived()


def check_can_write(world: World, channel: Channel, bot: Bot, *, files: bool = False) -> None:
    """In a thread also: not locked, unless the bot manages threads; an archived one that is locked, never."""
    if channel.kind in (Channel.FORUM, Channel.CATEGORY):
        raise not_a_text_channel()
    if channel.is_dm:
        _check_reachable(world, channel)
    thread = channel.thread
    check(channel, bot, May.SEND_MESSAGES_IN_THREADS if thread is not None else May.SEND_MESSAGES)
    if files:
        check(channel, bot, May.ATTACH_FILES)
    if thread is None or not thread.locked:
        return
    if not may(channel, bot.id, May.MANAGE_THREADS):
        raise thread_locked()
    check_open(channel)


def _check_reachable(world: World, channel: Channel) -> None:
    if any(user.closed for user in channel.recipients):
        raise cannot_reach()
    both = [user.id for user in channel.recipients]
    if not any(all(one in guild.members for one in both) for guild in world.guilds.values()):
        raise no_common_server()
