"""What a buyer has asked a shop that does not answer: it is noted, and told when the shop is back. Pure.

Who asks the same anew meanwhile hears one answer: what he asked before counts no more."""

from dataclasses import replace

from core.messages import Address, Event, OutgoingMessage, Span
from core.turns import Answer, Awaited, Memory, Turn
from core.work import Refusal, Work, WorkDone, subject_of

MOST = 20
AWAY = frozenset({Refusal.SHOP_SILENT, Refusal.SHOP_REMOVED})


def is_overtaken(event: Event, memory: Memory) -> bool:
    """A late outcome for which nobody waits any more."""
    return isinstance(event, WorkDone) and event.late and _awaited(event, memory) is None


def expecting(event: Event, memory: Memory) -> Memory:
    """With what is awaited from now on, or without what has come."""
    if not isinstance(event, WorkDone):
        return memory
    if event.awaits is not None:
        wanted = Awaited(event.awaits, event.subject, event.shop)
        return replace(memory, awaited=(*_others(memory, {event.subject}), wanted)[-MOST:])
    if _awaited(event, memory) is None:
        return memory
    return replace(memory, awaited=tuple(one for one in memory.awaited if one.work != event.id))


def asked_anew(memory: Memory, work: tuple[Work, ...]) -> Memory:
    """Without what is asked again now."""
    if not memory.awaited:
        return memory
    left = _others(memory, {subject_of(one) for one in work})
    return memory if len(left) == len(memory.awaited) else replace(memory, awaited=left)


def told_late(turn: Turn, answer: Answer, before: Memory) -> Answer:
    """The answer, with what it is about: he asked a while ago. `before`: his memory when it came."""
    event = turn.event
    if not isinstance(event, WorkDone) or not event.late or event.refusal in AWAY:
        return answer
    awaited = _awaited(event, before)
    if awaited is None:
        return answer
    heading, where = _heading(turn, awaited), turn.conversation.where
    first = next((at for at, message in enumerate(answer.say) if _is_said(message, where)), None)
    if first is None:
        return answer
    say = (*answer.say[:first], _headed(answer.say[first], heading), *answer.say[first + 1 :])
    return replace(answer, say=say)


def shop_name(turn: Turn, name: str) -> str:
    """As the buyer reads it."""
    return name or turn.say("shop-nameless")


def _heading(turn: Turn, awaited: Awaited) -> str:
    number, shop = awaited.subject.partition(":")[2], shop_name(turn, awaited.shop)
    return turn.say("shop-back-order" if number else "shop-back", shop=shop, number=number)


def _is_said(message: OutgoingMessage, where: Address) -> bool:
    return message.to == where and bool(message.text)


def _headed(message: OutgoingMessage, heading: str) -> OutgoingMessage:
    more = len(heading) + 1
    spans = tuple(Span(one.start + more, one.end + more, one.style) for one in message.spans)
    return replace(message, text=f"{heading}\n{message.text}", spans=spans)


def _awaited(event: WorkDone, memory: Memory) -> Awaited | None:
    return next((one for one in memory.awaited if one.work == event.id), None)


def _others(memory: Memory, subjects: set[str]) -> tuple[Awaited, ...]:
    return tuple(one for one in memory.awaited if one.subject not in subjects)
