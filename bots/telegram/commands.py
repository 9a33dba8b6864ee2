"""The bot's commands: what they mean to the core, and the menu that Telegram shows. Pure."""

import re
from typing import Final, NamedTuple

PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a link to a bot may carry (core.telegram.org/bots/features#deep-linking)."""

VALUES: Final = {
    "order": "order",
    "keys": "keys",
    "mine": "mine",
    "faq": "faq",
    "person": "person",
    "lang": "lang",
    "menu": "menu",
    "help": "menu",
}
"""The core's button values."""

MENU: Final = ("order", "keys", "mine", "faq", "person", "lang")
"""In the order in which Telegram shows them; each has words `telegram-command-<name>`."""

_ARGUED: Final = frozenset({"order", "keys"})
_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,32}))?(?:\s+(.*))?", re.DOTALL)


class Command(NamedTuple):
    """`/name@bot argument`; `bot` is empty when none is named."""

    name: str
    bot: str = ""
    argument: str = ""

    @property
    def value(self) -> str | None:
        """The button that it stands for; None: it is words like others."""
        value = VALUES.get(self.name)
        if value is None or not self.argument:
            return value
        return f"{value}:{self.argument}" if self.name in _ARGUED and len(self.argument) <= 64 else None


def command_of(text: str) -> Command | None:
    found = _COMMAND.fullmatch(text.strip()) if text.startswith("/") else None
    return Command(found[1].lower(), found[2] or "", (found[3] or "").strip()) if found else None


def payload_of(start: Command) -> str:
    """What a link carried; "" when somebody has typed what no link can carry."""
    return start.argument if PAYLOAD.fullmatch(start.argument) else ""
