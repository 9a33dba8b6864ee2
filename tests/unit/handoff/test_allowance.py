"""Where the platform counts: agents always see what is left, and nothing that waits is lost or alarming."""

from datetime import timedelta

import pytest

from core.messages import MessageId, MessageRef
from core.reported import AllowanceChanged
from handoff.cards import DeskSettings
from handoff.ticket import card_ref
from tests.unit.core.counting import COURIER, Counting
from tests.unit.core.dialogue import CHAT, ROOM, Dialogue, proven
from tests.unit.core.fakeshop import NUMBER
from tests.unit.handoff.test_card import card

LAST, USED_UP, WAITS = "还能发 1 条", "额度用完", "先替你留着"


@pytest.fixture
def buyer() -> Counting:
    dialogue = Counting()
    dialogue.says("转人工")
    return dialogue


def line_on_card(buyer: Dialogue) -> str:
    """What it says of what may be written; "": nothing."""
    return next((line for line in card(buyer).text.splitlines() if line.startswith(("✉️", "⏳"))), "")


def told(buyer: Dialogue) -> list[str]:
    """The lines beside the card."""
    return [line.text for line in buyer.thread if card_ref(buyer.ticket) not in (line.replaces, line.mirrors)]


def agent_writes(buyer: Counting, times: int) -> list[str]:
    """So many messages; what the agents were told meanwhile."""
    heard = []
    for _ in range(times):
        buyer.agent("好的")
        heard += told(buyer)
    return heard


# ------------------------------------------------------------------ the card


def test_the_card_says_what_may_still_be_written_and_until_when(buyer: Counting) -> None:
    assert line_on_card(buyer) == "✉️ 网页：还能发 4/5 条，11月24日 12:00 前有效（买家再来信就重新计数）"
    buyer.agent("你好")
    assert "还能发 3/5 条" in line_on_card(buyer)
    buyer.says("卡密用不了")
    assert "还能发 5/5 条" in buyer.thread[1].text


def test_it_says_so_in_english() -> None:
    buyer = Counting(settings=DeskSettings(ROOM, language="en"))
    buyer.says("转人工")
    line = "✉️ Web: 4 of 5 messages left until 24 Nov, 12:00 (counts anew when the buyer writes)"
    assert line_on_card(buyer) == line
    agent_writes(buyer, 4)
    assert line_on_card(buyer).startswith("⏳ Web: nothing can be sent right now")


def test_a_platform_that_does_not_count_is_not_spoken_of() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    assert line_on_card(buyer) == ""
    assert not [name for name in buyer.timers if name == "reply-window"]
    buyer.agent("你好")
    buyer.says("在吗")
    assert buyer.ticket.allowance is None


def test_a_ticket_that_a_lost_key_opens_shows_it_after_the_first_words() -> None:
    """The report lets us write nothing by itself; telling the buyer does."""
    buyer = proven(Counting())
    buyer.undelivered("DeliveryInDoubt", secret=True, held=True)
    assert buyer.ticket.reason == "delivery"
    assert "还能发 3/5 条" in line_on_card(buyer)


@pytest.mark.parametrize("minutes", [1, 9])
def test_a_little_time_changes_nothing_worth_an_edit(buyer: Counting, minutes: int) -> None:
    buyer.says("在吗")
    allowance = buyer.ticket.allowance
    buyer.now += timedelta(minutes=minutes)
    buyer.says("人呢")
    assert (buyer.card_edits, buyer.ticket.allowance) == (0, allowance)


def test_a_later_end_is_shown(buyer: Counting) -> None:
    buyer.says("在吗")
    buyer.now += timedelta(minutes=11)
    buyer.says("人呢")
    assert "12:11" in line_on_card(buyer)


def test_the_card_is_edited_once_a_turn_however_much_is_new(buyer: Counting) -> None:
    buyer.leaves()
    buyer.says("我又来了")
    (edit,) = [line for line in buyer.thread if line.replaces]
    assert "还能发 5/5" in edit.text
    assert "收不到消息" not in edit.text


def test_who_cannot_be_reached_has_no_count(buyer: Counting) -> None:
    buyer.leaves()
    assert line_on_card(buyer) == ""


def test_an_edit_of_the_card_is_never_urgent(buyer: Counting) -> None:
    buyer.says("在吗")
    assert [line.edits_card for line in buyer.thread if line.replaces] == [True] * buyer.card_edits


def test_closing_ends_the_count_and_coming_back_begins_it(buyer: Counting) -> None:
    buyer.agent("你好")
    buyer.agent("/close")
    assert line_on_card(buyer) == ""
    assert "reply-window" not in buyer.timers
    buyer.says("转人工")
    assert "还能发 4/5 条" in line_on_card(buyer)
    assert "reply-window" in buyer.timers


def test_an_agent_who_takes_up_a_closed_ticket_sees_it_at_once(buyer: Counting) -> None:
    buyer.agent("/close")
    buyer.says("谢谢")
    assert "reply-window" not in buyer.timers
    buyer.agent("/take")
    assert "还能发 4/5 条" in buyer.thread[0].text
    assert "还能发 3/5 条" in line_on_card(buyer)
    assert "reply-window" in buyer.timers


# ------------------------------------------------------------------ lines for the agents


