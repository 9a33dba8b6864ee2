"""What buyers ask in the benchmarks: texts that the whole brain answers from the FAQ, with one message each. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from core.engine import Engine
from core.messages import (
    AccountId,
    Address,
    Body,
    ChannelName,
    ChatId,
    EventId,
    MessageId,
    MessageReceived,
    Person,
    PersonId,
)
from core.turns import Conversation, ConversationId, Memory
from faq.files import load_starter
from faq.skill import FaqSkill

WANTED = 400
_SPARE = 2
WHERE = Address(ChannelName("fake"), AccountId("main"), ChatId("asker"))
ASKER = Person(PersonId("asker"), "", "zh-hans")


def questions(engine: Engine, wanted: int = WANTED) -> Sequence[str]:
    """Phrasings of the starter FAQ, evenly from all of it and so in all its languages, each in one conversation after
    the other.

    Word for word, so that it does not matter how sure the matcher has to be, which it learns while it runs.
    Left out is what another skill takes (a wish for a person, for an order), and what is only suggested."""
    phrased = [wording for entry in load_starter() if not entry.does for wording in entry.wordings]
    return evenly(list(_answered(engine, evenly(phrased, _SPARE * wanted))), wanted)


def evenly(texts: Sequence[str], wanted: int) -> Sequence[str]:
    """So many of them, or all."""
    return [texts[place * len(texts) // wanted] for place in range(wanted)] if len(texts) > wanted else texts


def _answered(engine: Engine, texts: Sequence[str]) -> Iterator[str]:
    skills: list[str] = []
    engine.count_with(skills.append)
    conversation = Conversation(ConversationId(1), WHERE, ASKER, Memory())
    for number, text in enumerate(texts):
        answer = engine.answer(_said(text, number), conversation)
        if skills[-1:] == [FaqSkill.__name__] and len(answer.say) == 1 and answer.ticket is None:
            conversation = replace(conversation, memory=answer.remember or conversation.memory)
            yield text


def _said(text: str, number: int) -> MessageReceived:
    return MessageReceived(
        id=EventId(str(number)),
        at=datetime.now(UTC),
        where=WHERE,
        sender=ASKER,
        message=MessageId(str(number)),
        body=Body(text),
    )
