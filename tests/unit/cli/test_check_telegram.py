"""`kamidesk check` on a shop on Telegram, as its owner types it: what is wrong, and what to do about it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli import app
from tests.telegram.botapi import BotApi
from tests.telegram.elsewhere import Elsewhere, bot_api_elsewhere
from tests.telegram.scene import Scene, scene_on

STAFF = "telegram-staff/main"
SHOP = "telegram/main"


@dataclass(slots=True)
class Found:
    severity: str
    seen: str
    remedy: str


@dataclass(slots=True)
class Owner:
    """At a machine with two tokens in its environment."""

    server: Elsewhere
    scene: Scene
    environment: dict[str, str] = field(default_factory=dict)

    def happens(self, act: Callable[[BotApi], object]) -> None:
        self.server.do(act)

    def checks(self) -> tuple[int, Mapping[str, Found]]:
        told = CliRunner().invoke(app, ["check", "--json"], env=self.environment)
        found = {one.pop("subject"): Found(**one) for one in json.loads(told.stdout)}
        return told.exit_code, {name: one for name, one in found.items() if name.startswith("telegram")}

    def told_of(self, subject: str, expected_code: int = 1) -> Found:
        code, found = self.checks()
        assert code == expected_code, found
        return found[subject]


@pytest.fixture
def owner(folder: Path, logs_as_before: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Owner]:
    monkeypatch.setattr("bots.telegram.examining.LISTEN", 0)  # nobody else asks for these bots' updates
    with bot_api_elsewhere() as server:
        scene = server.do(scene_on)
        environment = {
            "KAMIDESK_TELEGRAM_TOKEN": scene.shop.token,
            "KAMIDESK_TELEGRAM_STAFF_TOKEN": scene.staff.token,
            "KAMIDESK_TELEGRAM_GROUP": str(scene.group.id),
            "KAMIDESK_TELEGRAM_URL": server.api.url,
        }
        yield Owner(server, scene, environment)


def test_everything_is_fine(owner: Owner) -> None:
    code, found = owner.checks()
    assert code == 0, found
    assert {one.severity for one in found.values()} == {"ok"}, found
    assert found[f"{SHOP}: token"].seen == "@shop_bot (shop)"
    assert found[f"{STAFF}: group"].seen == "售后客服, with topics"
    assert "whatever privacy mode says" in found[f"{STAFF}: rights"].seen


def test_in_a_terminal_it_is_a_table_in_the_owners_language(owner: Owner) -> None:
    command = [str(Path(sys.executable).with_name("kamidesk")), "check"]
    around = {**os.environ, **owner.environment, "LANG": "zh_CN.UTF-8", "COLUMNS": "160"}
    told = subprocess.run(command, env=around, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told
    assert "@staff_bot" in told.stdout
    assert "有问题" not in told.stdout
    assert "密钥已经生成" in told.stderr


def test_a_wrong_token_says_where_the_right_one_is(owner: Owner) -> None:
    owner.environment["KAMIDESK_TELEGRAM_TOKEN"] = "1:AAwrong"
    found = owner.told_of(f"{SHOP}: token")
    assert (found.severity, "@BotFather" in found.remedy) == ("failure", True)
    assert "AAwrong" not in found.seen


def test_something_that_is_no_token_is_told_before_anything_else(owner: Owner) -> None:
    owner.environment["KAMIDESK_TELEGRAM_TOKEN"] = "hello"
    told = CliRunner().invoke(app, ["check", "--json"], env=owner.environment)
    wrong = json.loads(told.stdout)[-1]
    assert (told.exit_code, wrong["subject"], "@BotFather" in wrong["remedy"]) == (
        1,
        "channels.telegram.main.token",
        True,
    )
    assert "hello" not in told.stdout


def test_a_webhook_of_something_else_while_we_poll(owner: Owner) -> None:
    owner.happens(lambda api: api.delivery.set(owner.scene.shop, "https://other.example/hook", "s", 40))
    found = owner.told_of(f"{SHOP}: updates", expected_code=0)
    assert (found.severity, "webhook" in found.seen, "bot of its own" in found.remedy) == ("warning", True, True)


def test_privacy_mode_without_the_rank_of_an_administrator(owner: Owner) -> None:
    def demote(api: BotApi) -> None:
        api.adds(owner.scene.group, owner.scene.staff)

    owner.happens(demote)
    found = owner.told_of(f"{STAFF}: rights")
    assert found.severity == "failure"
    assert "hears only commands" in found.seen
    assert "Manage topics, Delete messages, Pin messages" in found.remedy


def test_a_right_that_is_missing_is_named(owner: Owner) -> None:
    rights = ("can_manage_topics", "can_delete_messages")
    owner.happens(lambda api: api.promotes(owner.scene.group, owner.scene.staff, *rights))
    found = owner.told_of(f"{STAFF}: rights")
    assert (found.seen, "switch on: Pin messages" in found.remedy) == ("missing: Pin messages", True)


def test_a_group_without_topics(owner: Owner) -> None:
    owner.happens(lambda _: setattr(owner.scene.group, "forum", False))
    found = owner.told_of(f"{STAFF}: group")
    assert ("has no topics" in found.seen, "Topics" in found.remedy) == (True, True)


def test_a_wrong_group_id(owner: Owner) -> None:
    owner.environment["KAMIDESK_TELEGRAM_GROUP"] = "-1001"
    found = owner.told_of(f"{STAFF}: group")
    assert (found.severity, "right id" in found.remedy) == ("failure", True)


def test_a_group_that_is_not_known_yet(owner: Owner) -> None:
    del owner.environment["KAMIDESK_TELEGRAM_GROUP"]
    found = owner.told_of(f"{STAFF}: group", expected_code=0)
    assert (found.severity, "add the bot" in found.remedy) == ("warning", True)


def test_a_clock_that_is_off(owner: Owner) -> None:
    owner.happens(lambda api: api.clock.forward(timedelta(minutes=2)))
    found = owner.told_of(f"{SHOP}: clock", expected_code=0)
    assert (found.severity, "timedatectl" in found.remedy) == ("warning", True)


def test_telegram_is_away(owner: Owner) -> None:
    owner.environment["KAMIDESK_TELEGRAM_URL"] = "http://127.0.0.1:9"
    found = owner.told_of(f"{SHOP}: Telegram")
    assert (found.severity, "HTTPS_PROXY" in found.remedy) == ("failure", True)
