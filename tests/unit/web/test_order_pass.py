"""A shop's page hands its buyer's order to the chat, signed; nobody else can."""

import base64
import hashlib
import hmac
import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bots.web import build_web
from bots.web.browser import Browser
from bots.web.protocol import Bring, Press, Say
from core.errors import WrongSetting
from core.messages import ContactOpened
from core.vouched import Vouched
from tests.browser.test_walk import web_settings
from tests.flows.desk import KEYS, ORDER, sell
from tests.flows.desk import running as product
from tests.unit.web.world import MAIN, World, running

KEY = "0123456789abcdef" * 4
WITH_KEY = {"order_key": KEY}
PHP = Path(__file__).parents[3] / "docs" / "web.md"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def order_pass(order: object = ORDER, until: float = 1_900_000_000, key: str = KEY, purpose: str = "order") -> str:
    """As a shop signs it, in any language."""
    claim = json.dumps({"order": order, "until": until}).encode()
    signature = hmac.digest(key.encode(), purpose.encode() + b"\0" + claim, hashlib.sha256)
    return f"{b64(claim)}.{b64(signature)}"


def soon(world: World) -> float:
    return int(world.clock.at.timestamp()) + 3600


async def opened_with(world: World, token: str) -> Browser:
    browser = world.stranger("/chat")
    await browser.connect(order=token)
    return browser


async def test_a_buyer_who_comes_from_his_order_s_page_has_proven_it() -> None:
    async with running(buyer=WITH_KEY) as world:
        browser = await opened_with(world, order_pass(until=soon(world)))
        (event,) = world.intake.of(ContactOpened)
        assert (event.payload, event.vouched) == (f"order_{ORDER}", Vouched("builtin", ORDER))
        assert event.sender.id == browser.me


async def test_coming_again_with_it_is_told_once() -> None:
    async with running(buyer=WITH_KEY) as world:
        browser = await opened_with(world, order_pass(until=soon(world)))
        for seconds in range(3):
            await browser.drop()
            await browser.connect(order=order_pass(until=soon(world) + seconds))
        assert len(world.intake.of(ContactOpened)) == 1


async def test_who_is_here_already_brings_it_when_he_looks() -> None:
    async with running(buyer=WITH_KEY) as world:
        browser = await world.buyer()
        await world.tell_buyer(browser, "你好")
        await browser.send(Bring(order_pass(until=soon(world))))
        await browser.send(Bring("nonsense"))
        await world.tell_buyer(browser, "再见")
        await browser.until(lambda: len(browser.shown("chat")) == 2)
        first, second = world.intake.of(ContactOpened)
        assert (first.vouched, second.vouched) == (None, Vouched("builtin", ORDER))


@pytest.mark.parametrize(
    "token",
    [
        order_pass(key="x" * 64),
        order_pass(key=""),
        order_pass(purpose="visitor"),
        order_pass(order="1 or 1=1"),
        order_pass(order="302\n"),
        order_pass(order=302261122095245598),
        order_pass(order=None),
        order_pass(until=float("inf")),
        "no.pass",
        ".",
        order_pass() + "=",
    ],
)
async def test_what_the_shop_has_not_signed_is_no_more_than_a_hello(token: str) -> None:
    async with running(buyer=WITH_KEY) as world:
        await opened_with(world, token)
        (event,) = world.intake.of(ContactOpened)
        assert (event.payload, event.vouched, event.id[:5]) == ("", None, "open:")


@pytest.mark.parametrize("until", [-10, 86_400 * 40])
async def test_an_expired_pass_names_the_order_and_proves_nothing(until: int) -> None:
    async with running(buyer=WITH_KEY) as world:
        await opened_with(world, order_pass(until=int(world.clock.at.timestamp()) + until))
        (event,) = world.intake.of(ContactOpened)
        assert (event.payload, event.vouched) == (f"order_{ORDER}", None)


async def test_one_half_of_a_pass_does_not_go_with_another() -> None:
    async with running(buyer=WITH_KEY) as world:
        mine, other = order_pass(until=soon(world)), order_pass("999999999999999999", soon(world))
        await opened_with(world, f"{other.split('.')[0]}.{mine.split('.')[1]}")
        assert world.intake.of(ContactOpened)[0].vouched is None


async def test_without_a_key_nothing_is_believed() -> None:
    async with running() as world:
        await opened_with(world, order_pass(until=soon(world)))
        assert world.intake.of(ContactOpened)[0].vouched is None


def test_a_short_key_is_refused_and_never_shown(world: World) -> None:
    with pytest.raises(WrongSetting) as refused:
        build_web(MAIN, {"order_key": "geheim"}, world.around)
    assert "order_key" in str(refused.value)
    assert "geheim" not in str(refused.value)


async def test_the_php_of_the_manual_makes_passes_that_are_taken() -> None:
    php = shutil.which("php")
    if php is None:
        pytest.skip("no PHP: install it (Debian: apt-get install php-cli) and run again")
    snippet = PHP.read_text("utf-8").split("```php\n")[1].split("```")[0]
    async with running(buyer=WITH_KEY) as world:
        code = snippet.replace("<?php", "").replace("time()", str(int(world.clock.at.timestamp())))
        code = code.replace("getenv('KAMIDESK_ORDER_KEY')", f"'{KEY}'")
        made = subprocess.run([php, "-r", f"{code} echo kamidesk_pass('{ORDER}');"], capture_output=True, check=True)  # noqa: ASYNC221
        await opened_with(world, made.stdout.decode())
        assert world.intake.of(ContactOpened)[0].vouched == Vouched("builtin", ORDER)


async def test_the_keys_of_a_vouched_order_are_two_clicks_away_and_of_no_other(tmp_path: Path) -> None:
    """The whole product: no number, no contact, no password asked for."""
    settings = web_settings(tmp_path)
    settings = settings.model_copy(update={"channels": {**settings.channels, "web": {"main": WITH_KEY}}})
    await sell(settings, tmp_path)
    base = settings.public_url
    until = int((datetime.now(UTC) + timedelta(hours=1)).timestamp())
    async with product(settings), Browser(base, "/chat") as buyer, Browser(base, "/chat") as thief:
        await buyer.connect(order=order_pass(until=until))
        await buyer.until(lambda: any("Steam 50 元充值卡" in entry.text for _, entry in buyer.shown("chat")))
        key, entry = next(pair for pair in buyer.shown("chat") if pair[1].buttons)
        value = next(b.value for row in entry.buttons for b in row if b.label == "再发卡密")
        await buyer.do(Press(id=uuid4().hex, message=key, value=value))
        await buyer.until(lambda: any(KEYS[0] in entry.text for _, entry in buyer.shown("chat")))
        await thief.connect(order=order_pass(until=until, key="x" * 64))
        await thief.until(lambda: bool(thief.shown("chat")))
        await thief.do(Say(id=uuid4().hex, text=f"订单 {ORDER}"))
        await thief.until(lambda: any("下单时填的" in entry.text for _, entry in thief.shown("chat")))
        assert not any(KEYS[0] in entry.text for _, entry in thief.shown("chat"))
