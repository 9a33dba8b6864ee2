"""What `kamidesk check` tells of the shop bot, and what it is told to do."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bots.telegram.examining import Examined, examine_bot
from bots.telegram.settings import ShopSettings
from bots.telegram.wire import Answer, Wire
from core.channel import Finding, Severity
from tests.conformance.stage import RememberingSink
from tests.telegram.botapi import BotApi, Declined
from tests.telegram.scene import Scene, scene_on
from tests.unit.telegram.test_shop_channel import channel_on


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with BotApi(second=0.01) as api:
        yield scene_on(api)


async def findings_of(scene: Scene, **settings: Any) -> dict[str, Finding]:
    channel = channel_on(scene.api, settings.pop("token", scene.shop.token), **settings)
    return {one.subject.partition(": ")[2]: one for one in await channel.examine()}


async def test_a_bot_that_is_well_is_called_by_its_name(scene: Scene) -> None:
    found = await findings_of(scene)
    assert [one.severity for one in found.values()] == [Severity.OK] * 4
    assert found["token"].seen == "@shop_bot (shop)"


async def test_a_wrong_token_is_told_with_the_words_to_say_to_botfather(scene: Scene) -> None:
    found = await findings_of(scene, token="1000000001:AAwrong")
    assert found["token"].severity is Severity.FAILURE
    assert "@BotFather" in found["token"].remedy
    assert "AAwrong" not in repr(found)


async def test_telegram_in_trouble_is_not_taken_for_a_wrong_token(scene: Scene) -> None:
    scene.api.faults.breaks(502, "getMe")
    found = await findings_of(scene)
    assert found["token"].severity is Severity.FAILURE
    assert "again" in found["token"].remedy


async def test_a_webhook_of_another_program_is_seen(scene: Scene) -> None:
    scene.api.delivery.set(scene.shop, "https://other.example/hook", "s", 40)
    assert (await findings_of(scene))["updates"].severity is Severity.WARNING
    by_webhook = await findings_of(scene, mode="webhook")
    assert "another address" in by_webhook["updates"].seen


async def test_our_own_webhook_is_well_and_none_is_told(scene: Scene) -> None:
    assert "no webhook" in (await findings_of(scene, mode="webhook"))["updates"].seen
    scene.api.delivery.set(scene.shop, "https://shop.example/telegram/main/webhook", "s", 40)
    assert (await findings_of(scene, mode="webhook"))["updates"].severity is Severity.OK


async def test_another_program_that_asks_for_updates_is_found(scene: Scene) -> None:
    running = channel_on(scene.api, scene.shop.token)
    await running.start(RememberingSink())
    await scene.api.until(lambda: bool(scene.api.calls_of("getUpdates")))
    found = await findings_of(scene)
    await running.stop()
    assert found["updates"].severity is Severity.WARNING
    assert "another program" in found["updates"].seen


async def test_a_running_channel_tells_its_own_trouble(scene: Scene) -> None:
    running = channel_on(scene.api, scene.shop.token)
    scene.api.faults.refuses(Declined(409, "Conflict: terminated by other getUpdates request"), "getUpdates", times=99)
    await running.start(RememberingSink())
    await scene.api.until(lambda: len(scene.api.calls_of("getUpdates")) > 1)
    found = [one for one in await running.examine() if one.subject.endswith("updates")]
    await running.stop()
    assert [one.severity for one in found] == [Severity.WARNING]


async def test_a_crowd_of_waiting_updates_and_a_failing_webhook_are_told(scene: Scene) -> None:
    for n in range(101):
        scene.api.says(scene.buyer, scene.chat, f"{n}")
    assert "101" in (await findings_of(scene, mode="webhook"))["waiting"].seen
    hook = scene.api.webhook(scene.shop)
    hook.last_error, hook.last_error_date = (
        "Wrong response from the webhook: 502 Bad Gateway",
        int(scene.api.clock.now()),
    )
    assert "502" in (await findings_of(scene, mode="webhook"))["waiting"].seen


class LateWire(Wire):
    """Its clock goes wrong."""

    date = ""

    async def call(self, method: str, *, seconds: float = 30, **arguments: Any) -> Answer:
        told: dict[str, Any] = {"id": 1, "username": "x_bot"} if method == "getMe" else {}
        return Answer(ok=True, result=msgspec.Raw(msgspec.json.encode(told)), date=self.date)


@pytest.mark.parametrize(
    ("date", "severity"),
    [("Sun, 22 Nov 2020 10:00:00 GMT", Severity.WARNING), ("", Severity.OK), ("soon", Severity.OK)],
)
async def test_a_clock_that_goes_wrong_is_told(date: str, severity: Severity) -> None:
    settings = ShopSettings.model_validate({"token": "1:A", "mode": "webhook"})
    wire = LateWire(settings)
    wire.date = date
    findings = await examine_bot(wire, Examined("telegram/main", settings, "https://x"))
    assert [one.severity for one in findings if one.subject.endswith("clock")] == [severity]


async def test_a_server_without_menus_does_without(scene: Scene) -> None:
    channel = channel_on(scene.api, scene.shop.token)
    scene.api.faults.refuses(Declined(404, "Not Found"), "setMyCommands")
    await channel.start(RememberingSink())
    await scene.api.until(lambda: bool(scene.api.calls_of("setMyCommands")))
    await asyncio.sleep(0.05)
    assert len(scene.api.calls_of("setMyCommands")) == 1
    await channel.stop()


async def test_the_menu_is_set_when_telegram_is_there_again(scene: Scene) -> None:
    channel = channel_on(scene.api, scene.shop.token)
    scene.api.faults.breaks(502, "setMyCommands")
    await channel.start(RememberingSink())
    await scene.api.until(lambda: len(scene.shop.commands) == 3, timedelta(seconds=10))
    await channel.stop()


def test_neither_library_is_loaded_before_a_channel_runs() -> None:
    told = "import sys, bots.telegram; sys.exit(any(one in sys.modules for one in ('aiogram', 'telegram', 'httpx')))"
    assert subprocess.run([sys.executable, "-c", told], check=False, timeout=60).returncode == 0


async def test_a_failure_never_names_the_token(scene: Scene) -> None:
    await scene.api.stop()
    [finding] = (await findings_of(scene)).values()
    assert finding.severity is Severity.FAILURE
    assert finding.remedy
    assert scene.shop.token.partition(":")[2] not in repr(finding)
