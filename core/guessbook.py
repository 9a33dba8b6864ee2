"""What is remembered of proofs that failed, and of guessing runs: roles, implemented in storage/."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from core.shop import OrderNo

T = TypeVar("T")


class RunKind(StrEnum):
    """What a run is about: many failures on one channel account, several buyers at one order, one buyer at many."""

    ACCOUNT = "account"
    ORDER = "order"
    BUYER = "buyer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One proof that failed. `id`: of the work, the same when it is repeated. `account`: channel/account; `buyer`: the
    key of his chat, `name`: what the channel calls him. `shops`: those whose numbers look so, parted by commas."""

    id: str
    at: datetime
    account: str
    buyer: str
    name: str
    number: OrderNo
    shops: str = ""

    @property
    def abouts(self) -> tuple[tuple[RunKind, str], ...]:
        """The runs of which it may be a part."""
        return (RunKind.ACCOUNT, self.account), (RunKind.ORDER, self.number), (RunKind.BUYER, self.buyer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Failures counted, never none. `name`, `number`, `account`, `shops`: of the latest."""

    failed: int
    buyers: int
    orders: int
    first: datetime
    name: str
    number: OrderNo
    account: str
    shops: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One guessing run. `about`: an account, an order's number or a buyer's chat. `edition`: of what the staff room is
    told of it; `told`: it knows that one. `over`: it is calm again."""

    kind: RunKind
    about: str
    since: datetime
    tally: Tally
    edition: int = 1
    told: bool = False
    over: bool = False

    @property
    def name(self) -> str:
        """The same for all that is told of it."""
        return f"{self.kind}:{self.about}:{self.since.timestamp():.0f}"


class GuessShelf(Protocol):
    """What can be looked up and written inside one transaction."""

    def add(self, failure: Failure, *, ordinary: bool) -> bool:
        """False: it is there already. `ordinary`: its account was not under attack."""

    def drop(self, failure: str) -> None:
        """It was none after all."""

    def tally(self, kind: RunKind, about: str, since: datetime) -> Tally | None:
        """The failures of that account, order or buyer at `since` or later; None: there are none."""

    def ordinary(self, account: str, since: datetime, until: datetime) -> int:
        """How many ordinary failures there were from `since` to before `until`."""

    def run(self, kind: RunKind, about: str) -> Run | None: ...

    def runs(self) -> Sequence[Run]:
        """All that are kept, the oldest first."""

    def put_run(self, run: Run) -> None:
        """There is one of a kind about one thing."""

    def drop_run(self, run: Run) -> None: ...

    def forget(self, before: datetime) -> None:
        """Failures before then."""


class GuessBook(Protocol):
    async def run(self, job: Callable[[GuessShelf], T]) -> T:
        """In one transaction, alone with the book; `job` may be run again. Raises: StoreUnavailable."""

    async def look(self, job: Callable[[GuessShelf], T]) -> T:
        """Nothing is written. Raises: StoreUnavailable."""
