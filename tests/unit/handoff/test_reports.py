"""What was not delivered is told, and why."""

import pytest

from core.messages import MessageRef
from handoff.ticket import card_ref
from tests.unit.core.dialogue import Dialogue, proven
from tests.unit.core.fakeshop import NUMBER


@pytest.fixture
def buyer() -> Dialogue:
    dialogue = Dialogue()
    dialogue.says("转人工")
    return dialogue


def words(buyer: Dialogue) -> MessageRef:
    return buyer.agent("你好")


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("RecipientUnreachable", "屏蔽了我们或已离开"),
        ("ContentRejected", "不接受这个内容"),
        ("DeliveryInDoubt", "没有确认"),
        ("SomethingElse", "SomethingElse"),
    ],
)
def test_an_agents_words_that_did_not_arrive_are_quoted_with_the_cause(buyer: Dialogue, why: str, told: str) -> None:
    ref = words(buyer)
    buyer.undelivered(why, of=ref)
    line, *card = buyer.thread
    assert [one.replaces for one in card] == [card_ref(buyer.ticket)] * (why == "RecipientUnreachable")
    assert line.reply_to == ref
    assert "没送到买家" in line.text
    assert told in line.text
    assert not buyer.said


def test_a_buyers_message_that_the_room_cannot_show(buyer: Dialogue) -> None:
    ref = buyer.says("[很大的视频]")
    buyer.undelivered("ContentRejected", of=ref)
    assert "没法显示在这里" in buyer.room


def test_a_held_key_asks_the_agents_with_one_button() -> None:
    buyer = proven(Dialogue())
    buyer.says("转人工")
    buyer.presses_value(f"keys:{NUMBER}")
    buyer.undelivered("DeliveryInDoubt", secret=True, held=True)
    (line,) = buyer.thread
    assert "先问问买家" in line.text
    assert [button.value for row in line.buttons for button in row] == ["desk:release:35.7"]


def test_a_key_that_failed_opens_a_ticket_by_itself() -> None:
    buyer = proven(Dialogue())
    buyer.says("重发卡密")
    buyer.undelivered("DeliveryInDoubt", secret=True, held=True)
    assert buyer.ticket.reason == "delivery"
    assert "不用重复下单" in buyer.bot
    assert "卡密没送达" in buyer.room
    assert any(button.value == "desk:release:35.7" for line in buyer.thread for row in line.buttons for button in row)


def test_a_lost_small_word_opens_nothing() -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.undelivered("ContentRejected")
    assert buyer.conversation.ticket is None
    buyer.undelivered("RecipientUnreachable")
    assert buyer.memory.unreachable


def test_reports_about_reports_come_to_an_end(buyer: Dialogue) -> None:
    buyer.undelivered("ContentRejected")
    assert not buyer.thread
    buyer.undelivered("ContentRejected", of=card_ref(buyer.ticket))
    assert not buyer.thread
    buyer.undelivered("RecipientUnreachable")
    assert "屏蔽或离开" in buyer.thread[0].text
    assert "收不到消息" in buyer.thread[1].text
    buyer.undelivered("RecipientUnreachable")
    assert not buyer.thread


def test_a_room_that_cannot_be_reached_says_nothing_about_the_buyer(buyer: Dialogue) -> None:
    buyer.undelivered("RecipientUnreachable", of=buyer.says("在吗"))
    assert not buyer.memory.unreachable


def test_a_buyer_who_blocks_us_and_comes_back(buyer: Dialogue) -> None:
    buyer.leaves()
    assert "屏蔽或离开" in buyer.room
    words(buyer)
    assert "收不到消息" in buyer.room
    buyer.opens()
    assert "回来了" in buyer.room
    assert not buyer.said
    assert not buyer.memory.unreachable
    buyer.opens()
    assert not buyer.thread
    assert "客服会在这个聊天里回你" in buyer.bot


def test_who_only_unblocks_us_is_not_greeted() -> None:
    """He will be, when he presses start; once is enough."""
    buyer = Dialogue()
    buyer.opens()
    buyer.leaves()
    buyer.opens(silently=True)
    assert (buyer.said, buyer.memory.unreachable) == ([], False)
    buyer.says("转人工")
    buyer.leaves()
    buyer.opens(silently=True)
    assert "回来了" in buyer.room
    assert not buyer.said


def test_without_a_ticket_leaving_is_remembered_and_coming_back_greeted() -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.leaves()
    assert (buyer.memory.unreachable, buyer.said) == (True, [])
    buyer.opens()
    assert (buyer.memory.unreachable, bool(buyer.said)) == (False, True)


def test_the_buyers_next_words_show_that_he_is_back(buyer: Dialogue) -> None:
    buyer.leaves()
    buyer.says("我又来了")
    assert buyer.room.splitlines()[:2] == ["买家回来了，可以正常收消息。", "我又来了"]
    assert not buyer.memory.unreachable
    words(buyer)
    assert "收不到消息" not in buyer.room


def test_a_button_shows_it_too_and_the_card_says_so() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.undelivered("RecipientUnreachable")
    buyer.presses_value("faq")
    assert "买家回来了" in buyer.room
    assert "收不到消息" not in buyer.thread[-1].text
    assert buyer.said
    assert not buyer.memory.unreachable


def test_who_comes_back_and_wants_the_bot_gets_it() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.leaves()
    buyer.says("不用人工了")
    assert "我来接着帮你" in buyer.bot
    assert "已结束" in buyer.thread[-1].text
    assert not buyer.ticket.open


def test_who_comes_back_without_a_ticket_and_wants_a_person_can_be_reached() -> None:
    buyer = Dialogue()
    buyer.opens()
    buyer.leaves()
    buyer.says("转人工")
    assert "收不到消息" not in buyer.room
    assert not buyer.memory.unreachable


def test_a_key_that_found_nobody_there_opens_a_ticket_that_says_so() -> None:
    buyer = proven(Dialogue())
    buyer.says("重发卡密")
    buyer.undelivered("RecipientUnreachable", secret=True)
    assert buyer.memory.unreachable
    assert buyer.ticket.open


def test_a_new_thread_in_place_of_a_deleted_one_gets_the_card(buyer: Dialogue) -> None:
    buyer.thread_is_replaced()
    card, line = buyer.thread
    assert card.replaces == card_ref(buyer.ticket)
    assert card.pinned
    assert "新话题" in line.text
    assert not buyer.said


def test_a_replaced_thread_of_nobody_is_no_matter() -> None:
    nobody = Dialogue()
    nobody.thread_is_replaced()
    assert not nobody.thread
    assert not nobody.said
