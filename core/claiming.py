"""A buyer says that a key does not work: what is looked into, what is asked of him and remembered. Pure types."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.incident import Known
from core.messages import ChannelName, Media, Sealed
from core.replacing import KeyChoice
from core.shop import OrderNo, ProvenOrder


class Snag(StrEnum):
    """Why it does not simply go on.

    ELSEWHERE: delivered for another order; STRANGE: never delivered by this shop; NOT_HERE: not of this order, more is
    not known. REPLACED: there is a new one already. OPEN: he has claimed it, and a person has it in hand. LATE: its
    warranty is over. NO_KEYS: nothing has been delivered."""

    ELSEWHERE = "elsewhere"
    STRANGE = "strange"
    NOT_HERE = "not-here"
    REPLACED = "replaced"
    OPEN = "open"
    LATE = "late"
    NO_KEYS = "no-keys"


FOREIGN = frozenset({Snag.ELSEWHERE, Snag.STRANGE, Snag.NOT_HERE})


@dataclass(frozen=True, slots=True)
class Earlier:
    """Somebody has claimed this key before; `same`: the buyer who does so now."""

    name: str
    channel: ChannelName
    at: datetime
    same: bool


@dataclass(frozen=True, slots=True)
class ClaimedKey:
    """`mark`: its fingerprint. `new`: the masked one that has been given in its place."""

    mark: str
    masked: str
    product: str = ""
    title: str = ""
    new: str = ""
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What is known of it: `key`: which one it is, where that is clear; else it is to be chosen among `keys`.

    `count`: of all keys of the order. `since`: from when on the warranty runs. `mark`, `elsewhere`: of what was pasted,
    and the orders that it was delivered for. `incident`: we know of it already."""

    order: ProvenOrder
    keys: tuple[KeyChoice, ...] = ()
    count: int = 0
    key: ClaimedKey | None = None
    since: datetime | None = None
    snag: Snag | None = None
    mark: str = ""
    elsewhere: tuple[OrderNo, ...] = ()
    incident: Known | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question of the checklist; without words: he has none."""

    what: str
    words: str = ""


KEY = "key"
"""Asked: which key?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """As remembered, without a key in clear. `asked`: KEY, or what of the checklist; `left`: what comes after it.

    `until`: the end of the warranty. `filed`: the buyer has told all. `incident`: that it is part of."""

    order: ProvenOrder
    at: datetime
    asked: str = ""
    keys: tuple[KeyChoice, ...] = ()
    count: int = 0
    key: ClaimedKey | None = None
    until: datetime | None = None
    snag: Snag | None = None
    left: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()
    pictures: tuple[Media, ...] = ()
    filed: bool = False
    incident: Known | None = None


# ---------------------------------------------------------------------- work


@dataclass(frozen=True, slots=True)
class LookIntoClaim:
    """Which key it is, and what has become of it. `ref`: the beginning of its fingerprint; `pasted`: what he wrote."""

    order: ProvenOrder
    ref: str = ""
    pasted: Sealed | None = None


@dataclass(frozen=True, slots=True)
class FileClaim:
    """Into the ledger."""

    order: ProvenOrder
    mark: str
    masked: str
    reason: str


ClaimWork = LookIntoClaim | FileClaim
