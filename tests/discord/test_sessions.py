"""The gateway as real discord.py lives through it: coming, staying away, resuming, being refused, being poisoned."""

from datetime import timedelta

import aiohttp
import discord
import pytest

from tests.discord.gateway import Discord
from tests.discord.judge import ALL_WORDS, Judge, judging, on_our_server
from tests.discord.scene import Scene, scene_on


async def test_a_bot_is_told_who_it_is_and_where(scene: Scene, shop: Judge) -> None:
    assert shop.user is not None
    assert (shop.user.id, shop.application_id, [one.id for one in shop.guilds]) == (
        scene.shop.id,
        scene.shop.id,
        [scene.guild.id],
    )
    assert [one.bot for one in scene.api.sessions.identified] == [scene.shop]


async def test_who_has_a_wrong_token_is_turned_away(scene: Scene) -> None:
    scene.shop.token = "wrong"
    with pytest.raises(discord.LoginFailure):
        async with judging(scene.api, scene.shop):
            pass


async def test_intents_that_are_not_switched_on_close_the_gateway(scene: Scene) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with judging(scene.api, scene.shop, ALL_WORDS):
            pass


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (4002, "no json"),
        (4002, "x" * 5000),
        (4003, '{"op": 3, "d": {}}'),
        (4001, '{"op": 99, "d": {}}'),
        (4013, '{"op": 2, "d": {"token": "%s", "intents": -1}}'),
        (4014, '{"op": 2, "d": {"token": "%s", "intents": 32768}}'),
        (4004, '{"op": 2, "d": {"token": "no longer good", "intents": 1}}'),
    ],
)
async def test_what_the_gateway_cannot_take_closes_it(scene: Scene, code: int, told: str) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(scene.api.gateway_url) as socket:
        await socket.receive_json()
        await socket.send_str(told.replace("%s", scene.shop.token))
        assert (await socket.receive()).data == code


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(scene: Scene, shop: Judge) -> None:
    await scene.api.connected(scene.shop)
    scene.api.sessions.drops(scene.shop)
    await scene.api.until(lambda: not scene.api.sessions.connected(scene.shop))
    scene.api.writes_to(scene.buyer, scene.shop, "在吗")
    assert (await shop.hears("message")).content == "在吗"
    assert (len(scene.api.sessions.identified), scene.api.sessions.resumed) == (1, 1)


async def test_a_request_to_reconnect_is_followed_and_resumed(scene: Scene, shop: Judge) -> None:
    await scene.api.connected(scene.shop)
    scene.api.sessions.asks_to_reconnect(scene.shop)
    await shop.hears("resumed")
    assert len(scene.api.sessions.identified) == 1


async def test_a_session_that_is_lost_begins_anew_and_has_missed_something(scene: Scene, shop: Judge) -> None:
    await scene.api.connected(scene.shop)
    scene.api.sessions.drops(scene.shop)
    await scene.api.until(lambda: not scene.api.sessions.connected(scene.shop))
    missed = scene.api.writes_to(scene.buyer, scene.shop, "在吗")
    scene.api.sessions.forget(scene.shop)
    await scene.api.until(lambda: len(scene.api.sessions.identified) == 2)
    scene.api.writes_to(scene.buyer, scene.shop, "??")
    assert (await shop.hears("message")).content == "??"
    assert shop.heard("resumed") == []
    dm = await (await shop.fetch_user(scene.buyer.id)).create_dm()
    assert [one.id async for one in dm.history(limit=1, before=discord.Object(missed.id + 1))] == [missed.id]


async def test_a_silent_connection_is_given_up(scene: Scene) -> None:
    async with Discord(heartbeat=0.05) as api:
        other = scene_on(api)
        async with judging(api, other.shop, heartbeat_timeout=0.2) as client:
            await api.connected(other.shop)
            api.sessions.falls_silent(other.shop)
            api.writes_to(other.buyer, other.shop, "hello?")
            assert (await client.hears("message")).content == "hello?"
            assert (len(api.sessions.identified), api.sessions.resumed) == (1, 1)


async def test_a_server_that_was_away_is_found_again(scene: Scene, shop: Judge) -> None:
    await scene.api.connected(scene.shop)
    await scene.api.stop()
    scene.api.writes_to(scene.buyer, scene.shop, "在吗")
    await scene.api.start()
    assert (await shop.hears("message")).content == "在吗"


async def test_an_event_that_it_cannot_parse_is_the_end_of_discord_py(scene: Scene) -> None:
    """It does not come back by itself: whoever uses it has to see to that."""
    with pytest.raises(KeyError):
        await _poisoned(scene)


async def _poisoned(scene: Scene) -> None:
    async with judging(scene.api, scene.shop) as client:
        await scene.api.connected(scene.shop)
        scene.api.poisons(scene.shop, "MESSAGE_CREATE", {"id": "1"})
        assert client.running is not None
        await client.running


async def test_a_last_event_may_come_twice(scene: Scene, shop: Judge) -> None:
    said = scene.api.writes_to(scene.buyer, scene.shop, "在吗")
    await shop.hears("message")
    scene.api.repeats(scene.shop)
    await scene.api.reached(scene.shop)
    assert [one.id for one in shop.heard("message")] == [said.id, said.id]


async def test_members_are_asked_for_by_id(scene: Scene, staff: Judge) -> None:
    [guild] = staff.guilds
    found = await guild.query_members(user_ids=[scene.agent.id])
    assert [one.id for one in found] == [scene.agent.id]


async def test_how_many_sessions_are_left_is_told(scene: Scene, shop: Judge) -> None:
    async with on_our_server(scene.api):
        _, url, limits = await shop.http.get_bot_gateway()
    assert url.startswith(scene.api.gateway_url)
    assert (limits["total"], limits["remaining"]) == (1000, 999)


async def test_a_bot_that_is_thrown_out_is_told(scene: Scene, shop: Judge) -> None:
    await scene.api.connected(scene.shop)
    scene.api.throws_out(scene.guild, scene.shop)
    await shop.hears("guild_remove")
    assert timedelta(0) <= timedelta(seconds=shop.latency)
