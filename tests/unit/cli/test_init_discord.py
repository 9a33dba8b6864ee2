"""`kamidesk init` with Discord: the bots are looked at at once, invitations are ready, the forum is found by itself."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.loading import load
from config.secrets_file import read_secrets
from tests.discord.gateway import Discord
from tests.discord.scene import Scene, scene_on
from tests.unit.cli.conftest import Kamidesk
from tests.wechat.elsewhere import Elsewhere, elsewhere

ABOUT_THE_SHOP = ["星卡", "zh", "", "小美", ""]
NO_TELEGRAM, NO_WECHAT = "n", ""


@pytest.fixture
def discord(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Elsewhere[Discord]]:
    """Discord for everything in this test."""
    assert folder.is_dir()
    with elsewhere(Discord) as there:
        monkeypatch.setenv("KAMIDESK_DISCORD_URL", there.platform.api_url)
        yield there


@pytest.fixture
def scene(discord: Elsewhere[Discord]) -> Scene:
    return discord.do(scene_on)


def typed(*answers: str) -> str:
    return "\n".join([*ABOUT_THE_SHOP, NO_TELEGRAM, NO_WECHAT, *answers])


def account(channel: str) -> dict[str, Any]:
    return dict(load(environment={}).channels[channel]["main"])


def test_two_tokens_are_all_it_takes(folder: Path, kamidesk: Kamidesk, scene: Scene) -> None:
    told = kamidesk("init", typed=typed("y", scene.shop.token, scene.staff.token, ""))
    assert told.exit_code == 0, told.output
    assert "✓ kami-shop" in told.output
    assert "✓ kami-staff" in told.output
    assert "✓ #售后 (卡密小店)" in told.output
    assert told.output.count("oauth2/authorize?client_id=") == 2
    assert scene.shop.token not in told.output + (folder / "kamidesk.toml").read_text("utf-8")
    assert stat.S_IMODE((folder / "kamidesk.env").stat().st_mode) == 0o600
    assert account("discord")["token"] == scene.shop.token
    staff = account("discord-staff")
    assert (staff["token"], staff["forum"], staff["guild"]) == (scene.staff.token, scene.forum.id, scene.guild.id)
    assert load(environment={}).staff_room == "discord-staff/main"


def test_the_forum_is_waited_for_and_of_several_one_is_chosen(
    kamidesk: Kamidesk, discord: Elsewhere[Discord], scene: Scene
) -> None:
    second = discord.do(lambda api: api.new_forum(scene.guild, "退款组"))
    told = kamidesk("init", typed=typed("y", "", scene.staff.token, "", "7", "2"))
    assert "1. #售后 (卡密小店)" in told.output
    assert account("discord-staff")["forum"] == second.id


def test_without_a_forum_the_staff_bot_is_left_for_later(
    folder: Path, kamidesk: Kamidesk, discord: Elsewhere[Discord], scene: Scene
) -> None:
    assert scene.forum.name
    lonely = discord.do(lambda api: api.new_bot("kami-staff", privileged=1 << 15))
    told = kamidesk("init", typed=typed("y", "", lonely.token, "", "y", "", "n"))
    assert told.exit_code == 0, told.output
    assert told.output.count("sees no forum channel yet") == 2
    assert "run kamidesk init once more" in told.output
    assert "KAMIDESK_DISCORD_STAFF_TOKEN" not in read_secrets(folder / "kamidesk.env")
    assert "discord-staff" not in load(environment={}).channels


def test_wrong_tokens_are_told_plainly_and_asked_for_again(kamidesk: Kamidesk, scene: Scene) -> None:
    stranger = "A" * 24 + ".Bcdef." + "C" * 38
    answers = ["y", "what", stranger, scene.shop.token, scene.shop.token, scene.staff.token, ""]
    told = kamidesk("init", typed=typed(*answers))
    assert told.exit_code == 0, told.output
    assert "does not look like a token" in told.output
    assert "does not know this token" in told.output
    assert "That is the same bot" in told.output


def test_who_cannot_read_is_told_which_switch_is_off(kamidesk: Kamidesk, discord: Elsewhere[Discord]) -> None:
    def arranged(api: Discord) -> str:
        scene = scene_on(api)
        scene.staff.privileged = 0
        return scene.staff.token

    told = kamidesk("init", typed=typed("y", "", discord.do(arranged), ""))
    assert "Switch its Message Content Intent on" in told.output


def test_asked_again_it_keeps_what_is_there(kamidesk: Kamidesk, scene: Scene) -> None:
    assert kamidesk("init", typed=typed("y", scene.shop.token, scene.staff.token, "")).exit_code == 0
    again = kamidesk("init", typed="\n".join(["y", *[""] * 5, "n", "", "y", "", "", ""]))
    assert again.exit_code == 0, again.output
    assert account("discord")["token"] == scene.shop.token
    assert account("discord-staff")["forum"] == scene.forum.id
