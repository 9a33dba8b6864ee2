"""A proof that waits for a check goes on by itself, once, and only the last one."""

from dataclasses import replace

from config.texts import load_words
from core.checkfirst import ChecksFirst
from core.checks import Check
from core.messages import Event, EventId, Person, PersonId
from core.reported import CheckPassed
from core.shop import Evidence
from core.turns import NOTHING, Answer, Conversation, ConversationId, Memory, Turn
from core.work import CheckFirst, Refusal, VerifyBuyer, WorkDone
from tests.unit.core.dialogue import CHAT
from tests.unit.core.fakeshop import NOON, NUMBER, VAULT

BUYER = Person(PersonId("b1"), "小明", "zh-CN")
VERIFY = VerifyBuyer(NUMBER, Evidence("zhang@qq.com", VAULT.seal("hunter2")), "keys")


class Talk:
    def __init__(self) -> None:
        self.conversation = Conversation(ConversationId(1), CHAT, BUYER, Memory(language="zh"))

    def happens(self, event: Event) -> Answer:
        answer = ChecksFirst().answer(Turn(event, self.conversation, "", load_words()))
        assert answer is not None
        self.conversation = replace(self.conversation, memory=answer.remember or self.conversation.memory)
        return answer

    def must_pass(self, name: str = "work:1.4", hardness: int = 1) -> Answer:
        check = CheckFirst(name, VERIFY, hardness)
        done = WorkDone(id=EventId(name), at=NOON, where=CHAT, sender=BUYER, work="VerifyBuyer", check=check)
        return self.happens(replace(done, refusal=Refusal.CHECK_FIRST))

    def passes(self, name: str = "work:1.4") -> Answer:
        return self.happens(CheckPassed(id=EventId(f"p{name}"), at=NOON, where=CHAT, sender=BUYER, check=name))


def test_he_is_told_warmly_and_a_person_is_a_tap_away() -> None:
    answer = Talk().must_pass()
    (message,) = answer.say
    assert message.check == Check("work:1.4", 1)
    assert "不用重新输入" in message.text
    assert [button.value for row in message.buttons for button in row] == ["person:cannot-prove"]
    assert answer.redact, "the event holds what he has told us"


def test_then_the_same_proof_goes_on_and_says_that_it_was_checked() -> None:
    talk = Talk()
    talk.must_pass()
    assert talk.passes().work == (replace(VERIFY, check="work:1.4"),)
    assert talk.conversation.memory.checking is None


def test_once() -> None:
    talk = Talk()
    talk.must_pass()
    talk.passes()
    assert talk.passes() == NOTHING


def test_a_check_for_what_was_asked_before_opens_nothing() -> None:
    talk = Talk()
    talk.must_pass("work:1.4")
    talk.must_pass("work:1.9")
    assert talk.passes("work:1.4") == NOTHING
    assert talk.passes("made up") == NOTHING
    assert talk.passes("work:1.9").work == (replace(VERIFY, check="work:1.9"),)


def test_other_events_are_not_its_matter() -> None:
    done = WorkDone(id=EventId("w"), at=NOON, where=CHAT, sender=BUYER, work="VerifyBuyer", refusal=Refusal.NO_MATCH)
    conversation = Conversation(ConversationId(1), CHAT, BUYER, Memory())
    assert ChecksFirst().answer(Turn(done, conversation, "", load_words())) is None
