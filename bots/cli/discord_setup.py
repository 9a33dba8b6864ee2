"""What `kamidesk init` asks about Discord: two tokens, looked at at once; the agents' forum, found by itself."""

import os
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from typing import Final

import typer

from bots.cli.bot_tokens import BotTokens, NotABot, Wanted
from bots.cli.discord_look import Forum, Seen, forums, look_at
from bots.cli.firstfiles import FirstFiles
from bots.cli.shown import Say
from bots.discord.settings import OFFICIAL
from config.config_edit import SECTION
from config.shorthands import DISCORD, DISCORD_STAFF, DISCORD_STAFF_TOKEN, DISCORD_TOKEN, DISCORD_URL

SHOP_SECTION: Final = ("channels", "discord", "main")
STAFF_SECTION: Final = ("channels", "discord-staff", "main")
ROOM: Final = ("desk", "room")
HERE: Final = "discord-staff/main"


class DiscordSetup:
    """`secrets`: the variables for kamidesk.env that were answered."""

    def __init__(self, files: FirstFiles, say: Say) -> None:
        self._files = files
        self._say = say
        self._tokens = BotTokens(files, say)
        everywhere = {**self._tokens.kept, **os.environ}
        self._api_url = self._tokens.variables.get(f"{DISCORD}API_URL") or everywhere.get(DISCORD_URL) or OFFICIAL
        self._forum: Forum | None = None
        self._asked = False

    @property
    def secrets(self) -> dict[str, str]:
        return self._tokens.secrets

    def ask(self) -> None:
        """Whether Discord is used, the bots, and the forum."""
        ready = bool(self._tokens.of(DISCORD) or self._tokens.of(DISCORD_STAFF))
        self._asked = typer.confirm(self._say("cli-discord-change" if ready else "cli-discord-use"), default=False)
        if not self._asked:
            return
        typer.echo(self._say("cli-discord-portal"))
        shop = self._ask(Wanted(DISCORD, DISCORD_TOKEN, "cli-discord-shop-token"))
        staff = self._ask(Wanted(DISCORD_STAFF, DISCORD_STAFF_TOKEN, "cli-discord-staff-token"), unlike=shop)
        if os.environ.get(DISCORD_URL):
            self.secrets[DISCORD_URL] = os.environ[DISCORD_URL]
        for bot in (shop, staff):
            if bot:
                typer.echo(f"  {self._say('cli-discord-invite', bot=bot.name)}\n    {bot.invitation}")
        if self._tokens.of(DISCORD_STAFF):
            self._find_forum()

    def set_up(self) -> None:
        """The sections in kamidesk.toml. Agents answer in the forum, unless they have another room already."""
        if not self._asked:
            return
        changes: dict[tuple[str, ...], object] = {}
        if self._tokens.of(DISCORD):
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
                self.secrets.pop(DISCORD_STAFF_TOKEN, None)
                typer.echo(f"  {self._say('cli-discord-later')}")
                return

    def _forums(self) -> Sequence[Forum]:
        try:
            found = forums(self._tokens.of(DISCORD_STAFF), self._api_url)
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

    def _ask(self, wanted: Wanted, unlike: Seen | None = None) -> Seen | None:
        staff, api_url = wanted.place == DISCORD_STAFF, self._api_url
        suits = partial(self._suits, staff=staff, unlike=unlike)
        return self._tokens.ask(wanted, lambda token: look_at(token, api_url, staff=staff), suits, api_url)

    def _suits(self, seen: Seen, *, staff: bool, unlike: Seen | None) -> bool:
        if unlike is not None and seen.id == unlike.id:
            typer.echo(f"  {self._say('cli-discord-same')}")
            return False
        typer.echo(f"  ✓ {seen.name}")
        if staff and not seen.reads:
            typer.echo(f"  {self._say('cli-discord-intent')}")
        return True
