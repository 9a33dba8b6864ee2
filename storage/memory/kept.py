"""What the stores in memory keep. Everything in it is frozen, so a reader never sees half a change."""

from dataclasses import dataclass, field
from datetime import datetime

from core.errors import StoreUnavailable
from core.incident import Affected, Incident, IncidentId
from core.kin import IntroductionId
from core.kinbook import Introduction, Kin
from core.lessons import Lesson
from core.messages import Event, MessageRef, ThreadId
from core.outbox import OutboxRow
from core.ports import Posted
from core.replacing import Entry
from core.reported import DeliveryState
from core.shop import OrderNo, ShopId
from core.shopnews import Happening, Trouble
from core.step import NewWork, SetTimer
from core.turns import AuditNote, Conversation, ConversationId, Ticket
from core.watchbook import Seen, Watch
from storage.tables import PENDING, SENDING


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """`event` is None where it held a secret."""

    id: str
    conversation: ConversationId
    seq: int
    kind: str
    event: Event | None
    parked: str | None = None


@dataclass(frozen=True, slots=True)
class KeptRow:
    """`state`: pending, sending, sent, refused or held. `due`: seconds since 1970 (UTC)."""

    row: OutboxRow
    due: float
    state: str = PENDING
    why: str | None = None

    @property
    def waiting(self) -> bool:
        return self.state in {PENDING, SENDING}

    @property
    def held(self) -> bool:
        return self.state == DeliveryState.HELD.value


@dataclass(frozen=True, slots=True)
class KeptWork:
    new: NewWork
    due: float
    tries: int = 0


@dataclass(frozen=True, slots=True)
class KeptLink:
    origin: MessageRef
    shown: MessageRef
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class KeptThread:
    room: str
    ticket: str
    conversation: int
    thread: ThreadId
    current: bool = True


@dataclass(frozen=True, slots=True)
class KeptPayload:
    """What nobody could parse, or no step could store."""

    where: str
    why: str
    payload: bytes


@dataclass(slots=True)
class Kept:
    """The whole store of one process. While `away`, every port on it raises StoreUnavailable.

    `lanes`: the waiting rows of each lane, by seq."""

    conversations: dict[str, Conversation] = field(default_factory=dict)
    events: dict[str, KeptEvent] = field(default_factory=dict)
    outbox: dict[str, KeptRow] = field(default_factory=dict)
    lanes: dict[str, dict[int, KeptRow]] = field(default_factory=dict)
    tickets: dict[str, tuple[ConversationId, Ticket]] = field(default_factory=dict)
    timers: dict[tuple[int, str], SetTimer] = field(default_factory=dict)
    work: dict[str, KeptWork] = field(default_factory=dict)
    audit: list[tuple[datetime, AuditNote]] = field(default_factory=list)
    links: dict[tuple[str, str], KeptLink] = field(default_factory=dict)
    threads: dict[str, KeptThread] = field(default_factory=dict)
    boxes: dict[str, dict[str, Posted]] = field(default_factory=dict)
    parked: dict[str, KeptPayload] = field(default_factory=dict)
    lessons: list[tuple[ConversationId, Lesson, datetime]] = field(default_factory=list)
    proven: dict[tuple[OrderNo, ConversationId], datetime] = field(default_factory=dict)
    kin: dict[ConversationId, Kin] = field(default_factory=dict)
    introductions: dict[IntroductionId, Introduction] = field(default_factory=dict)
    replacements: dict[str, Entry] = field(default_factory=dict)
    watches: dict[ShopId, Watch] = field(default_factory=dict)
    orders_seen: dict[tuple[ShopId, OrderNo], Seen] = field(default_factory=dict)
    troubles: dict[tuple[ShopId, OrderNo, Happening], Trouble] = field(default_factory=dict)
    incidents: dict[IncidentId, Incident] = field(default_factory=dict)
    incident_orders: dict[tuple[IncidentId, ShopId, OrderNo], Affected] = field(default_factory=dict)
    away: bool = False

    def reach(self) -> None:
        """Raises: StoreUnavailable."""
        if self.away:
            raise StoreUnavailable("away")

    def put(self, kept: KeptRow) -> None:
        """A new row of the outbox, or what became of one."""
        row = kept.row
        self.outbox[row.key] = kept
        lane = self.lanes.setdefault(row.lane, {})
        if kept.waiting:
            lane[row.seq] = kept
        else:
            lane.pop(row.seq, None)
        if not lane:
            del self.lanes[row.lane]