def test_the_last_but_one_and_the_last_are_told_once(buyer: Counting) -> None:
    assert agent_writes(buyer, 2) == []
    (line,) = agent_writes(buyer, 1)
    assert line == "✉️ 还能发 1 条：想说的最好合在一条里。"
    (line,) = agent_writes(buyer, 1)
    assert line == "✉️ 额度用完：之后写的会在买家下次来信时一起送达，不用重发。"
    assert line_on_card(buyer) == "⏳ 网页：这会儿发不出去，写好的回复会在买家下次来信时自动送达"


def test_what_the_bot_uses_before_anybody_answers_is_on_the_card_alone() -> None:
    buyer = Counting(total=2)
    buyer.says("转人工")
    assert "还能发 1/2 条" in line_on_card(buyer)
    assert not any(LAST in line for line in told(buyer))


def test_the_sixth_waits_and_that_is_said_once_and_calmly(buyer: Counting) -> None:
    agent_writes(buyer, 4)
    sixth = buyer.agent("第六条")
    (line,) = buyer.thread
    assert line.reply_to == sixth
    assert WAITS in line.text
    assert "没送到" not in line.text
    assert "❌" not in line.text
    assert agent_writes(buyer, 3) == []
    assert "第六条" not in "".join(buyer.arrived)


def test_what_waits_arrives_with_the_buyers_next_words_in_order(buyer: Counting) -> None:
    agent_writes(buyer, 4)
    buyer.agent("第六条")
    buyer.agent("第七条")
    buyer.says("在吗")
    assert buyer.arrived[-1] == "第六条\n第七条"
    assert buyer.waiting == []
    assert "还能发 4/5 条" in line_on_card(buyer)


def test_after_the_buyer_has_written_it_is_told_anew(buyer: Counting) -> None:
    first = agent_writes(buyer, 5)
    buyer.says("还是不行")
    again = agent_writes(buyer, 6)
    for known in (LAST, USED_UP, WAITS):
        assert [known in line for line in first].count(True) == 1
        assert [known in line for line in again].count(True) == 1


def test_a_platform_that_is_stricter_than_we_thought_is_believed(buyer: Counting) -> None:
    """The greeting by the bot waits first, and the agent's words behind it."""
    buyer.runs_out()
    buyer.agent("你好")
    assert WAITS in "".join(told(buyer))
    assert "发不出去" in line_on_card(buyer)
    assert USED_UP not in buyer.room
    assert agent_writes(buyer, 2) == []


def test_what_the_bot_says_waits_in_silence() -> None:
    nobody = Counting()
    nobody.opens()
    nobody.runs_out()
    nobody._put_off(nobody.said[0])
    assert (nobody.thread, nobody.conversation.ticket) == ([], None)
    buyer = Counting()
    buyer.says("转人工")
    buyer.runs_out()
    buyer.thread = []
    buyer._put_off(buyer.said[0])
    assert (told(buyer), "发不出去" in line_on_card(buyer)) == ([], True)


def test_a_key_that_waits_alarms_nobody_and_opens_nothing() -> None:
    buyer = proven(Counting())
    buyer.says("重发卡密")
    keys = next(message for message in buyer.said if message.secret)
    buyer._put_off(keys)
    assert buyer.conversation.ticket is None
    buyer.says("转人工")
    buyer.thread = []
    for _ in range(2):
        buyer._put_off(keys)
    (line,) = told(buyer)
    assert line == "⏳ 卡密先留着，买家下次来信时自动发出，不用补发。"


def test_keys_that_an_agent_sends_too_late_are_promised_in_one_line() -> None:
    buyer = proven(Counting())
    buyer.says("转人工")
    agent_writes(buyer, 5)
    buyer.agent("/resend")
    promised = told(buyer)[-1]
    assert promised == f"🔑 订单 {NUMBER} 的卡密备好了：ABC*-****。买家下次来信时自动发出，不用补发。"
    buyer.runs_out()
    buyer.thread = []
    buyer._put_off(next(message for message in buyer.waiting if message.secret))
    assert told(buyer) == []


def test_where_nobody_counts_but_the_window_is_shut_it_is_the_same() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    ref = buyer.agent("你好")
    buyer.waits(of=ref)
    assert WAITS in buyer.room
    assert "发不出去" in line_on_card(buyer)
    buyer.says("在吗")
    assert line_on_card(buyer) == ""


def test_a_room_that_waits_says_nothing_about_the_buyer(buyer: Counting) -> None:
    allowance = buyer.ticket.allowance
    for ref in (MessageRef(CHAT, MessageId("m1")), card_ref(buyer.ticket)):
        buyer.waits(of=ref)
        assert (buyer.thread, buyer.ticket.allowance) == ([], allowance)


def test_nothing_is_said_in_a_closed_ticket(buyer: Counting) -> None:
    ref = buyer.agent("你好")
    buyer.agent("/close")
    buyer.thread = []
    buyer.waits(of=ref)
    buyer.runs_out()
    buyer.happens(buyer._event(AllowanceChanged, CHAT, COURIER)(allowance=buyer.allowance))
    assert (buyer.thread, buyer.timers) == ([], {})
    buyer.agent("/take")
    assert "发不出去" in line_on_card(buyer)
