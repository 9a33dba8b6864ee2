"""`kamidesk init` with WeChat: the account is looked at at once, keys are made, and it is said what goes where."""

import re
import stat
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bots.cli.callback_keys import new_aes_key, new_token
from bots.wechat.keyforms import wrong_aes_key, wrong_token
from config.loading import load
from config.secrets_file import read_secrets
from tests.unit.cli.conftest import Kamidesk
from tests.wechat.elsewhere import Elsewhere, elsewhere
from tests.wechat.platform.server import WeChat
from tests.wechat.wecomplatform.server import CORP, SECRET, WeCom

HERE = "https://help.example.com"
ABOUT_THE_SHOP = ["星卡", "zh", HERE, "小美", ""]
NO_TELEGRAM = "n"


@pytest.fixture
def official(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Elsewhere[WeChat]]:
    """The platform of official accounts for everything in this test."""
    assert folder.is_dir()
    with elsewhere(WeChat) as there:
        monkeypatch.setenv("KAMIDESK_WECHAT_URL", there.platform.url)
        yield there


@pytest.fixture
def wecom(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Elsewhere[WeCom]]:
    assert folder.is_dir()
    with elsewhere(WeCom) as there:
        monkeypatch.setenv("KAMIDESK_WECOM_URL", there.platform.url)
        yield there


def typed(*answers: str) -> str:
    return "\n".join([*ABOUT_THE_SHOP, NO_TELEGRAM, *answers, ""])


def account(channel: str) -> dict[str, Any]:
    return dict(load(environment={}).channels[channel]["main"])


def test_id_and_secret_are_all_it_takes(folder: Path, kamidesk: Kamidesk, official: Elsewhere[WeChat]) -> None:
    mine = official.platform.account
    told = kamidesk("init", typed=typed("1", mine.appid, mine.secret, "", ""))
    assert told.exit_code == 0, told.output
    assert f"✓ {mine.appid}" in told.output
    assert "It is verified" in told.output
    assert mine.secret not in told.output
    assert mine.secret not in (folder / "kamidesk.toml").read_text("utf-8")
    assert stat.S_IMODE((folder / "kamidesk.env").stat().st_mode) == 0o600
    written = account("wechat")
    assert (written["app_id"], written["app_secret"]) == (mine.appid, mine.secret)
    assert written["api_url"] == official.platform.url
    assert (wrong_token(written["token"]), wrong_aes_key(written["aes_key"])) == ("", "")
    assert f"URL              {HERE}/wechat/main/callback" in told.output
    assert f"Token            {written['token']}" in told.output
    assert f"EncodingAESKey   {written['aes_key']}" in told.output
    assert re.search(r"1\. Type `kamidesk run`.*安全模式.*3\. Press 提交", told.output, re.DOTALL)
    assert tomllib.loads((folder / "kamidesk.toml").read_text("utf-8"))["channels"]["web-staff"] == {"main": {}}


def test_an_account_that_is_not_verified_is_told_what_follows(kamidesk: Kamidesk, official: Elsewhere[WeChat]) -> None:
    official.do(lambda wechat: setattr(wechat.account, "verified", False))
    mine = official.platform.account
    told = kamidesk("init", typed=typed("1", mine.appid, mine.secret, "", ""))
    assert "lets only replies through" in told.output
    told = kamidesk("init", typed="\n".join(["y", *[""] * 5, "n", "1", "", "", "", "", ""]))
    assert told.exit_code == 0, told.output


def test_without_a_secret_nothing_is_asked(kamidesk: Kamidesk, official: Elsewhere[WeChat]) -> None:
    told = kamidesk("init", typed=typed("1", official.platform.account.appid, "", "", ""))
    assert told.exit_code == 0, told.output
    assert "lets only replies through" in told.output
    assert "app_secret" not in account("wechat")
    assert official.do(lambda wechat: wechat.calls) == []


def test_wrong_words_are_told_plainly_and_asked_for_again(kamidesk: Kamidesk, official: Elsewhere[WeChat]) -> None:
    mine = official.platform.account
    answers = ["3", "1", "my-shop", "wx0000000000000000", "s3cr3t", mine.appid, "wr0ng", "", mine.secret]
    told = kamidesk("init", typed=typed(*answers, "a b", "Callback", "x" * 40, f"{mine.aes_key}="))
    assert told.exit_code == 0, told.output
    for words in (
        "Please type 1 or 2",
        "An AppID begins with wx",
        "There is no such account",
        "not the secret of this account",
        "A token has 3 to 32 letters and digits",
        "this one has 40 characters",
    ):
        assert words in told.output
    assert not [secret for secret in ("s3cr3t", "wr0ng", mine.secret) if secret in told.output]
    written = account("wechat")
    assert (written["token"], written["aes_key"]) == ("Callback", mine.aes_key)


