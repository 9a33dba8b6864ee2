"""What the core and the channels need from outside: roles, implemented in storage/ (memory, SQLite, PostgreSQL)."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from core.channel import Channel, Rate
from core.messages import AccountId, Address, Allowance, MediaRef, MessageRef, OutgoingMessage, Sealed, ThreadId
from core.overview import TicketLine
from core.reported import DeliveryState
from core.shop import DeliveredKey, Evidence, Order, OrderNo, ProvenOrder, ShopId
from core.turns import Words


class Vault(Protocol):
    """Encrypts card keys and passwords, and recognises a key without reading it."""

    def seal(self, text: str) -> Sealed: ...

    def open(self, sealed: Sealed) -> str:
        """Raises: SecretUnreadable: none of the configured keys opens it."""

    def fingerprint(self, text: str) -> str:
        """The same for the same key, useless without our secret (a keyed hash, hexadecimal)."""


class ShopAbility(StrEnum):
    FIND_BY_NUMBER = "find-by-number"
    VERIFY_SECRET = "verify-secret"
    READ_KEYS = "read-keys"
    STOCK = "stock"


class ShopPort(Protocol):
    """The platform that sold the goods."""

    shop: ShopId
    abilities: frozenset[ShopAbility]

    def could_be(self, number: OrderNo) -> bool:
        """Does this number have the shape of one of ours? Pure."""

    async def find_order(self, number: OrderNo) -> Order | None:
        """Raises: ShopUnavailable."""

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        """None for a wrong number, contact or password alike, after the same work and compared in constant time.

        Raises: ShopUnavailable."""

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        """The keys delivered for an order, sealed by the vault. Raises: ShopUnavailable."""

    async def stock(self, product: str) -> int | None:
        """Pieces left; None: unlimited or unknown. Raises: ShopUnavailable."""


class Attempts(Protocol):
    """Counts tries and deliveries per buyer, order and account, over all processes."""

    async def take(self, scopes: Sequence[str], limit: int, within: timedelta) -> timedelta | None:
        """Counts one try in every scope. None: go on; otherwise how long to wait (nothing is counted then)."""

    async def forget(self, scopes: Sequence[str]) -> None:
        """Starts those scopes anew, after a success."""


class Tickets(Protocol):
    """The tickets of all buyers, for questions of the staff room as a whole. Raises: StoreUnavailable."""

    async def open_or_closed_since(self, moment: datetime) -> Sequence[TicketLine]:
        """All that are open, and all that were closed then or later."""

    async def find(self, words: str, limit: int) -> Sequence[TicketLine]:
        """By ticket number, a part of the buyer's name, or a part (from 4 characters) of an order number.

        Width and case do not matter. The ticket of just that number comes first, then the newest."""

    async def buyer_behind(self, message: MessageRef) -> Address | None:
        """The chat of the buyer whose message this one shows, or to whom this one was shown."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One entry of a mailbox. `born`: its place in the order of writing; `seq`: when it last changed."""

    key: str
    born: int
    seq: int
    body: bytes


class Mailbox(Protocol):
    """Keeps what a page must show, for channels that are their own platform (the web chat, the web staff room).

    A box is a named log. Posting an existing key replaces its body and gives it a new `seq`; the same body again
    changes nothing. So a page resumes with `after(seq)`, and an edit is a newer body under the same key."""

    async def post(self, box: str, key: str, body: bytes) -> Posted:
        """Stored for good when it returns. Raises: StoreUnavailable."""

    async def get(self, box: str, key: str) -> Posted | None: ...

    async def after(self, box: str, seq: int, limit: int = 200) -> Sequence[Posted]:
        """What changed after `seq`, oldest change first."""

    async def latest(self, box: str, limit: int = 50, before: int | None = None) -> Sequence[Posted]:
        """The last entries by birth (those born before `before`), oldest first."""

    def watch(self, tell: Callable[[str], None]) -> None:
        """`tell(box)` is called on the event loop whenever something in a box may be new, in any process."""


class Blobs(Protocol):
    """Files that came in or go out, kept on disk beside the database."""

    async def put(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[MediaRef, int]:
        """Stores up to `limit` bytes; gives the ref and the size. Raises: ContentRejected: it is longer."""

    def open(self, ref: MediaRef) -> AsyncIterator[bytes]:
        """Raises: TargetGone: no such file (also for a ref that was never ours)."""


class Buckets(Protocol):
    """Rate limits, over all processes."""

    async def take(self, wanted: Sequence[tuple[str, Rate]]) -> tuple[str, timedelta] | None:
        """Takes one token of each. None: go on; otherwise which one to wait for, and how long (nothing is taken then).

        Raises: StoreUnavailable."""

    async def block(self, key: str, until: timedelta) -> None:
        """The platform has asked us to wait: nobody gets a token before. Raises: StoreUnavailable."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a channel may use of the product. `signing_key` is this channel account's own.

    `words` and `language` are for what a platform shows beside the talk: a command menu, the answer to a late press."""

    mailbox: Mailbox
    blobs: Blobs
    buckets: Buckets
    clock: Clock
    public_url: str
    signing_key: bytes = field(repr=False)
    shop_name: str
    words: Words
    language: str = "zh"


class BuildChannel(Protocol):
    """What a channel folder lists in CHANNELS: decodes its own settings and builds the channel.

    Raises: WrongSetting: a value is wrong or missing, with the remedy."""

    def __call__(self, account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel: ...


# ------------------------------------------------------------------ what the courier needs


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message to be sent. (conversation, seq) names it for ever; `about` is where that conversation's buyer is.

    `tries` counts those that failed; `in_doubt`: a process died while sending it."""

    conversation: int
    seq: int
    message: OutgoingMessage
    about: Address
    tries: int = 0
    in_doubt: bool = False

    @property
    def key(self) -> str:
        return f"{self.conversation}.{self.seq}"

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
    That is no failed try, unless a part of it has arrived already (`partly`)."""

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
        """A row that has become another process's is only ever marked as sent. Raises: StoreUnavailable."""

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
