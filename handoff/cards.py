"""What agents see of a ticket: its title, its card, its lines. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.channelnames import channel_text
from core.keyremoval import KeyRemoval
from core.kin import KinChat
from core.masking import mask_contact, without_marks
from core.messages import Address, Button, MessageRef, OutgoingMessage, Priority, ThreadLook
from core.ordercard import short_line
from core.overview import TicketLine
from core.shop import Order, ShopId
from core.turns import Conversation, Ticket, TicketState, Turn, Words
from handoff.hours import Hours
from handoff.rooms import Rooms
from handoff.ticket import card_ref
from handoff.window import open_at, until_text

_SIGNS = {TicketState.WAITING: "🟡", TicketState.TAKEN: "🟢", TicketState.CLOSED: "⚪"}
_MOVED = _SIGNS[TicketState.CLOSED]
_TOOLS = (("order", "resend", "note"), ("replace", "refund"))
_ACTIONS = {
    TicketState.WAITING: (("take", "close"), *_TOOLS),
    TicketState.TAKEN: (("close",), *_TOOLS),
    TicketState.CLOSED: (("take",),),
}
REASONS = frozenset(
    {
        "asked",
        "cannot-prove",
        "came-back",
        "complaint",
        "delivery",
        "key-again",
        "key-claim",
        "key-fails",
        "no-key",
        "faq-asked",
        "faq-priority",
        "faq-unsolved",
        "shop-silent",
        "two-misses",
        "unsolved",
    }
)
_URGENT = frozenset({"complaint", "delivery", "faq-priority", "no-key"})
_TRIED = frozenset({"claim", "claimed", "faq", "faq-offered", "keys", "keys-sent", "miss", "order"})
_TITLE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """`room`: where tickets go that no rule of `rooms` is for. `language`: of the rooms. `hours`: None: somebody is
    always there. `zone`: whose day counts as today. `removal`: when keys vanish, and which channels can take messages
    back. `shops`: what people call them"""

    room: Address
    language: str = "zh"
    hours: Hours | None = None
    remind_after: timedelta = timedelta(minutes=10)
    tell_again_after: timedelta = timedelta(minutes=10)
    reopen_within: timedelta = timedelta(days=7)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    removal: KeyRemoval = field(default_factory=KeyRemoval)
    rooms: Rooms = field(default_factory=Rooms)
    shops: Mapping[ShopId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """Writes into the thread of one ticket, in the room's language. `moved`: the room that has the ticket now."""

    settings: DeskSettings
    words: Words
    conversation: Conversation
    ticket: Ticket
    at: datetime
    moved: str = ""

    @classmethod
    def of(cls, turn: Turn, settings: DeskSettings, ticket: Ticket) -> "Card":
        return cls(settings, turn.words, replace(turn.conversation, memory=turn.memory), ticket, turn.event.at)

    def say(self, key: str, /, **arguments: object) -> str:
        return self.words(self.settings.language, key, **arguments)

    def line(self, key: str, /, **arguments: object) -> OutgoingMessage:
        """Something the desk itself tells the agents."""
        return self.message(self.say(key, **arguments))

    def message(self, text: str, reply_to: MessageRef | None = None) -> OutgoingMessage:
        return OutgoingMessage(
            to=self.ticket.room, ticket=self.ticket.id, text=text, reply_to=reply_to, priority=Priority.STAFF
        )

    def line_anew(self, key: str, /, **arguments: object) -> OutgoingMessage:
        """Into a thread that has to change its look before anything can be written there."""
        return replace(self.line(key, **arguments), look=self._look())

    def first(self) -> OutgoingMessage:
        """The card at the top of the thread."""
        return replace(self._card(), mirrors=card_ref(self.ticket), priority=Priority.STAFF)

    def again(self) -> OutgoingMessage:
        """The same card, as things stand now."""
        return replace(self._card(), replaces=card_ref(self.ticket), priority=Priority.CARD)

    def _card(self) -> OutgoingMessage:
        actions = () if self.moved else _ACTIONS[self.ticket.state]
        buttons = tuple(tuple(self._button(name) for name in row) for row in actions)
        return replace(self.message(self._text()), buttons=buttons, look=self._look(), pinned=True)

    def _button(self, name: str) -> Button:
        return Button(self.say(f"desk-button-{name}"), f"desk:{name}")

    def _look(self) -> ThreadLook:
        """`🟡 #35 小明 · 网页`"""
        here = self.ticket.open and not self.moved
        sign = _MOVED if self.moved else _SIGNS[self.ticket.state]
        title = f"{sign} #{self.ticket.id} {self.buyer} · {self._channel()}"
        urgent = here and self.ticket.reason in _URGENT
        return ThreadLook(title[:_TITLE_LIMIT], closed=not here, sign=sign, urgent=urgent)

    @property
    def buyer(self) -> str:
        return buyer_text(self.words, self.settings.language, self.conversation.buyer.name)

    def _channel(self) -> str:
        return channel_text(self.words, self.settings.language, self.conversation.where.channel)

    def _text(self) -> str:
        state = self._state()
        language = self.say(f"desk-language-{self.conversation.memory.language or 'zh'}")
        lines = [
            self.say("desk-card", number=self.ticket.id, buyer=self.buyer, channel=self._channel(), language=language),
            self.say("desk-card-state", state=state, reason=reason_text(self, self.ticket.reason)),
            *kin_lines(self),
            *self._orders(),
            *self._tried(),
        ]
        if self.conversation.memory.unreachable:
            lines.append(self.say("desk-unreachable"))
        elif self.ticket.open:
            lines += self._allowance()
        return "\n".join(lines)

    def _state(self) -> str:
        if self.moved:
            return self.say("desk-state-moved", room=self.moved)
        return self.say(f"desk-state-{self.ticket.state}", agent=self.ticket.agent.name if self.ticket.agent else "")

    def _allowance(self) -> list[str]:
        """On platforms that count."""
        known, channel = self.ticket.allowance, self._channel()
        if known is None:
            return []
        if not open_at(known, self.at):
            return [self.say("desk-card-later", channel=channel)]
        until = until_text(self.words, self.settings.language, known.until, self.at, self.settings.zone)
        return [self.say("desk-card-left", channel=channel, left=known.left, total=known.total, until=until)]

    def _orders(self) -> list[str]:
        known = self.ticket.orders or tuple(order.number for order in self.conversation.memory.proven[-5:])
        return [self.say("desk-card-orders"), *(f"• {line}" for line in known)] if known else []

    def _tried(self) -> list[str]:
        tried = self.conversation.memory.tried
        return [self.say("desk-card-tried"), *(f"• {tried_text(self, line)}" for line in tried)] if tried else []


