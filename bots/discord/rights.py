"""What somebody may do in a channel, computed as Discord does. Pure.

Source: discord.com/developers/docs/topics/permissions (bits, and the order of overwrites)."""

from collections.abc import Sequence
from enum import IntFlag
from typing import Final

import msgspec


class Right(IntFlag):
    """The bits that matter to us."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MANAGE_THREADS = 1 << 34
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    PIN_MESSAGES = 1 << 51


EVERYTHING: Final = (1 << 53) - 1

SWITCHES: Final = {
    Right.MANAGE_CHANNELS: "Manage Channel",
    Right.ADD_REACTIONS: "Add Reactions",
    Right.VIEW_CHANNEL: "View Channel",
    Right.SEND_MESSAGES: "Send Messages (in a forum: Create Posts)",
    Right.MANAGE_MESSAGES: "Manage Messages",
    Right.ATTACH_FILES: "Attach Files",
    Right.READ_MESSAGE_HISTORY: "Read Message History",
    Right.MANAGE_THREADS: "Manage Threads (in a forum: Manage Posts)",
    Right.CREATE_PRIVATE_THREADS: "Create Private Threads",
    Right.SEND_MESSAGES_IN_THREADS: "Send Messages in Threads (in a forum: in Posts)",
    Right.PIN_MESSAGES: "Pin Messages",
}
"""What Discord's apps call the switch."""


class Role(msgspec.Struct, frozen=True):
    """`permissions`: a number as text, as the API has it."""

    id: str
    permissions: str = "0"


class Overwrite(msgspec.Struct, frozen=True):
    """What one role or member may do more, or not do, in one channel."""

    id: str
    allow: str = "0"
    deny: str = "0"


class Guild(msgspec.Struct, frozen=True):
    """Of a server what rights depend on."""

    id: str
    name: str = ""
    owner_id: str = ""
    roles: tuple[Role, ...] = ()


def rights_of(guild: Guild, overwrites: Sequence[Overwrite], user: str, roles: Sequence[str]) -> int:
    """The bits of a member in a channel with these overwrites. `roles`: the ids of those the member has."""
    held = _anywhere(guild, user, roles)
    if held == EVERYTHING:
        return held
    for whose in ({guild.id}, {*roles}, {user}):
        mine = [one for one in overwrites if one.id in whose]
        for one in mine:
            held &= ~_bits(one.deny)
        for one in mine:
            held |= _bits(one.allow)
    return held


def missing(held: int, wanted: Sequence[Right]) -> list[str]:
    """Of `wanted` the switches that are off."""
    return [SWITCHES[right] for right in wanted if not held & right]


def may(held: int, right: Right) -> bool:
    return bool(held & (right | Right.ADMINISTRATOR))


def _anywhere(guild: Guild, user: str, roles: Sequence[str]) -> int:
    """Of all roles together, in the whole server."""
    if user == guild.owner_id:
        return EVERYTHING
    held = 0
    for role in guild.roles:
        if role.id == guild.id or role.id in roles:
            held |= _bits(role.permissions)
    return EVERYTHING if held & Right.ADMINISTRATOR else held


def _bits(number: str) -> int:
    return int(number) if number.isascii() and number.isdecimal() else 0
