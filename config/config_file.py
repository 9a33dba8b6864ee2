"""Writes the first kamidesk.toml of a shop. Pure, but for `complaint`, which looks at the texts there are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.loading import Sources, read
from config.problems import WrongSettings, as_variable
from config.secrets_file import new_secrets
from config.texts import nearest_for_staff

TEMPLATE = """\
# The settings of this shop. docs/configuration.md explains all of them; `kamidesk check` tells what is wrong.
# Secrets do not belong here but into kamidesk.env beside it.

data_dir = {data_dir}

[shop]
name = {name}
language = {language}

[web]
port = {port}
public_url = {public_url}

[desk]
language = {desk_language}
agents = {agents}

# The chat for buyers in the browser. More channels: docs/configuration.md.
[channels.web.main]
"""
WEB_STAFF = """
# The staff room in the browser.
[channels.web-staff.main]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAnswers:
    """What a new shop is asked. `web_staff`: agents answer in the browser."""

    name: str
    language: str
    public_url: str = ""
    agents: Sequence[str] = ()
    port: int = 8080
    data_dir: str = "data"
    web_staff: bool = True

    @property
    def desk_language(self) -> str:
        return nearest_for_staff(self.language)


def first_config(answers: FirstAnswers) -> str:
    """The text of kamidesk.toml."""
    template = TEMPLATE + WEB_STAFF if answers.web_staff else TEMPLATE
    return template.format(
        data_dir=_toml(answers.data_dir),
        name=_toml(answers.name),
        language=_toml(answers.language),
        desk_language=_toml(answers.desk_language),
        port=answers.port,
        public_url=_toml(answers.public_url),
        agents=_toml(list(answers.agents)),
    )


def complaint(path: Sequence[str], value: str) -> str:
    """What is wrong with one answer, in words; empty if nothing is."""
    variables: Mapping[str, str] = {**new_secrets(), as_variable(path): value}
    try:
        read(Sources(Path.cwd(), None, None, variables))
    except WrongSettings as wrong:
        return wrong.problems[0].detail
    return ""


def _toml(value: object) -> str:
    """JSON's texts and lists are TOML's too, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
