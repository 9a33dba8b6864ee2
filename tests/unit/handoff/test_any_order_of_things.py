"""Whatever happens in whatever order: the rules of a ticket hold."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core.messages import SECRET_MARK
from core.turns import TicketState
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
        self.talk = proven(Dialogue())

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
        assert ticket.state is TicketState.WAITING or not self.talk.timers
        assert ticket.id.startswith("35")

    @invariant()
    def no_secret_is_seen(self) -> None:
        seen = self.talk.room + repr(self.talk.memory) + repr(self.talk.conversation.ticket) + repr(self.talk.audit)
        assert "EFGH-5678" not in seen
        assert SECRET_MARK not in self.talk.room
        assert all(message.to.whole_chat == ROOM for message in self.talk.thread)
        assert all(len(message.secret) == message.text.count(SECRET_MARK) for message in self.talk.said)


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