def kin_lines(card: Card) -> list[str]:
    """The buyer's other chats, and his newest ticket there."""
    return [_kin_line(card, chat) for chat in card.conversation.memory.kin]


def _kin_line(card: Card, chat: KinChat) -> str:
    channel = channel_text(card.words, card.settings.language, chat.where.channel)
    if chat.ticket is None:
        return card.say("desk-kin-chat", channel=channel)
    state = card.say(f"desk-state-{state_of(chat.ticket)}", agent=chat.ticket.agent)
    return card.say("desk-kin-ticket", channel=channel, number=chat.ticket.id, state=state)


def state_of(ticket: TicketLine) -> TicketState:
    if ticket.closed_at is not None:
        return TicketState.CLOSED
    return TicketState.TAKEN if ticket.agent else TicketState.WAITING


def buyer_text(words: Words, language: str, name: str) -> str:
    plain = " ".join(without_marks(name).split())
    return plain[:40] or words(language, "desk-nameless")


def reason_text(card: Card, reason: str) -> str:
    return card.say(f"reason-{reason}") if reason in REASONS else card.say("reason-other", reason=reason)


def tried_text(card: Card, line: str) -> str:
    """ "keys:KD…" as a sentence; what no text knows, as it is."""
    kind, _, about = without_marks(line).partition(":")
    if kind == "refused":
        return card.say(f"desk-refused-{about}")
    return card.say(f"tried-{kind}", about=about) if kind in _TRIED else line


def order_lines(card: Card, orders: Sequence[Order], masked: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """One line for each order, its keys masked, the contact too."""
    return tuple(
        order_line(card.words, card.settings.language, order, masked.get(order.number, ())) for order in orders
    )


def order_line(words: Words, language: str, order: Order, keys: Sequence[str]) -> str:
    """`keys`: masked."""
    parts = [short_line(words, language, order), *keys[:3]]
    if len(keys) > 3:
        parts.append(f"+{len(keys) - 3}")
    contact = order.contact if "*" in order.contact else mask_contact(order.contact)
    return without_marks(" · ".join([*parts, contact] if contact else parts))
