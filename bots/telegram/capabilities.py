"""What Telegram lets the shop bot do. Pure. Sources: core.telegram.org/bots/api, and bots/faq for the rates."""

from datetime import timedelta
from typing import Final

from bots.telegram.settings import ShopSettings
from core.channel import Capabilities, LengthUnit, Level, Rate

SIGNATURE: Final = 23
"""UTF-16 units of an author's name: with its line break, what is left of a caption."""
UPLOAD_BYTES: Final = 50 << 20  # bots/api#sending-files
LOCAL_UPLOAD_BYTES: Final = 2000 << 20  # bots/api#using-a-local-bot-api-server

SECOND: Final = timedelta(seconds=1)


def shop_capabilities(settings: ShopSettings) -> Capabilities:
    """Deletions are PARTIAL: only within 48 hours. Reactions are PARTIAL: only Telegram's own emoji, one of them."""
    second = settings.messages_per_second
    return Capabilities(
        text_limit=4000,  # sendMessage: 4096, less the author's line
        text_unit=LengthUnit.UTF16,  # the widest reading of "characters"
        caption_limit=1000,  # sendPhoto: 1024, less the author's line
        buttons=Level.FULL,
        button_limit=100,
        button_value_bytes=64,  # InlineKeyboardButton.callback_data
        media=Level.FULL,
        media_per_message=10,  # sendMediaGroup
        media_bytes=LOCAL_UPLOAD_BYTES if settings.local_files else UPLOAD_BYTES,
        spans=Level.FULL,
        replies=Level.FULL,
        edits=Level.FULL,
        deletes=Level.PARTIAL,  # deleteMessage
        typing=Level.FULL,
        reactions=Level.PARTIAL,  # setMessageReaction
        in_flight=64,
        account_rate=Rate(second, SECOND, burst=2) if second else None,  # faq: "about 30 messages per second"
        chat_rate=Rate(1, SECOND, burst=3),  # faq: "avoid sending more than one message per second", short bursts
    )
