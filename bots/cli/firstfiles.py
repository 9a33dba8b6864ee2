"""The two files that `kamidesk init` writes: kamidesk.toml and kamidesk.env."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.config_edit import changed, values_in
from config.config_file import FirstAnswers, first_config
from config.loading import CONFIG_FILE
from config.secrets_file import ENV_FILE, new_secrets, read_secrets, write_secrets

NAME, LANGUAGE, DESK_LANGUAGE = ("shop", "name"), ("shop", "language"), ("desk", "language")
PUBLIC_URL, AGENTS = ("web", "public_url"), ("desk", "agents")


class FirstFiles:
    """In `folder`. What is there stays, but for what is changed."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / CONFIG_FILE
        self.env = folder / ENV_FILE

    def known(self, given: FirstAnswers) -> FirstAnswers:
        """The answers of the last time, where there was one. Raises: WrongSettings."""
        there = self.values(NAME, LANGUAGE, PUBLIC_URL, AGENTS)
        agents = there.get(AGENTS) or given.agents
        return replace(
            given,
            name=str(there.get(NAME, given.name)),
            language=str(there.get(LANGUAGE, given.language)),
            public_url=str(there.get(PUBLIC_URL, given.public_url)),
            agents=[str(one) for one in agents],
        )

    def values(self, *paths: tuple[str, ...]) -> dict[tuple[str, ...], Any]:
        """Raises: WrongSettings."""
        return values_in(self.config.read_text("utf-8"), *paths) if self.config.exists() else {}

    def secrets(self) -> dict[str, str]:
        """Raises: WrongSettings."""
        return read_secrets(self.env) if self.env.is_file() else {}

    def write(self, answers: FirstAnswers, secrets: Mapping[str, str] | None = None) -> None:
        """kamidesk.env keeps the secrets it has: without them stored card keys could not be read."""
        self.config.parent.mkdir(parents=True, exist_ok=True)
        chosen = {name: value for name, value in (secrets or {}).items() if value}
        write_secrets(self.env, {**new_secrets(), **self.secrets(), **chosen})
        if not self.config.exists():
            self.config.write_text(first_config(answers), "utf-8")
            return
        before = self.known(replace(answers, agents=()))
        wanted: dict[tuple[str, ...], tuple[object, object]] = {
            NAME: (before.name, answers.name),
            LANGUAGE: (before.language, answers.language),
            DESK_LANGUAGE: (before.desk_language, answers.desk_language),
            PUBLIC_URL: (before.public_url, answers.public_url),
            AGENTS: (list(before.agents), list(answers.agents)),
        }
        self.change({path: new for path, (old, new) in wanted.items() if old != new})

    def change(self, changes: Mapping[tuple[str, ...], object]) -> None:
        """In kamidesk.toml. Raises: WrongSettings."""
        self.config.write_text(changed(self.config.read_text("utf-8"), changes), "utf-8")
