"""A buyer says that a key does not work, and we know of it already: no questions, but what we do about it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.choices import offering
from core.claiming import Claim, FileClaim
from core.incident import IncidentId, Known, Remedy
from core.incidentwork import TakeRemedy
from core.masking import without_marks
from core.menu import person
from core.ordercard import money
from core.proof import proven_order
from core.shop import Proof
from core.turns import Answer, AuditNote, Choice, Handover, Turn

REASON = "key-claim"
_TAKE = "remedy"


def in_incident(turn: Turn, claim: Claim, known: Known) -> Answer:
    """What is offered goes to who has fully proven the order; for others an agent has to look."""
    note = AuditNote("claim.incident", f"{claim.order.number} #{known.id}", turn.conversation.buyer.id)
    claim = replace(claim, asked="", incident=known, at=turn.event.at)
    if known.refunded:
        answer = _said(turn, claim, known, "refunded", [Choice(turn.say("button-mine"), "mine"), person(turn, REASON)])
    elif known.remedy is Remedy.WAIT:
        answer = _said(turn, claim, known, "wait", [Choice(turn.say("button-mine"), "mine"), person(turn, REASON)])
        answer = replace(answer, work=_filed(claim))
    elif known.failed or claim.order.proof is not Proof.A:
        answer = _to_agents(turn, claim)
    else:
        take = Choice(turn.say(f"button-incident-{known.remedy}"), f"{_TAKE}:{known.id}:{claim.order.number}")
        answer = _said(turn, claim, known, known.remedy, [take, person(turn, REASON)])
    return replace(answer, audit=(note,))


def takes(turn: Turn, value: str) -> Answer | None:
    """The button was pressed; only for an order that he has proven."""
    kind, _, about = value.partition(":")
    id_, _, number = about.partition(":")
    if kind != _TAKE or not id_.isdecimal():
        return None
    order = proven_order(turn.memory.proven, number)
    if order is None or order.proof is not Proof.A:
        return None
    note = AuditNote("incident.taken", f"{number} #{id_}", turn.conversation.buyer.id)
    memory = replace(turn.memory, claim=None, choices=(), misses=0, waiting=None)
    return Answer(work=(TakeRemedy(IncidentId(int(id_)), order),), remember=memory, audit=(note,))


def _said(turn: Turn, claim: Claim, known: Known, what: str, choices: Sequence[Choice]) -> Answer:
    text = turn.say(
        f"incident-{what}",
        number=claim.order.number,
        goods=without_marks(known.title),
        amount=money(known.amount, known.currency),
    )
    memory = replace(turn.memory, claim=claim, misses=0, greeted=True, waiting=None)
    return offering(turn, text, choices, memory)


def _to_agents(turn: Turn, claim: Claim) -> Answer:
    memory = replace(turn.memory, claim=replace(claim, filed=True), choices=(), misses=0, greeted=True, waiting=None)
    after = memory.having_tried(f"claimed:{claim.order.number}")
    return Answer(work=_filed(claim), remember=after, handover=Handover(REASON))


def _filed(claim: Claim) -> tuple[FileClaim, ...]:
    key = claim.key
    return () if key is None else (FileClaim(claim.order, key.mark, key.masked, ""),)
