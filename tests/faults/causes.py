"""Which message an outbox row answers: rows, events and work of a conversation share one counter. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from tests.faults.evidence import Came, Evidence, Went


class Causes:
    """`rows`: the rows that each event has led to, through the work that it asked for."""

    def __init__(self, evidence: Evidence) -> None:
        self._by_conversation: dict[int, list[Came]] = defaultdict(list)
        for came in evidence.came:
            self._by_conversation[came.conversation].append(came)
        self._seqs = {id_: [one.seq for one in events] for id_, events in self._by_conversation.items()}
        self._rows: dict[str, list[Went]] = defaultdict(list)
        for went in evidence.went:
            self._rows[self._first_cause(went.conversation, went.seq).id].append(went)

    def rows(self, event: str) -> Sequence[Went]:
        return self._rows.get(event, ())

    def _first_cause(self, conversation: int, seq: int) -> Came:
        """The event before this place; the outcome of work counts for the event that has asked for it."""
        before = bisect_left(self._seqs[conversation], seq) - 1
        cause = self._by_conversation[conversation][before]
        if cause.kind != "WorkDone":
            return cause
        return self._first_cause(conversation, int(cause.id.rpartition(".")[2]))
