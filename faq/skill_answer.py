"""An entry as a message to one buyer: which answer of a trial, about which order, and what he can do next. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import blake2s

from core.messages import Button, OutgoingMessage
from core.ordernumbers import OrderNumbers
from core.proof import proven_order
from core.turns import Choice, Turn
from faq.entries import Action, Entry, EntryKey, Priority, Situation
from faq.skill_text import ORDER_NO, FaqSettings, filled, with_order

UNSOLVED = "person:faq-unsolved"

_VALUES = {Action.ORDER: "order", Action.KEYS: "keys", Action.CLAIM: "claim", Action.PERSON: "person:faq-asked"}
_MAY_NAME_AN_ORDER = re.compile(r"[0-9０-９]{4}")

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class _WaysOn:
    """What can be done after an answer, and its buttons: pages first, each in a row of its own."""

    entry: Entry
    choices: tuple[Choice, ...]
    rows: Rows


def on_trial(turn: Turn, entry: Entry) -> bool:
    """Whether this chat gets the answer that is on trial: half of them do, each always the same one."""
    if not entry.trial:
        return False
    chat_and_entry = f"{turn.conversation.where.key}\n{entry.id}".encode("utf-8", "replace")
    return bool(blake2s(chat_and_entry, digest_size=1).digest()[0] & 1)


class Answers:
    """Entries as messages to the buyer."""

    def __init__(self, settings: FaqSettings, numbers: OrderNumbers) -> None:
        self._numbers = numbers
        self._filled = lru_cache(1024)(partial(filled, settings=settings))
        self._ways: dict[EntryKey, _WaysOn] = {}

    def situation(self, turn: Turn) -> Situation:
        event = turn.event
        _, product = self._order(turn)
        return Situation(language=turn.language, channel=event.where.channel, product=product, at=event.at)

    def message(self, turn: Turn, entry: Entry) -> tuple[OutgoingMessage, tuple[Choice, ...]]:
        """The answer, and the choices below it. In a group, where everybody reads along: without any."""
        ways = self._ways_on(turn, entry)
        rows, choices = (ways.rows, ways.choices) if turn.private else (pages(entry), ())
        text, where = self.text(turn, entry), turn.conversation.where
        return OutgoingMessage(to=where, text=text, media=entry.pictures, buttons=rows), choices

    def text(self, turn: Turn, entry: Entry) -> str:
        text = self._filled(entry.trial if on_trial(turn, entry) else entry.answer)
        return with_order(text, self._order(turn)[0]) if ORDER_NO in text else text

    def _order(self, turn: Turn) -> tuple[str, str]:
        """The number and the product of the order in question: named in this message, else the last proven one.

        Nothing of orders is said in a group."""
        if not turn.private:
            return "", ""
        proven = turn.memory.proven
        named = self._numbers.find(turn.text) if _MAY_NAME_AN_ORDER.search(turn.text) else None
        order = proven_order(proven, named) if named else proven[-1] if proven else None
        return named or (order.number if order else ""), next(iter(order.products), "") if order else ""

    def _ways_on(self, turn: Turn, entry: Entry) -> _WaysOn:
        """The same for the same entry until it is edited."""
        known = self._ways.get(entry.key)
        if known is None or known.entry is not entry:
            known = self._ways[entry.key] = _ways_on(turn, entry)
        return known


def in_rows(choices: Sequence[Choice], per_row: int = 2) -> Rows:
    buttons = [Button(choice.label, choice.value) for choice in choices]
    return tuple(tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row))


def pages(entry: Entry) -> Rows:
    return tuple(
        (Button(link.label, url=link.url),) for link in entry.links if link.url.startswith(("https://", "http://"))
    )


def actions(turn: Turn, entry: Entry) -> list[Choice]:
    """Named in the language of the answer."""
    return [Choice(turn.words(entry.language, f"button-{one}"), _VALUES[one]) for one in entry.actions]


def can_be_denied(entry: Entry) -> bool:
    """Whether a buyer can say that this has not helped: a way to a person stands in the place of that button."""
    return Action.PERSON not in entry.actions and entry.priority is not Priority.PERSON


def _ways_on(turn: Turn, entry: Entry) -> _WaysOn:
    """What can be done about it; in the last row whether it has helped, beside a way to a person. Who gets a person
    anyway needs none of it."""
    if entry.priority is Priority.PERSON:
        return _WaysOn(entry, (), pages(entry))
    known = {choice.value: choice for choice in actions(turn, entry)}
    unsolved = Choice(turn.words(entry.language, "faq-unsolved"), f"failed:{entry.id}:{entry.language}")
    asked = known.pop(_VALUES[Action.PERSON], unsolved)
    votes = (Choice(turn.words(entry.language, "faq-solved"), f"helped:{entry.id}:{entry.language}"), asked)
    deeds = tuple(known.values())
    return _WaysOn(entry, (*deeds, *votes), (*pages(entry), *in_rows(deeds), *in_rows(votes)))
