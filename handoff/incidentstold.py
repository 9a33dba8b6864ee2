"""What came of work on an incident: its card and how far it is, for agents; a new key or money, for buyers. Pure."""

from dataclasses import dataclass, replace

from core.cardkeys import hand_out
from core.choices import offering
from core.incident import Affected, Fate, Incident, Remedy, Tally
from core.incidentwork import IncidentTold, Step
from core.menu import person
from core.messages import OutgoingMessage, Priority
from core.replacing import NoteSent
from core.skills import to_buyer
from core.turns import NOTHING, Answer, AuditNote, Choice, Handover, Turn
from core.work import WorkDone
from handoff.allowances import Told, having_told
from handoff.cards import Card, DeskSettings
from handoff.incidentcard import IncidentCard, card_of
from handoff.window import open_at

_REASON = "key-claim"
_SHOWN = frozenset({Step.ANEW, Step.CARD, Step.PROGRESS, Step.CLOSED})


@dataclass(frozen=True, slots=True)
class IncidentsTold:
    settings: DeskSettings

    def told(self, turn: Turn, done: WorkDone, outcome: IncidentTold) -> Answer:
        if outcome.place is None:
            return self._to_buyer(turn, done, outcome)
        card = IncidentCard(turn.words, self.settings, done.at)
        if outcome.step is None:
            silent = done.refusal is not None
            return Answer(say=(_line(outcome, card.say("desk-incident-shop-away")),)) if silent else NOTHING
        work = () if outcome.goes_on is None else (outcome.goes_on,)
        return Answer(say=self._said(card, outcome), work=work, audit=_notes(outcome))

    def _said(self, card: IncidentCard, outcome: IncidentTold) -> tuple[OutgoingMessage, ...]:
        incident, tally = outcome.incident, outcome.tally
        if outcome.step in _SHOWN and incident and tally:
            return self._card(card, outcome, incident, tally)
        if outcome.step is Step.REPORT:
            file = (outcome.report,) if outcome.report else ()
            return (replace(_line(outcome, card.say("desk-incident-report")), media=file),)
        if outcome.step in {Step.WHICH, Step.NEEDS_SECOND, Step.OBJECTION} and incident and tally:
            text, buttons = card.question(incident, tally, outcome)
            return (replace(_line(outcome, text), buttons=buttons),)
        return tuple(_line(outcome, text) for text in card.short(outcome))

    def _card(
        self, card: IncidentCard, outcome: IncidentTold, incident: Incident, tally: Tally
    ) -> tuple[OutgoingMessage, ...]:
        """New, or in place of the one that stands there."""
        ref = card_of(incident, outcome.place)
        shown = replace(
            _line(outcome, card.text(incident, tally, outcome.stock)), buttons=card.buttons(incident, tally)
        )
        if outcome.step is Step.ANEW:
            return (replace(shown, mirrors=ref),)
        edit = replace(shown, replaces=ref, priority=Priority.CARD)
        return (edit, *(_line(outcome, text) for text in card.ending(incident, tally, outcome)))

    # ------------------------------------------------------------------ the buyer

    def _to_buyer(self, turn: Turn, done: WorkDone, outcome: IncidentTold) -> Answer:
        match outcome.step:
            case Step.REPLACED if done.keys:
                return self._handed(turn, done, outcome)
            case Step.REFUNDED:
                return self._paid_back(turn, outcome)
            case Step.NO_STOCK | Step.UNDER_WAY:
                return self._waits(turn, done, outcome)
            case Step.FAILED:
                return Answer(handover=Handover(_REASON))
            case Step.GONE:
                number = _number(done)
                choices = [Choice(turn.say("button-keys-again"), f"keys:{number}"), person(turn, _REASON)]
                return offering(turn, turn.say("incident-gone", number=number), choices)
            case _:
                silent = done.refusal is not None
                return Answer(say=(to_buyer(turn, turn.say("incident-shop-silent")),)) if silent else NOTHING

    def _waits(self, turn: Turn, done: WorkDone, outcome: IncidentTold) -> Answer:
        """When stock has ended the agents hear that somebody waits: he is promised a key."""
        incident, number = outcome.incident, _number(done)
        ended = outcome.step is Step.NO_STOCK
        choices = [Choice(turn.say("button-mine"), "mine"), person(turn, _REASON)]
        answer = offering(
            turn, turn.say("incident-no-stock" if ended else "incident-under-way", number=number), choices
        )
        if not ended or incident is None:
            return answer
        text = turn.words(self.settings.language, "desk-incident-buyer-waits", id=str(incident.id), number=number)
        line = OutgoingMessage(to=incident.place, text=text, priority=Priority.STAFF)
        return replace(answer, say=(*answer.say, line))

    def _handed(self, turn: Turn, done: WorkDone, outcome: IncidentTold) -> Answer:
        """Noted as sent with the message itself; agents who are in charge see that he has it."""
        heading = turn.say("incident-new-key", number=_number(done))
        handed = hand_out(turn, done, self.settings.removal, heading)
        work = (*handed.work, *map(NoteSent, outcome.names))
        ticket = turn.ticket
        if ticket is None or not ticket.open:
            return replace(handed, work=work)
        card = Card.of(turn, self.settings, ticket)
        pairs = zip(outcome.bad, done.keys, strict=False)
        pairs_text = ", ".join(f"{bad} → {key.masked}" for bad, key in pairs)
        id_ = outcome.incident.id if outcome.incident else 0
        line = card.line("desk-incident-handed", number=_number(done), id=str(id_), keys=pairs_text)
        waits = not open_at(ticket.allowance, turn.event.at)
        told = having_told(ticket, Told.KEY_WAITS) if waits else None
        return replace(handed, say=(*handed.say, line), work=work, ticket=told)

    def _paid_back(self, turn: Turn, outcome: IncidentTold) -> Answer:
        one = outcome.done[0]
        text = turn.say("incident-paid-back", number=one.number, amount=one.note)
        choices = [Choice(turn.say("button-mine"), "mine"), person(turn)]
        answer = offering(turn, text, choices)
        ticket = turn.ticket
        if ticket is None or not ticket.open:
            return answer
        line = Card.of(turn, self.settings, ticket).line("desk-incident-paid", number=one.number, amount=one.note)
        return replace(answer, say=(*answer.say, line))


