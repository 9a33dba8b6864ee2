"""Buttons, forms and slash commands, as real discord.py takes and answers them; and the limits of all calls."""

from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands

from tests.discord.gateway import Interaction
from tests.discord.gateway.rates import Limit
from tests.discord.judge import Judge
from tests.discord.scene import Scene


async def buttons_of(shop: Judge, scene: Scene) -> discord.Message:
    dm = await (await shop.fetch_user(scene.buyer.id)).create_dm()
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="查订单", custom_id="a"))
    view.add_item(discord.ui.Button(label="转人工 🙋", custom_id="v" * 100, row=1))
    return await dm.send("怎么帮您？", view=view)


async def pressed(shop: Judge, scene: Scene, label: str = "转人工 🙋") -> tuple[Interaction, discord.Interaction]:
    await buttons_of(shop, scene)
    press = scene.api.presses(scene.buyer, scene.api.answers_in(scene.chat)[-1], label)
    return press, await shop.hears("interaction", lambda one: one.id == press.id)


async def test_a_press_comes_with_its_value_and_is_answered(scene: Scene, shop: Judge) -> None:
    press, interaction = await pressed(shop, scene)
    assert scene.api.answers_in(scene.chat)[-1].buttons == [["查订单"], ["转人工 🙋"]]
    data: Any = interaction.data
    assert (data["custom_id"], interaction.user.id, interaction.message and interaction.message.content) == (
        "v" * 100,
        scene.buyer.id,
        "怎么帮您？",
    )
    await interaction.response.defer()
    assert press.answer == 6
    await interaction.followup.send("好的，马上")
    assert scene.api.answers_in(scene.chat)[-1].text == "好的，马上"
    assert press.words == ["好的，马上"]


async def test_an_answer_for_one_person_stands_nowhere_else(scene: Scene, shop: Judge) -> None:
    press, interaction = await pressed(shop, scene)
    await interaction.response.send_message("只有您看得到", ephemeral=True)
    await interaction.edit_original_response(content="还是只有您看得到")
    assert press.words == ["还是只有您看得到"]
    assert [one.text for one in scene.api.answers_in(scene.chat)] == ["怎么帮您？"]


async def test_later_means_later(scene: Scene, shop: Judge) -> None:
    press, interaction = await pressed(shop, scene)
    await interaction.response.defer(thinking=True, ephemeral=True)
    assert (press.answer, press.words) == (5, [])
    await interaction.followup.send("查到了")
    assert press.words == ["查到了"]
    assert [one.text for one in scene.api.answers_in(scene.chat)] == ["怎么帮您？"]


async def test_the_message_below_which_one_pressed_may_change(scene: Scene, shop: Judge) -> None:
    _, interaction = await pressed(shop, scene)
    await interaction.response.edit_message(content="已转人工", view=None)
    [shown] = scene.api.answers_in(scene.chat)
    assert (shown.text, shown.buttons) == ("已转人工", [])


async def test_an_answer_is_given_once_and_in_time(scene: Scene, shop: Judge) -> None:
    _, interaction = await pressed(shop, scene)
    await interaction.response.defer()
    with pytest.raises(discord.HTTPException) as twice:
        await interaction._state.http.request(
            discord.http.Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback"), json={"type": 6}
        )
    assert twice.value.code == 40060
    _, other = await pressed(shop, scene)
    scene.api.clock.forward(timedelta(seconds=4))
    with pytest.raises(discord.NotFound) as late:
        await other.response.defer()
    assert late.value.code == 10062
    scene.api.clock.forward(timedelta(minutes=16))
    with pytest.raises(discord.HTTPException) as over:
        await interaction.followup.send("too late")
    assert over.value.code == 50027


async def test_a_form_is_opened_and_filled_in(scene: Scene, shop: Judge) -> None:
    press, interaction = await pressed(shop, scene)
    form: discord.ui.Modal = discord.ui.Modal(title="备注", custom_id="note")
    form.add_item(discord.ui.Label(text="写什么", component=discord.ui.TextInput(custom_id="text")))
    await interaction.response.send_modal(form)
    assert press.modal
    assert press.modal["title"] == "备注"
    filled = scene.api.fills_in(scene.buyer, press, text="老客户")
    submitted: discord.Interaction = await shop.hears("interaction", lambda one: one.id == filled.id)
    assert submitted.type is discord.InteractionType.modal_submit
    data: Any = submitted.data
    assert (data["custom_id"], data["components"][0]["component"]["value"]) == ("note", "老客户")
    await submitted.response.send_message("记下了", ephemeral=True)
    assert filled.words == ["记下了"]


async def test_slash_commands_are_registered_and_used(scene: Scene, shop: Judge) -> None:
    tree = app_commands.CommandTree(shop)

    @tree.command(name="order", description="查订单")
    @app_commands.describe(number="订单号")
    async def order(interaction: discord.Interaction, number: str) -> None:
        await interaction.response.send_message(f"查 {number}", ephemeral=True)

    await tree.sync()
    assert [one.name for one in await tree.fetch_commands()] == ["order"]
    used = scene.api.commands(scene.buyer, scene.shop, scene.desk, "order", number="302")
    await used.answered.wait()
    assert used.words == ["查 302"]
    direct = scene.api.commands(scene.buyer, scene.shop, scene.chat, "order", number="303")
    await direct.answered.wait()
    assert direct.words == ["查 303"]


