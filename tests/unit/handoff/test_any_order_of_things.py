"""Whatever happens in whatever order: the rules of a ticket hold."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core.messages import SECRET_MARK
from core.turns import TicketState
from handoff.buyers import WAITING_TIMER
from handoff.window import open_at
from tests.unit.core.counting import Counting
from tests.unit.core.dialogue import ROOM, Dialogue, proven
from tests.unit.core.fakeshop import NUMBER

BUYER_SAYS = [
    *("转人工", "怎么退款", "不用人工了", "在吗", "asdf qwer", "1", "查订单"),
    *(NUMBER, "zhang@qq.com", "hunter2", "谢谢", "重发卡密"),
]
BUYER_PRESSES = [
    *("person", "reopen", "bot", "order", "keys", f"keys:{NUMBER}"),
    *("mine", "menu", "desk:take", "person:no-key"),
]
AGENT_SAYS = [
    *("你好", "/take", "/close", "/close 再见", "/resend"),
    *("//内部", "/note x", "/order KD20251120000017", "/oops", "/lang en"),
]


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.talk: Dialogue = proven(Dialogue())

    @rule(text=st.sampled_from(BUYER_SAYS))
    def buyer_says(self, text: str) -> None:
        self.talk.says(text)
        heard = self.talk.said or self.talk.thread
        assert heard, "nobody heard the buyer"
        if self.talk.answers[-1].redact:
            assert text not in self.talk.room

    @rule(value=st.sampled_from(BUYER_PRESSES))
    def buyer_presses(self, value: str) -> None:
        self.talk.presses_value(value)
        assert self.talk.said or self.talk.thread

    @rule()
    def buyer_sends_a_picture(self) -> None:
        self.talk.sends_picture()
        assert self.talk.said or self.talk.thread

    @rule(text=st.sampled_from(AGENT_SAYS), name=st.sampled_from(["小王", "小李"]))
    def agent_says(self, text: str, name: str) -> None:
        self.talk.agent(text, name)
        inside = text.startswith(("//", "/note", "/order", "/oops", "/lang"))
        if inside or self.talk.conversation.ticket is None:
            assert not self.talk.said, "what is said inside went out"

    @rule(value=st.sampled_from(["desk:take", "desk:resend", "desk:close", "desk:prove", "desk:release:35.7"]))
    def agent_presses(self, value: str) -> None:
        self.talk.agent_presses(value)

    @rule(minutes=st.sampled_from([1, 11, 40, 60 * 24 * 8]))
    def time_passes(self, minutes: int) -> None:
        self.talk.later(minutes=minutes)

    @rule(why=st.sampled_from(["RecipientUnreachable", "ContentRejected"]), secret=st.booleans(), held=st.booleans())
    def a_delivery_fails(self, why: str, secret: bool, held: bool) -> None:
        self.talk.undelivered(why, secret=secret, held=held)
        assert not secret or self.talk.conversation.ticket, "a lost key is nobody's matter"

    @invariant()
    def a_ticket_makes_sense(self) -> None:
        ticket = self.talk.conversation.ticket
        if ticket is None:
            assert not self.talk.timers
            return
        assert (ticket.closed_at is not None) is (ticket.state is TicketState.CLOSED)
        assert ticket.state is not TicketState.TAKEN or ticket.agent
        assert ticket.state is TicketState.WAITING or WAITING_TIMER not in self.talk.timers
        assert ticket.open or not self.talk.timers
        assert ticket.id.startswith("35")

    @invariant()
    def no_secret_is_seen(self) -> None:
        seen = self.talk.room + repr(self.talk.memory) + repr(self.talk.conversation.ticket) + repr(self.talk.audit)
        assert "EFGH-5678" not in seen
        assert SECRET_MARK not in self.talk.room
        assert all(message.to.whole_chat == ROOM for message in self.talk.thread)
        assert all(len(message.secret) == message.text.count(SECRET_MARK) for message in self.talk.said)


class CountingDesk(Desk):
    """The same where the platform counts."""

    def __init__(self) -> None:
        super().__init__()
        self.counting = proven(Counting())
        self.talk = self.counting

    @rule()
    def the_platform_is_stricter(self) -> None:
        self.counting.runs_out()

    @invariant()
    def the_agents_see_what_is_left(self) -> None:
        ticket = self.talk.conversation.ticket
        if ticket is None or not ticket.open:
            return
        if self.counting.waiting:
            assert not open_at(ticket.allowance, self.talk.now)
        edits = [sum(message.edits_card for message in answer.say) for answer in self.talk.answers]
        assert max(edits) <= 1, "the card was edited twice in one turn"
        assert len(set(ticket.warned)) == len(ticket.warned)

    @invariant()
    def what_waits_is_no_failure(self) -> None:
        assert not (self.counting.waiting and "ReplyWindowClosed" in self.talk.room)


SETTINGS = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestDesk = Desk.TestCase
TestDesk.settings = SETTINGS
TestCountingDesk = CountingDesk.TestCase
TestCountingDesk.settings = SETTINGS
