"""The courier's window in memory: which rows are here, and which lane may send next.

Rows of one lane leave in order. A row handed over after a commit is taken only if nothing is missing before it;
otherwise it stays in the outbox until a claim brings the lane whole. So the window can be small and the order safe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from core.ports import OutboxRow
from core.step import HandedOver


@dataclass(slots=True)
class Lane:
    key: str
    rows: list[OutboxRow] = field(default_factory=list)
    busy: bool = False
    in_hand: bool = False

    @property
    def head(self) -> OutboxRow:
        return self.rows[0]


class Lanes:
    def __init__(self, window: int) -> None:
        self._window = window
        self._lanes: dict[str, Lane] = {}
        self._held = 0

    def __len__(self) -> int:
        return self._held

    def __iter__(self) -> Iterator[Lane]:
        return iter(self._lanes.values())

    def has(self, lane: Lane) -> bool:
        return self._lanes.get(lane.key) is lane

    def at_rest(self) -> list[Lane]:
        return [lane for lane in self if not lane.in_hand]

    @property
    def room(self) -> int:
        return max(0, self._window - self._held)

    def hand_over(self, new: HandedOver) -> Lane | None:
        """The lane, if it may send now; None if it sends already, or if the row was left to a claim (see `missed`)."""
        lane = self._lanes.get(new.row.lane)
        newest = lane.rows[-1].seq if lane else None
        if not self.room or new.after != newest:
            return None
        return self._add(new.row.lane, [new.row])

    def holds(self, row: OutboxRow) -> bool:
        lane = self._lanes.get(row.lane)
        return lane is not None and any(known.seq == row.seq for known in lane.rows)

    def claimed(self, key: str, rows: Sequence[OutboxRow]) -> Lane | None:
        """Takes a whole lane as the outbox has it; what is here already stays. The lane, if it may send now."""
        lane = self._lanes.get(key)
        known = {row.seq for row in lane.rows} if lane else set()
        oldest = lane.head.seq if lane else 0
        return self._add(key, [row for row in rows if row.seq not in known and row.seq > oldest])

    def _add(self, key: str, rows: list[OutboxRow]) -> Lane | None:
        if not rows:
            return None
        lane = self._lanes.setdefault(key, Lane(key))
        lane.rows.extend(rows)
        lane.rows.sort(key=lambda row: row.seq)
        self._held += len(rows)
        if lane.busy:
            return None
        lane.busy = True
        return lane

    def advance(self, lane: Lane) -> bool:
        """The head is done with. True: there is a next one."""
        lane.rows.pop(0)
        self._held -= 1
        if not lane.rows:
            del self._lanes[lane.key]
        return bool(lane.rows)

    def retry(self, lane: Lane) -> None:
        """The head has failed once more and stays first."""
        lane.rows[0] = replace(lane.head, tries=lane.head.tries + 1, in_doubt=False)

    def forget(self, lane: Lane) -> None:
        """The lane rests for a while; a claim brings it back when it is due."""
        self._held -= len(lane.rows)
        del self._lanes[lane.key]