async def test_a_command_of_one_server_needs_what_it_says(scene: Scene, staff: Judge) -> None:
    tree = app_commands.CommandTree(staff)

    @tree.command(name="close", description="关闭", guild=discord.Object(scene.guild.id))
    @app_commands.default_permissions(manage_threads=True)
    async def close(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)

    await tree.sync(guild=discord.Object(scene.guild.id))
    [command] = scene.staff.commands[scene.guild.id]
    assert command["default_member_permissions"] == str(1 << 34)
    assert scene.api.offered(scene.buyer, scene.staff, scene.forum) == []
    used = scene.api.commands(scene.agent, scene.staff, scene.forum, "close")
    await used.answered.wait()
    assert used.answer == 5


async def test_a_command_in_the_menu_of_a_message_brings_it_along(scene: Scene, shop: Judge) -> None:
    tree = app_commands.CommandTree(shop)

    @tree.context_menu(name="Take back")
    async def take_back(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(message.content, ephemeral=True)

    await tree.sync()
    said = scene.api.writes_to(scene.buyer, scene.shop, "卡密")
    used = scene.api.chooses(scene.buyer, scene.shop, said, "Take back")
    await used.answered.wait()
    assert used.words == ["卡密"]


async def test_rows_labels_and_values_have_limits(scene: Scene, shop: Judge) -> None:
    dm = await (await shop.fetch_user(scene.buyer.id)).create_dm()
    route = discord.http.Route("POST", f"/channels/{dm.id}/messages")
    for wrong in (
        [{"type": 2, "style": 1, "label": "x" * 81, "custom_id": "a"}],
        [{"type": 2, "style": 1, "label": "x", "custom_id": "a" * 101}],
        [{"type": 2, "style": 1, "label": "x", "custom_id": "a"}] * 2,
        [{"type": 2, "style": 1, "label": "x", "custom_id": f"{n}"} for n in range(6)],
    ):
        with pytest.raises(discord.HTTPException) as refused:
            await shop.http.request(route, json={"content": "?", "components": [{"type": 1, "components": wrong}]})
        assert refused.value.code == 50035
    with pytest.raises(discord.HTTPException) as long:
        await dm.send("x", nonce="n" * 26)
    assert long.value.code == 50035


async def test_too_many_calls_wait_as_the_headers_say(scene: Scene, shop: Judge) -> None:
    dm = await (await shop.fetch_user(scene.buyer.id)).create_dm()
    scene.api.rates.on = True
    scene.api.rates.limits["create message"] = Limit(2, 0.05)
    for n in range(5):
        await dm.send(f"{n}")
    assert (len(scene.api.answers_in(scene.chat)), scene.api.rates.refused) == (5, 0)


async def test_a_thread_is_renamed_twice_and_no_more(scene: Scene, staff: Judge) -> None:
    forum = staff.guilds[0].get_channel(scene.forum.id)
    assert isinstance(forum, discord.ForumChannel)
    thread, _ = await forum.create_thread(name="小明", content="卡")
    scene.api.rates.on = True
    staff.http.max_ratelimit_timeout = 30
    await thread.edit(name="1")
    await thread.edit(name="2")
    with pytest.raises(discord.RateLimited) as limited:
        await thread.edit(name="3")
    assert limited.value.retry_after > 500


async def test_a_slowed_down_call_is_made_again_after_the_time_told(scene: Scene, shop: Judge) -> None:
    dm = await (await shop.fetch_user(scene.buyer.id)).create_dm()
    scene.api.faults.slows_down(0.01, "create message")
    scene.api.faults.slows_down(0.01, "create message", scope="global", skip=1)
    await dm.send("hi")
    await dm.send("hi")
    assert len(scene.api.calls_of("create message")) == 4


async def test_who_asks_wrongly_too_often_is_shut_out(scene: Scene, shop: Judge) -> None:
    dm = await (await shop.fetch_user(scene.buyer.id)).create_dm()
    scene.api.rates.bans_at = 3
    scene.api.closes_dms(scene.buyer)
    for _ in range(3):
        with pytest.raises(discord.Forbidden):
            await dm.send("hi")
    scene.api.opens_dms(scene.buyer)
    with pytest.raises(discord.HTTPException) as banned:
        await dm.send("hi")
    assert banned.value.status == 429
    scene.api.clock.forward(timedelta(minutes=11))
    await dm.send("hi")


async def test_a_cut_call_may_have_had_its_effect(scene: Scene, shop: Judge) -> None:
    dm = await (await shop.fetch_user(scene.buyer.id)).create_dm()
    for applied, there in ((False, 0), (True, 1)):
        scene.api.faults.cuts("create message", applied=applied)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await dm.send("您的卡密", nonce="k")
        assert len(scene.api.answers_in(scene.chat)) == there
    await dm.send("您的卡密", nonce="k")
    assert len(scene.api.answers_in(scene.chat)) == 1
    scene.api.faults.breaks(503, "create message")
    with pytest.raises(discord.DiscordServerError):
        await dm.send("again")
