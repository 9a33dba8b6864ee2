"""An order that agents look up outside of tickets: its state, masked keys and contact, and where its money is. Pure."""

from dataclasses import dataclass, field

from core.messages import OutgoingMessage, Priority
from core.ordercard import when
from core.ordernumbers import OrderNumbers
from core.shop import Order, OrderNo
from core.shopparts import Paid
from core.turns import Answer, AuditNote, Turn
from core.work import LookUpForStaff, WorkDone
from handoff.cards import DeskSettings, order_line

ORDER = "order"
"""The command's name."""


@dataclass(frozen=True, slots=True)
class OrderLookUp:
    settings: DeskSettings
    numbers: OrderNumbers = field(default_factory=OrderNumbers)

    def asked(self, turn: Turn, words: str) -> Answer:
        number = self.numbers.find(words) or OrderNo(words.strip().upper())
        if not number:
            return Answer(say=(self._message(turn, self._say(turn, "desk-order-which")),))
        note = AuditNote("order.looked-up", number, turn.event.sender.id)
        return Answer(work=(LookUpForStaff(number),), audit=(note,))

    def told(self, turn: Turn, done: WorkDone) -> Answer | None:
        """None: it is the outcome of something else."""
        if done.work != LookUpForStaff.__name__:
            return None
        if done.order is None:
            return Answer(say=(self._message(turn, self._say(turn, f"desk-refused-{done.refusal}")),))
        return Answer(say=(self._message(turn, "\n".join(self._lines(turn, done, done.order))),))

    def _lines(self, turn: Turn, done: WorkDone, order: Order) -> list[str]:
        language, zone = self.settings.language, self.settings.zone
        lines = [order_line(turn.words, language, order, done.masked.get(order.number, ()))]
        times = {"order-created": order.created_at, "order-paid": order.paid_at, "order-delivered": order.delivered_at}
        lines += [
            self._say(turn, key, time=when(turn.words, language, time, turn.event.at, zone))
            for key, time in times.items()
            if time is not None
        ]
        if done.paid in {Paid.AT_GATEWAY, Paid.UNPAID}:
            lines.append(self._say(turn, f"desk-order-{done.paid}"))
        return lines

    def _say(self, turn: Turn, key: str, /, **arguments: object) -> str:
        return turn.words(self.settings.language, key, **arguments)

    def _message(self, turn: Turn, text: str) -> OutgoingMessage:
        return OutgoingMessage(to=turn.event.where, text=text, priority=Priority.STAFF)
