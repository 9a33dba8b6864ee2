"""A shop on Telegram, WeChat or Discord of variables alone."""

import stat
from pathlib import Path

import pytest

from config.loading import find_sources, load, make_secrets
from config.problems import WrongSettings
from config.secrets_file import new_secrets
from config.shorthands import spelled_out
from tests.unit.config.conftest import Complain, Load

TOKENS = {"KAMIDESK_TELEGRAM_TOKEN": "1:shop", "KAMIDESK_TELEGRAM_STAFF_TOKEN": "2:staff"}
OFFICIAL = {
    "KAMIDESK_WECHAT_APP_ID": "wx1234567890abcdef",
    "KAMIDESK_WECHAT_APP_SECRET": "9f86d081884c7d659a2feaa0c55ad015",
    "KAMIDESK_WECHAT_TOKEN": "Callback",
    "KAMIDESK_WECHAT_AES_KEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}
WECOM = {
    "KAMIDESK_WECOM_CORP_ID": "ww1234567890abcdef",
    "KAMIDESK_WECOM_SECRET": "kf-secret-0123456789abcdefghijklmnopqrstuvw",
    "KAMIDESK_WECOM_TOKEN": "Callback",
    "KAMIDESK_WECOM_AES_KEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    "KAMIDESK_WECOM_OPEN_KFID": "wkAJ2GCAAASSm4",
}


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


@pytest.mark.parametrize(("channel", "variables"), [("wechat", OFFICIAL), ("wecom", WECOM)])
def test_a_shop_on_wechat_needs_only_variables(loaded: Load, channel: str, variables: dict[str, str]) -> None:
    settings = loaded("", **variables, KAMIDESK_CHANNELS__WEB_STAFF__MAIN="{}")
    prefix = f"KAMIDESK_{channel.upper()}_"
    assert settings.channels[channel]["main"] == {
        name.removeprefix(prefix).lower(): value for name, value in variables.items()
    }
    assert settings.staff_room == "web-staff/main"


def test_a_server_of_wechats_goes_to_the_account_that_is_there(loaded: Load) -> None:
    servers = {"KAMIDESK_WECHAT_URL": "http://127.0.0.1:1", "KAMIDESK_WECOM_URL": "http://127.0.0.1:2"}
    settings = loaded("", **TOKENS, **OFFICIAL, **servers)
    assert settings.channels["wechat"]["main"]["api_url"] == "http://127.0.0.1:1"
    assert "wecom" not in settings.channels


def test_two_tokens_server_and_forum_are_a_shop_whose_agents_are_on_discord(loaded: Load) -> None:
    places = {"KAMIDESK_DISCORD_GUILD": "11", "KAMIDESK_DISCORD_FORUM": "22", "KAMIDESK_DISCORD_URL": "http://h"}
    settings = loaded("", KAMIDESK_DISCORD_TOKEN="a.b.shop", KAMIDESK_DISCORD_STAFF_TOKEN="a.b.staff", **places)
    assert settings.channels == {
        "discord": {"main": {"token": "a.b.shop", "guild": "11", "api_url": "http://h"}},
        "discord-staff": {"main": {"token": "a.b.staff", "guild": "11", "forum": "22", "api_url": "http://h"}},
    }
    assert settings.staff_room == "discord-staff/main"
    alone = loaded("", KAMIDESK_DISCORD_TOKEN="a.b.shop", KAMIDESK_DISCORD_GUILD="11", **TOKENS)
    assert "discord-staff" not in alone.channels
    assert alone.staff_room == "telegram-staff/main"


def test_what_the_file_says_and_the_variables_add_is_one_account(loaded: Load) -> None:
    secret = {"KAMIDESK_WECHAT_TOKEN": "Callback", "KAMIDESK_WECHAT_APP_SECRET": "9f86d081"}
    toml = '[channels.web-staff.main]\n[channels.wechat.main]\napp_id = "wx1"\n'
    account = loaded(toml, **secret).channels["wechat"]["main"]
    assert account == {"app_id": "wx1", "token": "Callback", "app_secret": "9f86d081"}


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
