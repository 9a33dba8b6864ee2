"""Card keys again, to the buyer who has proven the order: once, sealed, in the private chat only. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.asking import Asking
from core.choices import chosen, offering
from core.keyremoval import KeyRemoval, removed
from core.masking import without_marks
from core.menu import person
from core.messages import (
    SECRET_MARK,
    ButtonPressed,
    ContactOpened,
    MessageReceived,
    OutgoingMessage,
    Span,
    Style,
    TimerRang,
)
from core.orders import OrderSettings
from core.ports import Vault
from core.proof import proven_order
from core.refusals import refused
from core.shop import DeliveredKey, ProvenOrder
from core.skills import to_buyer
from core.turns import Answer, AuditNote, Choice, Turn
from core.wishes import wants_keys
from core.work import FetchKeys, Refusal, WorkDone


class CardKeys:
    def __init__(self, vault: Vault, settings: OrderSettings | None = None) -> None:
        self._settings = settings or OrderSettings()
        self._asking = Asking(vault, self._settings.numbers)

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff:
            return None
        match turn.event:
            case WorkDone(silent=False, by=None) as done if done.keys:
                return hand_out(turn, done, self._settings.removal)
            case TimerRang() as rang:
                return removed(turn, rang)
            case MessageReceived() | ButtonPressed() | ContactOpened() if turn.private:
                return self._wished(turn)
        return None

    def _wished(self, turn: Turn) -> Answer | None:
        value = chosen(turn)
        if value is None:
            return self._again(turn) if wants_keys(turn.text) else None
        kind, parted, number = value.partition(":")
        if kind != "keys":
            return None
        return self._of(turn, number) if parted else self._again(turn)

    def _again(self, turn: Turn) -> Answer:
        """Which order? None proven: ask; one: that one; several: offer them."""
        proven = turn.memory.proven
        if not proven:
            return self._asking.begin(turn, "keys")
        if len(proven) == 1:
            return self._fetch(turn, proven[0])
        choices = [Choice(order.number, f"keys:{order.number}") for order in reversed(proven[-8:])]
        choices.append(Choice(turn.say("button-another-order"), "keys:new"))
        return offering(turn, turn.say("keys-which"), choices)

    def _of(self, turn: Turn, number: str) -> Answer:
        """Only what this buyer has proven; a button's value proves nothing."""
        proven = proven_order(turn.memory.proven, number)
        return self._fetch(turn, proven) if proven else self._asking.begin(turn, "keys", number)

    def _fetch(self, turn: Turn, proven: ProvenOrder) -> Answer:
        memory = replace(turn.memory, waiting=None, misses=0).having_tried(f"keys:{proven.number}")
        if self._settings.policy.may_have_keys(proven.proof):
            return Answer(work=(FetchKeys(proven),), remember=memory)
        return refused(turn, Refusal.NOT_ENOUGH_PROOF, memory)


def hand_out(turn: Turn, done: WorkDone, removal: KeyRemoval, heading: str = "") -> Answer:
    """The keys in one message, tap to copy; the audit names them masked. `heading`: empty: here they are."""
    number = done.proven.number if done.proven else done.order.number if done.order else ""
    fails = Choice(turn.say("button-claim"), f"claim:{number}" if number else "claim")
    choices = [Choice(turn.say("button-mine"), "mine"), fails, person(turn, "key-fails")]
    memory = replace(turn.memory, choices=tuple(choices), misses=0).having_tried(f"keys-sent:{number}")
    masked = ", ".join(key.masked for key in done.keys)
    note = AuditNote("key.sent", f"{number} {masked}".strip(), done.by or turn.conversation.buyer.id)
    heading = heading or turn.say("keys-here", number=number, count=len(done.keys))
    titles = {item.product: item.title for item in done.order.items} if done.order else {}
    keys = [replace(key, product=titles.get(key.product, key.product)) for key in done.keys]
    answer = Answer(say=(_secret_message(turn, heading, keys, choices),), remember=memory, audit=(note,))
    return removal.on(turn, done, answer)


def _secret_message(
    turn: Turn, heading: str, keys: Sequence[DeliveredKey], choices: Sequence[Choice]
) -> OutgoingMessage:
    lines = [heading]
    product = None
    for key in keys:
        if key.product and key.product != product:
            lines.append(without_marks(key.product))
        product = key.product
        lines.append(SECRET_MARK)
    lines += ["", turn.say("keys-safety")]
    text = "\n".join(lines)
    spans = tuple(Span(i, i + 1, Style.CODE) for i, character in enumerate(text) if character == SECRET_MARK)
    return replace(to_buyer(turn, text, choices), spans=spans, secret=tuple(key.sealed for key in keys))
