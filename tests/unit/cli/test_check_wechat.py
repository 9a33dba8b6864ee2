"""`kamidesk check` on a shop on WeChat, as its owner types it: what is wrong, and what to do about it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bots.cli import app
from tests.wechat.elsewhere import Elsewhere, elsewhere
from tests.wechat.platform import WeChat

NOBODY = "http://127.0.0.1:9"
Json = dict[str, Any]


@pytest.fixture
def official(folder: Path, logs_as_before: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere[WeChat]]:
    """The platform, in a thread; the environment is the whole set-up."""
    with elsewhere(WeChat) as there:
        mine = there.platform.account
        for name, value in {
            "WECHAT_APP_ID": mine.appid,
            "WECHAT_APP_SECRET": mine.secret,
            "WECHAT_TOKEN": mine.token,
            "WECHAT_AES_KEY": mine.aes_key,
            "WECHAT_URL": there.platform.url,
            "CHANNELS__WEB_STAFF__MAIN": "{}",
            "WEB__PUBLIC_URL": NOBODY,
        }.items():
            monkeypatch.setenv(f"KAMIDESK_{name}", value)
        yield there


def checked() -> tuple[int, dict[str, Json]]:
    told = CliRunner().invoke(app, ["check", "--json"])
    found = {one.pop("subject"): one for one in json.loads(told.stdout)}
    return told.exit_code, {name: one for name, one in found.items() if name.startswith("wechat/")}


def test_variables_alone_are_enough_and_all_is_well_but_for_the_address(official: Elsewhere[WeChat]) -> None:
    code, found = checked()
    assert code == 0, found
    assert {name for name, one in found.items() if one["severity"] != "ok"} == {
        "wechat/main: address",
        "wechat/main: callback",
    }
    assert found["wechat/main: account"]["seen"] == official.platform.account.appid


def test_the_whitelist_is_told_with_the_address_to_enter(official: Elsewhere[WeChat]) -> None:
    official.do(lambda wechat: setattr(wechat, "whitelist", set()))
    code, found = checked()
    assert code == 1
    assert found["wechat/main: account"]["remedy"].startswith("Put 203.0.113.7 on the whitelist")


def test_a_key_with_a_sign_too_many_is_told_before_anything_else(
    official: Elsewhere[WeChat], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = official.platform.account.aes_key
    monkeypatch.setenv("KAMIDESK_WECHAT_AES_KEY", f"{key}=")
    told = CliRunner().invoke(app, ["check", "--json"])
    wrong = json.loads(told.stdout)[-1]
    assert (told.exit_code, wrong["subject"]) == (1, "channels.wechat.main.aes_key")
    assert 'ends with "="' in wrong["seen"]
    assert key not in told.stdout
