"""What came of a replacement or refund, of the stock or the ledger: for the agents; a new key for the buyer. Pure."""

from dataclasses import dataclass, replace
from typing import get_args

from core.cardkeys import hand_out
from core.messages import Button, OutgoingMessage, Priority
from core.ordercard import money
from core.replacing import Entry, Failure, Kind, LastingWork, NoteSent, ReplacingTold, Step
from core.shopparts import RefundWay, Visible
from core.turns import NOTHING, Answer, AuditNote, Ticket, Turn
from core.work import Refusal, WorkDone
from handoff.aftersales import ALONE, SURE
from handoff.allowances import Told, having_told
from handoff.cards import Card, DeskSettings
from handoff.ledgerlines import LedgerLines
from handoff.window import open_at

_PLAIN = {
    Step.NO_ORDER: "desk-after-no-order",
    Step.NO_KEYS: "desk-after-no-keys",
    Step.NO_SUCH_KEY: "desk-after-no-such-key",
    Step.OWN: "desk-after-own",
    Step.NOT_ADMIN: "desk-after-not-admin",
    Step.GONE: "desk-after-gone",
}
"""Told in one line, without buttons."""
_LASTING = frozenset(kind.__name__ for kind in get_args(LastingWork))
Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class AftersalesTold:
    settings: DeskSettings

    def told(self, turn: Turn, done: WorkDone, outcome: ReplacingTold) -> Answer:
        if outcome.place is None:
            return NOTHING
        voice = _Voice(turn, self.settings, outcome)
        if outcome.step is None:
            return Answer(say=(voice.message(voice.say(_without_step(done))),))
        if done.keys and turn.ticket is not None:
            return self._replaced(turn, done, voice, turn.ticket)
        text, buttons = voice.text(outcome.step)
        return Answer(say=(replace(voice.message(text), buttons=buttons),), audit=_notes(outcome))

    def _replaced(self, turn: Turn, done: WorkDone, voice: "_Voice", ticket: Ticket) -> Answer:
        """To the buyer, now or when he has written again; noted as sent with the message itself."""
        entry = voice.entry
        heading = turn.say("keys-replaced", number=entry.order, bad=entry.bad_masked)
        handed = hand_out(turn, done, self.settings.removal, heading)
        now = open_at(ticket.allowance, turn.event.at)
        line = voice.message(voice.replaced("desk-replaced" if now else "desk-replaced-later"))
        return replace(
            handed,
            say=(*handed.say, line),
            ticket=None if now else having_told(ticket, Told.KEY_WAITS),
            work=(*handed.work, NoteSent(entry.name)),
            audit=(*handed.audit, *_notes(voice.outcome)),
        )


