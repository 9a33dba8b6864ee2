"""What a skill is given (a turn) and gives back (an answer). Pure types: an answer is data, skills do nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from core.claiming import Claim
from core.kin import KinChat
from core.lessons import Lesson
from core.messages import (
    Address,
    Allowance,
    Event,
    EventId,
    MessageId,
    MessageReceived,
    OutgoingMessage,
    Person,
    PersonId,
    Sealed,
    TicketId,
)
from core.shop import OrderNo, ProvenOrder
from core.values import Value
from core.work import CheckFirst, Work

ConversationId = NewType("ConversationId", int)


class Choice(Value, frozen=True):
    """Something offered that can be picked by its button, its number or its words."""

    label: str
    value: str


class Asked(StrEnum):
    """What the bot has asked and waits for."""

    ORDER_NUMBER = "order-number"
    CONTACT = "contact"
    PASSWORD = "password"
    MEMBER_MAIL = "member-mail"
    MEMBER_CODE = "member-code"


class Waiting(Value, frozen=True, kw_only=True):
    """A question put to the buyer, and what he has told us so far. `then` is what the proof is wanted for."""

    asked: Asked
    at: datetime
    order: OrderNo | None = None
    contact: str = ""
    password: Sealed | None = None
    then: str = "order"


class Awaited(Value, frozen=True):
    """What he has asked a shop that does not answer, and hears of when it does. `work`: its id; `subject`: see
    core.work.subject_of; `shop`: as people call it, or empty."""

    work: EventId
    subject: str
    shop: str = ""


class Memory(Value, frozen=True, kw_only=True):
    """What we remember of a conversation: small, and without secrets in clear.

    `held_back` something has waited once until he wrote again: his events let out what waits
    `redacted`  the buyer's message that held a password: an edit of it is not kept or shown either
    `albums`    those of which parts still come
    `kin`       the buyer's other chats, as they were at `kin_at` (see core.kin.KinView)
    `muted`     he wants no news of his orders
    `question`  what he asked when the FAQ offered him several answers; without what is his alone (core.hearing)
    `claim`     the key that he says does not work
    `awaited`   what he will be answered when a shop is back
    `checking`  the proof that waits until a check is passed"""

    language: str | None = None
    chosen_language: bool = False
    greeted: bool = False
    waiting: Waiting | None = None
    choices: tuple[Choice, ...] = ()
    misses: int = 0
    proven: tuple[ProvenOrder, ...] = ()
    tried: tuple[str, ...] = ()
    unreachable: bool = False
    held_back: bool = False
    redacted: MessageId | None = None
    albums: tuple[MessageReceived, ...] = ()
    kin: tuple[KinChat, ...] = ()
    kin_at: tuple[int, int] = (0, 0)
    question: str = ""
    muted: bool = False
    claim: Claim | None = None
    awaited: tuple[Awaited, ...] = ()
    checking: CheckFirst | None = None

    def having_tried(self, what: str) -> "Memory":
        """With one more line for the agent's card."""
        return replace(self, tried=self.and_tried(what))

    def and_tried(self, what: str) -> tuple[str, ...]:
        """The lines for the agent's card with one more: the last five are kept."""
        return (*self.tried, what)[-5:]


class TicketState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


class Ticket(Value, frozen=True, kw_only=True):
    """One matter of one buyer, a thread in the staff room. WAITING: nobody has answered yet. TAKEN: an agent has it.

    `orders`   lines about the buyer's orders for the card, keys masked
    `told_at`  when the buyer was last told that his words are passed on
    `joined`   agents besides `agent` who have written here
    `left`     rooms where it was before: there is a thread of it
    `asked_at` (None: as `opened_at`), `waiting_since`, `answered_at`: see core.overview.TicketLine
    `allowance` what may be written to the buyer, as the card shows it; None: nobody counts, or it is not known
    `warned`    what the agents have been told about it since the buyer last did something"""

    id: TicketId
    state: TicketState
    room: Address
    reason: str
    opened_at: datetime
    agent: Person | None = None
    closed_at: datetime | None = None
    orders: tuple[str, ...] = ()
    told_at: datetime | None = None
    joined: tuple[PersonId, ...] = ()
    asked_at: datetime | None = None
    waiting_since: datetime | None = None
    answered_at: datetime | None = None
    allowance: Allowance | None = None
    warned: tuple[str, ...] = ()
    left: tuple[Address, ...] = ()

    @property
    def open(self) -> bool:
        return self.state is not TicketState.CLOSED


class Conversation(Value, frozen=True):
    """One chat with one buyer on one channel account, as the store keeps it."""

    id: ConversationId
    where: Address
    buyer: Person
    memory: Memory
    ticket: Ticket | None = None
    seq: int = 0


class Timer(Value, frozen=True):
    """Ring `name` in this conversation `after` a while; setting a name again replaces it."""

    name: str
    after: timedelta
    data: str = ""


class AuditNote(Value, frozen=True):
    """Who did what to what; never a secret."""

    action: str
    subject: str
    actor: str


class Handover(Value, frozen=True):
    """A skill asks for a person; the desk opens (or reopens) the ticket. `reason` is a key of the texts."""

    reason: str


Words = Callable[..., str]
"""words(language, key, **arguments) -> the text, from config/texts."""


class Turn(Value, frozen=True):
    """An event plus what we remember. `text` is what the buyer means: typed words, or the words of a chosen button.

    `home`: the shop's language, for who does not show his own. `picked`: what is chosen now of what was offered."""

    event: Event
    conversation: Conversation
    text: str
    words: Words
    staff: bool = False
    private: bool = True
    home: str = "zh"
    picked: str | None = None

    @property
    def memory(self) -> Memory:
        return self.conversation.memory

    @property
    def ticket(self) -> Ticket | None:
        return self.conversation.ticket

    @property
    def language(self) -> str:
        return self.memory.language or self.home

    def say(self, key: str, /, **arguments: object) -> str:
        """A text in the buyer's language."""
        return self.words(self.language, key, **arguments)


class Answer(Value, frozen=True, kw_only=True):
    """What to say, remember, schedule, ask and audit; all of it is stored in one transaction, or nothing.

    `handover`  asks the desk for a person, after `say`
    `redact`    the buyer's text held a secret: it is not kept
    `lessons`   what the FAQ learns from this turn
    """

    say: tuple[OutgoingMessage, ...] = ()
    remember: Memory | None = None
    ticket: Ticket | None = None
    work: tuple[Work, ...] = ()
    schedule: tuple[Timer, ...] = ()
    cancel: tuple[str, ...] = ()
    audit: tuple[AuditNote, ...] = ()
    handover: Handover | None = None
    redact: bool = False
    lessons: tuple[Lesson, ...] = ()


NOTHING = Answer()
"""Understood, and nothing to do."""
