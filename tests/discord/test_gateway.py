"""Real discord.py talks to the server: messages, files, threads, posts, reactions, pins, rights."""

import asyncio
import io
from collections.abc import Awaitable
from datetime import timedelta

import aiohttp
import discord
import pytest

from tests.discord.gateway import May
from tests.discord.gateway.model import Overwrite
from tests.discord.judge import Judge
from tests.discord.scene import Scene

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


async def dm_of(client: Judge, scene: Scene) -> discord.DMChannel:
    return await (await client.fetch_user(scene.buyer.id)).create_dm()


async def test_a_buyer_writes_and_is_answered(scene: Scene, shop: Judge) -> None:
    said = scene.api.writes_to(scene.buyer, scene.shop, "我的卡密没收到")
    message: discord.Message = await shop.hears("message")
    assert (message.id, message.content, message.author.display_name) == (said.id, "我的卡密没收到", "小明")
    assert isinstance(message.channel, discord.DMChannel)
    assert message.guild is None
    await message.reply("请把订单号发给我", mention_author=False)
    answer = await scene.api.hears(scene.chat)
    assert (answer.text, answer.kind, answer.reference and answer.reference["message_id"]) == (
        "请把订单号发给我",
        answer.REPLY,
        str(said.id),
    )


async def test_the_same_nonce_is_one_message(scene: Scene, shop: Judge) -> None:
    dm = await dm_of(shop, scene)
    first = await dm.send("您的卡密", nonce="k1")
    again = await dm.send("您的卡密", nonce="k1")
    other = await dm.send("您的卡密", nonce="k2")
    assert first.id == again.id != other.id
    assert len(scene.api.answers_in(scene.chat)) == 2


async def test_files_go_both_ways_and_their_addresses_expire(scene: Scene, shop: Judge) -> None:
    scene.api.says(scene.buyer, scene.chat, "付款了", files={"付款.png": PNG})
    message: discord.Message = await shop.hears("message")
    [attachment] = message.attachments
    assert (attachment.filename, attachment.size, attachment.content_type) == ("付款.png", len(PNG), "image/png")
    assert await attachment.read() == PNG
    files = [discord.File(io.BytesIO(PNG), "a.png"), discord.File(io.BytesIO(b"%PDF"), "说明.pdf")]
    await message.channel.send("看图", files=files)
    sent = await scene.api.hears(scene.chat)
    assert (sent.media, [one.file.name for one in sent.attachments]) == ([PNG, b"%PDF"], ["a.png", "说明.pdf"])
    scene.api.clock.forward(timedelta(days=2))
    with pytest.raises(discord.NotFound):
        await attachment.read()
    fresh = await message.channel.fetch_message(message.id)
    assert await fresh.attachments[0].read() == PNG


async def test_messages_are_edited_and_deleted_by_both(scene: Scene, shop: Judge) -> None:
    said = scene.api.writes_to(scene.buyer, scene.shop, "302")
    message: discord.Message = await shop.hears("message")
    scene.api.edits(said, "303")
    edit: discord.RawMessageUpdateEvent = await shop.hears("raw_message_edit")
    assert (edit.message.content, edit.message.edited_at is not None) == ("303", True)
    mine = await message.channel.send("处理中…")
    await mine.edit(content="已完成 ✅")
    [shown] = scene.api.answers_in(scene.chat)
    assert shown.text == "已完成 ✅"
    await mine.delete()
    assert scene.api.answers_in(scene.chat) == []
    scene.api.deletes(said)
    gone: discord.RawMessageDeleteEvent = await shop.hears("raw_message_delete", lambda one: one.message_id == said.id)
    assert gone.channel_id == scene.chat.id
    theirs = scene.api.writes_to(scene.buyer, scene.shop, "x")
    assert await _code((await dm_of(shop, scene)).get_partial_message(theirs.id).edit(content="y")) == 50005


async def test_reactions_pins_and_typing(scene: Scene, shop: Judge) -> None:
    said = scene.api.writes_to(scene.buyer, scene.shop, "谢谢")
    message: discord.Message = await shop.hears("message")
    await message.add_reaction("✅")
    scene.api.reacts(scene.buyer, said, "👍")
    reaction: discord.RawReactionActionEvent = await shop.hears(
        "raw_reaction_add", lambda r: r.user_id == scene.buyer.id
    )
    assert str(reaction.emoji) == "👍"
    assert said.reactions == {"✅": [scene.shop.id], "👍": [scene.buyer.id]}
    await message.remove_reaction("✅", discord.Object(scene.shop.id))
    scene.api.unreacts(scene.buyer, said, "👍")
    await shop.hears("raw_reaction_remove", lambda r: r.user_id == scene.buyer.id)
    assert said.reactions == {"✅": [], "👍": []}
    await message.pin()
    assert said.pinned
    assert [one.id async for one in message.channel.pins()] == [said.id]
    await message.unpin()
    async with message.channel.typing():
        pass
    assert scene.chat.typed == [scene.shop.id]
    scene.api.types(scene.buyer, scene.chat)
    await shop.hears("raw_typing")


