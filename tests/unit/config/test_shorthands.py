"""A shop on Telegram of variables alone: two tokens, and nothing else."""

import stat
from pathlib import Path

import pytest

from config.loading import find_sources, load, make_secrets
from config.problems import WrongSettings
from config.secrets_file import new_secrets
from config.shorthands import spelled_out
from tests.unit.config.conftest import Complain, Load

TOKENS = {"KAMIDESK_TELEGRAM_TOKEN": "1:shop", "KAMIDESK_TELEGRAM_STAFF_TOKEN": "2:staff"}


def test_two_tokens_are_a_shop_whose_agents_are_on_telegram(loaded: Load) -> None:
    settings = loaded("", **TOKENS)
    assert settings.channels == {
        "telegram": {"main": {"token": "1:shop"}},
        "telegram-staff": {"main": {"token": "2:staff"}},
    }
    assert settings.staff_room == "telegram-staff/main"


def test_group_and_server_go_to_the_bots_that_have_a_token(loaded: Load) -> None:
    settings = loaded("", **TOKENS, KAMIDESK_TELEGRAM_GROUP="-1001", KAMIDESK_TELEGRAM_URL="http://127.0.0.1:8081")
    assert settings.channels["telegram-staff"]["main"]["group"] == "-1001"
    assert {one["main"]["api_url"] for one in settings.channels.values()} == {"http://127.0.0.1:8081"}
    one = {"KAMIDESK_TELEGRAM_TOKEN": "1:shop", "KAMIDESK_TELEGRAM_URL": "http://h"}
    assert "KAMIDESK_CHANNELS__TELEGRAM_STAFF__MAIN__API_URL" not in spelled_out(one)


def test_the_long_name_wins_beside_the_short_one_and_an_empty_one_is_none(loaded: Load) -> None:
    settings = loaded("", **TOKENS, KAMIDESK_CHANNELS__TELEGRAM__MAIN__TOKEN="3:long", KAMIDESK_TELEGRAM_GROUP="")
    assert settings.channels["telegram"]["main"] == {"token": "3:long"}
    assert "group" not in settings.channels["telegram-staff"]["main"]


def test_the_environment_wins_over_the_file_whatever_the_names(loaded: Load, folder: Path) -> None:
    with (folder / "kamidesk.env").open("a") as handle:
        handle.write("KAMIDESK_CHANNELS__TELEGRAM__MAIN__TOKEN=0:file\nKAMIDESK_TELEGRAM_STAFF_TOKEN=0:file\n")
    settings = loaded("", **TOKENS)
    assert settings.channels["telegram"]["main"]["token"] == "1:shop"
    assert settings.channels["telegram-staff"]["main"]["token"] == "2:staff"


def test_the_web_room_serves_where_there_is_no_group_on_telegram(loaded: Load) -> None:
    web = "[channels.web.main]\n[channels.web-staff.main]\n"
    assert loaded(web).staff_room == "web-staff/main"
    assert loaded(web, **TOKENS).staff_room == "telegram-staff/main"
    assert loaded(f'{web}[desk]\nroom = "web-staff/main"\n', **TOKENS).staff_room == "web-staff/main"


def test_buyers_without_anybody_to_answer_are_a_mistake(complaints: Complain) -> None:
    (wrong,) = complaints("", KAMIDESK_TELEGRAM_TOKEN="1:shop")
    assert (wrong.name, "KAMIDESK_TELEGRAM_STAFF_TOKEN" in wrong.remedy) == ("desk.room", True)


def test_a_short_name_that_is_misspelt_is_corrected(complaints: Complain) -> None:
    (wrong,) = complaints("", KAMIDESK_TELEGRAM_STAF_TOKEN="2:staff")
    assert str(wrong).endswith("Did you mean KAMIDESK_TELEGRAM_STAFF_TOKEN?")
    assert "2:staff" not in str(wrong)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(environment: dict[str, str]) -> Path | None:
    return make_secrets(find_sources(environment=environment))


def test_a_shop_of_variables_gets_its_secrets_once(empty: Path) -> None:
    with pytest.raises(WrongSettings, match="secrets"):
        load(environment=TOKENS)
    file = made(TOKENS)
    assert file == empty / "kamidesk.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load(environment=TOKENS).secrets.keys
    assert made(TOKENS) is None


def test_its_secrets_lie_beside_its_data(empty: Path) -> None:
    around = {**TOKENS, "KAMIDESK_DATA_DIR": str(empty / "volume")}
    assert made(around) == empty / "volume" / "kamidesk.env"
    assert load(environment=around).data_dir == empty / "volume"


@pytest.mark.parametrize(
    "more",
    [{"KAMIDESK_DATABASE__URL": "postgresql://u:p@h/d"}, new_secrets()],
    ids=["a database that may hold sealed keys", "secrets from elsewhere"],
)
def test_no_secrets_are_made_where_others_are_in_use(empty: Path, more: dict[str, str]) -> None:
    assert made({**TOKENS, **more}) is None
    assert not list(empty.iterdir())


def test_no_secrets_are_made_for_a_database_that_is_there(empty: Path) -> None:
    (empty / "data").mkdir()
    (empty / "data" / "kamidesk.sqlite3").touch()
    assert made(TOKENS) is None


def test_no_secrets_are_made_where_nothing_was_asked_for(empty: Path) -> None:
    assert made({"KAMIDESK_SHOP__NAME": "Star"}) is None
    (empty / "kamidesk.toml").touch()
    assert made(TOKENS) is None
