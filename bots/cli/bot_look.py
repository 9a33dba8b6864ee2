"""Looks at a bot before its token is kept: is it one, whose is it, what is left to say to @BotFather?"""

import asyncio
from collections.abc import Sequence

from pydantic import ValidationError

from bots.cli.bot_tokens import NotABot
from bots.telegram.facts import Me, me_of
from bots.telegram.settings import BotSettings
from bots.telegram.wire import Wire
from core.errors import ChannelError

UNKNOWN = frozenset({401, 404})
"""Telegram's answers to a token that it does not know."""


def look_at(token: str, api_url: str) -> Me:
    """Raises: NotABot."""
    try:
        settings = BotSettings.model_validate({"token": token, "api_url": api_url})
    except ValidationError:
        raise NotABot("cli-telegram-no-token") from None
    return asyncio.run(_asked(settings))


async def _asked(settings: BotSettings) -> Me:
    wire = Wire(settings)
    try:
        answer = await wire.call("getMe")
        if answer.ok:
            return me_of(answer.result)
    except ChannelError:
        raise NotABot("cli-telegram-away", away=True) from None
    finally:
        await wire.close()
    if answer.error_code in UNKNOWN:
        raise NotABot("cli-telegram-wrong-token")
    raise NotABot("cli-telegram-away", away=True)


def steps_left(shop: Me | None, staff: Me | None) -> Sequence[str]:
    """Keys of the steps at @BotFather that these two still need, the necessary ones first. Pure."""
    steps = []
    if staff and not staff.can_join_groups:
        steps.append("cli-telegram-step-join")
    if shop and shop.can_read_all_group_messages:
        steps.append("cli-telegram-step-privacy")
    if shop and shop.can_join_groups:
        steps.append("cli-telegram-step-private")
    return steps