def test_the_address_for_the_whitelist_is_named_and_looked_at_again(
    kamidesk: Kamidesk, official: Elsewhere[WeChat]
) -> None:
    official.do(lambda wechat: setattr(wechat, "whitelist", set()))
    mine = official.platform.account
    told = kamidesk("init", typed=typed("1", mine.appid, mine.secret, "y", "n", "", ""))
    assert told.exit_code == 0, told.output
    assert told.output.count("API IP白名单, enter 203.0.113.7") == 2
    assert account("wechat")["app_secret"] == mine.secret


def test_wechat_out_of_reach_keeps_what_was_typed(kamidesk: Kamidesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMIDESK_WECHAT_URL", "http://127.0.0.1:9")
    told = kamidesk("init", typed=typed("1", "wx1234567890abcdef", "9f86d081884c7d65", "n", "", ""))
    assert told.exit_code == 0, told.output
    assert "http://127.0.0.1:9 cannot be reached" in told.output
    assert account("wechat")["app_secret"] == "9f86d081884c7d65"


def test_without_an_address_it_is_asked_for(folder: Path, kamidesk: Kamidesk, official: Elsewhere[WeChat]) -> None:
    mine = official.platform.account
    about = ["星卡", "zh", "", "小美", "", NO_TELEGRAM, "1", mine.appid, mine.secret, "", "", f"{HERE}/", ""]
    told = kamidesk("init", typed="\n".join(about))
    assert told.exit_code == 0, told.output
    assert "needs one with https" in told.output
    assert load(environment={}).public_url == HERE
    assert (folder / "kamidesk.toml").read_text("utf-8").count("public_url") == 1


def test_once_set_up_all_stays_unless_answered_anew(
    folder: Path, kamidesk: Kamidesk, official: Elsewhere[WeChat]
) -> None:
    mine = official.platform.account
    kamidesk("init", typed=typed("1", mine.appid, mine.secret, "", ""))
    before = (folder / "kamidesk.toml").read_bytes(), read_secrets(folder / "kamidesk.env")
    again = ["y", *[""] * 5, "n"]
    told = kamidesk("init", typed="\n".join([*again, "", ""]))
    assert "set up already" in told.output
    assert ((folder / "kamidesk.toml").read_bytes(), read_secrets(folder / "kamidesk.env")) == before
    told = kamidesk("init", typed="\n".join([*again, "1", "", "", "", "", ""]))
    assert told.exit_code == 0, told.output
    assert before[1]["KAMIDESK_WECHAT_TOKEN"] in told.output
    assert ((folder / "kamidesk.toml").read_bytes(), read_secrets(folder / "kamidesk.env")) == before
    known = account("wechat")
    kamidesk("init", typed="\n".join([*again, "1", "", "", "Another1", "", ""]))
    assert account("wechat") == {**known, "token": "Another1"}


def test_wecom_shows_the_accounts_that_may_be_used(folder: Path, kamidesk: Kamidesk, wecom: Elsewhere[WeCom]) -> None:
    desk = wecom.do(lambda there: there.new_account("售后客服"))
    told = kamidesk("init", typed=typed("2", CORP, SECRET, "", ""))
    assert told.exit_code == 0, told.output
    assert f"✓ 售后客服 ({desk.open_kfid})" in told.output
    assert "设置API接收" in told.output
    assert f"{HERE}/wecom/main/callback" in told.output
    assert SECRET not in told.output
    assert SECRET not in (folder / "kamidesk.toml").read_text("utf-8")
    assert account("wecom")["secret"] == SECRET


def test_wecom_goes_on_where_the_address_can_only_be_entered_later(kamidesk: Kamidesk, wecom: Elsewhere[WeCom]) -> None:
    wecom.do(lambda there: setattr(there, "trusted", False))
    told = kamidesk("init", typed=typed("2", CORP, "", SECRET, "n", "", ""))
    assert told.exit_code == 0, told.output
    assert re.search(r"not let this machine in yet: [\d.]+ has to be among the 企业可信IP", told.output)
    assert account("wecom")["corp_id"] == CORP


def test_wecom_without_a_customer_service_account_says_where_to_make_one(
    kamidesk: Kamidesk, wecom: Elsewhere[WeCom]
) -> None:
    assert wecom.platform.accounts == {}
    told = kamidesk("init", typed=typed("2", CORP, SECRET, "", ""))
    assert "no customer service account yet" in told.output


def test_keys_that_are_made_have_the_forms_that_the_consoles_take() -> None:
    keys, tokens = {new_aes_key() for _ in range(50)}, {new_token() for _ in range(50)}
    assert (len(keys), len(tokens)) == (50, 50)
    assert [key for key in keys if wrong_aes_key(key) or b64encode(b64decode(f"{key}=")).decode() != f"{key}="] == []
    assert [token for token in tokens if wrong_token(token)] == []
