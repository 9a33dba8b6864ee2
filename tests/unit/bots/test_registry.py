"""Channels are found by their folder; there is no list."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bots
from bots.registry import find_channel, open_channels
from core.channel import Channel
from core.errors import WrongSetting
from core.messages import AccountId, ChannelName
from tests.conformance.surroundings import surroundings

FRESH = """
from typing import Any
from pydantic import BaseModel, ConfigDict

class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")
    token: str

class Chat:
    def __init__(self, *given: Any) -> None:
        self.given = given

def build(account, settings, around):
    return Chat(account, Wanted.model_validate(settings).token, around)

CHANNELS = {"fresh-staff": build, "oddly-named": build}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place where bots/ has more folders: `fresh`, and `needy`, whose library is missing."""
    for name, text in (("fresh", FRESH), ("needy", "import no_such_library\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(text)
    monkeypatch.setattr(bots, "__path__", [*bots.__path__, str(tmp_path)])
    before = set(sys.modules)
    yield tmp_path
    for name in {"bots.fresh", "bots.needy"} & (set(sys.modules) - before):
        del sys.modules[name]


def opened(configured: dict[str, dict[str, dict[str, object]]]) -> dict[tuple[ChannelName, AccountId], Channel]:
    return open_channels(configured, lambda *_: surroundings("http://127.0.0.1"))


def test_new_folder_is_a_channel_without_an_edit_elsewhere(folder: Path) -> None:
    built = opened({"fresh-staff": {"main": {"token": "a"}, "second": {"token": "b"}}})
    assert list(built) == [("fresh-staff", "main"), ("fresh-staff", "second")]
    assert [vars(one)["given"][:2] for one in built.values()] == [("main", "a"), ("second", "b")]


def test_only_the_folder_that_is_needed_is_imported(folder: Path) -> None:
    find_channel("fresh-staff")
    assert "bots.needy" not in sys.modules


def test_folder_may_be_named_quite_differently(folder: Path) -> None:
    assert find_channel("oddly-named")


def test_unknown_channel_is_told_with_what_there_is(folder: Path) -> None:
    with pytest.raises(WrongSetting) as caught:
        opened({"fresh-staf": {"main": {}}})
    told = str(caught.value)
    assert "channels.fresh-staf: is not a channel. Did you mean fresh-staff? There are: " in told
    assert {"fake", "needy", "oddly-named", "web-staff"} <= set(
        told.partition("There are: ")[2].rstrip(".").split(", ")
    )


def test_missing_library_is_told_with_how_to_get_it(folder: Path) -> None:
    with pytest.raises(
        WrongSetting, match=r"channels\.needy: the library no_such_library is not installed\. Type: .*needy"
    ):
        opened({"needy": {"main": {}}})


def test_mistake_of_a_folder_is_not_taken_for_a_missing_library(folder: Path) -> None:
    (folder / "needy" / "__init__.py").write_text("import bots.nothing_of_that_name\n")
    with pytest.raises(ModuleNotFoundError):
        opened({"needy": {"main": {}}})


def test_wrong_value_of_a_channel_is_named_and_not_shown(folder: Path) -> None:
    with pytest.raises(WrongSetting, match=r"channels\.fresh-staff\.main\.tokn: .*not permitted") as caught:
        opened({"fresh-staff": {"main": {"tokn": "SECRET", "token": "a"}}})
    assert "SECRET" not in str(caught.value)
