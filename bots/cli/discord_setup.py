"""What `kamidesk init` asks about Discord: two tokens, looked at at once; the agents' forum, found by itself."""

import os
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

import typer

from bots.cli.discord_look import Forum, NotABot, Seen, forums, look_at
from bots.cli.firstfiles import FirstFiles
from bots.cli.shown import Say
from bots.discord.settings import OFFICIAL
from config.config_edit import SECTION
from config.shorthands import DISCORD, DISCORD_STAFF, DISCORD_STAFF_TOKEN, DISCORD_TOKEN, DISCORD_URL, spelled_out

SHOP_SECTION: Final = ("channels", "discord", "main")
STAFF_SECTION: Final = ("channels", "discord-staff", "main")
ROOM: Final = ("desk", "room")
HERE: Final = "discord-staff/main"


class DiscordSetup:
    """`secrets`: the variables for kamidesk.env that were answered."""

    def __init__(self, files: FirstFiles, say: Say) -> None:
        self.secrets: dict[str, str] = {}
        self._files = files
        self._say = say
        self._kept = files.secrets()
        self._variables = spelled_out({**self._kept, **os.environ})
        everywhere = {**self._kept, **os.environ}
        self._api_url = self._variables.get(f"{DISCORD}API_URL") or everywhere.get(DISCORD_URL) or OFFICIAL
        self._forum: Forum | None = None
        self._asked = False

    def ask(self) -> None:
        """Whether Discord is used, the bots, and the forum."""
        ready = bool(self._token(DISCORD) or self._token(DISCORD_STAFF))
        self._asked = typer.confirm(self._say("cli-discord-change" if ready else "cli-discord-use"), default=False)
        if not self._asked:
            return
        typer.echo(self._say("cli-discord-portal"))
        shop = self._ask(DISCORD, DISCORD_TOKEN, "cli-discord-shop-token")
        staff = self._ask(DISCORD_STAFF, DISCORD_STAFF_TOKEN, "cli-discord-staff-token", unlike=shop)
        if os.environ.get(DISCORD_URL):
            self.secrets[DISCORD_URL] = os.environ[DISCORD_URL]
        for bot in (shop, staff):
            if bot:
                typer.echo(f"  {self._say('cli-discord-invite', bot=bot.name)}\n    {bot.invitation}")
        if self._token(DISCORD_STAFF):
            self._find_forum()

    def set_up(self) -> None:
        """The sections in kamidesk.toml. Agents answer in the forum, unless they have another room already."""
        if not self._asked:
            return
        changes: dict[tuple[str, ...], object] = {}
        if self._token(DISCORD):
            changes[SHOP_SECTION] = SECTION
        if self._forum is not None:
            changes |= {STAFF_SECTION: SECTION, (*STAFF_SECTION, "forum"): self._forum.id}
            changes[(*STAFF_SECTION, "guild")] = self._forum.guild
            changes |= {} if self._files.values(ROOM).get(ROOM) else {ROOM: HERE}
        self._files.change(changes)
        if find_spec("discord") is None:
            typer.echo(self._say("cli-discord-install"))

    def _find_forum(self) -> None:
        """Until there is one. Without a forum the staff bot has nowhere to be: its token is not kept."""
        while self._forum is None:
            typer.prompt(self._say("cli-discord-joined"), default="", show_default=False)
            self._forum = self._chosen(self._forums())
            if self._forum is None and not typer.confirm(f"  {self._say('cli-discord-look-again')}", default=True):
                self.secrets = {name: one for name, one in self.secrets.items() if name != DISCORD_STAFF_TOKEN}
                typer.echo(f"  {self._say('cli-discord-later')}")
                return

    def _forums(self) -> Sequence[Forum]:
        try:
            found = forums(self._token(DISCORD_STAFF), self._api_url)
        except NotABot as why:
            typer.echo(f"  {self._say(why.key, address=self._api_url)}")
            return ()
        if not found:
            typer.echo(f"  {self._say('cli-discord-no-forum')}")
        return found

    def _chosen(self, found: Sequence[Forum]) -> Forum | None:
        if not found:
            return None
        for place, one in enumerate(found, 1):
            mark = "✓" if len(found) == 1 else f"{place}."
            typer.echo(f"  {mark} #{one.name} ({one.server})")
        if len(found) == 1:
            return found[0]
        while True:
            typed = str(typer.prompt(self._say("cli-discord-which"), default="1")).strip()
            if typed.isdecimal() and 1 <= int(typed) <= len(found):
                return found[int(typed) - 1]

    def _ask(self, place: str, short: str, question: str, unlike: Seen | None = None) -> Seen | None:
        """Until there is a bot; Enter keeps the one there is, or does without. None: unknown, or none."""
        known = self._token(place)
        hint = self._say("cli-telegram-keep" if known else "cli-telegram-skip")
        while True:
            typed = str(typer.prompt(f"{self._say(question)} {hint}", default="", hide_input=True, show_default=False))
            token = typed.strip().removeprefix("Bot ").strip() or known
            if not token:
                return None
            try:
                seen = look_at(token, self._api_url, staff=place == DISCORD_STAFF)
            except NotABot as why:
                typer.echo(f"  {self._say(why.key, address=self._api_url)}")
                if why.away and typer.confirm(f"  {self._say('cli-telegram-keep-unseen')}", default=True):
                    self._keep(place, short, token)
                    return None
                continue
            if self._suits(seen, place, unlike):
                self._keep(place, short, token)
                return seen

    def _suits(self, seen: Seen, place: str, unlike: Seen | None) -> bool:
        if unlike is not None and seen.id == unlike.id:
            typer.echo(f"  {self._say('cli-discord-same')}")
            return False
        typer.echo(f"  ✓ {seen.name}")
        if place == DISCORD_STAFF and not seen.reads:
            typer.echo(f"  {self._say('cli-discord-intent')}")
        return True

    def _keep(self, place: str, short: str, token: str) -> None:
        """Under the name it has already, since the long one wins."""
        if token != self._token(place):
            self.secrets[f"{place}TOKEN" if f"{place}TOKEN" in self._kept else short] = token

    def _token(self, place: str) -> str:
        return spelled_out(self.secrets).get(f"{place}TOKEN") or self._variables.get(f"{place}TOKEN") or ""
