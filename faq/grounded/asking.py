"""Where the FAQ is not sure, a language model may answer from its entries; else all is as without it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.grounding import AskModel, Grounded
from core.lessons import Heard, Outcome
from core.messages import Body, MessageId, MessageReceived
from core.skills import Skill, to_buyer
from core.turns import NOTHING, Answer, Choice, Handover, Turn
from core.work import WorkDone
from faq.entries import Entry, Priority
from faq.grounded.masking import fit_to_leave
from faq.matcher import Matcher
from faq.skill_offer import value_of

_OFFERED = 2
_UNSURE = frozenset({Outcome.SUGGESTED, Outcome.PASSED})


class GroundedSkill:
    """Stands in the place of skills that may be unsure (the FAQ, the fallback), and asks them first.

    What they are sure of stays as it is. Where they would only suggest something, or have not understood, their answer
    is not given: the model is asked outside the turn, and if nothing good comes of it they are asked again."""

    def __init__(self, classical: Sequence[Skill], matcher: Matcher, again: Sequence[Skill]) -> None:
        """`classical`: in whose place it stands. `again`: who is asked again, in their order."""
        self._classical = classical
        self._matcher = matcher
        self._again = again

    def answer(self, turn: Turn) -> Answer | None:
        if isinstance(turn.event, WorkDone) and turn.event.grounded is not None:
            return self._told(turn, turn.event, turn.event.grounded)
        answer = _first(self._classical, turn)
        work = None if answer is None else _question(turn, answer)
        return answer if work is None else Answer(work=(work,), remember=turn.memory)

    def _told(self, turn: Turn, done: WorkDone, grounded: Grounded) -> Answer:
        """A person who has come in between answers himself; and who proves an order now, is left to it."""
        if turn.memory.waiting is not None or (turn.ticket is not None and turn.ticket.open):
            return NOTHING
        cited = [self._matcher.find(matter, grounded.asked.language) for matter in grounded.cites]
        entries = [entry for entry in cited if entry is not None]
        if not entries or len(entries) < len(cited):
            return _first(self._again, _asked_again(turn, done, grounded.asked)) or NOTHING
        return _said(turn, grounded, entries)


def _first(skills: Sequence[Skill], turn: Turn) -> Answer | None:
    return next((answer for skill in skills if (answer := skill.answer(turn)) is not None), None)


def _question(turn: Turn, answer: Answer) -> AskModel | None:
    """What the model is asked, where the FAQ was not sure; None: it is not asked. Words that may prove an order
    (the answer to a question of ours) are not for it."""
    heard = [lesson for lesson in answer.lessons if isinstance(lesson, Heard)]
    asks = isinstance(turn.event, MessageReceived) and turn.private and turn.picked is None
    if not asks or turn.memory.waiting is not None or not heard or any(one.outcome not in _UNSURE for one in heard):
        return None
    text = fit_to_leave(turn.text, (turn.conversation.buyer.name,))
    score = max(one.score for one in heard)
    return AskModel(text, turn.language, score) if text else None


def _asked_again(turn: Turn, done: WorkDone, asked: AskModel) -> Turn:
    """The turn as it was, with the question as far as it was kept."""
    event = MessageReceived(
        id=done.id,
        at=done.at,
        where=done.where,
        sender=turn.conversation.buyer,
        message=MessageId(""),
        body=Body(asked.question),
    )
    return replace(turn, event=event, text=asked.question)


def _said(turn: Turn, grounded: Grounded, entries: Sequence[Entry]) -> Answer:
    """Marked as the model's, with the entries themselves and a person one tap away."""
    language = entries[0].language
    text = f"{grounded.answer}\n\n{turn.words(language, 'grounded-mark')}"
    urgent = any(entry.priority is Priority.PERSON for entry in entries)
    read = [Choice(entry.question, value_of(turn, entry)) for entry in entries[:_OFFERED]]
    choices = () if urgent else (*read, Choice(turn.words(language, "faq-unsolved"), "person:faq-unsolved"))
    tried = turn.memory.and_tried(f"faq:{entries[0].question}")
    heard = Heard(
        text=grounded.asked.question,
        language=grounded.asked.language,
        outcome=Outcome.ANSWERED,
        entry=entries[0].id,
        score=grounded.asked.score,
    )
    return Answer(
        say=(to_buyer(turn, text, choices, per_row=1),),
        remember=replace(turn.memory, misses=0, greeted=True, choices=choices, tried=tried),
        handover=Handover("faq-priority") if urgent else None,
        lessons=(heard,),
    )
