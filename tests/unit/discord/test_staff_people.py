"""Who is heard in the agents' forum, and what presses, commands and forms are answered."""

from collections.abc import AsyncIterator

import pytest

from bots.discord.staffcommands import OPTIONS
from core.messages import Address, ButtonPressed, MessageId, MessageReceived, MessageRef, Person, Reacted
from tests.discord.gateway import Channel, Message
from tests.discord.gateway.permissions import May
from tests.unit.discord.staffroom import CARD, Office, channel_on, open_office

NOT_HEARD = "你还不是客服"
NOT_AGENT = "只有客服才能操作"


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        await opened.start()
        await opened.api.until(lambda: bool(opened.scene.staff.commands))
        yield opened


async def ticket(office: Office) -> tuple[Channel, Message]:
    """The post, and its card."""
    where, post = await office.ticket()
    await office.says(where, "卡片", pinned=True, buttons=CARD)
    return post, office.api.answers_in(post)[0]


def heard(office: Office) -> list[str]:
    return [one.body.text for one in office.sink.events.values() if isinstance(one, MessageReceived)]


async def test_who_is_no_agent_is_told_so_once_and_not_heard(office: Office) -> None:
    post, card = await ticket(office)
    for words in ("大家好", "有人吗"):
        office.api.says(office.scene.buyer, post, words)
    await office.api.hears(post, after=card.id)
    office.api.reacts(office.scene.buyer, card, "👍")
    office.api.says(office.scene.agent, post, "您好")
    await office.sink.next(MessageReceived)
    assert heard(office) == ["您好"]
    assert [text[: len(NOT_HEARD)] for text in office.texts(post)] == ["卡片", NOT_HEARD]
    assert not [one for one in office.sink.events.values() if isinstance(one, Reacted)]


async def test_who_is_no_agent_presses_in_vain_and_sees_why(office: Office) -> None:
    _, card = await ticket(office)
    press = office.api.presses(office.scene.buyer, card, "接单")
    await press.answered.wait()
    assert press.words[0].startswith(NOT_AGENT)
    assert press.shown[0].flags & Message.EPHEMERAL
    assert not office.sink.events


async def test_only_who_has_one_of_the_roles_is_heard() -> None:
    async with open_office(agents=[1, 2]) as office:
        await office.start()
        post, _ = await ticket(office)
        office.api.says(office.scene.agent, post, "您好")
        trainee = office.api.new_role(office.scene.guild, "实习")
        trainee.id = 2
        office.api.gives(office.scene.guild, office.scene.guild.members[office.scene.buyer.id], trainee)
        office.api.says(office.scene.buyer, post, "我来试试")
        await office.sink.next(MessageReceived)
        assert heard(office) == ["我来试试"]


async def test_somebody_who_was_made_an_agent_just_now_is_heard(office: Office) -> None:
    post, _ = await ticket(office)
    office.api.gives(office.scene.guild, office.scene.guild.members[office.scene.buyer.id], office.scene.agents)
    office.api.says(office.scene.buyer, post, "我来试试")
    assert (await office.sink.next(MessageReceived)).body.text == "我来试试"


async def test_everybody_who_sees_the_forum_may_be_an_agent() -> None:
    async with open_office(agents="everybody") as office:
        await office.start()
        post, _ = await ticket(office)
        office.api.says(office.scene.buyer, post, "我也是客服")
        assert (await office.sink.next(MessageReceived)).body.text == "我也是客服"


async def test_the_owner_of_the_server_is_an_agent(office: Office) -> None:
    post, _ = await ticket(office)
    office.api.says(office.scene.boss, post, "我是老板")
    assert (await office.sink.next(MessageReceived)).sender.name == "Mei"


async def test_a_press_on_the_card_is_stored_and_answered_in_silence(office: Office) -> None:
    post, card = await ticket(office)
    press = office.api.presses(office.scene.agent, card, "接单")
    await press.answered.wait()
    event = await office.sink.next(ButtonPressed)
    assert (event.value, event.message, press.answer) == ("desk:take", str(card.id), 6)
    assert event.where.thread == str(post.id)


