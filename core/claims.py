"""A key that does not work: which one, and what the agents need to know of it, asked in a short talk. Pure."""

from dataclasses import replace

from core.asking import Asking
from core.choices import chosen, offering
from core.claiming import KEY, Claim, ClaimFacts, LookIntoClaim, Snag
from core.claimrules import ClaimRules
from core.claimtalk import STOP, asking, begun, questioned, snagged, told
from core.claimwishes import speaks_of_bad_keys, wants_claim
from core.fallback import still_asked
from core.incidentclaims import in_incident, takes
from core.menu import invitation, menu_choices
from core.messages import ButtonPressed, ContactOpened, MessageReceived
from core.ordernumbers import told as told_of_order
from core.orders import OrderSettings
from core.ports import Vault
from core.proof import proven_order, remembering
from core.refusals import refused
from core.shop import ProvenOrder
from core.turns import Answer, Asked, AuditNote, Choice, Turn, Waiting
from core.wishes import gives_up
from core.work import Refusal, WorkDone

_PASTED = 400
"""Characters that are looked at."""


class Claims:
    """Button values: `claim` (which order?), `claim:ORDER`, `claimkey:REF`, `claimskip`, `claimstop`,
    `remedy:INCIDENT:ORDER`.

    Stands before all that reads words: while it asks, they are answers."""

    def __init__(self, vault: Vault, settings: OrderSettings | None = None, rules: ClaimRules | None = None) -> None:
        self._vault = vault
        self._settings = settings or OrderSettings()
        self._rules = rules or ClaimRules()
        self._asking = Asking(vault, self._settings.numbers)

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff:
            return None
        match turn.event:
            case WorkDone(claim=ClaimFacts() as facts):
                return self._looked(turn, facts)
            case WorkDone(refusal=None, then="claim", proven=ProvenOrder() as order):
                return self._look(turn, order)
            case MessageReceived() | ButtonPressed() | ContactOpened():
                return self._heard(turn) if turn.private else _in_group(turn)
        return None

    def _heard(self, turn: Turn) -> Answer | None:
        value = chosen(turn)
        if value is not None:
            return self._picked(turn, value)
        claim = asking(turn)
        if claim is not None:
            return self._told(turn, claim)
        return self._wished(turn)

    def _picked(self, turn: Turn, value: str) -> Answer | None:
        kind, _, about = value.partition(":")
        if kind == "remedy":
            return takes(turn, value) or self._which_order(turn)
        if kind == "claim":
            return self._of(turn, about) if about else self._which_order(turn)
        claim = turn.memory.claim
        if kind == "claimkey":
            return self._look(turn, claim.order, about) if claim else self._which_order(turn)
        if value == STOP:
            return _cancelled(turn)
        if value == "claimskip":
            return questioned(turn, claim, skip=True) if claim and claim.asked else self._which_order(turn)
        return None

    def _wished(self, turn: Turn) -> Answer | None:
        """In words; an order's number may stand beside them, or be the answer to our question for it."""
        waiting = still_asked(turn.memory.waiting, turn.event.at)
        wanted = waiting is not None and waiting.then == "claim"
        if not wanted and not speaks_of_bad_keys(turn.text) and not wants_claim(turn.text):
            return None
        heard = told_of_order(turn.text, self._settings.numbers)
        if heard.number is None:
            return self._which_order(turn) if not wanted and wants_claim(turn.text) else None
        proven = proven_order(turn.memory.proven, heard.number)
        if proven is not None and not heard.password:
            return self._look(turn, proven)
        if wanted or proven is not None:
            return None
        fresh = Waiting(asked=Asked.ORDER_NUMBER, at=turn.event.at, then="claim")
        return self._asking.hear(turn, fresh, heard)

    def _which_order(self, turn: Turn) -> Answer:
        """None proven: ask; one: that one; several: offer them."""
        proven = turn.memory.proven
        if not proven:
            return self._asking.begin(turn, "claim")
        if len(proven) == 1:
            return self._look(turn, proven[0])
        choices = [Choice(order.number, f"claim:{order.number}") for order in reversed(proven[-6:])]
        choices.append(Choice(turn.say("button-another-order"), "claim:new"))
        return offering(turn, turn.say("claim-which-order"), choices)

    def _of(self, turn: Turn, number: str) -> Answer:
        proven = proven_order(turn.memory.proven, number)
        return self._look(turn, proven) if proven else self._asking.begin(turn, "claim", number)

    def _look(self, turn: Turn, order: ProvenOrder, ref: str = "") -> Answer:
        """Keys are spoken of to who may have them."""
        known = remembering(turn.memory.proven, order)
        memory = replace(turn.memory, waiting=None, misses=0, proven=known)
        if not self._settings.policy.may_have_keys(order.proof):
            return refused(turn, Refusal.NOT_ENOUGH_PROOF, memory)
        before = memory.claim
        pictures = before.pictures if before and before.order.number == order.number and not before.filed else ()
        claim = Claim(order=order, at=turn.event.at, pictures=pictures)
        note = AuditNote("claim.begun", order.number, turn.conversation.buyer.id)
        memory = replace(memory, claim=claim, choices=()).having_tried(f"claim:{order.number}")
        return Answer(work=(LookIntoClaim(order, ref),), remember=memory, audit=(note,) if not ref else ())

    def _looked(self, turn: Turn, facts: ClaimFacts) -> Answer:
        claim = turn.memory.claim
        if claim is None or claim.order.number != facts.order.number:
            claim = Claim(order=facts.order, at=turn.event.at)
        own = next((one for number in facts.elsewhere if (one := proven_order(turn.memory.proven, number))), None)
        if own is not None and own.number != facts.order.number:
            return self._look(turn, own, facts.mark)
        claim = replace(claim, at=turn.event.at, keys=facts.keys, count=facts.count, key=facts.key, snag=facts.snag)
        if facts.incident is not None:
            return in_incident(turn, claim, facts.incident)
        if facts.key is None or facts.snag is not None:
            return snagged(turn, claim, self._settings.zone)
        names = (facts.key.title, facts.key.product)
        until = self._rules.until(facts.since, *names)
        claim = replace(claim, until=until, left=self._rules.checklist(*names))
        if until is not None and turn.event.at > until:
            return snagged(turn, replace(claim, snag=Snag.LATE), self._settings.zone)
        return begun(turn, claim, self._settings.zone)

    def _told(self, turn: Turn, claim: Claim) -> Answer | None:
        if gives_up(turn.text):
            return _cancelled(turn)
        if claim.asked != KEY:
            return told(turn, claim)
        return self._pasted(turn, claim)

    def _pasted(self, turn: Turn, claim: Claim) -> Answer | None:
        """Compared by its fingerprint with those of the order; what he wrote is kept nowhere."""
        event = turn.event
        if not isinstance(event, MessageReceived):
            return None
        kept = replace(claim, at=event.at, pictures=(*claim.pictures, *event.body.media)[:6])
        heard = told_of_order(turn.text, self._settings.numbers)
        if heard.number is not None and (proven := proven_order(turn.memory.proven, heard.number)):
            return self._look(turn, proven)
        if sum(character.isalnum() and character.isascii() for character in turn.text) < len("KEY1"):
            return snagged(turn, kept, self._settings.zone)
        sealed = self._vault.seal(turn.text.strip()[:_PASTED])
        memory = replace(turn.memory, claim=kept, choices=(), misses=0, redacted=event.message)
        return Answer(work=(LookIntoClaim(claim.order, pasted=sealed),), remember=memory, redact=True)


def _cancelled(turn: Turn) -> Answer:
    memory = replace(turn.memory, claim=None, waiting=None, misses=0)
    return offering(turn, turn.say("cancelled"), menu_choices(turn), memory)


def _in_group(turn: Turn) -> Answer | None:
    """Never a word about keys where others read along."""
    value = chosen(turn)
    pressed = value is not None and value.partition(":")[0] in {"claim", "claimkey", "claimskip", "remedy", STOP}
    return invitation(turn, "group-no-orders") if pressed or wants_claim(turn.text) else None
