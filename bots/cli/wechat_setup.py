"""What `kamidesk init` asks about WeChat: which kind, its id and secret (looked at at once), the callback's keys."""

import os
from importlib.util import find_spec
from re import fullmatch

import typer

from bots.cli.account_look import NotAnAccount, Seen
from bots.cli.callback_keys import ask_aes_key, ask_token
from bots.cli.firstfiles import FirstFiles
from bots.cli.questions import ask_for
from bots.cli.shown import Say
from bots.cli.wechat_kinds import KINDS, OFFICIAL, WECOM, Kind
from config.config_edit import SECTION
from config.shorthands import spelled_out


class WechatSetup:
    """`secrets`: the variables for kamidesk.env that were answered. `public_url`: it needs one, so it may ask."""

    def __init__(self, files: FirstFiles, say: Say, public_url: str) -> None:
        self.public_url = public_url
        self.secrets: dict[str, str] = {}
        self._files = files
        self._say = say
        self._kept = files.secrets()
        self._variables = spelled_out({**self._kept, **os.environ})
        self._kind: Kind | None = None
        self._id = ""

    def ask(self) -> None:
        """Whether WeChat is used, and all that it needs."""
        kind = self._kind = self._which()
        if kind is None:
            return
        if os.environ.get(kind.url):
            self.secrets[kind.url] = os.environ[kind.url]
        typer.echo(self._say(f"{kind.words}-where"))
        self._ask_account(kind)
        for field, question in (("token", ask_token), ("aes_key", ask_aes_key)):
            self._keep(kind, field, question(self._known(kind, field), self._say))
        if not self.public_url.startswith("https://"):
            typer.echo(self._say("cli-wechat-needs-address"))
            self.public_url = ask_for(self._say("cli-init-address"), self.public_url, ("web", "public_url"))

    def set_up(self) -> None:
        """The section in kamidesk.toml."""
        kind = self._kind
        if kind is None:
            return
        changes: dict[tuple[str, ...], object] = {kind.section: SECTION}
        if self._id and self._id != self._known(kind, kind.id_field):
            changes[(*kind.section, kind.id_field)] = self._id
        self._files.change(changes)

    def tell(self) -> bool:
        """What is left to do, in its order: the callback's address and keys for the console. False: nothing."""
        kind = self._kind
        if kind is None:
            return False
        if find_spec("wechatpy") is None:
            typer.echo(self._say("cli-wechat-install"))
        address = f"{self.public_url or 'https://…'}/{kind.channel}/main/callback"
        shared = {"token": self._answer(kind, "token"), "key": self._answer(kind, "aes_key")}
        typer.echo(self._say(f"{kind.words}-paste", url=address, **shared))
        return True

    def _which(self) -> Kind | None:
        ready = any(self._known(kind, "token") for kind in KINDS.values())
        question = self._say("cli-wechat-change" if ready else "cli-wechat-use")
        while True:
            typed = str(typer.prompt(question, default="", show_default=False)).strip()
            if not typed or typed in KINDS:
                return KINDS.get(typed)
            typer.echo(f"  {self._say('cli-wechat-choose')}")

    def _ask_account(self, kind: Kind) -> None:
        """Until the platform knows it, or somebody says that it will."""
        while True:
            self._id = self._ask_id(kind)
            secret = self._ask_secret(kind)
            if not secret and kind is OFFICIAL:
                typer.echo(f"  {self._say('cli-wechat-unverified')}")
                return
            if self._looked(kind, secret):
                self._keep(kind, kind.secret_field, secret)
                return

    def _looked(self, kind: Kind, secret: str) -> bool:
        """Is it to be kept? Who has put our address on the whitelist has it looked at again."""
        while True:
            try:
                seen = kind.look(self._id, secret, self._server(kind))
            except NotAnAccount as why:
                typer.echo(f"  {self._say(why.key, **why.why)}")
                if not why.later:
                    return False
                if typer.confirm(f"  {self._say('cli-wechat-look-again')}", default=False):
                    continue
                return True
            self._show(kind, seen)
            return True

    def _show(self, kind: Kind, seen: Seen) -> None:
        typer.echo(f"  ✓ {self._id}")
        if kind is OFFICIAL:
            typer.echo(f"  {self._say('cli-wechat-verified' if seen.verified else 'cli-wechat-unverified')}")
        for open_kfid, name in seen.desks:
            typer.echo(f"  ✓ {name} ({open_kfid})")
        if kind is WECOM and not seen.desks:
            typer.echo(f"  {self._say('cli-wecom-no-desk')}")

    def _ask_id(self, kind: Kind) -> str:
        known = self._id or self._known(kind, kind.id_field)
        while True:
            typed = str(typer.prompt(self._say(f"{kind.words}-id"), default=known, show_default=bool(known))).strip()
            if fullmatch(kind.id_form, typed):
                return typed
            typer.echo(f"  {self._say(f'{kind.words}-no-id')}")

    def _ask_secret(self, kind: Kind) -> str:
        known = self._known(kind, kind.secret_field)
        without = "cli-wechat-without" if kind is OFFICIAL else "cli-wecom-needed"
        question = f"{self._say(f'{kind.words}-secret')} {self._say('cli-telegram-keep' if known else without)}"
        while True:
            typed = str(typer.prompt(question, default="", hide_input=True, show_default=False)).strip()
            if typed or known or kind is OFFICIAL:
                return typed or known

    def _keep(self, kind: Kind, field: str, value: str) -> None:
        """Under the name it has already, since the long one wins."""
        if value != self._known(kind, field):
            self.secrets[kind.long(field) if kind.long(field) in self._kept else kind.shorts[field]] = value

    def _known(self, kind: Kind, field: str) -> str:
        path = (*kind.section, field)
        return self._variables.get(kind.long(field)) or str(self._files.values(path).get(path, ""))

    def _answer(self, kind: Kind, field: str) -> str:
        return spelled_out(self.secrets).get(kind.long(field)) or self._known(kind, field)

    def _server(self, kind: Kind) -> str:
        return self.secrets.get(kind.url) or self._known(kind, "api_url") or self._kept.get(kind.url) or kind.server
