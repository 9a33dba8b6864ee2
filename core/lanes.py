"""The courier's window in memory: which rows are here, and which lane may send next.

Rows of one lane leave in order. A row handed over after a commit is taken only if nothing is missing before it;
otherwise it stays in the outbox until a claim brings its lane. So the window can be small and the order safe.
Each account has a window of its own: a platform that is away fills its own and nobody else's."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from core.outbox import OutboxRow
from core.step import HandedOver


@dataclass(slots=True)
class Lane:
    """`busy`: somebody sees to it. `in_hand`: its head is being sent, until the outcome is recorded.

    `more`: rows of it were left in the outbox. `ours`: False when its rows may have become another process's."""

    key: str
    account: str
    rows: list[OutboxRow] = field(default_factory=list)
    busy: bool = False
    in_hand: bool = False
    more: bool = False
    ours: bool = True

    @property
    def head(self) -> OutboxRow:
        return self.rows[0]


class Lanes:
    """`window`: rows for each account."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._lanes: dict[str, Lane] = {}
        self._held: Counter[str] = Counter()
        self._settled: set[str] = set()
        self._forgotten: set[str] = set()
        self._void = False
        self.behind = False

    def __len__(self) -> int:
        return self._held.total()

    def __iter__(self) -> Iterator[Lane]:
        return iter(self._lanes.values())

    def has(self, lane: Lane) -> bool:
        return self._lanes.get(lane.key) is lane

    def room(self, account: str) -> int:
        return max(0, self._window - self._held[account])

    def full(self) -> list[str]:
        return [account for account in self._held if not self.room(account)]

    def hand_over(self, new: HandedOver) -> Lane | None:
        """The lane, if it may send now; None if it sends already, or if the row was left to a claim (see `holds`)."""
        row = new.row
        lane = self._lanes.get(row.lane)
        newest = lane.rows[-1].seq if lane else None
        if row.key in self._settled or (newest is not None and row.seq <= newest):
            return None  # a claim was faster
        fits = new.after is None or new.after == newest
        if fits and self.room(row.account) and not (lane and (lane.more or not lane.ours)):
            return self._add(row.lane, [row])
        if lane:
            lane.more = True
        self.behind = True
        return None

    def holds(self, row: OutboxRow) -> bool:
        lane = self._lanes.get(row.lane)
        return lane is not None and any(known.seq == row.seq for known in lane.rows)

    def begin_claim(self) -> Collection[str]:
        """The lanes not to claim. What is done with from now on is not taken again when the claim comes back."""
        self._settled, self._forgotten = set(), set()
        self._void = False
        self.behind = False
        return list(self._lanes)

    def claimed(self, key: str, rows: Sequence[OutboxRow]) -> Lane | None:
        """Takes a lane as the outbox has it; what is here already stays. The lane, if it may send now."""
        lane = self._lanes.get(key)
        newest = lane.rows[-1].seq if lane else 0
        new = [row for row in rows if row.seq > newest and row.key not in self._settled]
        if self._void or not new or key in self._forgotten or (lane and not lane.ours):
            return None
        room = self.room(new[0].account)
        taking = self._add(key, new[:room]) if room else None
        if room < len(new):
            self.behind = True
            if key in self._lanes:
                self._lanes[key].more = True
        return taking

    def _add(self, key: str, rows: list[OutboxRow]) -> Lane | None:
        lane = self._lanes.setdefault(key, Lane(key, rows[0].account))
        lane.rows.extend(rows)
        self._held[lane.account] += len(rows)
        if lane.busy:
            return None
        lane.busy = True
        return lane

    def advance(self, lane: Lane) -> bool:
        """The head is done with. True: there is a next one."""
        self._held[lane.account] -= 1
        self._settled.add(lane.rows.pop(0).key)
        if not lane.rows:
            del self._lanes[lane.key]
        return bool(lane.rows)

    def retry(self, lane: Lane, count: int = 1) -> None:
        """The head, and what went along, has failed once more and stays first."""
        for number, row in enumerate(lane.rows[:count]):
            lane.rows[number] = replace(row, tries=row.tries + 1, in_doubt=False)

    def forget(self, lane: Lane) -> None:
        """The lane rests for a while; a claim brings it back when it is due."""
        self._held[lane.account] -= len(lane.rows)
        self._forgotten.add(lane.key)
        del self._lanes[lane.key]

    def disown(self) -> None:
        """The rows may be another process's now: only what is in hand comes to its end. A claim under way is void."""
        self._void = True
        for lane in list(self):
            if not lane.in_hand:
                self.forget(lane)
                continue
            self._held[lane.account] -= len(lane.rows) - 1
            del lane.rows[1:]
            lane.ours = False
