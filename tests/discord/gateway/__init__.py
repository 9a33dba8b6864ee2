"""A Discord of our own: stateful, on a real wire, with people, servers, forums and a gateway; for tests only.

Real discord.py talks to it; what it answers is judged by its parsers (test_gateway.py)."""

from tests.discord.gateway.model import Bot, Channel, Guild, Interaction, Member, Message, Role, User
from tests.discord.gateway.permissions import AGENT, EVERYONE, FULL_BOT, May
from tests.discord.gateway.refusals import Declined
from tests.discord.gateway.server import Discord

__all__ = [
    "AGENT",
    "EVERYONE",
    "FULL_BOT",
    "Bot",
    "Channel",
    "Declined",
    "Discord",
    "Guild",
    "Interaction",
    "May",
    "Member",
    "Message",
    "Role",
    "User",
]
