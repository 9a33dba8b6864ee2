"""What the doctor says about an official account, against the platform on a real wire."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from aiohttp import web

from bots.wechat.decoding import decode
from bots.wechat.examining import examine_account
from bots.wechat.official.gate import Gate
from bots.wechat.official.settings import OfficialSettings
from bots.wechat.signing import Signature
from core.channel import Finding, Severity
from core.errors import WrongSetting
from core.messages import AccountId, ChannelName
from core.ports import Surroundings
from tests.conformance.surroundings import WallClock, surroundings
from tests.unit.wechat.door import door, ours
from tests.wechat.platform import WeChat

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
async def wechat() -> AsyncIterator[WeChat]:
    async with WeChat() as platform:
        yield platform


def settings_of(wechat: WeChat, **others: Any) -> OfficialSettings:
    chosen = {**wechat.settings(), "aes_key": wechat.account.aes_key, **others}
    return OfficialSettings.model_validate(chosen)


async def findings_of(wechat: WeChat, around: Surroundings | None = None, **others: Any) -> dict[str, Finding]:
    """By what they are about; the callback's apart."""
    chosen = settings_of(wechat, **others)
    found = await examine_account("wechat/main", chosen, around or surroundings(NOBODY))
    told = {one.subject.partition("wechat/main: ")[2]: one for one in found}
    assert [one for one in told.values() if one.severity is not Severity.OK and not one.remedy] == []
    assert not [secret for secret in (wechat.account.secret, wechat.account.aes_key) if secret in repr(told)]
    return {name: one for name, one in told.items() if name not in {"address", "callback"}}


async def test_a_verified_account_is_well(wechat: WeChat) -> None:
    found = await findings_of(wechat)
    assert {name: one.severity for name, one in found.items()} == dict.fromkeys(
        ("account", "sending", "clock", "mode"), Severity.OK
    )
    assert found["account"].seen == wechat.account.appid
    assert "5 messages within 48 hours" in found["sending"].seen
    assert not wechat.tokens.issued.keys() - {one.query.get("access_token", "") for one in wechat.calls}


async def test_an_account_that_is_not_verified_is_told_what_follows(wechat: WeChat) -> None:
    wechat.account.verified = False
    found = (await findings_of(wechat))["sending"]
    assert (found.severity, "48001" in found.seen) == (Severity.WARNING, True)
    assert "replies within 5 seconds" in found.seen
    assert "微信认证" in found.remedy
    assert (await findings_of(wechat, passive_only=True))["sending"].severity is Severity.OK


async def test_a_verified_account_that_is_held_to_replies(wechat: WeChat) -> None:
    found = (await findings_of(wechat, passive_only=True))["sending"]
    assert (found.severity, "Take `passive_only` out" in found.remedy) == (Severity.WARNING, True)


async def test_without_a_secret_nobody_is_asked(wechat: WeChat) -> None:
    found = await findings_of(wechat, app_secret=None)
    assert (found["sending"].severity, wechat.calls) == (Severity.WARNING, [])
    assert "set app_secret" in found["sending"].remedy
    assert (await findings_of(wechat, app_secret=None, passive_only=True))["sending"].severity is Severity.OK


async def test_the_address_for_the_whitelist_is_the_one_that_the_platform_saw(wechat: WeChat) -> None:
    wechat.whitelist = set()
    found = (await findings_of(wechat))["account"]
    assert found.severity is Severity.FAILURE
    assert found.seen == "WeChat does not know the address 203.0.113.7 of this machine (40164)"
    assert found.remedy.startswith("Put 203.0.113.7 on the whitelist: developers.weixin.qq.com/platform")
    assert "API IP白名单" in found.remedy


@pytest.mark.parametrize(
    ("others", "seen", "remedy"),
    [
        ({"app_id": "wx0000000000000000"}, "no account with this app_id (40013)", "AppID"),
        ({"app_secret": "0" * 32}, "app_secret is not this account's (40125)", "reset it"),
    ],
)
async def test_a_wrong_id_or_secret(wechat: WeChat, others: dict[str, Any], seen: str, remedy: str) -> None:
    found = (await findings_of(wechat, **others))["account"]
    assert (found.severity, seen in found.seen, remedy in found.remedy) == (Severity.FAILURE, True, True)


