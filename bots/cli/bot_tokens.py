"""Asks for the token of a bot, which is looked at before it is kept; for every messenger whose bots have one."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import typer

from bots.cli.firstfiles import FirstFiles
from bots.cli.shown import Say
from config.shorthands import spelled_out

S = TypeVar("S")


class NotABot(Exception):
    """`key`: of the words that say why. `away`: the token may be right, nobody could tell."""

    def __init__(self, key: str, *, away: bool = False) -> None:
        super().__init__(key)
        self.key = key
        self.away = away


@dataclass(frozen=True, slots=True)
class Wanted:
    """`place`: how the variables of this bot begin; `short`: the short name of its token's; `question`: its words."""

    place: str
    short: str
    question: str


class BotTokens:
    """`secrets`: the variables for kamidesk.env that were answered. `written`: tokens in kamidesk.toml, by place."""

    def __init__(self, files: FirstFiles, say: Say, written: Mapping[str, str] | None = None) -> None:
        self.secrets: dict[str, str] = {}
        self.kept = files.secrets()
        self.variables = spelled_out({**self.kept, **os.environ})
        self._say = say
        self._written = written or {}

    def of(self, place: str) -> str:
        """Empty: none is known."""
        name = f"{place}TOKEN"
        return spelled_out(self.secrets).get(name) or self.variables.get(name) or self._written.get(place, "")

    def ask(self, wanted: Wanted, look: Callable[[str], S], suits: Callable[[S], bool], address: str) -> S | None:
        """Until there is a bot; Enter keeps the one there is, or does without. None: unknown, or none.

        `look` raises NotABot; `suits` says what it finds wrong. `address`: where the messenger was asked."""
        known = self.of(wanted.place)
        asked = f"{self._say(wanted.question)} {self._say('cli-telegram-keep' if known else 'cli-telegram-skip')}"
        while True:
            token = str(typer.prompt(asked, default="", hide_input=True, show_default=False)).strip() or known
            if not token:
                return None
            try:
                seen = look(token)
            except NotABot as why:
                typer.echo(f"  {self._say(why.key, address=address)}")
                if why.away and typer.confirm(f"  {self._say('cli-telegram-keep-unseen')}", default=True):
                    self._keep(wanted, token)
                    return None
                continue
            if suits(seen):
                self._keep(wanted, token)
                return seen

    def _keep(self, wanted: Wanted, token: str) -> None:
        """Under the name it has already, since the long one wins."""
        if token != self.of(wanted.place):
            name = f"{wanted.place}TOKEN"
            self.secrets[name if name in self.kept else wanted.short] = token
