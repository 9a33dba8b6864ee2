"""Who may do what where. Pure. discord.com/developers/docs/topics/permissions#permission-overwrites."""

from enum import IntFlag

from tests.discord.gateway.model import Channel, Guild, Member


class May(IntFlag):
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    PIN_MESSAGES = 1 << 51


EVERYTHING = (1 << 53) - 1
EVERYONE = (
    May.ADD_REACTIONS
    | May.VIEW_CHANNEL
    | May.SEND_MESSAGES
    | May.EMBED_LINKS
    | May.ATTACH_FILES
    | May.READ_MESSAGE_HISTORY
    | May.USE_APPLICATION_COMMANDS
    | May.CREATE_PUBLIC_THREADS
    | May.CREATE_PRIVATE_THREADS
    | May.SEND_MESSAGES_IN_THREADS
)
"""What a new server lets everyone do."""
FULL_BOT = EVERYONE | May.MANAGE_MESSAGES | May.MANAGE_THREADS | May.MANAGE_CHANNELS | May.PIN_MESSAGES
AGENT = EVERYONE | May.MANAGE_MESSAGES | May.MANAGE_THREADS


def in_guild(guild: Guild, member: Member) -> int:
    """Of all the member's roles together."""
    if member.user.id == guild.owner_id:
        return EVERYTHING
    held = guild.everyone.permissions
    for role in member.roles:
        held |= role.permissions
    return EVERYTHING if held & May.ADMINISTRATOR else held


def in_channel(channel: Channel, user_id: int) -> int:
    """Threads have those of the channel that they are in; 0 for who is not in the server. In a DM: all of them."""
    guild = channel.guild
    if guild is None:
        return EVERYTHING
    member = guild.members.get(user_id)
    if member is None:
        return 0
    held = in_guild(guild, member)
    if held == EVERYTHING:
        return held
    place = channel.parent if channel.is_thread and channel.parent is not None else channel
    held = _overwritten(held, place, {guild.id})
    held = _overwritten(held, place, {role.id for role in member.roles})
    return _overwritten(held, place, {user_id})


def _overwritten(held: int, channel: Channel, whose: set[int]) -> int:
    mine = [one for one in channel.overwrites if one.whose in whose]
    for one in mine:
        held &= ~one.deny
    for one in mine:
        held |= one.allow
    return held


def may(channel: Channel, user_id: int, *wanted: May) -> bool:
    held = in_channel(channel, user_id)
    return all(held & one for one in wanted)


def sees(channel: Channel, user_id: int) -> bool:
    """A private thread is seen by who is in it, and by who manages threads."""
    if channel.guild is None:
        return any(user.id == user_id for user in channel.recipients)
    if not may(channel, user_id, May.VIEW_CHANNEL):
        return False
    thread = channel.thread
    hidden = channel.kind == channel.PRIVATE_THREAD and thread is not None and user_id not in thread.members
    return not hidden or may(channel, user_id, May.MANAGE_THREADS)
