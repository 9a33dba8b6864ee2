"""Several answers and deeds as one reply: the words in turn, the choices of all below. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.messages import OutgoingMessage, Span, Style
from core.turns import Answer, Choice, Handover, Memory, Turn
from faq.entries import Entry, Priority
from faq.skill_answer import UNSOLVED, Answers, actions, in_rows, pages

ON_A_PHONE = 6
"""Choices that can be seen at once."""


def one_reply(
    turn: Turn, answers: Answers, read: Sequence[Entry], deeds: Sequence[Answer], unsure: Sequence[Choice] = ()
) -> Answer:
    """The answers to read first, then what was done: what it asks of the buyer stands at the end.

    `deeds`: each has gone on from the memory of the one before. `unsure`: what may be meant besides. Nobody could tell
    which of the answers has helped, so that is not asked."""
    handover = _handover(read, deeds)
    memory = next((one.remember for one in reversed(deeds) if one.remember), turn.memory)
    choices = () if handover or not turn.private else _choices(turn, read, deeds, unsure)
    told = [_answers(turn, answers, read)] if read else []
    message = _joined([*told, *(message for deed in deeds for message in deed.say)])
    rows = tuple(dict.fromkeys(row for entry in read for row in pages(entry))) + in_rows(choices)
    return Answer(
        say=(replace(message, buttons=rows),) if message else (),
        remember=_remembered(memory, read, choices) if turn.private else None,
        work=tuple(work for deed in deeds for work in deed.work),
        schedule=tuple(timer for deed in deeds for timer in deed.schedule),
        cancel=tuple(name for deed in deeds for name in deed.cancel),
        audit=tuple(note for deed in deeds for note in deed.audit),
        handover=handover,
        redact=any(deed.redact for deed in deeds),
    )


def on_a_phone(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Each once, with one way to a person, which stands last; not more than can be seen."""
    once = {choice.value: choice for choice in choices}
    people = [choice for value, choice in once.items() if value.partition(":")[0] == "person"]
    others = [choice for choice in once.values() if choice not in people]
    return (*others[: ON_A_PHONE - 1], *people[:1])


def _handover(read: Sequence[Entry], deeds: Sequence[Answer]) -> Handover | None:
    urgent = Handover("faq-priority") if any(entry.priority is Priority.PERSON for entry in read) else None
    return next((deed.handover for deed in deeds if deed.handover), urgent)


def _choices(
    turn: Turn, read: Sequence[Entry], deeds: Sequence[Answer], unsure: Sequence[Choice]
) -> tuple[Choice, ...]:
    """What the deeds ask comes before what may be meant besides, and that before what the answers offer."""
    after = [deed.remember for deed in deeds if deed.say and deed.remember]
    asked = [choice for memory in after for choice in memory.choices]
    offered = [choice for entry in read for choice in actions(turn, entry)]
    unsolved = [Choice(turn.words(entry.language, "faq-unsolved"), UNSOLVED) for entry in read[:1]]
    return on_a_phone((*asked, *unsure, *(() if any(memory.waiting for memory in after) else offered), *unsolved))


def _remembered(memory: Memory, read: Sequence[Entry], choices: tuple[Choice, ...]) -> Memory:
    tried = (*memory.tried, *(f"faq:{entry.question}" for entry in read))[-5:]
    return replace(memory, misses=0, greeted=True, choices=choices, tried=tried, question="")


def _answers(turn: Turn, answers: Answers, read: Sequence[Entry]) -> OutgoingMessage:
    """Each below its question, where there are several."""
    text, spans = "", []
    for entry in read:
        start = len(text)
        text += entry.question
        spans.append(Span(start, len(text), Style.BOLD))
        text += f"\n{answers.text(turn, entry)}\n\n"
    pictures = tuple(dict.fromkeys(picture for entry in read for picture in entry.pictures))
    if len(read) == 1:
        return OutgoingMessage(to=turn.conversation.where, text=answers.text(turn, read[0]), media=pictures)
    return OutgoingMessage(to=turn.conversation.where, text=text.rstrip(), spans=tuple(spans), media=pictures)


def _joined(messages: Sequence[OutgoingMessage]) -> OutgoingMessage | None:
    """One message that says it all."""
    if not messages:
        return None
    whole = messages[0]
    for message in messages[1:]:
        by = len(whole.text) + 2
        spans = tuple(Span(span.start + by, span.end + by, span.style) for span in message.spans)
        text, media = f"{whole.text}\n\n{message.text}", (*whole.media, *message.media)
        whole = replace(whole, text=text, spans=(*whole.spans, *spans), media=media)
    return whole
