"""What `kamidesk check` tells, and which settings are refused."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from core.channel import Finding, Severity
from core.errors import WrongSetting
from core.shop import ShopId
from storage.shops.opening import open_shops
from tests.contracts.shops.nextstand import NextStand, numbered
from tests.contracts.surroundings import Away, Sale


async def found(stand: NextStand, **more: Any) -> dict[str, list[Finding]]:
    shop = stand.open_with(**more)
    by_subject: dict[str, list[Finding]] = {}
    for finding in await shop.examine():
        by_subject.setdefault(finding.subject, []).append(finding)
    await shop.close()
    return by_subject


async def test_all_is_well(stand: NextStand) -> None:
    told = await found(stand)
    assert set(told) == {"guest check", "admin account", "orders", "payments", "channel client", "clock"}
    assert {finding.severity for findings in told.values() for finding in findings} == {Severity.OK}
    assert stand.program.channel.provisioned == []


@pytest.mark.parametrize(("role", "left"), [("operations", "replaced"), ("support", "refunds")])
async def test_a_role_that_is_missing_is_named_with_what_it_costs(stand: NextStand, role: str, left: str) -> None:
    stand.program.admin.roles.remove(role)
    (finding,) = (await found(stand))["admin account"]
    assert (finding.severity, finding.remedy) == (Severity.WARNING, f"Give it the role {role}.")
    assert left in finding.seen


async def test_a_role_too_many_and_a_super_administrator_are_warned_about(stand: NextStand) -> None:
    stand.program.admin.roles.add("finance")
    (finding,) = (await found(stand))["admin account"]
    assert (finding.severity, finding.remedy) == (Severity.WARNING, "Take away: finance.")
    stand.program.admin.is_super = True
    (finding,) = (await found(stand))["admin account"]
    assert finding.severity is Severity.WARNING
    assert "super" in finding.seen


@pytest.mark.parametrize("switch", ["captcha", "totp"])
async def test_a_login_that_no_program_passes(stand: NextStand, switch: str) -> None:
    setattr(stand.program.admin, switch, True)
    (finding,) = (await found(stand))["admin account"]
    assert finding.severity is Severity.FAILURE
    assert stand.program.asked.count("POST /admin/login") == 1


async def test_without_an_account_it_says_what_is_missing(stand: NextStand) -> None:
    told = await found(stand, admin=None, channel=None)
    assert [finding.severity for finding in told["admin account"]] == [Severity.WARNING]
    assert set(told) == {"guest check", "admin account", "clock"}


@pytest.mark.parametrize(
    ("old", "form", "severity"),
    [
        (False, "header", Severity.OK),
        (True, "header", Severity.FAILURE),
        (True, "query", Severity.OK),
        (False, "query", Severity.FAILURE),
        (True, "both", Severity.OK),
        (False, "both", Severity.OK),
    ],
)
async def test_the_form_of_the_guest_check(stand: NextStand, old: bool, form: str, severity: Severity) -> None:
    stand.program.guest.old = old
    (finding,) = (await found(stand, guest=form))["guest check"]
    assert finding.severity is severity
    if severity is Severity.FAILURE:
        assert finding.remedy == f'Set guest = "{"query" if old else "header"}".'


async def test_a_channel_client_that_is_switched_off_or_another(stand: NextStand) -> None:
    stand.program.channel.enabled = False
    assert (await found(stand))["channel client"][0].severity is Severity.FAILURE
    stand.program.channel.enabled = True
    told = await found(stand, channel={"key": stand.program.channel.key, "secret": "another"})
    assert told["channel client"][0].severity is Severity.FAILURE


@pytest.mark.parametrize(("seconds", "severity"), [(5, Severity.OK), (-30, Severity.WARNING), (300, Severity.FAILURE)])
async def test_clocks_that_differ(stand: NextStand, seconds: int, severity: Severity) -> None:
    stand.program.skew = timedelta(seconds=seconds)
    (finding,) = (await found(stand))["clock"]
    assert finding.severity is severity


async def test_an_old_shop_and_one_without_payments(stand: NextStand) -> None:
    stand.program.admin.sorts, stand.program.admin.compliance = False, False
    for place in (1, 2):
        stand.sold(Sale(numbered(place)))
        stand.clock.forward(timedelta(minutes=1))
    told = await found(stand)
    assert [told[subject][0].severity for subject in ("orders", "payments")] == [Severity.WARNING] * 2


async def test_a_shop_that_is_away_is_a_finding_and_no_error(stand: NextStand) -> None:
    async def away(_: web.Request) -> web.StreamResponse:
        return web.Response(status=502)

    stand.program.meddle = away
    told = await found(stand)
    assert {told[subject][0].severity for subject in ("guest check", "admin account")} == {Severity.FAILURE}


GOOD = {"base_url": "https://shop.example.com"}


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({}, "base_url"),
        ({"base_url": "http://shop.example.com"}, "base_url"),
        ({"base_url": "https://user:secret-word@shop.example.com"}, "base_url"),
        ({**GOOD, "guest": "cookie"}, "guest"),
        ({**GOOD, "admin": {"username": "kamidesk"}}, "admin.password"),
        ({**GOOD, "channel": {"key": "", "secret": "secret-word"}}, "channel.key"),
        ({**GOOD, "guest_per_minute": 500}, "guest_per_minute"),
        ({**GOOD, "colour": "red"}, "colour"),
    ],
)
def test_a_wrong_setting_is_named_and_not_shown(stand: NextStand, wrong: dict[str, Any], name: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        open_shops({"dujiao-next": {"main": wrong}}, Away(), stand.vault, stand.clock)
    assert refused.value.name == f"shops.dujiao-next.main.{name}"
    assert "secret-word" not in str(refused.value)


def test_it_is_opened_by_its_platform_s_name(stand: NextStand) -> None:
    (shop,) = open_shops({"dujiao-next": {"main": GOOD}}, Away(), stand.vault, stand.clock)
    assert shop.shop == ShopId("main")