async def test_what_was_missed_is_read_from_the_history(scene: Scene, shop: Judge) -> None:
    said = [scene.api.writes_to(scene.buyer, scene.shop, f"{n}") for n in range(150)]
    dm = await dm_of(shop, scene)
    later = [one.content async for one in dm.history(limit=None, after=discord.Object(said[9].id))]
    assert later == [f"{n}" for n in range(10, 150)]
    assert [one.content async for one in dm.history(limit=3)] == ["149", "148", "147"]


async def test_a_server_looks_as_it_is(scene: Scene, staff: Judge) -> None:
    [guild] = staff.guilds
    assert (guild.name, guild.owner_id, guild.member_count) == ("卡密小店", scene.boss.id, 5)
    forum, desk = guild.get_channel(scene.forum.id), guild.get_channel(scene.desk.id)
    assert isinstance(forum, discord.ForumChannel)
    assert isinstance(desk, discord.TextChannel)
    assert forum.permissions_for(guild.me).manage_threads
    member = await guild.fetch_member(scene.agent.id)
    assert [role.name for role in member.roles] == ["@everyone", "客服"]
    assert forum.permissions_for(member).manage_threads
    assert not forum.permissions_for(await guild.fetch_member(scene.buyer.id)).manage_threads
    with pytest.raises(discord.NotFound):
        await guild.fetch_member(staff.user.id + 1 if staff.user else 0)


async def test_a_ticket_is_a_post_with_tags(scene: Scene, staff: Judge) -> None:
    forum = staff.guilds[0].get_channel(scene.forum.id)
    assert isinstance(forum, discord.ForumChannel)
    waiting = await forum.create_tag(name="待回复", emoji=discord.PartialEmoji(name="🙋"))
    forum = await forum.edit(available_tags=[waiting, discord.ForumTag(name="已解决")]) or forum
    created = await forum.create_thread(
        name="小明 · 没收到卡密", content="小明", applied_tags=[forum.available_tags[0]]
    )
    [post] = scene.api.threads_of(scene.forum)
    assert (post.name, post.tag_names, created.message.id) == ("小明 · 没收到卡密", ["待回复"], post.id)
    scene.api.says(scene.agent, post, "您好")
    heard: discord.Message = await staff.hears("message", lambda one: one.author.id == scene.agent.id)
    assert isinstance(heard.channel, discord.Thread)
    assert (heard.content, heard.channel.parent_id) == ("您好", scene.forum.id)
    await created.thread.edit(name="✅ 小明", archived=True, applied_tags=[forum.available_tags[1]])
    assert (post.name, post.tag_names, post.thread and post.thread.archived) == ("✅ 小明", ["已解决"], True)
    await created.thread.send("还有一句")
    assert post.thread
    assert not post.thread.archived
    await created.thread.delete()
    assert scene.api.threads_of(scene.forum) == []


async def test_one_post_of_a_forum_stays_on_top(scene: Scene, staff: Judge) -> None:
    forum = staff.guilds[0].get_channel(scene.forum.id)
    assert isinstance(forum, discord.ForumChannel)
    first, _ = await forum.create_thread(name="大厅", content="大厅")
    other, _ = await forum.create_thread(name="小明", content="小明")
    await first.edit(pinned=True)
    assert (await staff.fetch_channel(first.id)).flags.pinned  # type: ignore[union-attr]
    assert await _code(other.edit(pinned=True)) == 30047


async def test_a_private_thread_is_for_the_buyer_alone(scene: Scene, shop: Judge, staff: Judge) -> None:
    desk = shop.guilds[0].get_channel(scene.desk.id)
    assert isinstance(desk, discord.TextChannel)
    thread = await desk.create_thread(name="小明", invitable=False)
    await thread.add_user(discord.Object(scene.buyer.id))
    [seen] = scene.api.threads_of(scene.desk)
    assert seen.thread
    assert {*seen.thread.members} == {scene.shop.id, scene.buyer.id}
    scene.api.says(scene.buyer, seen, f"{scene.shop.user.mention} 在吗")
    message: discord.Message = await shop.hears("message", lambda one: one.author.id == scene.buyer.id)
    assert message.content == f"{scene.shop.user.mention} 在吗"


async def test_without_the_intent_only_mentions_are_legible(scene: Scene, shop: Judge) -> None:
    scene.api.says(scene.buyer, scene.desk, "有人吗")
    assert (await shop.hears("message")).content == ""
    scene.api.says(scene.buyer, scene.desk, f"{scene.shop.user.mention} 有人吗")
    assert (await shop.hears("message", lambda one: one.mentions)).content == f"{scene.shop.user.mention} 有人吗"


