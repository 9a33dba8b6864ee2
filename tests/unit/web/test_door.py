"""How agents come in, and how nobody else does."""

from datetime import timedelta

import pytest

from bots.web.logins import login_link
from tests.unit.web.world import World, running


async def test_a_link_preview_does_not_use_the_link_up(world: World) -> None:
    link = world.room.login_link("mei", "小美")
    browser = world.stranger("/staff")
    for _ in range(3):
        async with browser.http.get(link) as page:
            assert page.status == 200
            assert "Set-Cookie" not in page.headers
    assert await browser.sign_in(link) == 303
    await browser.connect()
    assert browser.me == "mei"


async def test_a_link_opens_several_devices(world: World) -> None:
    link = world.room.login_link("mei", "小美")
    for _ in range(2):
        device = world.stranger("/staff")
        assert await device.sign_in(link) == 303
        await device.connect()
        assert device.me == "mei"


async def test_the_session_cookie_is_for_this_site_and_no_script(world: World) -> None:
    browser = world.stranger("/staff")
    headers = {"Origin": world.base}
    async with browser.http.post(
        world.room.login_link("mei", "小美"), headers=headers, allow_redirects=False
    ) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/staff" in cookie
    assert "Secure" not in cookie, "the test serves plain http"


async def test_an_expired_or_forged_link_leads_to_a_friendly_page(world: World) -> None:
    link = world.room.login_link("mei", "小美")
    world.clock.at += timedelta(hours=25)
    for wrong in (link, link + "x", f"{world.base}/staff/login", f"{world.base}/staff/login?t=%ED%A0%80"):
        browser = world.stranger("/staff")
        async with browser.http.get(wrong) as page:
            assert page.status == 403
            assert "expired.title" in await page.text()
        assert await browser.sign_in(wrong) == 403


async def test_a_session_ends_after_its_time(world: World) -> None:
    browser = await world.agent()
    await browser.drop()
    world.clock.at += timedelta(days=31)
    await browser.connect()
    assert browser.me == ""


async def test_everybody_can_be_signed_out_in_one_stroke() -> None:
    async with running() as before:
        link = before.room.login_link("mei", "小美")
        after = (before.clock.at + timedelta(hours=1)).isoformat()
    async with running(staff={"signed_out_before": after}) as world:
        browser = world.stranger("/staff")
        assert await browser.sign_in(link.replace(before.base, world.base)) == 403


async def test_a_link_of_another_site_cannot_sign_anybody_in(world: World) -> None:
    browser = world.stranger("/staff")
    browser.origin = "https://evil.example"
    assert await browser.sign_in(world.room.login_link("mei", "小美")) == 403


async def test_a_visitors_token_opens_no_staff_room(world: World) -> None:
    buyer = await world.buyer()
    thief = world.stranger("/staff")
    thief.http.cookie_jar.update_cookies({"kamidesk_staff": buyer.token})
    await thief.connect()
    assert thief.me == ""
    assert thief.boxes == {}


async def test_who_signs_out_is_out(world: World) -> None:
    browser = await world.agent()
    headers = {"Origin": world.base}
    async with browser.http.post(f"{world.base}/staff/logout", headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
    await browser.drop()
    await browser.connect()
    assert browser.me == ""


def test_there_are_two_roles(world: World) -> None:
    with pytest.raises(ValueError, match="owner"):
        login_link("mei", "Mei", "owner", world.around)