async def test_a_code_that_we_do_not_know_is_shown(wechat: WeChat) -> None:
    wechat.faults.refuses(88000, "stable_token", words="without comment privilege")
    found = (await findings_of(wechat))["account"]
    assert found.seen.startswith("88000 without comment privilege")


async def test_wechat_is_away_or_something_else_answers_in_its_place(wechat: WeChat) -> None:
    away = (await findings_of(wechat, api_url=NOBODY))["WeChat"]
    assert (away.severity, "HTTPS_PROXY" in away.remedy) == (Severity.FAILURE, True)
    wechat.faults.breaks(502, "stable_token")
    assert "HTTP 502" in (await findings_of(wechat))["account"].seen


async def test_a_clock_that_is_off(wechat: WeChat) -> None:
    class Late(WallClock):
        ahead = timedelta()

        def now(self) -> Any:
            return super().now() + self.ahead

    clock = Late()
    around = replace(surroundings(NOBODY), clock=clock)
    clock.ahead = timedelta(minutes=3)
    assert (await findings_of(wechat, around))["clock"].severity is Severity.WARNING
    clock.ahead = timedelta(minutes=-11)
    found = (await findings_of(wechat, around))["clock"]
    assert (found.severity, "all refused (403)" in found.seen) == (Severity.FAILURE, True)


async def test_a_menu_that_is_not_there_yet_or_another_one_or_may_not_be(wechat: WeChat) -> None:
    wanted = [{"name": "查订单", "value": "order"}, {"name": "帮助", "sub": [{"name": "转人工", "value": "person"}]}]
    found = (await findings_of(wechat, menu=wanted))["menu"]
    assert (found.severity, "kamidesk run" in found.remedy) == (Severity.WARNING, True)
    order = {"type": "click", "name": "查订单", "key": "order"}
    wechat.menu = {"button": [order]}
    assert "another one" in (await findings_of(wechat, menu=wanted))["menu"].seen
    person = {"type": "click", "name": "转人工", "key": "person"}
    wechat.menu = {"button": [order, {"name": "帮助", "sub_button": [person]}]}
    assert (await findings_of(wechat, menu=wanted))["menu"].severity is Severity.OK
    wechat.account.verified = wechat.account.service = False
    assert "48001" in (await findings_of(wechat, menu=wanted))["menu"].seen


@pytest.mark.parametrize("aes_key", ["jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C=", "jWmYm7qr5n"])
def test_keys_that_were_copied_wrongly_are_told_before_anything_else(aes_key: str) -> None:
    known = {"app_id": "wx1234567890abcdef", "token": "Callback"}
    with pytest.raises(WrongSetting, match=r"43 characters remain|has 10 characters") as wrong:
        decode(OfficialSettings, ChannelName("wechat"), AccountId("main"), {**known, "aes_key": f"{aes_key} "})
    assert aes_key not in str(wrong.value)


async def test_messages_that_are_nearly_used_up(wechat: WeChat) -> None:
    told = {"errcode": 0, "errmsg": "ok", "quota": {"daily_limit": 500_000, "used": 499_000, "remain": 1_000}}
    wechat.faults.babbles(msgspec.json.encode(told), "openapi/quota/get")
    found = (await findings_of(wechat))["quota"]
    assert (found.severity, "1000 of 500000" in found.seen) == (Severity.WARNING, True)
    wechat.faults.refuses(48001, "openapi/quota/get")
    assert "quota" not in await findings_of(wechat)


async def test_plain_mode_is_well_and_secure_mode_better(wechat: WeChat) -> None:
    found = (await findings_of(wechat, aes_key=None))["mode"]
    assert (found.severity, "安全模式" in found.remedy) == (Severity.OK, True)


async def test_the_console_s_question_is_one_that_our_gate_lets_in(wechat: WeChat) -> None:
    gate = Gate(Signature(wechat.account.token, timedelta(minutes=10)), None, WallClock())

    def echo(request: web.Request) -> str:
        return gate.echo(request.query)

    async with door(ours(echo)) as url:
        found = await examine_account("wechat/main", settings_of(wechat), surroundings(url))
        other = settings_of(wechat, token="Another")
        wrong = await examine_account("wechat/main", other, surroundings(url))
    assert [one.severity for one in found if one.subject.endswith(": callback")] == [Severity.OK]
    assert "refuses a rightly signed question" in wrong[-1].seen
