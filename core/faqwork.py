"""What agents command about the FAQ, and what comes back. Pure types."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.messages import Address, Button, Media, MessageId, MessageRef, Person, Span


@dataclass(frozen=True, slots=True)
class CommandFaq:
    """`words`: what stands behind /faq, or what a button says. `place`: where the answer goes.

    `pressed`: the message that carried the button: its answer takes its place."""

    words: str
    by: Person
    place: Address
    media: tuple[Media, ...] = ()
    pressed: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class LearnAnswer:
    """Drafts an entry of what an agent has answered in a ticket, and of the buyer's question before it.

    `since` and `upto`: see core.overview.LastWords. `quoted`: that answer; None: the last one."""

    by: Person
    place: Address
    since: datetime
    upto: int
    quoted: MessageId | None = None


FaqWork = CommandFaq | LearnAnswer


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to the agents."""

    text: str
    spans: tuple[Span, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class FaqTold:
    """The outcome of FaqWork. `reply`: None: it could not be done. `replaces`: takes the place of that message."""

    place: Address
    reply: Reply | None = None
    replaces: MessageRef | None = None


class FaqDesk(Protocol):
    """Who keeps the FAQ for the agents."""

    async def do(self, id_: str, work: FaqWork, buyer: Address) -> FaqTold:
        """`id_`: of the work, the same when it is done again. `buyer`: whose ticket it is about.

        Raises: StoreUnavailable."""
