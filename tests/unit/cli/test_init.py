import stat
import tomllib
from pathlib import Path

import pytest

from config.loading import load
from config.secrets_file import read_secrets
from tests.unit.cli.conftest import Kamidesk


def test_init_without_questions_makes_a_shop_that_can_be_loaded(folder: Path, kamidesk: Kamidesk) -> None:
    told = kamidesk("init", "--yes", "--name", '星卡 "S"', "--agent", "Anna")
    assert told.exit_code == 0
    assert "kamidesk check" in told.output
    settings = load(environment={})
    assert settings.shop.name == '星卡 "S"'
    assert settings.desk.agents == ("Anna",)
    assert set(settings.channels) == {"web", "web-staff"}
    assert stat.S_IMODE((folder / "kamidesk.env").stat().st_mode) == 0o600


def test_init_asks_and_asks_again_until_the_answer_is_good(folder: Path, kamidesk: Kamidesk) -> None:
    answers = ["Star Cards", "fr", "en", "help.cn", "https://help.cn/", "Bo", "mysql://x", "postgresql://u:pw@h/d"]
    told = kamidesk("init", typed="\n".join([*answers, "n", "", ""]))
    assert told.exit_code == 0, told.output
    assert "must be one of zh, zh-Hant, en, es" in told.output
    assert "must be an address such as" in told.output
    assert "must begin with postgresql://" in told.output
    settings = load(environment={})
    assert (settings.shop.name, settings.shop.language, settings.desk.language) == ("Star Cards", "en", "en")
    assert (settings.public_url, settings.database_url) == ("https://help.cn", "postgresql://u:pw@h/d")
    assert "pw" not in (folder / "kamidesk.toml").read_text()


def test_init_never_overwrites_without_asking(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "kamidesk.toml").write_text("# mine\n")
    assert kamidesk("init", "--yes").exit_code == 1
    assert kamidesk("init", typed="n\n").exit_code == 1
    assert (shop / "kamidesk.toml").read_text() == "# mine\n"


def test_init_again_changes_only_what_is_answered_anew(shop: Path, kamidesk: Kamidesk) -> None:
    before = read_secrets(shop / "kamidesk.env")
    file = shop / "kamidesk.toml"
    own = file.read_text().replace("port = 8080", "port = 9000  # mine").replace('"Admin"', '"Anna", "Bo"')
    file.write_text(own)
    told = kamidesk("init", typed="\n".join(["y", "New name", "", "", "", "", "n", "", ""]))
    assert told.exit_code == 0, told.output
    assert file.read_text() == own.replace('name = "KamiDesk"', 'name = "New name"')
    assert tomllib.loads(file.read_text())["desk"]["agents"] == ["Anna", "Bo"]
    assert read_secrets(shop / "kamidesk.env") == before


def test_init_on_a_file_that_is_broken_says_which_line(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "kamidesk.toml").write_text("[web\n")
    told = kamidesk("init", typed="y\n")
    assert told.exit_code == 1
    assert "is not valid TOML" in told.output


@pytest.mark.parametrize(("option", "value"), [("--language", "fr"), ("--public-url", "shop.cn"), ("--name", "")])
def test_wrong_option_writes_nothing(folder: Path, kamidesk: Kamidesk, option: str, value: str) -> None:
    told = kamidesk("init", "--yes", option, value)
    assert told.exit_code == 1
    assert option.removeprefix("--").replace("-", "_") in told.output
    assert not list(folder.iterdir())


def test_questions_are_chinese_where_the_machine_is(kamidesk: Kamidesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "店铺名称" in kamidesk("init", typed="\n" * 6).output
