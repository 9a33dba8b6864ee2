"""The messages to send and what became of them: what the courier needs, implemented in storage/."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.messages import Address, Allowance, MessageRef, OutgoingMessage, ThreadId
from core.reported import DeliveryState


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message to be sent. (conversation, seq) names it for ever; `about` is where that conversation's buyer is.

    `tries` counts those that failed; `in_doubt`: a process died while sending it; `through`: the last one with it;
    `heard`: up to which `seq` the conversation had come when it was claimed."""

    conversation: int
    seq: int
    message: OutgoingMessage
    about: Address
    tries: int = 0
    in_doubt: bool = False
    through: int = 0
    heard: int = field(default=0, compare=False)

    @property
    def since(self) -> int:
        """What has a higher `seq` may have happened after it was tried."""
        return max(self.seq, self.heard)

    @property
    def key(self) -> str:
        return f"{self.conversation}.{self.seq}"

    @property
    def name(self) -> str:
        """For the platform: the same words, the same name."""
        return f"{self.key}-{self.through}" if self.through else self.key

    @property
    def lane(self) -> str:
        """Rows of one lane go out in order of `seq`: a lane is one conversation's way to one place."""
        return f"{self.conversation}:{self.message.lane}"

    @property
    def account(self) -> str:
        return f"{self.message.to.channel}/{self.message.to.account}"


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived, as these messages: links to what it mirrors are tied in the same transaction.

    `anew`: its ticket's thread was gone, and a new one has been opened for it. `allowance`: see Receipt."""

    row: OutboxRow
    refs: tuple[MessageRef, ...] = ()
    anew: bool = False
    allowance: Allowance | None = None

    @property
    def ties(self) -> Sequence[tuple[MessageRef, MessageRef]]:
        """What shows what. Of an album each file shows the message that it came in; all the rest shows the first."""
        message = self.row.message
        origin = message.mirrors or message.replaces
        if origin is None:
            return ()
        origins = (origin, *message.album)
        return [(ref, origins[part] if part < len(origins) else origin) for part, ref in enumerate(self.refs)]


@dataclass(frozen=True, slots=True)
class PutOff:
    """Try again not before `until`. `limit`: the bucket that the platform wants left alone for so long."""

    row: OutboxRow
    until: datetime
    why: str
    limit: str | None = None

    @property
    def tries(self) -> int:
        return self.row.tries + 1


@dataclass(frozen=True, slots=True)
class Waits(PutOff):
    """The platform takes it when the person has written again: then it is due (core.step.Changes.woken).
    That is no failed try, unless a part of it has arrived already (`partly`).

    The desk is told before it is recorded: from then on his words let it out, and what he has written up to then is
    looked for when it is recorded (Outbox.record)."""

    allowance: Allowance | None = None
    partly: bool = False

    @property
    def tries(self) -> int:
        return self.row.tries + self.partly


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It will not be tried again by itself: refused, or held because nobody knows whether it arrived."""

    row: OutboxRow
    state: DeliveryState
    why: str


Outcome = Sent | PutOff | GivenUp


class Outbox(Protocol):
    """The messages to send, over all processes: every row has one owner, the oldest of a lane comes first."""

    async def adopt(self) -> None:
        """Makes the waiting rows of processes that are gone ours. Raises: StoreUnavailable."""

    async def claim(
        self, lanes: int, known: Collection[str] = (), full: Collection[str] = ()
    ) -> Mapping[str, Sequence[OutboxRow]]:
        """Up to so many lanes of ours whose oldest row is due, each with its waiting rows in order, up to the first
        that another process owns.

        Left out: the lanes `known`, and those to the accounts ("channel/account") `full`. Raises: StoreUnavailable."""

    async def mark_sending(self, row: OutboxRow) -> bool:
        """For what must not be sent twice: stored for good before the platform is asked.

        False: another process has it meanwhile. Raises: StoreUnavailable."""

    async def record(self, outcomes: Sequence[Outcome]) -> None:
        """A row that has become another process's is only ever marked as sent. What `Waits` for a buyer who has
        written since (OutboxRow.since) is due at once. Raises: StoreUnavailable."""

    async def release(self, delivery: str) -> None:
        """A held row is to be sent after all; that counts as a try. Raises: StoreUnavailable."""


class Links(Protocol):
    """Which message of ours shows which message of theirs."""

    async def shown_as(self, ref: MessageRef, account: Address) -> Sequence[MessageRef]:
        """The messages in `account`'s chats that mirror `ref`, or that `ref` mirrors, oldest first."""

    async def copies_of(self, ref: MessageRef, account: Address) -> Sequence[MessageRef]:
        """Only those of ours that mirror `ref`: what may be removed with it."""


class Threads(Protocol):
    """Which thread of a staff room belongs to which ticket."""

    async def of_ticket(self, room: Address, ticket: str) -> ThreadId | None: ...

    async def tie(self, room: Address, ticket: str, conversation: int, thread: ThreadId) -> None:
        """Also for a thread that takes the place of one that is gone; the old one still leads to the ticket."""
