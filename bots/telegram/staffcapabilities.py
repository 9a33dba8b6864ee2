"""What Telegram lets the staff bot do in its group. Pure. Sources: core.telegram.org/bots/api, bots/faq for rates."""

from datetime import timedelta
from typing import Final

from bots.telegram.capabilities import LOCAL_UPLOAD_BYTES, UPLOAD_BYTES
from bots.telegram.overflow import WINDOW
from bots.telegram.settings import StaffSettings
from core.channel import Capabilities, LengthUnit, Level, Rate

BURST: Final = 5
"""A new ticket's card and first words need not wait for each other."""


def staff_capabilities(settings: StaffSettings) -> Capabilities:
    """Deletions are PARTIAL: not everything after 48 hours. Reactions are PARTIAL: one of Telegram's own set.

    No typing: it would cost of the group's twenty calls a minute what words need."""
    bots = 1 + len(settings.overflow_tokens)
    return Capabilities(
        text_limit=4096,  # sendMessage
        text_unit=LengthUnit.UTF16,
        caption_limit=1024,  # sendPhoto
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
        threads=Level.FULL,
        reactions=Level.PARTIAL,  # setMessageReaction
        merges=True,
        in_flight=16,
        account_rate=Rate(28, timedelta(seconds=1), burst=2),  # faq: "about 30 messages per second"
        # faq: "not more than 20 messages per minute to the same group"
        chat_rate=_together(settings.messages_per_minute * bots),
    )


def _together(messages: int) -> Rate:
    """So that no minute has more of them, however it is cut: what goes at once is taken off the steady flow."""
    burst = min(BURST, max(1, messages // 4))
    return Rate(max(1, messages - burst), WINDOW, burst=burst)
