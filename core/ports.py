"""What the core and the channels need from outside: roles, implemented in storage/ (memory, SQLite, PostgreSQL)."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from core.channel import Channel, Rate
from core.messages import AccountId, Address, MediaRef, MessageReceived, MessageRef, Sealed
from core.overview import TicketLine
from core.shop import DeliveredKey, Evidence, Order, OrderNo, ProvenOrder, ShopId, StockId
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

    async def stock(self, wanted: StockId) -> int | None:
        """Pieces left; None: unlimited or unknown. Raises: ShopUnavailable."""


class Attempts(Protocol):
    """Counts tries and deliveries per buyer, order and account, over all processes."""

    async def take(self, scopes: Sequence[str], limit: int, within: timedelta) -> timedelta | None:
        """Counts one try in every scope. None: go on; otherwise how long to wait (nothing is counted then)."""

    async def wait(self, scopes: Sequence[str], limit: int, within: timedelta) -> timedelta | None:
        """What `take` would give; nothing is counted."""

    async def forget(self, scopes: Sequence[str]) -> None:
        """Starts those scopes anew, after a success."""


class Tickets(Protocol):
    """The tickets of all buyers, for questions of the staff room as a whole. Raises: StoreUnavailable."""

    async def open_or_closed_since(self, moment: datetime) -> Sequence[TicketLine]:
        """All that are open, and all that were closed then or later."""

    async def find(self, words: str, limit: int) -> Sequence[TicketLine]:
        """By ticket number, a part of the buyer's name, or a part (from 4 characters) of an order number.

        Width and case do not matter. The ticket of just that number comes first, then the newest."""

    async def last_words(self, buyer: Address, since: datetime, upto: int, limit: int) -> Sequence[MessageReceived]:
        """The last that buyer and agents have written in that buyer's conversation: not before `since` nor after the
        place `upto`; oldest first. What held a secret is not kept, and not among them."""

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
