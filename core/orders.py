"""Orders: found in free text, proven by asking, told in plain words, remembered. Pure."""

from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from core.asking import Asking
from core.choices import chosen, offering
from core.fallback import still_asked
from core.keyremoval import KeyRemoval
from core.linking import link_choice
from core.menu import invitation, menu_choices, person
from core.messages import ButtonPressed, ContactOpened, MessageEdited, MessageReceived
from core.ordercard import items, order_choices, order_text, short_line
from core.ordernumbers import OrderNumbers, Told, told
from core.ports import Vault
from core.proof import ProofPolicy, proven_order, remembering
from core.refusals import refused
from core.remembering import judged
from core.shop import Order, ProvenOrder
from core.turns import Answer, Asked, Choice, Memory, Turn, Waiting
from core.wishes import gives_up, speaks_of_keys, wants_keys, wants_my_orders, wants_order
from core.work import FetchKeys, FindOrder, ListOrders, Refusal, WorkDone

_LISTED = 8


@dataclass(frozen=True, slots=True)
class OrderSettings:
    """`zone`: where the buyers' clocks are. `numbers`: the shapes of the shops' order numbers.

    `removal`: when keys that were sent vanish again"""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    numbers: OrderNumbers = field(default_factory=OrderNumbers)
    policy: ProofPolicy = field(default_factory=ProofPolicy)
    removal: KeyRemoval = field(default_factory=KeyRemoval)


class Orders:
    def __init__(self, vault: Vault, settings: OrderSettings | None = None) -> None:
        self._settings = settings or OrderSettings()
        self._asking = Asking(vault, self._settings.numbers)
        self._tells = judged(self._tells_of_an_order)

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff:
            return None
        match turn.event:
            case WorkDone(silent=False, by=None, grounded=None) as done:
                return self._outcome(turn, done)
            case MessageEdited(message=message) if message == turn.memory.redacted:
                return Answer(redact=True)
            case MessageReceived() | ButtonPressed() | ContactOpened():
                value = chosen(turn)
                heard = self._heard(turn) if value is None else Told()
                return self._private(turn, value, heard) if turn.private else _in_group(turn, value, heard)
        return None

    def _heard(self, turn: Turn) -> Told:
        """All of it while we have asked for something; otherwise an order's number or password alone count."""
        if turn.memory.waiting is None and not self._tells(turn.text):
            return Told()
        return told(turn.text, self._settings.numbers)

    def _tells_of_an_order(self, text: str) -> bool:
        heard = told(text, self._settings.numbers)
        return heard.number is not None or bool(heard.password)

    def _private(self, turn: Turn, value: str | None, heard: Told) -> Answer | None:
        waiting = still_asked(turn.memory.waiting, turn.event.at)
        if value is not None:
            return self._picked(turn, value, waiting)
        if (waiting or turn.memory.awaited) and gives_up(turn.text):
            return _cancelled(turn)
        return self._read(turn, waiting, heard)

    def _picked(self, turn: Turn, value: str, waiting: Waiting | None) -> Answer | None:
        kind, _, number = value.partition(":")
        if kind == "order":
            return self._known(turn, number) or self._asking.begin(turn, "order", number)
        if value == "mine":
            return self._mine(turn)
        if value == "no-password":
            return self._asking.go_on(turn, waiting, none=True) if waiting else self._asking.begin(turn, "order")
        return _cancelled(turn) if value == "cancel" else None

    def _read(self, turn: Turn, waiting: Waiting | None, heard: Told) -> Answer | None:
        if heard.number is not None:
            return self._numbered(turn, waiting, heard, heard.number)
        if waiting is not None and (answer := self._asking.hear(turn, waiting, heard)):
            return answer
        if wants_my_orders(turn.text):
            return self._mine(turn)
        if wants_order(turn.text):
            return self._asking.begin(turn, "order")
        return self._volunteered(turn, heard)

    def _numbered(self, turn: Turn, waiting: Waiting | None, heard: Told, number: str) -> Answer | None:
        """A number counts at any time; what was said before of another order is forgotten, also what it was for."""
        same = waiting is not None and waiting.order in (None, number)
        before = waiting if same else None
        then = "keys" if speaks_of_keys(turn.text) else before.then if before else "order"
        if proven := proven_order(turn.memory.proven, number):
            return _hiding(turn, heard, self._open(turn, proven, then))
        fresh = Waiting(asked=Asked.ORDER_NUMBER, at=turn.event.at, then=then)
        return self._asking.hear(turn, replace(before, then=then) if before else fresh, heard)

    def _volunteered(self, turn: Turn, heard: Told) -> Answer | None:
        """A query password that nobody asked for is sealed all the same."""
        if not heard.password or wants_keys(turn.text):
            return None
        return self._asking.hear(turn, Waiting(asked=Asked.ORDER_NUMBER, at=turn.event.at), heard)

    def _known(self, turn: Turn, number: str) -> Answer | None:
        proven = proven_order(turn.memory.proven, number)
        return self._open(turn, proven, "order") if proven else None

    def _open(self, turn: Turn, proven: ProvenOrder, then: str) -> Answer:
        """What a proven order was wanted for."""
        memory = replace(turn.memory, waiting=None, misses=0, proven=remembering(turn.memory.proven, proven))
        memory = memory.having_tried(f"{then}:{proven.number}")
        if then != "keys":
            return Answer(work=(FindOrder(proven),), remember=memory)
        if not self._settings.policy.may_have_keys(proven.proof):
            return refused(turn, Refusal.NOT_ENOUGH_PROOF, memory)
        return Answer(work=(FetchKeys(proven),), remember=memory)

    def _mine(self, turn: Turn) -> Answer:
        if not turn.memory.proven:
            begun = self._asking.begin(turn, "order")
            return begun if begun.remember is None else _linkable(turn, begun, begun.remember)
        memory = replace(turn.memory, waiting=None, misses=0)
        return Answer(work=(ListOrders(turn.memory.proven[-_LISTED:]),), remember=memory)

    def _outcome(self, turn: Turn, done: WorkDone) -> Answer | None:
        memory = turn.memory
        if done.proven is not None and done.refusal is None:
            memory = replace(memory, proven=remembering(memory.proven, done.proven), misses=0)
        if done.refusal is not None:
            return refused(turn, done.refusal, memory, done)
        if done.keys:
            return None
        if done.then == "keys" and done.proven is not None:
            return self._open(turn, done.proven, "keys")
        if done.order is not None:
            text = order_text(turn, done.order, self._settings.zone, done.paid)
            return offering(turn, text, order_choices(turn, done.order, done.paid), memory)
        if done.proven is not None:
            return Answer(work=(FindOrder(done.proven),), remember=memory)
        return _listed(turn, done.orders, done.shop)


