"""The desk's commands on Discord: what is registered, and what a used one says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bots.discord.shapes import Field, Option
from bots.discord.staffcommands import Used, definitions, text_of
from bots.discord.staffforms import LONGEST, filled_in, form_for
from config.texts import load_words
from handoff.commands import Command, read_command

WORDS = load_words()
NAME = re.compile(r"[-_'\w]{1,32}")
EVERY = definitions(WORDS, managers_only=True)


def described(one: dict[str, Any]) -> Iterator[str]:
    yield from (one["description"], *one["description_localizations"].values())
    for option in one["options"]:
        yield from (option["description"], *option["description_localizations"].values())


def test_every_command_is_one_of_the_desk_s() -> None:
    typed = [one for one in EVERY if one["type"] == 1]
    assert len(typed) == 20
    commands = [read_command(f"/{one['name']}") for one in typed]
    assert [command.name for command in commands if command] == [one["name"] for one in typed]


def test_names_and_descriptions_are_as_discord_wants_them() -> None:
    for one in EVERY:
        if one["type"] == 1:
            assert NAME.fullmatch(one["name"])
            assert all(1 <= len(text) <= 100 for text in described(one))
        else:
            assert all(1 <= len(text) <= 32 for text in (one["name"], *one["name_localizations"].values()))


def test_only_who_manages_threads_is_shown_them_unless_roles_decide() -> None:
    assert {one["default_member_permissions"] for one in EVERY} == {str(1 << 34)}
    everybody = definitions(WORDS, managers_only=False)
    assert {one["default_member_permissions"] for one in everybody} == {None}


@pytest.mark.parametrize(
    ("used", "command"),
    [
        (Used(name="take"), Command("take")),
        (Used(name="close", options=(Option("words", "再见"),)), Command("close", "再见")),
        (Used(name="lang", options=(Option("language", "en"),)), Command("lang", "en")),
        (Used(name="order", options=(Option("number", ""),)), Command("order")),
        (Used(name="Take back", type=3, target_id="5"), Command("delete")),
    ],
)
def test_a_used_command_is_what_an_agent_would_have_typed(used: Used, command: Command) -> None:
    assert read_command(text_of(used)) == command


def test_a_note_without_words_is_asked_for_by_a_form() -> None:
    form = form_for("/note", WORDS, "zh")
    assert form is not None
    [field] = form["components"][0]["components"]
    assert (form["custom_id"], field["max_length"]) == ("form:note", LONGEST)
    assert len(form["title"]) <= 45
    assert len(field["label"]) <= 45
    assert form_for("/note 老客户", WORDS, "zh") is None
    assert form_for("/close", WORDS, "zh") is None


def test_a_form_comes_back_as_a_command_in_rows_or_under_labels() -> None:
    field = Field("words", " 老客户\n先退款 ")
    assert filled_in("form:note", [Field(components=(field,))]) == "/note 老客户\n先退款"
    assert filled_in("form:search", [Field(component=field)]) == "/search 老客户\n先退款"


@pytest.mark.parametrize("custom_id", ["form:other", "note", "form:note"])
def test_a_form_that_is_none_of_ours_or_is_empty_says_nothing(custom_id: str) -> None:
    value = " " if custom_id == "form:note" else "x"
    assert filled_in(custom_id, [Field(component=Field(value=value)), Field()]) == ""
