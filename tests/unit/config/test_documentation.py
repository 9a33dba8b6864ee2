"""docs/configuration.md tells every setting with its true default."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bots.telegram.settings import ShopSettings, StaffSettings
from config.settings import DEFAULTS, Settings
from config.shorthands import SHORT
from handoff.commands import read_command

PAGE = Path(__file__).resolve().parents[3] / "docs" / "configuration.md"
RAW = {"channels", "shops"}


def leaves(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def documented() -> dict[str, str]:
    return dict(re.findall(r"^\| `([a-z_.]+)` \| (.+?) \|", PAGE.read_text("utf-8"), re.MULTILINE))


def shown(value: object) -> set[str]:
    if value in ("", []):
        return {"*(empty)*", "*(none)*"}
    return {f"`{str(value).lower() if isinstance(value, bool) else value}`"}


def test_every_setting_is_documented_with_its_default() -> None:
    page = documented()
    defaults = dict(leaves(tomllib.loads(DEFAULTS.read_text("utf-8"))))
    assert len(defaults) > 20
    assert [name for name, value in defaults.items() if page.get(name) not in shown(value)] == []
    assert page.keys() - defaults.keys() == {"secrets.keys", "secrets.fingerprint_key"}


def test_every_setting_but_the_secrets_has_a_default() -> None:
    defaults = tomllib.loads(DEFAULTS.read_text("utf-8"))
    for name, field in Settings.model_fields.items():
        if name not in RAW | {"secrets", "data_dir"}:
            assert field.annotation is not None
            assert set(field.annotation.model_fields) == set(defaults[name]), name
    assert RAW | {"data_dir"} <= defaults.keys()


def test_every_setting_and_short_name_of_telegram_is_documented() -> None:
    page = PAGE.read_text("utf-8")
    section = page.partition("### Telegram")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", section))
    assert {*ShopSettings.model_fields, *StaffSettings.model_fields} - named == set()
    for text in (section, PAGE.with_name("telegram.md").read_text("utf-8")):
        assert {name for name in SHORT if "TELEGRAM" in name and f"`{name}`" not in text} == set()


def test_every_command_that_agents_are_taught_is_one() -> None:
    page = PAGE.with_name("telegram.md").read_text("utf-8")
    taught = re.findall(r"`(/(?:take|close|note|order|resend|delete|lang|history|help|open|search|stats))\b", page)
    commands = [read_command(one) for one in taught]
    assert len({one.name for one in commands if one}) == 12
    assert all(one and one.name for one in commands)
    pictures = re.findall(r"\((images/[^)]+)\)", page)
    assert len(pictures) == 3
    assert [one for one in pictures if not (PAGE.parent / one).is_file()] == []
