from datetime import timedelta
from pathlib import Path

import pydantic
import pytest

from bots.watch import watch_rules
from config.loading import load
from config.problems import WrongSettings
from config.secrets_file import new_secrets
from config.settings import Settings
from core.orderwatch import Rules
from tests.unit.config.conftest import Load

STAFF = "[channels.web-staff.main]\n"


def test_defaults_are_enough_for_a_shop_with_secrets(loaded: Load, folder: Path) -> None:
    settings = loaded()
    assert settings.web.port == 8080
    assert settings.desk.remind_after == timedelta(minutes=10)
    assert settings.web.json_limit == 1024 * 1024
    assert settings.data_dir == folder / "data"
    assert settings.database_url == f"sqlite:///{folder}/data/kamidesk.sqlite3"
    assert settings.public_url == "http://127.0.0.1:8080"


def test_environment_beats_file_and_file_beats_default(loaded: Load) -> None:
    settings = loaded('[shop]\nname = "Star"\nrefund_days = 3\n', KAMIDESK_SHOP__REFUND_DAYS="9")
    assert settings.shop.name == "Star"
    assert settings.shop.refund_days == 9
    assert settings.shop.language == "zh"


def test_env_file_stands_between_environment_and_toml(loaded: Load, folder: Path) -> None:
    with (folder / "kamidesk.env").open("a") as handle:
        handle.write("KAMIDESK_SHOP__NAME='From file'\nKAMIDESK_SHOP__HOURS=always\n")
    settings = loaded('[shop]\nname = "From toml"\nhours = "never"\n', KAMIDESK_SHOP__HOURS="9-5")
    assert (settings.shop.name, settings.shop.hours) == ("From file", "9-5")


def test_lists_are_written_with_commas_or_as_json(loaded: Load) -> None:
    assert loaded("", KAMIDESK_DESK__AGENTS="Anna, Bo ,").desk.agents == ("Anna", "Bo")
    assert loaded("", KAMIDESK_DESK__AGENTS='["Anna"]').desk.agents == ("Anna",)
    keys = f"{new_secrets()['KAMIDESK_SECRETS__KEYS']},{'k' * 40}"
    assert len(loaded("", KAMIDESK_SECRETS__KEYS=keys).secrets.keys) == 2


@pytest.mark.parametrize(
    ("text", "meant"),
    [("90s", timedelta(seconds=90)), ("1h30m", timedelta(hours=1.5)), ("2d", timedelta(days=2))],
)
def test_times_are_written_as_people_do(loaded: Load, text: str, meant: timedelta) -> None:
    assert loaded(f'[desk]\nremind_after = "{text}"').desk.remind_after == meant


def test_keys_vanish_after_a_day_unless_the_owner_says_otherwise(loaded: Load) -> None:
    assert loaded().proof.remove_keys_after == timedelta(days=1)
    assert loaded('[proof]\nremove_keys_after = "0s"').proof.remove_keys_after == timedelta()
    assert loaded('[proof]\nremove_keys_after = "47h"').proof.remove_keys_after == timedelta(hours=47)


def test_the_daily_message_is_off_unless_it_has_an_hour(loaded: Load) -> None:
    assert loaded().desk.digest_at == ""
    assert loaded('[desk]\ndigest_at = "23:30"').desk.digest_at == "23:30"


def test_channel_sections_stay_raw(loaded: Load) -> None:
    settings = loaded(STAFF + '[channels.telegram.main]\ntoken = "1:a"\nadmins = [1, 2]\nnested = { a = 1 }\n')
    assert settings.channels["telegram"]["main"] == {"token": "1:a", "admins": [1, 2], "nested": {"a": 1}}


def test_channel_settings_come_from_variables_too(loaded: Load) -> None:
    settings = loaded(
        STAFF + "[channels.telegram-staff.main]\nport = 1\n",
        KAMIDESK_CHANNELS__TELEGRAM_STAFF__MAIN__TOKEN="2:b",
        KAMIDESK_CHANNELS__TELEGRAM_STAFF__MAIN__ADMINS="[1, 2]",
        KAMIDESK_CHANNELS__TELEGRAM_STAFF__MAIN__NOTE="[not json",
    )
    expected = {"port": 1, "token": "2:b", "admins": [1, 2], "note": "[not json"}
    assert settings.channels["telegram-staff"]["main"] == expected


def test_relative_paths_start_at_the_folder_of_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "kamidesk.toml").write_text('data_dir = "x"\n[faq]\nfiles = ["faq.yaml", "/abs/faq.yaml"]\n')
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    settings = load(Path("../kamidesk.toml"), {})
    assert settings.data_dir == folder / "x"
    assert settings.faq.files == (folder / "faq.yaml", Path("/abs/faq.yaml"))


def test_file_is_found_by_variable_and_in_the_data_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "kamidesk.toml").write_text('[shop]\nname = "Found"\n')
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert load(environment={"KAMIDESK_CONFIG": "../kamidesk.toml"}).shop.name == "Found"
    by_data = load(environment={"KAMIDESK_DATA_DIR": ".."})
    assert (by_data.shop.name, by_data.data_dir) == ("Found", folder)


def test_settings_cannot_be_changed(loaded: Load) -> None:
    settings = loaded()
    with pytest.raises(pydantic.ValidationError):
        settings.shop.name = "Other"
    with pytest.raises(pydantic.ValidationError):
        settings.channels = {}


def test_secrets_are_never_shown(loaded: Load, folder: Path) -> None:
    settings = loaded(
        STAFF + '[channels.telegram.main]\ntoken = "123:TELEGRAM"\n[shops.dujiao.main]\nkey = "SHOPKEY"\n',
        KAMIDESK_DATABASE__URL="postgresql://shop:DBPASSWORD@localhost/shop",
    )
    shown = f"{settings!r} {settings}"
    sealed_with = settings.secrets.keys[0].get_secret_value()
    for secret in ("TELEGRAM", "SHOPKEY", "DBPASSWORD", sealed_with):
        assert secret not in shown


def test_tests_may_make_settings_without_files() -> None:
    settings = Settings.model_validate(
        {"secrets": {"keys": ["k" * 32], "fingerprint_key": "f" * 32}, "data_dir": "here"}
    )
    assert settings.shop.name


def test_without_secrets_init_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WrongSettings, match=r"secrets: is missing\. `kamidesk init` makes it\."):
        load(environment={})


def test_the_settings_say_what_a_trouble_is(loaded: Load) -> None:
    assert watch_rules(loaded()) == Rules()
    own = loaded(
        """
        [watchdog]
        late_after = "10m"
        failed_payments = 5
        gather = "30s"
        away_after = "1h"
        """
    )
    minute = timedelta(minutes=1)
    assert watch_rules(own) == Rules(late_after=10 * minute, failed=5, gather=minute / 2, away_after=60 * minute)
    assert own.watchdog.every == minute / 3
