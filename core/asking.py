"""The questions that prove an order: number, contact, query password; everything may come at once, in any order. Pure.

The password is always asked for, so that the way of asking tells nobody whether an order exists or has one."""

import re
from dataclasses import dataclass, field, replace

from core.choices import offering
from core.language import has_cjk
from core.menu import person
from core.messages import MessageReceived
from core.ordernumbers import OrderNumbers, Told, is_word
from core.ports import Vault
from core.reading import asks
from core.shop import Evidence
from core.smalltalk import small
from core.turns import Answer, Asked, Choice, Turn, Waiting
from core.work import VerifyBuyer

_FOREIGN_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{6,20}")
_LONGEST = 128


@dataclass(frozen=True, slots=True)
class Asking:
    vault: Vault
    numbers: OrderNumbers = field(default_factory=OrderNumbers)

    def begin(self, turn: Turn, then: str, number: str | None = None) -> Answer:
        """Asks for what comes first."""
        waiting = Waiting(asked=Asked.ORDER_NUMBER, at=turn.event.at, then=then)
        return self.go_on(turn, replace(waiting, order=self.numbers.find(number) if number else None))

    def hear(self, turn: Turn, waiting: Waiting, told: Told) -> Answer | None:
        """The answer to what was asked, and what else the message tells; None: it is no answer."""
        text = turn.text.strip()
        contact, password = told.contact, told.password
        if waiting.asked is Asked.ORDER_NUMBER and contact == text and contact.isdecimal():
            contact = ""
        if waiting.asked is Asked.PASSWORD and not told.number:
            contact, password = waiting.contact, password or ("" if told.no_password else _as_password(turn, text))
        elif waiting.asked is Asked.CONTACT:
            contact = contact or _as_contact(turn, text)
        password = password or _spare_password(told, bool(told.number or waiting.order), contact)
        if not (told.number or (contact != waiting.contact and contact) or password or told.no_password):
            return None
        heard = replace(
            waiting,
            order=told.number or waiting.order,
            contact=contact or waiting.contact,
            password=self.vault.seal(password) if password else waiting.password,
        )
        return self.go_on(turn, heard, none=told.no_password and not password, secret=bool(password))

    def go_on(self, turn: Turn, waiting: Waiting, *, none: bool = False, secret: bool = False) -> Answer:
        """The next question, or the check when all is told."""
        missing = _missing(waiting, none)
        answer = self._check(turn, waiting) if missing is None else _question(turn, replace(waiting, asked=missing))
        if not secret or not isinstance(turn.event, MessageReceived):
            return answer
        remember = replace(answer.remember or turn.memory, redacted=turn.event.message)
        return replace(answer, redact=True, remember=remember)

    def _check(self, turn: Turn, waiting: Waiting) -> Answer:
        assert waiting.order is not None
        evidence = Evidence(waiting.contact, waiting.password)
        memory = replace(turn.memory, waiting=None, choices=(), misses=0, greeted=True)
        return Answer(
            work=(VerifyBuyer(waiting.order, evidence, waiting.then, known=bool(turn.memory.proven)),),
            remember=memory.having_tried(f"{waiting.then}:{waiting.order}"),
        )


def _missing(waiting: Waiting, none: bool) -> Asked | None:
    if waiting.order is None:
        return Asked.ORDER_NUMBER
    if not waiting.contact:
        return Asked.CONTACT
    return Asked.PASSWORD if waiting.password is None and not none else None


def _question(turn: Turn, waiting: Waiting) -> Answer:
    choices = [Choice(turn.say("button-cancel"), "cancel"), person(turn, "cannot-prove")]
    if waiting.asked is Asked.PASSWORD:
        choices.insert(0, Choice(turn.say("button-no-password"), "no-password"))
    key = f"ask-{waiting.asked}"
    if waiting.asked is Asked.ORDER_NUMBER and waiting.then in {"keys", "claim"}:
        key = f"ask-order-number-for-{waiting.then}"
    memory = replace(turn.memory, waiting=replace(waiting, at=turn.event.at), misses=0, greeted=True)
    return offering(turn, turn.say(key, order=waiting.order or ""), choices, memory)


def _as_contact(turn: Turn, text: str) -> str:
    if _FOREIGN_PHONE.fullmatch(text):
        return re.sub(r"[ ()-]", "", text)
    return text if is_word(text) and len(text) > 1 and not asks(text) and small(turn) is None else ""


def _as_password(turn: Turn, text: str) -> str:
    """A password may hold anything but a Chinese sentence or a question."""
    fits = 0 < len(text) <= _LONGEST and not has_cjk(text) and "\n" not in text
    return text if fits and (is_word(text) or not asks(text)) and small(turn) is None else ""


def _spare_password(told: Told, ordered: bool, contact: str) -> str:
    """ "302261122095245598 zhang@qq.com hunter2": the one word that nobody has named, and that is no common word."""
    fits = ordered and contact and len(told.spare) == 1 and not told.no_password
    return told.spare[0] if fits and any(map(str.isdecimal, told.spare[0])) else ""