def _hiding(turn: Turn, heard: Told, answer: Answer) -> Answer:
    """A password that is not needed any more is not kept either."""
    if not heard.password or not isinstance(turn.event, MessageReceived):
        return answer
    memory = replace(answer.remember or turn.memory, redacted=turn.event.message)
    return replace(answer, redact=True, remember=memory)


def _listed(turn: Turn, orders: tuple[Order, ...], silent: str) -> Answer:
    """`silent`: shops whose orders are left out."""
    if not orders:
        return offering(turn, turn.say("mine-gone"), [Choice(turn.say("button-order"), "order"), person(turn)])
    shown = orders[-_LISTED:]
    lines = [short_line(turn.words, turn.language, order) for order in shown]
    choices = [Choice(f"{order.number[-6:]} {items(order)}"[:32], f"order:{order.number}") for order in shown]
    choices += [Choice(turn.say("button-another-order"), "order"), link_choice(turn)]
    left_out = [turn.say("mine-left-out", shop=silent)] if silent else []
    return offering(turn, "\n".join([turn.say("mine-list"), *lines, *left_out]), choices)


def _linkable(turn: Turn, question: Answer, memory: Memory) -> Answer:
    """Who has proven nothing here may have done so in another chat."""
    (asked,) = question.say
    choices = [*memory.choices, link_choice(turn)]
    return offering(turn, f"{turn.say('mine-none')}\n{asked.text}", choices, memory)


def _cancelled(turn: Turn) -> Answer:
    return offering(
        turn, turn.say("cancelled"), menu_choices(turn), replace(turn.memory, waiting=None, awaited=(), misses=0)
    )


def _in_group(turn: Turn, value: str | None, heard: Told) -> Answer | None:
    """Never a word about an order where others read along."""
    asked = value is not None and value.partition(":")[0] in {"order", "keys", "mine", "no-password"}
    if asked or heard.number or heard.password or wants_order(turn.text) or wants_keys(turn.text):
        return replace(invitation(turn, "group-no-orders"), redact=bool(heard.password))
    return invitation(turn, "group-no-orders") if wants_my_orders(turn.text) else None
