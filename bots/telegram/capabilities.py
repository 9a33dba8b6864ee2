"""What Telegram lets the shop bot do. Pure. Sources: core.telegram.org/bots/api, and bots/faq for the rates."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bots.telegram.settings import BotSettings, ShopSettings
from core.channel import Capabilities, LengthUnit, Level, Rate

SIGNATURE: Final = 23
"""UTF-16 units of an author's name: with its line break, what is left of a caption."""
UPLOAD_BYTES: Final = 50 << 20  # bots/api#sending-files
LOCAL_UPLOAD_BYTES: Final = 2000 << 20  # bots/api#using-a-local-bot-api-server

SECOND: Final = timedelta(seconds=1)


def bot_capabilities(settings: BotSettings) -> Capabilities:
    """What every bot can do, and Telegram's own limits.

    Deletions are PARTIAL: not everything after 48 hours. Reactions are PARTIAL: one of Telegram's own set."""
    return Capabilities(
        text_limit=4096,  # sendMessage
        text_unit=LengthUnit.UTF16,  # the widest reading of "characters"
        caption_limit=1024,  # sendPhoto
        buttons=Level.FULL,
        button_limit=100,
        button_value_bytes=64,  # InlineKeyboardButton.callback_data
        links=Level.FULL,  # InlineKeyboardButton.url
        media=Level.FULL,
        media_per_message=10,  # sendMediaGroup
        media_bytes=LOCAL_UPLOAD_BYTES if settings.local_files else UPLOAD_BYTES,
        spans=Level.FULL,
        replies=Level.FULL,
        edits=Level.FULL,
        deletes=Level.PARTIAL,  # deleteMessage
        reactions=Level.PARTIAL,  # setMessageReaction
        account_rate=Rate(28, SECOND, burst=2),  # faq: "about 30 messages per second"
    )


def shop_capabilities(settings: ShopSettings) -> Capabilities:
    """Texts are a little shorter: the author's name is their first line."""
    second = settings.messages_per_second
    return replace(
        bot_capabilities(settings),
        text_limit=4000,
        caption_limit=1000,
        typing=Level.FULL,
        in_flight=64,
        account_rate=Rate(second, SECOND, burst=2) if second else None,
        chat_rate=Rate(1, SECOND, burst=3),  # faq: "avoid sending more than one message per second", short bursts
    )
