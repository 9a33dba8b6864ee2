"""Agents type; buyers read. Commands stay inside."""

from dataclasses import replace

import pytest

from core.messages import SECRET_MARK
from core.turns import TicketState
from core.work import FetchKeys, LookUpForStaff, Refusal, ReleaseHeld
from tests.unit.core.dialogue import CHAT, Dialogue, picture, proven
from tests.unit.core.fakeshop import NUMBER, OTHER, VAULT


@pytest.fixture
def buyer() -> Dialogue:
    dialogue = Dialogue()
    dialogue.says("转人工")
    return dialogue


@pytest.fixture
def known() -> Dialogue:
    """A buyer with a proven order, and a person in charge."""
    dialogue = proven(Dialogue())
    dialogue.says("转人工")
    dialogue.agent("你好")
    return dialogue


def test_an_agent_just_types(buyer: Dialogue) -> None:
    ref = buyer.agent("你好，我看一下")
    notice, words = buyer.said
    assert notice.text == "客服 小王 来了，接下来由 TA 帮你。"
    assert (words.to, words.author, words.text, words.mirrors) == (CHAT, "小王", "你好，我看一下", ref)
    assert buyer.ticket.state is TicketState.TAKEN
    assert buyer.ticket.agent
    assert buyer.ticket.agent.name == "小王"
    look = buyer.thread[-1].look
    assert look
    assert look.title == "🟢 #35 小明 · 网页"
    assert "小王 在处理" in buyer.room


def test_the_agent_is_announced_once(buyer: Dialogue) -> None:
    buyer.agent("你好")
    buyer.agent("在看了")
    assert [message.text for message in buyer.said] == ["在看了"]
    assert not buyer.thread


def test_pictures_and_quotes_go_to_the_buyer(buyer: Dialogue) -> None:
    ref = buyer.says("看这个")
    buyer.agent("点这里", media=[picture()], reply_to=ref)
    words = buyer.said[-1]
    assert words.media == (picture(),)
    assert words.reply_to == ref


def test_edits_and_deletions_go_to_the_buyer(buyer: Dialogue) -> None:
    ref = buyer.agent("明天到")
    buyer.agent_edits(ref, "今天到")
    (edit,) = buyer.said
    assert (edit.text, edit.replaces, edit.mirrors) == ("今天到", ref, None)
    buyer.agent_deletes(ref)
    (gone,) = buyer.said
    assert gone.deletes == ref


@pytest.mark.parametrize("text", ["//这人很急", "／／这人很急", "/note 这人很急", "/NOTE 这人很急", "/备注 这人很急"])
def test_notes_stay_inside_also_when_edited(buyer: Dialogue, text: str) -> None:
    ref = buyer.agent(text)
    assert not buyer.said
    assert buyer.ticket.state is TicketState.WAITING
    buyer.agent_edits(ref, text + "！")
    assert not buyer.said


@pytest.mark.parametrize("text", ["/clsoe", "/resned KD1", "/", "／退款吧"])
def test_a_slip_in_a_command_never_reaches_the_buyer(buyer: Dialogue, text: str) -> None:
    buyer.agent(text)
    assert not buyer.said
    assert "/help" in buyer.room


def test_help(buyer: Dialogue) -> None:
    buyer.agent("/HELP")
    for command in ("/take", "/close", "/resend", "/order", "/note", "//", "/lang", "/history", "/delete", "/open"):
        assert command in buyer.room


def test_a_second_agent_is_told_who_has_it_once_and_heard_all_the_same(buyer: Dialogue) -> None:
    buyer.agent("你好")
    buyer.agent("我补充一句", name="小李")
    assert buyer.bot == "我补充一句"
    assert "这单由 小王 接着" in buyer.room
    buyer.agent("再补充一句", name="小李")
    assert not buyer.thread


def test_of_two_who_press_at_once_the_first_has_it_and_the_other_is_told(buyer: Dialogue) -> None:
    buyer.agent_presses("desk:take")
    buyer.agent_presses("desk:take", name="小李")
    assert "小王 已经接了" in buyer.room
    assert not buyer.said
    assert buyer.ticket.agent
    assert buyer.ticket.agent.name == "小王"


def test_take_by_button_and_by_command(buyer: Dialogue) -> None:
    buyer.agent_presses("desk:take")
    assert "小王 来了" in buyer.bot
    buyer.agent("/take")
    assert "已经是你的" in buyer.room
    assert not buyer.said
    buyer.agent("/take", name="小李")
    assert "小李 来了" in buyer.bot
    assert buyer.ticket.agent
    assert buyer.ticket.agent.name == "小李"


