"""A channel begins and ends cleanly."""

import asyncio

import pytest

from core.channel import Examines, ServesHttp, Severity
from core.messages import MessageReceived
from core.messages import OutgoingMessage as Out
from tests.conformance.folders import Case, every_case, every_channel
from tests.conformance.stage import Stage, on_stage


@every_case()
async def test_stop_leaves_no_tasks(case: Case) -> None:
    async with on_stage(case) as stage:
        before = asyncio.all_tasks()
        await stage.start()
        await stage.kit.join(stage.channel)
        await stage.kit.says(stage.kit.chat, "hello")
        await stage.sink.next(MessageReceived)
        await stage.deliver(Out(to=stage.kit.chat, text="hello"))
        await stage.kit.close()
        await stage.channel.stop()
        await asyncio.sleep(0.05)  # connections that are closed end their tasks
        assert [task.get_name() for task in asyncio.all_tasks() - before] == []


@every_case("away")
async def test_a_channel_that_never_reached_its_platform_stops_at_once(case: Case) -> None:
    async with on_stage(case) as stage:
        await stage.kit.cause("away", stage.kit.chat)
        before = asyncio.all_tasks()
        await stage.start()
        await asyncio.sleep(0.05)  # it is trying
        async with asyncio.timeout(5):
            await stage.channel.stop()
        await asyncio.sleep(0.05)
        assert [task.get_name() for task in asyncio.all_tasks() - before] == []


@every_case()
async def test_stop_before_start_and_twice_does_nothing(case: Case) -> None:
    async with on_stage(case) as stage:
        await stage.channel.stop()
        await stage.channel.stop()


@every_channel()
async def test_routes_are_different_and_absolute(stage: Stage) -> None:
    if not isinstance(stage.channel, ServesHttp):
        pytest.skip(f"{stage.case.name} serves no routes")
    routes = stage.channel.routes()
    assert len({(route.method, route.path) for route in routes}) == len(routes)
    assert all(route.path.startswith("/") for route in routes)


@every_channel()
async def test_the_doctor_finds_a_working_channel_well(stage: Stage) -> None:
    if not isinstance(stage.channel, Examines):
        pytest.skip(f"{stage.case.name} has nothing to examine")
    findings = await stage.channel.examine()
    assert [finding for finding in findings if finding.severity is Severity.FAILURE] == []


@every_case("away")
async def test_the_doctor_names_a_remedy_when_the_platform_is_away(case: Case) -> None:
    async with on_stage(case) as stage:
        await stage.start()
        await stage.kit.join(stage.channel)
        await stage.kit.cause("away", stage.kit.chat)
        assert isinstance(stage.channel, Examines)
        failures = [one for one in await stage.channel.examine() if one.severity is Severity.FAILURE]
        assert failures
        assert all(one.remedy for one in failures)
