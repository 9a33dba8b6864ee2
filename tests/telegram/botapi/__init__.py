"""A Bot API server of our own: stateful, on a real wire, with people, groups and topics; for tests only.

Real aiogram and python-telegram-bot talk to it; what it answers is judged by their parsers (test_botapi.py)."""

from tests.telegram.botapi.model import Bot, Chat, Connection, Member, Message, Press, Topic, User
from tests.telegram.botapi.refusals import Declined, bad, forbidden
from tests.telegram.botapi.server import BotApi

__all__ = [
    "Bot",
    "BotApi",
    "Chat",
    "Connection",
    "Declined",
    "Member",
    "Message",
    "Press",
    "Topic",
    "User",
    "bad",
    "forbidden",
]
