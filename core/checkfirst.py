"""Under attack: a stranger's proof waits until his side has passed a check, and then goes on by itself. Pure."""

from dataclasses import replace

from core.checks import Check
from core.choices import offering
from core.menu import person
from core.reported import CheckPassed
from core.turns import NOTHING, Answer, Turn
from core.work import CheckFirst, Refusal, WorkDone


class ChecksFirst:
    """Stands before all others, the desk too: there is nothing to tell of a proof yet."""

    def answer(self, turn: Turn) -> Answer | None:
        match turn.event:
            case WorkDone(refusal=Refusal.CHECK_FIRST, check=CheckFirst() as check):
                return _asked(turn, check)
            case CheckPassed(check=name):
                return _passed(turn, name)
        return None


def _asked(turn: Turn, check: CheckFirst) -> Answer:
    """What he has told waits in the memory, sealed as ever; the event that carries it is not kept."""
    answer = offering(turn, turn.say("check-first"), [person(turn, "cannot-prove")])
    (message,) = answer.say
    memory = replace(answer.remember or turn.memory, checking=check)
    shown = replace(message, check=Check(check.id, check.hardness))
    return replace(answer, say=(shown,), remember=memory, redact=True)


def _passed(turn: Turn, name: str) -> Answer:
    """Once, and only what was asked last."""
    waiting = turn.memory.checking
    if waiting is None or waiting.id != name:
        return NOTHING
    return Answer(work=(replace(waiting.verify, check=name),), remember=replace(turn.memory, checking=None))
