"""Setting the staff bot up: the group is found, and the doctor says in plain words what is missing."""

import asyncio

import pytest

from bots.telegram.findgroup import find_group
from bots.telegram.staff import build_staff
from core.channel import Finding, Severity
from core.errors import ChannelError, WrongSetting
from core.messages import AccountId
from tests.conformance.surroundings import surroundings
from tests.telegram.botapi import BotApi
from tests.telegram.staffdesk import StaffDesk, staff_desk


async def found(desk: StaffDesk, subject: str) -> Finding:
    [finding] = [one for one in await desk.channel.examine() if one.subject == f"telegram-staff/main{subject}"]
    return finding


async def test_a_group_that_is_as_it_should_be_is_found_well() -> None:
    async with staff_desk(helpers=1) as desk:
        findings = await desk.channel.examine()
        assert {one.severity for one in findings} == {Severity.OK}, findings
        assert {one.subject.partition(": ")[2] for one in findings} >= {"token", "updates", "clock", "group", "rights"}
        assert "售后客服" in (await found(desk, ": group")).seen


async def test_a_group_without_topics_is_named() -> None:
    async with staff_desk() as desk:
        desk.scene.group.forum = False
        finding = await found(desk, ": group")
        assert (finding.severity, "Topics" in finding.remedy) == (Severity.FAILURE, True)


async def test_rights_that_are_missing_are_named_as_the_app_names_them() -> None:
    async with staff_desk(helpers=1) as desk:
        desk.api.promotes(desk.scene.group, desk.scene.staff, "can_manage_topics")
        desk.api.kicks(desk.scene.group, desk.helpers[0])
        desk.api.adds(desk.scene.group, desk.helpers[0])
        assert "Delete messages, Pin messages" in (await found(desk, ": rights")).remedy
        assert (await found(desk, " bot 2: rights")).severity is Severity.FAILURE


async def test_a_bot_that_is_not_in_the_group_is_told_to_be_added() -> None:
    async with staff_desk() as desk:
        del desk.scene.group.members[desk.scene.staff.id]
        desk.api.groups.pop(desk.scene.group.id)
        finding = await found(desk, ": group")
        assert (finding.severity, "add it" in finding.remedy) == (Severity.FAILURE, True)


async def test_a_group_that_is_not_known_yet_is_asked_for() -> None:
    async with staff_desk(group=0) as desk:
        finding = await found(desk, ": group")
        assert (finding.severity, "add the bot" in finding.remedy) == (Severity.WARNING, True)


async def test_a_token_that_is_none_says_no_more() -> None:
    async with staff_desk(overflow_tokens=["1:wrong"]) as desk:
        finding = await found(desk, " bot 2: token")
        assert finding.severity is Severity.FAILURE
        assert "wrong" not in finding.seen


@pytest.mark.parametrize(("name", "value"), [("group", 12), ("agents", "everybody"), ("overflow_tokens", ["none"])])
def test_a_wrong_setting_is_named_with_its_remedy(name: str, value: object) -> None:
    around = surroundings("http://127.0.0.1:1")
    with pytest.raises(WrongSetting, match=name) as wrong:
        build_staff(AccountId("main"), {"token": "1:right", name: value}, around)
    assert wrong.value.remedy


# ------------------------------------------------------------------ which group is it?


async def test_the_group_is_found_when_the_bot_is_added() -> None:
    async with BotApi() as api:
        bot, boss = api.new_bot("staff"), api.new_user("Mei")
        group = api.new_group("售后客服", boss, forum=True)
        waiting = asyncio.create_task(find_group(bot.token, api.url, poll_seconds=5))
        api.starts(boss, bot)
        api.adds(group, bot)
        seen = await waiting
        assert (seen.id, seen.title, seen.forum) == (group.id, "售后客服", True)


async def test_the_group_is_found_when_somebody_writes_in_it_and_told_to_have_no_topics() -> None:
    async with BotApi() as api:
        bot, boss = api.new_bot("staff"), api.new_user("Mei")
        group = api.new_group("售后客服", boss)
        api.adds(group, bot)
        api.promotes(group, bot)
        api.queue(bot).clear()
        api.says(boss, group, "在吗")
        seen = await find_group(bot.token, api.url, poll_seconds=1)
        assert (seen.id, seen.forum) == (group.id, False)


async def test_a_group_that_was_upgraded_on_the_way_is_found_by_its_new_id() -> None:
    async with BotApi() as api:
        bot, boss = api.new_bot("staff"), api.new_user("Mei")
        group = api.new_group("售后客服", boss, basic=True)
        api.adds(group, bot)
        api.promotes(group, bot)
        new = api.upgrades(group)
        seen = await find_group(bot.token, api.url, poll_seconds=1)
        assert (seen.id, seen.forum) == (new.id, True)


async def test_a_wrong_token_finds_nothing_and_says_why() -> None:
    async with BotApi() as api:
        with pytest.raises(ChannelError, match="BotFather"):
            await find_group("1:wrong", api.url, poll_seconds=1)
