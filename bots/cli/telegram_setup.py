"""What `kamidesk init` asks about Telegram: two tokens, looked at at once; the agents' group, found by itself."""

import os
from importlib.util import find_spec
from typing import Final

import typer

from bots.cli.bot_look import NotABot, look_at, steps_left
from bots.cli.firstfiles import FirstFiles
from bots.cli.group_search import search_group
from bots.cli.shown import Say
from bots.telegram.facts import Me
from bots.telegram.settings import OFFICIAL
from config.config_edit import SECTION
from config.shorthands import SHOP, STAFF, TELEGRAM_STAFF_TOKEN, TELEGRAM_TOKEN, TELEGRAM_URL, spelled_out

SHOP_SECTION: Final = ("channels", "telegram", "main")
STAFF_SECTION: Final = ("channels", "telegram-staff", "main")
GROUP: Final = (*STAFF_SECTION, "group")
ROOM: Final = ("desk", "room")
HERE: Final = "telegram-staff/main"
LIBRARIES: Final = ("aiogram", "telegram")


class TelegramSetup:
    """`secrets`: the variables for kamidesk.env that were answered."""

    def __init__(self, files: FirstFiles, say: Say) -> None:
        self._files = files
        self._say = say
        self._kept = files.secrets()
        self._variables = spelled_out({**self._kept, **os.environ})
        self._written = files.values(*((*place, "token") for place in (SHOP_SECTION, STAFF_SECTION)))
        self._api_url = self._where()
        self._asked = False
        self._staff: Me | None = None
        self.secrets: dict[str, str] = {}

    @property
    def staffed(self) -> bool:
        """There is a staff bot."""
        return bool(self._token(STAFF))

    def ask_for_tokens(self) -> None:
        """Whether Telegram is used, the bots, and what is left to do for them."""
        ready = self.staffed or bool(self._token(SHOP))
        self._asked = typer.confirm(self._say("cli-telegram-change" if ready else "cli-telegram-use"), default=False)
        if not self._asked:
            return
        typer.echo(self._say("cli-telegram-botfather"))
        shop = self._ask(SHOP, TELEGRAM_TOKEN, "cli-telegram-shop-token")
        self._staff = self._ask(STAFF, TELEGRAM_STAFF_TOKEN, "cli-telegram-staff-token", unlike=shop)
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
        if self._token(SHOP):
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
            group = search_group(self._token(STAFF), self._api_url, self._staff, self._say)
        if group is not None:
            self._files.change({GROUP: group})
        elif not known:
            typer.echo(self._say("cli-telegram-later"))

    def _ask(self, place: str, short: str, question: str, unlike: Me | None = None) -> Me | None:
        """Until there is a bot; Enter keeps the one there is, or does without. None: unknown, or none."""
        known = self._token(place)
        hint = self._say("cli-telegram-keep" if known else "cli-telegram-skip")
        while True:
            typed = str(typer.prompt(f"{self._say(question)} {hint}", default="", hide_input=True, show_default=False))
            token = typed.strip() or known
            if not token:
                return None
            try:
                me = look_at(token, self._api_url)
            except NotABot as why:
                typer.echo(f"  {self._say(why.key, address=self._api_url)}")
                if why.away and typer.confirm(f"  {self._say('cli-telegram-keep-unseen')}", default=True):
                    self._keep(place, short, token)
                    return None
                continue
            if unlike is not None and me.id == unlike.id:
                typer.echo(f"  {self._say('cli-telegram-same')}")
                continue
            typer.echo(f"  ✓ @{me.username} ({me.first_name})")
            self._keep(place, short, token)
            return me

    def _keep(self, place: str, short: str, token: str) -> None:
        """Under the name it has already, since the long one wins."""
        if token != self._token(place):
            self.secrets[f"{place}TOKEN" if f"{place}TOKEN" in self._kept else short] = token

    def _token(self, place: str) -> str:
        section = SHOP_SECTION if place == SHOP else STAFF_SECTION
        written = str(self._written.get((*section, "token"), ""))
        return spelled_out(self.secrets).get(f"{place}TOKEN") or self._variables.get(f"{place}TOKEN") or written

    def _where(self) -> str:
        """Telegram, or the owner's own Bot API server."""
        sections = ((SHOP, SHOP_SECTION), (STAFF, STAFF_SECTION))
        named = [self._variables.get(f"{place}API_URL") for place, _ in sections]
        paths = [(*section, "api_url") for _, section in sections]
        written = [str(value) for value in self._files.values(*paths).values()]
        everywhere = {**self._kept, **os.environ}.get(TELEGRAM_URL)
        return next((url for url in (*named, everywhere, *written) if url), OFFICIAL)