async def test_a_note_is_written_in_a_form_and_shown_to_the_agents(office: Office) -> None:
    post, card = await ticket(office)
    press = office.api.presses(office.scene.agent, card, "备注")
    await press.answered.wait()
    assert press.modal
    filled = office.api.fills_in(office.scene.agent, press, words="老客户，*先退款*")
    await filled.answered.wait()
    assert (await office.sink.next(MessageReceived)).body.text == "/note 老客户，*先退款*"
    assert office.texts(post)[-1] == r"📝 老客户，\*先退款\*"
    assert not [one for one in office.sink.events.values() if isinstance(one, ButtonPressed)]


async def test_a_slash_command_is_carried_out_and_seen_by_all(office: Office) -> None:
    post, _ = await ticket(office)
    used = office.api.commands(office.scene.agent, office.scene.staff, post, "close", words="再见 @everyone")
    await used.answered.wait()
    event = await office.sink.next(MessageReceived)
    assert (event.body.text, event.where.thread) == ("/close 再见 @everyone", str(post.id))
    assert office.texts(post)[-1] == "/close 再见 @everyone"
    assert not office.api.answers_in(post)[-1].pinged


async def test_a_search_without_words_asks_for_them(office: Office) -> None:
    used = office.api.commands(office.scene.agent, office.scene.staff, office.lobby, "search")
    await used.answered.wait()
    filled = office.api.fills_in(office.scene.agent, used, words="小明")
    await filled.answered.wait()
    event = await office.sink.next(MessageReceived)
    assert (event.body.text, event.where) == ("/search 小明", office.channel.room)


async def test_a_message_is_taken_back_from_its_menu(office: Office) -> None:
    post, _ = await ticket(office)
    said = office.api.says(office.scene.agent, post, "发错了")
    await office.sink.next(MessageReceived)
    used = office.api.chooses(office.scene.agent, office.scene.staff, said, "Take back")
    await used.answered.wait()
    event = await office.sink.next(MessageReceived)
    assert event.body.text == "/delete"
    assert event.reply_to == MessageRef(event.where, MessageId(str(said.id)))


async def test_a_command_elsewhere_in_the_server_is_told_where_to_go(office: Office) -> None:
    used = office.api.commands(office.scene.agent, office.scene.staff, office.scene.desk, "open")
    await used.answered.wait()
    assert used.words == ["请到客服论坛的帖子里用这个命令。"]
    assert not office.sink.events


async def test_who_writes_to_the_staff_bot_privately_learns_that_nobody_reads_it(office: Office) -> None:
    chat = office.api.dm(office.scene.staff, office.scene.buyer)
    for words in ("在吗", "喂"):
        office.api.says(office.scene.buyer, chat, words)
    await office.api.hears(chat)
    office.api.says(office.scene.agent, office.lobby, "hi")
    await office.sink.next(MessageReceived)
    assert len(office.texts(chat)) == 1
    assert heard(office) == ["hi"]


async def test_commands_are_registered_once_for_the_server_and_hidden_from_buyers(office: Office) -> None:
    known = office.scene.staff.commands[office.scene.guild.id]
    assert set(OPTIONS) < {one["name"] for one in known}
    assert {one["default_member_permissions"] for one in known} == {str(int(May.MANAGE_THREADS))}
    await office.channel.stop()
    office.channel = channel_on(office.scene, office.around)
    await office.channel.start(office.sink)
    await office.api.until(lambda: len(office.api.calls_of("commands")) == 2)
    office.api.says(office.scene.agent, office.lobby, "hi")
    await office.sink.next(MessageReceived)
    assert len(office.api.calls_of("overwrite commands")) == 1


async def test_what_agents_type_is_shown_to_the_buyer_as_typing(office: Office) -> None:
    post, _ = await ticket(office)
    typed: list[str] = []

    def typing(where: Address, who: Person) -> None:
        typed.append(who.name)

    office.sink.typing = typing  # type: ignore[method-assign]
    office.api.types(office.scene.agent, post)
    office.api.types(office.scene.buyer, post)
    office.api.says(office.scene.agent, post, "hi")
    await office.sink.next(MessageReceived)
    assert typed == ["Lin"]


async def test_a_press_is_answered_in_time_though_the_store_is_away(office: Office) -> None:
    _, card = await ticket(office)
    office.sink.away = True
    press = office.api.presses(office.scene.agent, card, "接单")
    await press.answered.wait()
    assert press.answer == 6
    office.sink.away = False
    assert (await office.sink.next(ButtonPressed)).value == "desk:take"
