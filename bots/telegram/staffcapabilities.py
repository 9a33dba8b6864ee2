"""What Telegram lets the staff bot do in its group. Pure. Sources: core.telegram.org/bots/api, bots/faq for rates."""

from dataclasses import replace
from typing import Final

from bots.telegram.capabilities import bot_capabilities
from bots.telegram.overflow import WINDOW
from bots.telegram.settings import StaffSettings
from core.channel import Capabilities, Level, Merging, Rate

BURST: Final = 5
"""A new ticket's card and first words need not wait for each other."""


def staff_capabilities(settings: StaffSettings) -> Capabilities:
    """No typing: it would cost of the group's twenty calls a minute what words need."""
    bots = 1 + len(settings.overflow_tokens)
    return replace(
        bot_capabilities(settings),
        threads=Level.FULL,
        merges=Merging.ONE_PERSON,
        in_flight=16,
        # faq: "not more than 20 messages per minute to the same group"
        chat_rate=_together(settings.messages_per_minute * bots),
    )


def _together(messages: int) -> Rate:
    """So that no minute has more of them, however it is cut: what goes at once is taken off the steady flow."""
    burst = min(BURST, max(1, messages // 4))
    return Rate(max(1, messages - burst), WINDOW, burst=burst)
