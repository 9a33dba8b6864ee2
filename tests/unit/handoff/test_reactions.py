"""Reactions reach the other side."""

import pytest

from core.messages import MessageId, MessageRef, Priority
from core.overview import PassReaction
from tests.unit.core.dialogue import CHAT, ROOM, Dialogue


def with_person() -> Dialogue:
    buyer = Dialogue()
    buyer.says("转人工")
    return buyer


def test_an_agents_reaction_goes_under_the_buyers_message() -> None:
    buyer = with_person()
    ref = buyer.says("付好了")
    shown = MessageRef(ROOM, MessageId("copy"))
    buyer.agent_reacts(shown, "👍")
    (reaction,) = buyer.said
    assert (reaction.to, reaction.text) == (CHAT, "👍")
    assert reaction.reacts_to is not None
    assert reaction.reacts_to.key == shown.key
    assert reaction.priority is Priority.CARD
    assert ref.where == CHAT


def test_a_buyers_reaction_goes_to_the_room() -> None:
    buyer = with_person()
    buyer.agent("已经补发了")
    ref = MessageRef(CHAT, MessageId("9"))
    buyer.reacts(ref, "🎉", "❤")
    (reaction,) = buyer.thread
    assert (reaction.to, reaction.text, reaction.reacts_to) == (ROOM, "❤", ref)
    assert not buyer.said


def test_a_reaction_taken_back_is_taken_back_there() -> None:
    buyer = with_person()
    ref = MessageRef(CHAT, MessageId("9"))
    buyer.reacts(ref)
    (reaction,) = buyer.thread
    assert (reaction.text, reaction.reacts_to) == ("", ref)


def test_applause_after_closing_still_arrives_and_opens_nothing() -> None:
    buyer = with_person()
    buyer.agent("/close 祝顺利")
    buyer.reacts(MessageRef(CHAT, MessageId("9")), "👍")
    assert [message.text for message in buyer.thread] == ["👍"]
    assert not buyer.ticket.open


@pytest.mark.parametrize("emojis", [("👍",), ()])
def test_without_a_ticket_a_reaction_is_nothing_and_no_miss(emojis: tuple[str, ...]) -> None:
    buyer = Dialogue()
    buyer.opens()
    before = buyer.conversation
    for _ in range(3):
        buyer.reacts(MessageRef(CHAT, MessageId("1")), *emojis)
        assert not buyer.said
        assert not buyer.thread
    assert buyer.conversation == before


def test_a_reaction_is_no_answer_to_a_waiting_buyer() -> None:
    buyer = with_person()
    buyer.agent_reacts(MessageRef(ROOM, MessageId("copy")), "👀")
    assert buyer.ticket.waiting_since
    buyer.later(minutes=11)
    assert "等了 10 分钟" in buyer.room


def test_it_takes_no_work_where_the_thread_is_known() -> None:
    buyer = with_person()
    buyer.agent_reacts(MessageRef(ROOM, MessageId("copy")), "👍")
    assert not [work for work in buyer.work if isinstance(work, PassReaction)]
