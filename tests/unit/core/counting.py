"""A dialogue on a platform that lets only so many messages through until the buyer has written again."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from core.messages import (
    Allowance,
    ButtonPressed,
    ContactOpened,
    Event,
    MessageReceived,
    OutgoingMessage,
    Person,
    PersonId,
)
from core.reported import AllowanceChanged, DeliveryReported, DeliveryState
from handoff.cards import DeskSettings
from handoff.ticket import card_ref
from tests.unit.core.dialogue import CHAT, Dialogue, E

COURIER = Person(PersonId("courier"))
WINDOW = timedelta(hours=48)


class Counting(Dialogue):
    """What is said in one turn goes as one message; what waits, with the buyer's next words.

    `arrived`: what the buyer has got, one text for each message. `waiting`: what he has not yet."""

    def __init__(self, total: int = 5, *, settings: DeskSettings | None = None) -> None:
        super().__init__(settings=settings)
        self.allowance = Allowance(total, total, self.now + WINDOW)
        self.arrived: list[str] = []
        self.waiting: list[OutgoingMessage] = []
        self._depth, self._seen = 0, 0
        self._heard: list[OutgoingMessage] = []

    def happens(self, event: Event) -> None:
        self._depth += 1
        super().happens(event)
        self._depth -= 1
        if self._depth == 0:
            self._deliver(isinstance(event, MessageReceived | ButtonPressed | ContactOpened) and not event.where.thread)

    @property
    def card_edits(self) -> int:
        """How often the card was edited in what the agents have just seen."""
        return sum(line.replaces == card_ref(self.ticket) for line in self.thread)

    def runs_out(self) -> None:
        """The platform counts more strictly than we do: the next one will wait."""
        self.allowance = Allowance(0, self.allowance.total, self.allowance.until)

    def _deliver(self, wrote: bool) -> None:
        if self._heard is not self.said:
            self._heard, self._seen = self.said, 0
        new, self._seen = self.said[self._seen :], len(self.said)
        first = not self.waiting
        self.waiting += new
        if not self.waiting or not (new or wrote):
            return
        if self.allowance.left > 0 and self.now < self.allowance.until:
            self._push()
        elif first:
            self._put_off(self.waiting[0])

    def _push(self) -> None:
        self.arrived.append("\n".join(message.text for message in self.waiting))
        self.waiting = []
        self.allowance = Allowance(self.allowance.left - 1, self.allowance.total, self.allowance.until)
        self.happens(self._event(AllowanceChanged, CHAT, COURIER)(allowance=self.allowance))

    def _put_off(self, message: OutgoingMessage) -> None:
        shut = Allowance(0, self.allowance.total, self.allowance.until)
        told = partial(self._event(DeliveryReported, CHAT, COURIER), mirrored=message.mirrors, allowance=shut)
        waits, secret = DeliveryState.WAITS, bool(message.secret)
        self.happens(told(delivery="35.7", state=waits, why="ReplyWindowClosed", secret=secret))

    def _by_buyer(self, kind: Callable[..., E], **more: object) -> E:
        if kind in (MessageReceived, ButtonPressed, ContactOpened):
            self.allowance = Allowance(self.allowance.total, self.allowance.total, self.now + WINDOW)
            more["allowance"] = self.allowance
        return super()._by_buyer(kind, **more)