def test_close_twice(buyer: Dialogue) -> None:
    buyer.agent("/close")
    assert len(buyer.said) == 1
    buyer.agent("/close")
    assert not buyer.said
    assert "已经结束" in buyer.room


def test_words_in_a_closed_thread_open_it_again(buyer: Dialogue) -> None:
    buyer.agent("/close")
    buyer.agent("对了，还有件事")
    assert "对了，还有件事" in buyer.bot
    assert buyer.ticket.state is TicketState.TAKEN


def test_an_agent_cannot_slip_in_a_mark_for_a_key(buyer: Dialogue) -> None:
    buyer.agent(f"看{SECRET_MARK}这里")
    assert SECRET_MARK not in buyer.bot


# ------------------------------------------------------------------ keys and orders


@pytest.mark.parametrize("command", ["/resend", f"/resend {NUMBER}", "/重发"])
def test_resend_sends_the_key_to_the_buyer_and_masks_it_for_the_agent(known: Dialogue, command: str) -> None:
    known.agent(command)
    (message,) = known.said
    assert [VAULT.open(sealed) for sealed in message.secret] == ["ABCD-1234-EFGH-5678"]
    assert f"订单 {NUMBER} 的卡密已发给买家：ABC*-****" in known.room
    assert "1234" not in known.room
    assert ("key.resend-asked", "agent-小王") in {(note.action, note.actor) for note in known.audit}
    assert ("key.sent", "agent-小王") in {(note.action, note.actor) for note in known.audit}


def test_with_several_orders_the_agent_picks(known: Dialogue) -> None:
    proven_both = replace(
        known.conversation.memory, proven=(*known.memory.proven, *proven(Dialogue(), OTHER).memory.proven)
    )
    known.conversation = replace(known.conversation, memory=proven_both)
    known.agent("/resend")
    values = [button.value for row in known.thread[0].buttons for button in row]
    assert values == [f"desk:resend:{OTHER}", f"desk:resend:{NUMBER}"]
    assert not known.asked_for(FetchKeys)
    known.agent_presses(values[0])
    assert f"订单 {OTHER} 的卡密" in known.bot


def test_no_key_without_the_buyers_proof(buyer: Dialogue) -> None:
    buyer.agent(f"/resend {NUMBER}")
    assert not buyer.work
    assert "还没核对过" in buyer.room
    (value,) = [button.value for row in buyer.thread[0].buttons for button in row]
    buyer.agent_presses(value)
    assert "客服想先核对一下你的订单" in buyer.bot
    buyer.says(NUMBER)
    buyer.says("zhang@qq.com")
    buyer.says("hunter2")
    assert SECRET_MARK in buyer.bot
    assert "hunter2" not in buyer.room


@pytest.mark.parametrize("refusal", [Refusal.TOO_SOON, Refusal.NO_KEYS, Refusal.NOT_ENOUGH_PROOF, Refusal.SHOP_SILENT])
def test_a_refused_resend_is_told_to_the_agent_alone(known: Dialogue, refusal: Refusal) -> None:
    known.shop.refuses = refusal
    known.agent("/resend")
    assert not known.said
    assert len(known.thread) == 2


def test_any_order_can_be_looked_up_for_the_agent_alone(buyer: Dialogue) -> None:
    buyer.agent(f"/order {OTHER.lower()}")
    assert not buyer.said
    assert f"{OTHER} · 已发货" in buyer.room
    assert "XYZ*-****" in buyer.room
    assert isinstance(buyer.work[-1], LookUpForStaff)
    buyer.agent("/order KD99999999999999")
    assert "没查到" in buyer.room
    buyer.agent("/order")
    assert "要查哪一单" in buyer.room


def test_lang_changes_what_the_buyer_reads(buyer: Dialogue) -> None:
    buyer.agent("/lang en")
    assert not buyer.said
    buyer.agent("/close")
    assert "Not solved yet" in buyer.bot
    buyer.agent("/lang xx")
    assert "/lang zh" in buyer.room


def test_history_tells_what_the_bot_did(known: Dialogue) -> None:
    known.agent("/history")
    assert f"查订单 {NUMBER}" in known.room
    assert not known.said


def test_a_held_key_is_released_by_the_button(known: Dialogue) -> None:
    known.agent_presses("desk:release:35.7")
    assert known.work[-1] == ReleaseHeld("35.7")
    assert "再发一次" in known.room
    assert not known.said
    known.agent("/release")
    assert "没有这个命令" in known.room
