"""What the gateway shall tell us: discord.com/developers/docs/events/gateway#list-of-intents. Pure."""

from typing import Final

GUILDS: Final = 1 << 0
GUILD_MESSAGES: Final = 1 << 9
GUILD_REACTIONS: Final = 1 << 10
GUILD_TYPING: Final = 1 << 11
DIRECT_MESSAGES: Final = 1 << 12
DIRECT_REACTIONS: Final = 1 << 13
DIRECT_TYPING: Final = 1 << 14
MESSAGE_CONTENT: Final = 1 << 15
"""Privileged: without it a message in a server comes without words, unless it names us."""


def shop_intents(*, threads: bool, message_content: bool) -> int:
    """`threads`: buyers write in private threads as well."""
    wanted = GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES | DIRECT_REACTIONS | DIRECT_TYPING
    if threads:
        wanted |= GUILD_REACTIONS | GUILD_TYPING
    return wanted | MESSAGE_CONTENT if message_content else wanted


STAFF_INTENTS: Final = GUILDS | GUILD_MESSAGES | GUILD_REACTIONS | GUILD_TYPING | DIRECT_MESSAGES | MESSAGE_CONTENT
"""Direct messages: who writes there is told that nobody reads it."""
