"""The other commands, on a real shop in a temporary folder."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.secrets_file import KEYS, read_secrets, write_secrets
from tests.unit.cli.conftest import Kamidesk, Shell

ORDERS = """订单号,商品,状态,下单时间,金额,联系方式,卡密
KD2026010100001,Steam 50,已完成,2026-01-01 10:00:00,50.00,a@example.com,AAAA-BBBB-CCCC-DDDD
KD2026010100002,Steam 50,未支付,2026-01-01 11:00:00,50.00,b@example.com,
"""
COMMANDS = (
    "init",
    "check",
    "run",
    "demo",
    "demo-reset",
    "orders",
    "keys",
    "faq",
    "staff",
    "db",
    "audit",
    "secrets",
    "version",
)
HEAVY = ("aiohttp", "sqlmodel", "sqlalchemy", "aiogram", "telegram", "discord", "alembic", "bots.app", "pydantic")


def test_help_names_every_command_and_imports_nothing_heavy(kamidesk: Kamidesk) -> None:
    told = kamidesk("--help").output
    for command in COMMANDS:
        assert command in told
    loaded = "import sys, bots.cli; print(*[name for name in sys.argv[1:] if name in sys.modules])"
    heavy = subprocess.run([sys.executable, "-c", loaded, *HEAVY], capture_output=True, text=True, check=True)
    assert heavy.stdout.strip() == ""


def test_unknown_command_is_a_usage_error(kamidesk: Kamidesk) -> None:
    told = kamidesk("frob")
    assert told.exit_code == 2
    assert "No such command 'frob'" in told.output


def test_version(kamidesk: Kamidesk) -> None:
    assert re.match(r"KamiDesk \d+\.\d+\.\d+, Python 3\.", kamidesk("version").output)


def test_check_of_a_new_shop_finds_nothing_wrong(shop: Path, kamidesk: Kamidesk) -> None:
    told = kamidesk("check")
    assert told.exit_code == 0, told.output
    for subject in ("data folder", "free disk", "secrets", "public address", "database", "clock"):
        assert subject in told.output


def test_check_for_programs(shop: Path, kamidesk: Kamidesk) -> None:
    found = json.loads(kamidesk("check", "--json").stdout)
    assert {"subject", "severity", "seen", "remedy"} == set(found[0])
    assert "failure" not in {one["severity"] for one in found}


def test_check_names_what_is_wrong_and_fails(shop: Path, kamidesk: Kamidesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMIDESK_WEB__PRT", "1")
    told = kamidesk("check", "--json")
    assert told.exit_code == 1
    (wrong,) = json.loads(told.stdout)
    assert (wrong["subject"], wrong["remedy"]) == ("KAMIDESK_WEB__PRT", "Did you mean KAMIDESK_WEB__PORT?")
    assert "KAMIDESK_WEB__PRT" in kamidesk("check").stdout


def test_check_tells_of_a_database_that_cannot_be_opened(
    shop: Path, kamidesk: Kamidesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop / "file").touch()
    monkeypatch.setenv("KAMIDESK_DATA_DIR", str(shop / "file" / "data"))
    told = kamidesk("check", "--json")
    assert told.exit_code == 1
    failed = {one["subject"] for one in json.loads(told.stdout) if one["severity"] == "failure"}
    assert failed == {"data folder", "database.url"}


def test_orders_are_imported_once(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "orders.csv").write_text(ORDERS, "utf-8")
    assert "2 orders added, 0 changed, 0 as before." in kamidesk("orders", "import", "orders.csv").output
    again = kamidesk("orders", "import", "orders.csv")
    assert again.exit_code == 0
    assert "AAAA-BBBB" not in again.output


def test_bad_lines_are_listed_and_the_exit_code_tells(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "orders.csv").write_text(ORDERS + ",Steam 50,已完成,2026-01-01 10:00:00,50,c@example.com,\n", "utf-8")
    told = kamidesk("orders", "import", "orders.csv")
    assert told.exit_code == 2
    assert "2 orders added" in told.output
    assert re.search(r"4 .*is empty", told.output)
    assert "orders.bad.csv" in told.output


def test_file_that_is_not_there_is_a_usage_error(shop: Path, kamidesk: Kamidesk) -> None:
    assert kamidesk("orders", "import", "nothing.csv").exit_code == 2


def test_keys_come_into_stock_once(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "orders.csv").write_text(ORDERS, "utf-8")
    kamidesk("orders", "import", "orders.csv")
    (shop / "keys.txt").write_text("\ufeffNEWA-0001\r\n\nNEWB-0002\n AAAA-BBBB-CCCC-DDDD \n", "utf-8")
    told = kamidesk("keys", "add", "Steam 50", "keys.txt")
    assert "2 new keys are in stock, 1 were known before" in told.output
    assert "2 are left" in told.output
    assert "NEWA" not in told.output
    assert "0 new keys" in kamidesk("keys", "add", "Steam 50", "keys.txt").output


def test_keys_for_what_an_import_took_for_made_by_hand(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "orders.csv").write_text(ORDERS.replace("AAAA-BBBB-CCCC-DDDD", ""), "utf-8")
    kamidesk("orders", "import", "orders.csv")
    (shop / "keys.txt").write_text("NEWA-0001\n", "utf-8")
    assert "1 are left" in kamidesk("keys", "add", "Steam 50", "keys.txt").output


def test_keys_of_a_product_that_is_not_there_name_those_that_are(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "orders.csv").write_text(ORDERS, "utf-8")
    kamidesk("orders", "import", "orders.csv")
    (shop / "keys.txt").write_text("NEWA-0001\n", "utf-8")
    told = kamidesk("keys", "add", "Steam 500", "keys.txt")
    assert told.exit_code == 2
    assert "There is: Steam 50" in told.output


def test_a_file_of_keys_that_is_no_text_is_a_usage_error(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "keys.txt").write_bytes(b"\xff\xfe\x00NEWA")
    assert kamidesk("keys", "add", "Steam 50", "keys.txt").exit_code == 2


def test_faq_goes_out_and_comes_back(shop: Path, kamidesk: Kamidesk) -> None:
    count = re.search(r"(\d+) entries written", kamidesk("faq", "export", "faq.yaml").output)
    assert count
    assert int(count[1]) >= 60
    assert f"{count[1]} entries imported" in kamidesk("faq", "import", "faq.yaml").output


def test_broken_faq_file_changes_nothing_and_names_the_line(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "faq.yaml").write_text("entries:\n  - id: a\n    language: zh\n")
    told = kamidesk("faq", "import", "faq.yaml")
    assert told.exit_code == 1
    assert "faq.yaml:2" in told.output


def test_faq_tells_what_it_would_do(shop: Path, kamidesk: Kamidesk) -> None:
    answered = kamidesk("faq", "why", "怎么退款").output
    assert "Answered at once" in answered
    assert re.search(r"👉 1\. .+ · score \d\.\d\d\n    its phrasing “.+”", answered)
    assert "built-in levels" in answered
    assert "goes on to orders, after-sales or a person" in kamidesk("faq", "why", "zzz").output


def test_staff_link_leads_to_the_room(shop: Path, kamidesk: Kamidesk) -> None:
    assert re.match(r"http://127\.0\.0\.1:8080/staff/login\?t=\S+$", kamidesk("staff", "link", "Bo").output)
    told = kamidesk("staff", "link", "Bo", "--role", "king")
    assert told.exit_code == 1
    assert told.output.strip() == "--role: king is not a role. Choose agent or admin."


def test_database_and_audit_log_are_looked_after(shop: Path, kamidesk: Kamidesk) -> None:
    assert "up to date" in kamidesk("db", "upgrade").output
    assert "The audit log is whole: 0 entries" in kamidesk("audit", "verify").output


def test_key_is_exchanged_and_the_shop_still_opens(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "orders.csv").write_text(ORDERS, "utf-8")
    kamidesk("orders", "import", "orders.csv")
    assert "there are 2 now" in kamidesk("secrets", "rotate").output
    told = kamidesk("secrets", "renew").output
    assert re.match(r"[1-9]\d* texts are sealed with the newest key now", told)
    values = read_secrets(shop / "kamidesk.env")
    write_secrets(shop / "kamidesk.env", {**values, KEYS: values[KEYS].split(",")[0]})
    told = kamidesk("check", "--json").stdout
    assert "1 tried, all can be opened" in told
    assert "failure" not in told


def test_keys_from_the_environment_are_not_ours_to_exchange(shop: Path, kamidesk: Kamidesk) -> None:
    (shop / "kamidesk.env").unlink()
    told = kamidesk("secrets", "rotate")
    assert told.exit_code == 1
    assert "KAMIDESK_SECRETS__KEYS" in told.output


def test_demo_shop_can_be_forgotten(folder: Path, kamidesk: Kamidesk) -> None:
    assert "no demo shop" in kamidesk("demo-reset").output
    (folder / "var" / "demo").mkdir(parents=True)
    (folder / "var" / "demo" / "kamidesk.sqlite3").touch()
    assert "is gone" in kamidesk("demo-reset").output
    assert not (folder / "var" / "demo").exists()


def test_own_mistakes_are_one_sentence_too(shop: Path, shell: Shell) -> None:
    (shop / "kamidesk.toml").unlink()
    (shop / "kamidesk.toml").mkdir()
    told = shell("--config", "kamidesk.toml", "check")
    assert told.returncode == 1
    assert "Traceback" not in told.stdout + told.stderr
