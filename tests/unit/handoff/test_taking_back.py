"""Agents take messages back by a command, where their platform tells no bot of deletions."""

from datetime import timedelta

import pytest

from core.keyremoval import KeyRemoval
from core.messages import MessageId, MessageRef
from tests.unit.core.dialogue import CHAT, ROOM, Dialogue

ABLE = KeyRemoval(timedelta(), lambda _: True)


@pytest.fixture
def buyer() -> Dialogue:
    dialogue = Dialogue()
    dialogue.removal = ABLE
    dialogue.says("转人工")
    return dialogue


@pytest.mark.parametrize("command", ["/delete", "/del", "/撤回", "/DEL 发错了", "／删除"])
def test_the_quoted_message_is_taken_back_at_the_buyers(buyer: Dialogue, command: str) -> None:
    ref = buyer.agent("密钥在这里……发错人了")
    buyer.agent(command, reply_to=ref)
    (gone,) = buyer.said
    assert (gone.to, gone.deletes, gone.text) == (CHAT, ref, "")
    assert "正在买家那边撤回" in buyer.room
    assert buyer.audit[-1].action == "message.deleted"


def test_without_a_quote_the_agent_is_told_how(buyer: Dialogue) -> None:
    buyer.agent("/delete")
    assert not buyer.said
    assert "回复要撤回的那条消息" in buyer.room


def test_where_messages_stay_the_agent_is_told_so(buyer: Dialogue) -> None:
    buyer.removal = KeyRemoval()
    buyer.agent("/delete", reply_to=MessageRef(ROOM, MessageId("a1")))
    assert not buyer.said
    assert "他还看得到" in buyer.room
    assert buyer.audit[-1].action != "message.deleted"
