"""`kamidesk init` with Telegram: tokens are looked at at once, the agents' group is found by itself."""

import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bots.cli.bot_look import steps_left
from bots.telegram.facts import Me
from config.loading import load
from config.secrets_file import read_secrets
from tests.telegram.botapi import Bot, BotApi, Chat, User
from tests.telegram.elsewhere import Elsewhere, bot_api_elsewhere
from tests.unit.cli.conftest import Kamidesk

ABOUT_THE_SHOP = ["星卡", "zh", "", "小美", ""]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Elsewhere]:
    """Telegram for everything in this test."""
    assert folder.is_dir()
    with bot_api_elsewhere() as there:
        monkeypatch.setenv("KAMIDESK_TELEGRAM_URL", there.api.url)
        yield there


@pytest.fixture
def bots(server: Elsewhere) -> tuple[Bot, Bot]:
    return server.do(lambda api: (api.new_bot("shop"), api.new_bot("staff")))


def joins(api: BotApi, staff: Bot, *, forum: bool = True) -> Chat:
    boss: User = api.new_user("Mei")
    group = api.new_group("售后客服", boss, forum=forum)
    api.adds(group, staff)
    api.promotes(group, staff)
    return group


def toml(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "kamidesk.toml").read_text("utf-8"))


def answers(*about_telegram: str) -> str:
    """No WeChat."""
    return "\n".join([*ABOUT_THE_SHOP, *about_telegram, "", ""])


def test_two_tokens_and_the_bot_in_the_group_are_all_it_takes(
    folder: Path, kamidesk: Kamidesk, server: Elsewhere, bots: tuple[Bot, Bot]
) -> None:
    shop, staff = bots
    group = server.do(lambda api: joins(api, staff))
    told = kamidesk("init", typed=answers("y", shop.token, staff.token, "y", "y"))
    assert told.exit_code == 0, told.output
    assert "✓ @shop_bot (shop)" in told.output
    assert f"✓ Found the agents' group: 售后客服 ({group.id})" in told.output
    assert shop.token not in told.output
    assert toml(folder)["channels"] == {
        "web": {"main": {}},
        "telegram": {"main": {}},
        "telegram-staff": {"main": {"group": group.id}},
    }
    assert stat.S_IMODE((folder / "kamidesk.env").stat().st_mode) == 0o600
    assert shop.token not in (folder / "kamidesk.toml").read_text("utf-8")
    settings = load(environment={})
    assert settings.staff_room == "telegram-staff/main"
    assert settings.channels["telegram"]["main"] == {"token": shop.token, "api_url": server.api.url}


def test_the_group_is_waited_for_until_it_has_topics(
    folder: Path, kamidesk: Kamidesk, server: Elsewhere, bots: tuple[Bot, Bot]
) -> None:
    shop, staff = bots
    group: list[Chat] = []
    server.when(lambda api: bool(api.calls_of("getUpdates")), lambda api: group.append(joins(api, staff, forum=False)))
    server.when(lambda api: bool(api.calls_of("getChat")), lambda _: setattr(group[0], "forum", True))
    told = kamidesk("init", typed=answers("y", shop.token, staff.token, "y", "y"))
    assert told.exit_code == 0, told.output
    assert toml(folder)["channels"]["telegram-staff"]["main"]["group"] == group[0].id


def test_a_wrong_token_is_told_in_plain_words_and_asked_for_again(
    folder: Path, kamidesk: Kamidesk, bots: tuple[Bot, Bot]
) -> None:
    shop, staff = bots
    typed = answers("y", "hello", "1:AAwrong", shop.token, shop.token, staff.token, "n")
    told = kamidesk("init", typed=typed)
    assert told.exit_code == 0, told.output
    assert "does not look like a token" in told.output
    assert "does not know this token" in told.output
    assert "That is the same bot" in told.output
    assert "AAwrong" not in told.output
    assert "group" not in toml(folder)["channels"]["telegram-staff"]["main"]
    assert "add the staff bot to the group" in told.output


def test_a_group_that_is_not_the_right_one_is_not_written(
    folder: Path, kamidesk: Kamidesk, server: Elsewhere, bots: tuple[Bot, Bot]
) -> None:
    shop, staff = bots
    server.do(lambda api: joins(api, staff))
    told = kamidesk("init", typed=answers("y", shop.token, staff.token, "y", "n"))
    assert told.exit_code == 0, told.output
    assert "group" not in toml(folder)["channels"]["telegram-staff"]["main"]


def test_telegram_out_of_reach_keeps_the_token_if_one_wants_to(
    folder: Path, kamidesk: Kamidesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAMIDESK_TELEGRAM_URL", "http://127.0.0.1:9")
    told = kamidesk("init", typed=answers("y", "1:AAshop", "y", ""))
    assert told.exit_code == 0, told.output
    assert "http://127.0.0.1:9 cannot be reached" in told.output
    assert read_secrets(folder / "kamidesk.env")["KAMIDESK_TELEGRAM_TOKEN"] == "1:AAshop"
    assert set(toml(folder)["channels"]) == {"web", "web-staff", "telegram"}


def test_telegram_is_added_to_a_shop_that_was_in_the_browser(
    shop: Path, kamidesk: Kamidesk, server: Elsewhere, bots: tuple[Bot, Bot]
) -> None:
    before = (shop / "kamidesk.toml").read_text("utf-8") + "\n[proof]\ntries = 4  # mine\n"
    (shop / "kamidesk.toml").write_text(before, "utf-8")
    staff = bots[1]
    server.do(lambda api: joins(api, staff))
    told = kamidesk("init", typed="\n".join(["y", *[""] * 5, "y", bots[0].token, staff.token, "y", "y", "", ""]))
    assert told.exit_code == 0, told.output
    after = (shop / "kamidesk.toml").read_text("utf-8")
    assert after.startswith(before.partition("\n[proof]")[0])
    assert "tries = 4  # mine" in after
    assert load(environment={}).staff_room == "telegram-staff/main"


def test_once_set_up_the_tokens_and_the_group_stay_unless_answered_anew(
    folder: Path, kamidesk: Kamidesk, server: Elsewhere, bots: tuple[Bot, Bot]
) -> None:
    shop, staff = bots
    server.do(lambda api: joins(api, staff))
    kamidesk("init", typed=answers("y", shop.token, staff.token, "y", "y"))
    before = (folder / "kamidesk.toml").read_bytes(), (folder / "kamidesk.env").read_bytes()
    told = kamidesk("init", typed="\n".join(["y", *[""] * 5, "n", "", ""]))
    assert told.exit_code == 0, told.output
    assert "set up already" in told.output
    new = server.do(lambda api: api.new_bot("shop two"))
    assert ((folder / "kamidesk.toml").read_bytes(), (folder / "kamidesk.env").read_bytes()) == before
    told = kamidesk("init", typed="\n".join(["y", *[""] * 5, "y", new.token, "", "n", "", ""]))
    assert told.exit_code == 0, told.output
    assert load(environment={}).channels["telegram"]["main"]["token"] == new.token
    assert load(environment={}).channels["telegram-staff"]["main"]["token"] == staff.token
    assert (folder / "kamidesk.toml").read_bytes() == before[0]


def test_only_the_steps_that_are_left_are_told() -> None:
    well = Me(1, can_join_groups=True)
    assert steps_left(None, well) == []
    assert steps_left(None, Me(1)) == ["cli-telegram-step-join"]
    assert steps_left(Me(2, can_join_groups=True, can_read_all_group_messages=True), well) == [
        "cli-telegram-step-privacy",
        "cli-telegram-step-private",
    ]
    assert steps_left(Me(2), well) == []