def _line(outcome: IncidentTold, text: str) -> OutgoingMessage:
    """Where it was asked, or where the card stands."""
    assert outcome.place is not None
    return OutgoingMessage(to=outcome.place, text=text, priority=Priority.STAFF)


def _number(done: WorkDone) -> str:
    return done.proven.number if done.proven else ""


def _notes(outcome: IncidentTold) -> tuple[AuditNote, ...]:
    """Each order that was made good or came to nothing, and what was decided."""
    incident = outcome.incident
    if incident is None:
        return ()
    orders = tuple(_of_order(incident, one) for one in outcome.done)
    decided = {Step.NEEDS_SECOND: "needs-second", Step.REFUSED: "refused", Step.CANCELLED: "cancelled"}
    decided |= {Step.CLOSED: "closed", Step.CARD: f"{outcome.act}"}
    if outcome.act is None or outcome.by is None or outcome.step not in decided:
        return orders
    about = f"#{incident.id} {incident.remedy}{f' {incident.way}' if incident.way else ''}"
    return (*orders, AuditNote(f"incident.{decided[outcome.step]}", about, outcome.by.id))


def _of_order(incident: Incident, one: Affected) -> AuditNote:
    about = f"{one.number} {one.note or one.why} (incident {incident.id})"
    what = "key" if incident.way is Remedy.REPLACE else "refund"
    ends = {Fate.DONE: "replaced" if one.done is Remedy.REPLACE else "refunded", Fate.SETTLED: "settled"}
    return AuditNote(f"{what}.{ends.get(one.fate, 'failed')}", about, incident.by.id)