async def test_what_is_not_allowed_is_refused_by_code(scene: Scene, shop: Judge) -> None:
    desk = shop.guilds[0].get_channel(scene.desk.id)
    assert isinstance(desk, discord.TextChannel)
    scene.desk.overwrites.append(Overwrite(scene.shop.id, deny=May.SEND_MESSAGES, member=True))
    assert await _code(desk.send("hi")) == 50013
    scene.desk.overwrites.append(Overwrite(scene.guild.id, deny=May.VIEW_CHANNEL))
    assert await _code(shop.fetch_channel(scene.desk.id)) == 50001
    assert await _code(shop.fetch_channel(1)) == 10003
    dm = await dm_of(shop, scene)
    assert await _code(dm.fetch_message(1)) == 10008
    assert await _code(dm.send("x" * 2001)) == 50035
    assert await _code(dm.send("")) == 50006
    scene.api.closes_dms(scene.buyer)
    assert await _code(dm.send("hi")) == 50007
    scene.api.opens_dms(scene.buyer)
    scene.api.leaves(scene.guild, scene.buyer)
    assert await _code(dm.send("hi")) == 50278


async def test_threads_refuse_by_code(scene: Scene, staff: Judge) -> None:
    forum = staff.guilds[0].get_channel(scene.forum.id)
    assert isinstance(forum, discord.ForumChannel)
    thread, message = await forum.create_thread(name="小明", content="卡")
    [post] = scene.api.threads_of(scene.forum)
    scene.api.archives(post)
    assert await _code(message.edit(content="x")) == 50083
    scene.api.archives(post, locked=True)
    assert await _code(thread.send("x")) == 50083
    scene.guild.members[scene.staff.id].roles.clear()
    assert await _code(thread.send("x")) == 160005
    scene.forum.tag_required = True
    assert await _code(forum.create_thread(name="x", content="x")) == 40067
    assert await _code(forum.create_thread(name="x" * 101, content="x")) == 50035


async def _code(asked: Awaitable[object]) -> int:
    """The JSON code with which a call is refused."""
    with pytest.raises(discord.HTTPException) as refused:
        await asked
    return refused.value.code


async def test_forwards_stickers_and_polls_are_read(scene: Scene, shop: Judge) -> None:
    said = scene.api.writes_to(scene.buyer, scene.shop, "302")
    forwarded = scene.api.forwards(scene.buyer, said, scene.chat)
    sticker = scene.api.sends_sticker(scene.buyer, scene.chat, "Wave", PNG)
    poll = scene.api.sends_poll(scene.buyer, scene.chat, "哪个好？", "一", "二")
    [snapshot] = (await shop.hears("message", lambda one: one.id == forwarded.id)).message_snapshots
    assert snapshot.content == "302"
    [shown] = (await shop.hears("message", lambda one: one.id == sticker.id)).stickers
    assert (shown.name, shown.format) == ("Wave", discord.StickerFormatType.png)
    asked = (await shop.hears("message", lambda one: one.id == poll.id)).poll
    assert (asked.question, [one.text for one in asked.answers]) == ("哪个好？", ["一", "二"])


async def test_many_messages_are_gone_at_once(scene: Scene, staff: Judge) -> None:
    said = [scene.api.says(scene.buyer, scene.desk, f"{n}") for n in range(3)]
    scene.api.deletes_many(*said)
    gone: discord.RawBulkMessageDeleteEvent = await staff.hears("raw_bulk_message_delete")
    assert gone.message_ids == {one.id for one in said}


async def test_the_preview_of_a_link_is_no_edit(scene: Scene, shop: Judge) -> None:
    said = scene.api.writes_to(scene.buyer, scene.shop, "https://example.com")
    scene.api.shows_preview(said, "https://example.com")
    update: discord.RawMessageUpdateEvent = await shop.hears("raw_message_edit")
    assert (update.message.edited_at, [one.url for one in update.message.embeds]) == (None, ["https://example.com"])


async def test_a_call_may_hang_until_the_server_lets_go(scene: Scene, shop: Judge) -> None:
    dm = await dm_of(shop, scene)
    scene.api.faults.hangs("create message", applied=True)
    sending = asyncio.create_task(dm.send("在的"))
    assert (await scene.api.hears(scene.chat)).text == "在的"
    assert not sending.done()
    scene.api.faults.let_go()
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await sending


async def test_nobody_is_woken_who_was_not_to_be(scene: Scene, shop: Judge) -> None:
    desk = shop.guilds[0].get_channel(scene.desk.id)
    assert isinstance(desk, discord.TextChannel)
    words = f"@everyone {scene.buyer.mention}"
    for allowed in (discord.AllowedMentions.none(), discord.AllowedMentions.all()):
        await desk.send(words, allowed_mentions=allowed)
    quiet, loud = scene.api.answers_in(scene.desk)
    assert (quiet.pinged, quiet.mentions, loud.pinged, loud.mentions) == (False, [], True, [scene.buyer])
