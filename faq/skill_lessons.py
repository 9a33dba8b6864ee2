"""What a turn teaches the FAQ: what was asked and answered, what was meant, and whether it helped. Pure."""

from dataclasses import replace

from core.hearing import heard
from core.lessons import Heard, Lesson, Outcome, Voted
from core.skills import to_buyer
from core.turns import Answer, Handover, Turn
from faq.entries import Entry
from faq.skill_answer import on_trial


def answered(turn: Turn, entry: Entry, score: float) -> tuple[Lesson, ...]:
    """The words of this turn were answered with that entry."""
    return heard(turn, Outcome.ANSWERED, entry.id, score, trial=on_trial(turn, entry))


def teaching(answer: Answer | None, lessons: tuple[Lesson, ...]) -> Answer | None:
    return replace(answer, lessons=(*answer.lessons, *lessons)) if answer else None


def meant(turn: Turn, value: str, entry: Entry) -> tuple[Lesson, ...]:
    """Picked of what was offered for a question that was unclear: this is what it meant."""
    question = turn.memory.question
    if not question or all(choice.value != value for choice in turn.memory.choices):
        return ()
    trial = on_trial(turn, entry)
    return (
        Heard(text=question, language=turn.language, outcome=Outcome.ANSWERED, entry=entry.id, score=1.0, trial=trial),
    )


def voted(turn: Turn, entry: Entry, *, helped: bool) -> Answer:
    """A warm word, or a person."""
    vote = Voted(entry=entry.id, language=entry.language, helped=helped, trial=on_trial(turn, entry))
    if not helped:
        return Answer(handover=Handover("faq-unsolved"), lessons=(vote,))
    said = to_buyer(turn, turn.words(entry.language, "faq-helped"))
    return Answer(say=(said,), remember=replace(turn.memory, misses=0), lessons=(vote,))
