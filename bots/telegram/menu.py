"""The command menu that Telegram shows beside the text field, in the buyer's language."""

from functools import partial
from typing import Final

import structlog

from bots.telegram.commands import MENU
from bots.telegram.wire import Answer, Wire
from core.errors import ChannelError
from core.language import LANGUAGES
from core.patience import persist
from core.ports import Surroundings

log = structlog.get_logger(__name__)

CODES: Final = tuple(one for one in LANGUAGES if len(one) == 2)
"""Menus are told apart by two letters (core.telegram.org/bots/api#setmycommands): one for both Chinese scripts."""
PASSING: Final = 429
"""Refusals from here on pass by themselves."""


async def publish_menu(subject: str, wire: Wire, around: Surroundings) -> None:
    """For every language of ours; the shop's own for everybody else. A server that knows no menus does without."""
    home = around.language
    for language, code in [(home, None), *((home if home.startswith(one) else one, one) for one in CODES)]:
        commands = [
            {"command": name, "description": around.words(language, f"telegram-command-{name}")} for name in MENU
        ]
        answer = await persist(subject, "setting the menu", partial(_set, wire, commands, code), (ChannelError,))
        if not answer.ok:
            log.warning("the menu of commands is not set", channel=subject, why=answer.description)
            return


async def _set(wire: Wire, commands: list[dict[str, str]], language: str | None) -> Answer:
    answer = await wire.call("setMyCommands", commands=commands, language_code=language)
    if not answer.ok and answer.error_code >= PASSING:
        raise answer.refusal()
    return answer
