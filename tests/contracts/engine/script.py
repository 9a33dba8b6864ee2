"""A shop assistant who does what the message says: the simplest engine that uses all of a step."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

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
    MessageRef,
    OutgoingMessage,
    Person,
    PersonId,
    Priority,
    Sealed,
    ThreadId,
    TicketId,
    TimerRang,
)
from core.reported import AllowanceChanged, DeliveryReported, DeliveryState
from core.shop import OrderNo
from core.turns import NOTHING, Answer, AuditNote, Conversation, Memory, Ticket, TicketState, Timer, Turn
from core.work import LookUpForStaff, WorkDone

SHOP = ChannelName("fake"), AccountId("shop")
ROOM = Address(ChannelName("fake"), AccountId("staff"), ChatId("room"))
PASSWORD = "hunter2-the-password"
SORRY = "sorry"


def chat(name: str) -> Address:
    return Address(*SHOP, ChatId(name))


def thread(name: str) -> Address:
    return Address(*SHOP[:1], AccountId("staff"), ChatId("room"), ThreadId(name))


def wrote(text: str, where: str | Address = "ming", id_: str = "") -> MessageReceived:
    """A message; the same text from the same place is the same event, unless `id_` says otherwise."""
    place = chat(where) if isinstance(where, str) else where
    name = id_ or f"{place.key}:{text}"[:200]
    return MessageReceived(
        id=EventId(name),
        at=datetime.now(UTC),
        where=place,
        sender=Person(PersonId(place.chat), "小明", "zh"),
        message=MessageId(name),
        body=Body(text),
    )


def sorry(conversation: Conversation, _: Address) -> OutgoingMessage:
    return OutgoingMessage(to=conversation.where, text=SORRY)


def ticket(name: str) -> Ticket:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return Ticket(id=TicketId(name), state=TicketState.WAITING, room=ROOM, reason="asked", opened_at=at)


class Obeys:
    """Implements core.skills.Skill. `wanted`: what "wanted N" says, counted from 1."""

    def __init__(self, wanted: Sequence[OutgoingMessage] = ()) -> None:
        self._messages = wanted

    def answer(self, turn: Turn) -> Answer | None:
        event = turn.event
        if isinstance(event, TimerRang):
            return _say(turn, f"rang {event.name} {event.data}")
        if isinstance(event, WorkDone):
            return _say(turn, f"done {event.work}")
        if isinstance(event, AllowanceChanged) or getattr(event, "state", None) is DeliveryState.WAITS:
            return NOTHING
        if isinstance(event, DeliveryReported):
            return _say(turn, f"{event.state} {event.delivery}")
        verb, _, rest = turn.text.partition(" ")
        if turn.staff:
            return _say(turn, f"staff says {turn.text}")
        return getattr(self, f"_{verb}", self._echo)(turn, rest)

    def _echo(self, turn: Turn, _: str) -> Answer:
        return _say(turn, f"echo {turn.text}")

    def _boom(self, _turn: Turn, _: str) -> Answer:
        raise ValueError(f"cannot cope with {PASSWORD}")

    def _say(self, turn: Turn, rest: str) -> Answer:
        return _say(turn, *rest.split("|"))

    def _broadcast(self, turn: Turn, rest: str) -> Answer:
        message = OutgoingMessage(to=turn.conversation.where, text=rest, priority=Priority.BROADCAST)
        return Answer(say=(message,))

    def _mirror(self, turn: Turn, rest: str) -> Answer:
        ref = MessageRef(turn.event.where, MessageId(turn.event.id))
        return Answer(say=(OutgoingMessage(to=ROOM, text=rest, mirrors=ref),))

    def _key(self, turn: Turn, rest: str) -> Answer:
        return Answer(say=(OutgoingMessage(to=turn.conversation.where, text="\ue000", secret=(Sealed(rest),)),))

    def _wanted(self, _: Turn, rest: str) -> Answer:
        return Answer(say=(self._messages[int(rest) - 1],))

    def _timer(self, turn: Turn, rest: str) -> Answer:
        name, after, data = rest.split(" ", 2)
        return Answer(schedule=(Timer(name, timedelta(seconds=float(after)), data),))

    def _cancel(self, turn: Turn, rest: str) -> Answer:
        return Answer(cancel=(rest,))

    def _work(self, turn: Turn, rest: str) -> Answer:
        return Answer(work=(LookUpForStaff(OrderNo(rest)),))

    def _redact(self, turn: Turn, rest: str) -> Answer:
        return Answer(redact=True)

    def _everything(self, turn: Turn, rest: str) -> Answer:
        return Answer(
            say=(OutgoingMessage(to=turn.conversation.where, text=rest),),
            remember=Memory(tried=(rest,)),
            ticket=ticket(rest.replace("\ud800", "?")),
            work=(LookUpForStaff(OrderNo(rest)),),
            schedule=(Timer("nudge", timedelta(hours=1), rest),),
            audit=(AuditNote("tried", rest, "buyer"),),
        )


def _say(turn: Turn, *texts: str) -> Answer:
    return Answer(say=tuple(OutgoingMessage(to=turn.conversation.where, text=text) for text in texts))


class NoDesk:
    def hand_over(self, turn: Turn, reason: str, answer: Answer) -> Answer:
        raise AssertionError("nobody asked for a person")


def obedient(wanted: Sequence[OutgoingMessage] = ()) -> Engine:
    return Engine([Obeys(wanted)], NoDesk(), lambda _language, key, **_: key, frozenset({ROOM}))
