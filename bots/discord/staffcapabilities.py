"""What Discord lets the staff bot do in its forum. Pure."""

from dataclasses import replace

from bots.discord.capabilities import bot_capabilities
from core.channel import Capabilities, Level


def staff_capabilities() -> Capabilities:
    """No rate of the chat: Discord counts messages for each post, and discord.py keeps to that."""
    return replace(bot_capabilities(), threads=Level.FULL, chat_rate=None)