@dataclass(frozen=True, slots=True)
class _Voice:
    """In the room's language."""

    turn: Turn
    settings: DeskSettings
    outcome: ReplacingTold

    @property
    def entry(self) -> Entry:
        assert self.outcome.entry is not None
        return self.outcome.entry

    def say(self, key: str, /, **arguments: object) -> str:
        return self.turn.words(self.settings.language, key, **arguments)

    def message(self, text: str) -> OutgoingMessage:
        """Into the ticket's thread, or where it was asked in the room."""
        ticket, place = self.turn.ticket, self.outcome.place
        if ticket is not None and not self.turn.staff:
            return Card.of(self.turn, self.settings, ticket).message(text)
        assert place is not None
        return OutgoingMessage(to=place, text=text, priority=Priority.STAFF)

    def text(self, step: Step) -> tuple[str, Buttons]:
        match step:
            case Step.WHICH_KEY | Step.JUST_NOW | Step.WHOSE:
                return self._question(step)
            case Step.NEEDS_SECOND | Step.ALONE:
                return self._second(step)
            case Step.REFUNDED:
                return self._refunded(), ()
            case Step.FAILED:
                return self._failed()
            case Step.STOCK | Step.LEDGER:
                lines = LedgerLines(self.turn.words, self.settings, self.outcome, self.turn.event.at)
                return (lines.stock() if step is Step.STOCK else lines.ledger()), ()
            case _:
                return self._short(step), ()

    def replaced(self, key: str) -> str:
        entry = self.entry
        line = self.say(key, number=entry.order, bad=entry.bad_masked, new=entry.masked)
        return f"{line}{self.say(f'desk-visible-{entry.visible or Visible.DETACHED}')}"

    def _question(self, step: Step) -> tuple[str, Buttons]:
        entry = self.entry
        text = self.say(f"desk-after-{step}", number=entry.order)
        if step is Step.WHOSE:
            return text, ((Button(self.say("desk-button-vouch"), f"desk:goon:{entry.name}:{SURE}"),),)
        return text, tuple((Button(key.masked, f"desk:goon:{entry.name}:{key.ref}"),) for key in self.outcome.keys)

    def _second(self, step: Step) -> tuple[str, Buttons]:
        entry = self.entry
        if step is Step.ALONE:
            alone = Button(self.say("desk-button-alone"), f"desk:approve:{entry.name}:{ALONE}")
            return self.say("desk-after-alone"), ((alone,),)
        what = self.say(
            f"desk-after-wants-{entry.kind}", number=entry.order, amount=self._amount(), bad=entry.bad_masked
        )
        why = self.say(f"desk-second-{entry.second}")
        reason = (self.say("desk-after-reason", reason=entry.reason),) if entry.reason else ()
        lines = [self.say("desk-after-needs-second", agent=entry.by.name or entry.by.id, what=what), *reason, why]
        yes, no = (Button(self.say(f"desk-button-{one}"), f"desk:{one}:{entry.name}") for one in ("approve", "refuse"))
        return "\n".join(lines), ((yes, no),)

    def _refunded(self) -> str:
        entry = self.entry
        where = "wallet" if entry.way is RefundWay.WALLET else entry.visible or Visible.DETACHED
        line = self.say("desk-refunded", number=entry.order, amount=self._amount())
        return f"{line}{self.say(f'desk-refunded-{where}')}"

    def _failed(self) -> tuple[str, Buttons]:
        """With what can be done instead."""
        entry = self.entry
        known = entry.why in set(Failure)
        key = f"desk-after-failed-{entry.why}" if known else "desk-after-failed"
        text = self.say(
            f"{key}-{entry.kind}" if entry.why == Failure.UNABLE else key, number=entry.order, why=entry.why
        )
        if entry.kind is not Kind.REPLACED:
            return text, ()
        refund = Button(self.say("desk-button-refund"), f"desk:refund:{entry.order}")
        return text, ((refund,),)

    def _short(self, step: Step) -> str:
        left = self.outcome.left
        if step is Step.TOO_MUCH:
            if not left:
                return self.say("desk-after-nothing-left")
            return self.say("desk-after-too-much", left=money(left, self.entry.currency))
        if step in _PLAIN:
            return self.say(_PLAIN[step])
        entry = self.entry
        who = entry.approver if step is Step.REFUSED and entry.approver else entry.by
        return self.say(f"desk-after-{step}", agent=who.name or who.id, number=entry.order)

    def _amount(self) -> str:
        return money(self.entry.amount, self.entry.currency) if self.entry.amount is not None else ""


def _without_step(done: WorkDone) -> str:
    if done.refusal is None:
        return "desk-inquiry-failed"
    if done.refusal is Refusal.SHOP_REMOVED:
        return "desk-after-shop-removed" if done.work in _LASTING else "desk-refused-shop-removed"
    return "desk-after-silent" if done.work in _LASTING else "desk-refused-shop-silent"


def _notes(outcome: ReplacingTold) -> tuple[AuditNote, ...]:
    """Who did what, and who agreed; keys as people may see them."""
    entry, step = outcome.entry, outcome.step
    if entry is None or step not in {Step.REPLACED, Step.REFUNDED, Step.REFUSED, Step.FAILED}:
        return ()
    what = "key" if entry.kind is Kind.REPLACED else "refund"
    about, approver = _about(entry), entry.approver
    if step is Step.REFUSED and approver is not None:
        return (AuditNote(f"{what}.refused", about, approver.id),)
    done = AuditNote(f"{what}.{step}", about, entry.by.id)
    if approver is None:
        return (done,)
    return (AuditNote(f"{what}.approved{'-alone' if entry.alone else ''}", about, approver.id), done)


def _about(entry: Entry) -> str:
    """`KD… ABC*-**** -> XYZ*-**** (35.17)`"""
    what = f"{entry.bad_masked} -> {entry.masked or '-'}" if entry.kind is Kind.REPLACED else str(entry.amount)
    return f"{entry.order} {what}{'' if entry.proven else ' vouched'} ({entry.name})"
