"""Words that are not the writer's own are marked."""

import pytest

from tests.unit.core.dialogue import Dialogue, picture


@pytest.fixture
def buyer() -> Dialogue:
    dialogue = Dialogue()
    dialogue.says("转人工")
    return dialogue


def test_agents_see_whose_words_a_buyer_forwards(buyer: Dialogue) -> None:
    ref = buyer.says("已经给你退款了", origin="卖家阿强")
    (shown,) = buyer.thread
    assert shown.text == "↪️ 转发自 卖家阿强\n已经给你退款了"
    assert (shown.author, shown.mirrors) == ("小明", ref)


def test_a_hidden_name_is_told_to_be_hidden(buyer: Dialogue) -> None:
    buyer.says("看", origin="?")
    assert buyer.room == "↪️ 转发自不公开姓名的人\n看"


def test_a_bot_that_wrote_for_the_buyer_is_named(buyer: Dialogue) -> None:
    buyer.says("猫图", via="gif")
    assert buyer.room == "🤖 通过 gif 发送\n猫图"


def test_a_forwarded_picture_carries_the_mark_as_its_words(buyer: Dialogue) -> None:
    buyer.says("", media=[picture()], origin="阿强")
    (shown,) = buyer.thread
    assert (shown.text, shown.media) == ("↪️ 转发自 阿强", (picture(),))


def test_of_what_cannot_be_read_the_origin_is_told_all_the_same(buyer: Dialogue) -> None:
    buyer.says("", unread=["poll"], origin="阿强")
    assert buyer.room == "↪️ 转发自 阿强\n买家还发了这里打不开的内容：投票"


def test_a_key_in_a_name_is_masked(buyer: Dialogue) -> None:
    buyer.says("看", origin="ABCD-1234-EFGH-5678")
    assert "1234" not in buyer.room


def test_the_words_that_opened_the_ticket_are_marked_too() -> None:
    buyer = Dialogue()
    buyer.says("转人工", origin="阿强")
    assert "↪️ 转发自 阿强\n转人工" in buyer.room


def test_buyers_see_that_an_agent_forwards_but_not_whom(buyer: Dialogue) -> None:
    buyer.agent("换机教程在这里", origin="技术部老李")
    assert buyer.said[-1].text == "↪️ 转发的消息\n换机教程在这里"
    assert "老李" not in buyer.bot
    buyer.agent("", media=[picture()], origin="技术部老李")
    assert (buyer.said[-1].text, buyer.said[-1].media) == ("↪️ 转发的消息", (picture(),))


@pytest.mark.parametrize("text", ["/close", "/note 这人很急", "/clsoe"])
def test_a_forwarded_command_goes_nowhere(buyer: Dialogue, text: str) -> None:
    buyer.agent(text, origin="小李")
    assert not buyer.said
    assert buyer.ticket.open
    assert "没有发给买家" in buyer.room


def test_a_forwarded_note_stays_inside(buyer: Dialogue) -> None:
    buyer.agent("//这人很急", origin="小李")
    assert not buyer.said
    assert not buyer.thread
