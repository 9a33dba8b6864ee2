"""What `kamidesk check` tells of both bots, on a Discord of our own; nothing of it needs a running channel."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bots.discord import CHANNELS
from core.channel import Examines, Finding, Severity
from core.messages import AccountId, ChannelName
from tests.conformance.surroundings import surroundings
from tests.discord.gateway import Channel, Discord
from tests.discord.gateway.model import Overwrite, Tag
from tests.discord.gateway.permissions import FULL_BOT, May
from tests.discord.scene import Scene, scene_on
from tests.unit.discord.staffroom import open_office

TOKEN = "MTAxMDEwMTAx.Gabcde.0123456789abcdefghijklmnop"


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with Discord() as api:
        yield scene_on(api)


async def looked(scene: Scene, name: str, **settings: Any) -> dict[str, Finding]:
    bot = scene.staff if name == "discord-staff" else scene.shop
    known = {"token": bot.token, "api_url": scene.api.api_url, "gateway_url": scene.api.gateway_url}
    channel = CHANNELS[ChannelName(name)](AccountId("main"), known | settings, surroundings("http://127.0.0.1:1"))
    assert isinstance(channel, Examines)
    return {one.subject.partition(": ")[2]: one for one in await channel.examine()}


async def staff(scene: Scene, **settings: Any) -> dict[str, Finding]:
    return await looked(scene, "discord-staff", **{"forum": scene.forum.id, "guild": scene.guild.id} | settings)


async def shop(scene: Scene, **settings: Any) -> dict[str, Finding]:
    return await looked(scene, "discord", **{"guild": scene.guild.id, "contact_channel": scene.desk.id} | settings)


def bad(found: dict[str, Finding]) -> list[str]:
    return [name for name, one in found.items() if one.severity is not Severity.OK]


async def test_both_bots_are_well(scene: Scene) -> None:
    scene.forum.tags = [Tag(n, name) for n, name in enumerate(("待回复", "处理中", "solved", "urgent"), 1)]
    found = await staff(scene)
    assert [*found] == ["token", "clock", "intents", "server", "forum", "tags", "open posts"]
    assert bad(found) == []
    found = await shop(scene)
    assert [*found] == ["token", "clock", "intents", "server", "contact channel"]
    assert bad(found) == []
    assert found["token"].seen == "kami-shop"


@pytest.mark.parametrize("look", [shop, staff])
async def test_a_wrong_token_is_the_only_thing_that_is_told(scene: Scene, look: Any) -> None:
    found = await look(scene, token=TOKEN)
    assert bad(found) == [*found] == ["token"]
    assert "Reset Token" in found["token"].remedy
    assert TOKEN not in repr(found)


async def test_discord_in_trouble_is_not_taken_for_a_wrong_token(scene: Scene) -> None:
    scene.api.faults.breaks(502, "me")
    assert "again" in (await shop(scene))["token"].remedy


async def test_a_discord_that_does_not_answer_is_told_with_the_way_there(scene: Scene) -> None:
    await scene.api.stop()
    found = await staff(scene)
    assert bad(found) == ["Discord"]
    assert "HTTPS_PROXY" in found["Discord"].remedy


async def test_an_intent_that_is_off_is_told_with_the_switch(scene: Scene) -> None:
    scene.staff.privileged = 0
    found = await staff(scene)
    assert found["intents"].severity is Severity.FAILURE
    assert "Message Content Intent" in found["intents"].remedy
    assert bad(await shop(scene)) == []
    assert bad(await shop(scene, message_content=True)) == ["intents"]


async def test_a_bot_that_was_not_invited_gets_an_invitation_with_its_rights(scene: Scene) -> None:
    scene.api.throws_out(scene.guild, scene.staff)
    found = await staff(scene)
    assert bad(found) == ["server"]
    assert f"client_id={scene.staff.id}" in found["server"].remedy
    bits = int(found["server"].remedy.rpartition("permissions=")[2])
    assert bits & May.MANAGE_THREADS
    assert bits & May.MANAGE_CHANNELS
    assert not bits & ~(int(FULL_BOT) | May.MANAGE_CHANNELS)


async def test_without_a_server_in_the_settings_all_its_servers_are_named(scene: Scene) -> None:
    assert (await shop(scene, guild=0))["server"].seen == "卡密小店"
    scene.api.throws_out(scene.guild, scene.shop)
    assert bad(await shop(scene, guild=0, contact_channel=0)) == ["server"]


@pytest.mark.parametrize(
    ("right", "switch"),
    [
        (May.SEND_MESSAGES, "Create Posts"),
        (May.SEND_MESSAGES_IN_THREADS, "in Posts"),
        (May.MANAGE_THREADS, "Manage Posts"),
        (May.ATTACH_FILES, "Attach Files"),
        (May.READ_MESSAGE_HISTORY, "Read Message History"),
        (May.ADD_REACTIONS, "Add Reactions"),
    ],
)
async def test_a_right_that_is_missing_in_the_forum_is_called_by_its_name(
    scene: Scene, right: May, switch: str
) -> None:
    forbid(scene.forum, scene.staff.id, right)
    found = await staff(scene)
    assert found["forum"].severity is Severity.FAILURE
    assert switch in found["forum"].remedy
    assert found["forum"].seen.count(";") == 0


async def test_a_forum_that_the_bot_does_not_see_is_told(scene: Scene) -> None:
    forbid(scene.forum, scene.staff.id, May.VIEW_CHANNEL)
    found = await staff(scene)
    assert bad(found) == ["forum"]
    assert "View Channel" in found["forum"].remedy


async def test_a_channel_that_is_no_forum_and_a_forum_that_is_no_channel(scene: Scene) -> None:
    assert "no forum" in (await staff(scene, forum=scene.desk.id))["forum"].seen
    assert "no text channel" in (await shop(scene, contact_channel=scene.forum.id))["contact channel"].seen


async def test_private_threads_need_more_rights_than_a_button(scene: Scene) -> None:
    forbid(scene.desk, scene.shop.id, May.CREATE_PRIVATE_THREADS)
    assert bad(await shop(scene)) == []
    scene.shop.privileged = 1 << 15
    found = await shop(scene, open_in="thread", message_content=True)
    assert "Create Private Threads" in found["contact channel"].seen


async def test_tags_that_are_missing_and_a_forum_without_room_for_them(scene: Scene) -> None:
    assert "待回复" in (await staff(scene))["tags"].seen
    scene.forum.tags = [Tag(n, f"t{n}") for n in range(1, 21)]
    found = await staff(scene)
    assert found["tags"].severity is Severity.WARNING
    assert "delete 4" in found["tags"].remedy


async def test_a_server_that_is_nearly_full_of_threads_is_told(scene: Scene) -> None:
    for number in range(900):
        scene.api.new_thread(scene.forum, f"#{number}", scene.staff.user, Channel.PUBLIC_THREAD)
    assert (await staff(scene))["open posts"].severity is Severity.WARNING


async def test_a_running_channel_tells_of_its_gateway_as_well() -> None:
    async with open_office() as office:
        await office.start()
        found = {one.subject.partition(": ")[2]: one for one in await office.channel.examine()}
        assert found["gateway"].seen == "connected"
        assert bad(found) == []


def forbid(channel: Channel, bot: int, right: May) -> None:
    channel.overwrites = [Overwrite(bot, deny=int(right), member=True)]
