"""What the doctor says about WeCom customer service, against the platform on a real wire."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from bots.wechat.envelope import Envelope
from bots.wechat.signing import MSG_SIGNATURE
from bots.wechat.wecom.examining import examine_company
from bots.wechat.wecom.settings import CustomerServiceSettings
from core.channel import Finding, Severity
from core.errors import Forged
from core.ports import Surroundings
from tests.conformance.surroundings import surroundings
from tests.unit.wechat.door import door, ours
from tests.wechat.wecomplatform.server import CORP, SECRET, WeCom

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
async def wecom() -> AsyncIterator[WeCom]:
    async with WeCom() as platform:
        yield platform


async def findings_of(wecom: WeCom, around: Surroundings | None = None, **others: Any) -> dict[str, Finding]:
    """By what they are about; the callback's apart."""
    chosen = CustomerServiceSettings.model_validate({**wecom.settings(every_account=True), **others})
    found = await examine_company("wecom/main", chosen, around or surroundings(NOBODY))
    told = {one.subject.partition("wecom/main: ")[2]: one for one in found}
    assert [one for one in told.values() if one.severity is not Severity.OK and not one.remedy] == []
    assert not [secret for secret in (SECRET, chosen.aes_key.get_secret_value()) if secret in repr(told)]
    return {name: one for name, one in told.items() if name not in {"address", "callback"}}


async def test_an_app_that_may_do_all_it_needs(wecom: WeCom) -> None:
    desk = wecom.new_account("售后客服")
    found = await findings_of(wecom)
    assert {one.severity for one in found.values()} == {Severity.OK}
    assert found["company"].seen == CORP
    assert found["account 售后客服"].seen == desk.open_kfid


async def test_a_hundred_and_one_accounts_are_all_seen(wecom: WeCom) -> None:
    for number in range(101):
        wecom.new_account(f"客服 {number}")
    found = await findings_of(wecom)
    assert {"account 客服 0", "account 客服 100"} <= found.keys()


async def test_an_account_that_is_not_there_and_what_there_is(wecom: WeCom) -> None:
    desk = wecom.new_account("售后客服")
    found = (await findings_of(wecom, open_kfid="wkNobody"))["account wkNobody"]
    assert found.severity is Severity.FAILURE
    assert f"{desk.open_kfid} (售后客服)" in found.remedy


async def test_no_account_yet(wecom: WeCom) -> None:
    found = (await findings_of(wecom))["accounts"]
    assert (found.severity, "创建账号" in found.remedy) == (Severity.FAILURE, True)


async def test_an_account_that_was_not_handed_to_the_app(wecom: WeCom) -> None:
    wecom.new_account("售后客服").managed = False
    found = (await findings_of(wecom))["account 售后客服"]
    assert found.severity is Severity.FAILURE
    assert "通过API管理微信客服账号" in found.remedy


@pytest.mark.parametrize(
    ("others", "seen", "remedy"),
    [
        ({"corp_id": "ww0000000000000000"}, "no company with this corp_id", "企业ID"),
        ({"secret": "another-secret"}, "secret is not this company's", "Secret"),
    ],
)
async def test_a_wrong_id_or_secret(wecom: WeCom, others: dict[str, Any], seen: str, remedy: str) -> None:
    found = (await findings_of(wecom, **others))["company"]
    assert (found.severity, seen in found.seen, remedy in found.remedy) == (Severity.FAILURE, True, True)


async def test_an_address_that_is_not_trusted_is_named(wecom: WeCom) -> None:
    wecom.trusted = False
    found = (await findings_of(wecom))["accounts"]
    assert "127.0.0.1" in found.seen
    assert found.remedy.startswith("Enter 127.0.0.1")
    assert "企业可信IP" in found.remedy


async def test_the_secret_of_an_app_that_may_not(wecom: WeCom) -> None:
    wecom.faults.refuses(48002, "kf/account/list")
    found = (await findings_of(wecom))["accounts"]
    assert (found.severity, "可调用接口的应用" in found.remedy) == (Severity.FAILURE, True)


async def test_wecom_is_away(wecom: WeCom) -> None:
    found = await findings_of(wecom, api_url=NOBODY)
    assert list(found) == ["WeCom"]
    assert "HTTPS_PROXY" in found["WeCom"].remedy


async def test_the_sealed_question_of_the_console_is_asked_and_understood(wecom: WeCom) -> None:
    settings = CustomerServiceSettings.model_validate(wecom.settings())
    envelope = Envelope(settings.token.get_secret_value(), settings.aes_key.get_secret_value(), settings.corp_id)

    def echo(request: web.Request) -> str:
        if request.query[MSG_SIGNATURE] == "0" * 40:
            raise Forged
        return envelope.open(request.query["echostr"]).decode()

    async with door(ours(echo)) as url:
        around = replace(surroundings(url), public_url=url)
        found = await examine_company("wecom/main", settings, around)
    assert [one.severity for one in found if one.subject == "wecom/main: callback"] == [Severity.OK]
