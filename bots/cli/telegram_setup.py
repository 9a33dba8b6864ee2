"""What `kamidesk init` asks about Telegram: two tokens, looked at at once; the agents' group, found by itself."""

import os
from functools import partial
from importlib.util import find_spec
from typing import Final

import typer

from bots.cli.bot_look import look_at, steps_left
from bots.cli.bot_tokens import BotTokens, Wanted
from bots.cli.firstfiles import FirstFiles
from bots.cli.group_search import search_group
from bots.cli.shown import Say
from bots.telegram.facts import Me
from bots.telegram.settings import OFFICIAL
from config.config_edit import SECTION
from config.shorthands import SHOP, STAFF, TELEGRAM_STAFF_TOKEN, TELEGRAM_TOKEN, TELEGRAM_URL

SHOP_SECTION: Final = ("channels", "telegram", "main")
STAFF_SECTION: Final = ("channels", "telegram-staff", "main")
SECTIONS: Final = {SHOP: SHOP_SECTION, STAFF: STAFF_SECTION}
GROUP: Final = (*STAFF_SECTION, "group")
ROOM: Final = ("desk", "room")
HERE: Final = "telegram-staff/main"
LIBRARIES: Final = ("aiogram", "telegram")


class TelegramSetup:
    """`secrets`: the variables for kamidesk.env that were answered."""

    def __init__(self, files: FirstFiles, say: Say) -> None:
        self._files = files
        self._say = say
        written = files.values(*((*section, "token") for section in SECTIONS.values()))
        tokens = {place: str(written.get((*section, "token"), "")) for place, section in SECTIONS.items()}
        self._tokens = BotTokens(files, say, tokens)
        self._api_url = self._where()
        self._asked = False
        self._staff: Me | None = None

    @property
    def secrets(self) -> dict[str, str]:
        return self._tokens.secrets

    @property
    def staffed(self) -> bool:
        """There is a staff bot."""
        return bool(self._tokens.of(STAFF))

    def ask_for_tokens(self) -> None:
        """Whether Telegram is used, the bots, and what is left to do for them."""
        ready = self.staffed or bool(self._tokens.of(SHOP))
        self._asked = typer.confirm(self._say("cli-telegram-change" if ready else "cli-telegram-use"), default=False)
        if not self._asked:
            return
        typer.echo(self._say("cli-telegram-botfather"))
        shop = self._ask(Wanted(SHOP, TELEGRAM_TOKEN, "cli-telegram-shop-token"))
        self._staff = self._ask(Wanted(STAFF, TELEGRAM_STAFF_TOKEN, "cli-telegram-staff-token"), unlike=shop)
        if os.environ.get(TELEGRAM_URL):
            self.secrets[TELEGRAM_URL] = os.environ[TELEGRAM_URL]
        steps = steps_left(shop, self._staff)
        if steps:
            typer.echo(self._say("cli-telegram-steps"))
        for one in steps:
            bot = self._staff if one == "cli-telegram-step-join" else shop
            typer.echo(f"  • {self._say(one, bot=f'@{bot.username}' if bot else '')}")

    def set_up(self) -> None:
        """The sections in kamidesk.toml, and the group."""
        if not self._asked:
            return
        changes: dict[tuple[str, ...], object] = {}
        if self._tokens.of(SHOP):
            changes[SHOP_SECTION] = SECTION
        if self.staffed:
            changes[STAFF_SECTION] = SECTION
            if self._files.values(ROOM).get(ROOM, HERE) not in {"", HERE}:
                changes[ROOM] = HERE
        self._files.change(changes)
        if self.staffed:
            self._find_group()
        if any(find_spec(library) is None for library in LIBRARIES):
            typer.echo(self._say("cli-telegram-install"))

    def _find_group(self) -> None:
        known = self._files.values(GROUP).get(GROUP)
        question = self._say("cli-telegram-find-again", group=str(known)) if known else self._say("cli-telegram-find")
        group = None
        if typer.confirm(question, default=not known):
            group = search_group(self._tokens.of(STAFF), self._api_url, self._staff, self._say)
        if group is not None:
            self._files.change({GROUP: group})
        elif not known:
            typer.echo(self._say("cli-telegram-later"))

    def _is_new(self, seen: Me, other: Me | None) -> bool:
        if other is not None and seen.id == other.id:
            typer.echo(f"  {self._say('cli-telegram-same')}")
            return False
        typer.echo(f"  ✓ @{seen.username} ({seen.first_name})")
        return True

    def _ask(self, wanted: Wanted, unlike: Me | None = None) -> Me | None:
        api_url = self._api_url
        return self._tokens.ask(
            wanted, lambda token: look_at(token, api_url), partial(self._is_new, other=unlike), api_url
        )

    def _where(self) -> str:
        """Telegram, or the owner's own Bot API server."""
        sections = ((SHOP, SHOP_SECTION), (STAFF, STAFF_SECTION))
        named = [self._tokens.variables.get(f"{place}API_URL") for place, _ in sections]
        paths = [(*section, "api_url") for _, section in sections]
        written = [str(value) for value in self._files.values(*paths).values()]
        everywhere = {**self._tokens.kept, **os.environ}.get(TELEGRAM_URL)
        return next((url for url in (*named, everywhere, *written) if url), OFFICIAL)
