"""The outbox, the links and the threads in memory: what the courier needs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import time

from core.messages import Address, MessageRef, ThreadId
from core.noticing import DEEDS
from core.outbox import GivenUp, OutboxRow, Outcome, PutOff, Sent, Waits
from storage.memory.kept import Kept, KeptLink, KeptRow, KeptThread
from storage.tables import PENDING, SENDING, SENT


class OutboxInMemory:
    """Implements core.ports.Outbox. There is one process, so every row is ours."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def adopt(self) -> None:
        self._kept.reach()

    async def claim(
        self, lanes: int, known: Collection[str] = (), full: Collection[str] = ()
    ) -> Mapping[str, Sequence[OutboxRow]]:
        self._kept.reach()
        now, without = time(), set(known)
        heads = [(lane, rows[min(rows)]) for lane, rows in self._kept.lanes.items() if lane not in without]
        due = [(head, lane) for lane, head in heads if head.due <= now and head.row.account not in full]
        due.sort(key=lambda one: (one[0].row.message.priority, one[0].due))
        return {lane: self._rows(lane) for _, lane in due[:lanes]}

    def _rows(self, lane: str) -> list[OutboxRow]:
        rows = self._kept.lanes[lane]
        return [self._row(rows[seq]) for seq in sorted(rows)]

    def _row(self, kept: KeptRow) -> OutboxRow:
        conversation = self._kept.conversations.get(kept.row.about.key)
        heard = conversation.seq if conversation else 0
        return replace(kept.row, in_doubt=kept.state == SENDING, heard=heard)

    async def mark_sending(self, row: OutboxRow) -> bool:
        self._kept.reach()
        kept = self._kept.outbox.get(row.key)
        if kept is None or not kept.waiting:
            return False
        self._kept.put(replace(kept, state=SENDING))
        return True

    async def record(self, outcomes: Sequence[Outcome]) -> None:
        self._kept.reach()
        for outcome in outcomes:
            self._record(outcome, self._kept.outbox[outcome.row.key])

    def _record(self, outcome: Outcome, kept: KeptRow) -> None:
        match outcome:
            case Sent():
                self._kept.put(replace(kept, state=SENT, why=None))
                self._tie(outcome)
            case Waits(row) if kept.waiting and self._heard_since(row):
                self._put_off(outcome, datetime.now(UTC))
            case PutOff(until=until) if kept.waiting:
                self._put_off(outcome, until)
            case GivenUp(_, state, why) if kept.waiting:
                self._kept.put(replace(kept, state=state.value, why=why))

    def _put_off(self, outcome: PutOff, until: datetime) -> None:
        later = replace(outcome.row, tries=outcome.tries, in_doubt=False)
        self._kept.put(KeptRow(later, until.timestamp(), PENDING, outcome.why))

    def _heard_since(self, row: OutboxRow) -> bool:
        """Has the buyer written meanwhile? Then what waits for that is due now."""
        place, kinds = f"{row.about.channel}/{row.about.account}/", {deed.__name__ for deed in DEEDS}
        events = (one for one in self._kept.events.values() if one.conversation == row.conversation)
        return any(one.seq > row.since and one.kind in kinds and one.id.startswith(place) for one in events)

    def _tie(self, sent: Sent) -> None:
        links = [KeptLink(origin, shown, (sent.row.seq, part)) for part, (shown, origin) in enumerate(sent.ties)]
        self._kept.links |= {(link.shown.key, link.origin.key): link for link in links}

    async def release(self, delivery: str) -> None:
        self._kept.reach()
        kept = self._kept.outbox.get(delivery)
        if kept is not None and kept.held:
            row = replace(kept.row, tries=kept.row.tries + 1)
            self._kept.put(KeptRow(row, time(), PENDING, kept.why))


class LinksInMemory:
    """Implements core.ports.Links."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def shown_as(self, ref: MessageRef, account: Address) -> Sequence[MessageRef]:
        self._kept.reach()
        origins = [link.origin for link in self._links if link.shown.key == ref.key]
        theirs = [origin for origin in origins if origin.where.whole_chat == account.whole_chat]
        return [*await self.copies_of(ref, account), *theirs]

    async def copies_of(self, ref: MessageRef, account: Address) -> Sequence[MessageRef]:
        self._kept.reach()
        copies = [link.shown for link in self._links if link.origin.key == ref.key]
        return [copy for copy in copies if copy.where.whole_chat == account.whole_chat]

    @property
    def _links(self) -> Sequence[KeptLink]:
        return sorted(self._kept.links.values(), key=lambda link: link.place)


class ThreadsInMemory:
    """Implements core.ports.Threads."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def of_ticket(self, room: Address, ticket: str) -> ThreadId | None:
        self._kept.reach()
        for thread in self._kept.threads.values():
            if thread.current and (thread.room, thread.ticket) == (room.key, ticket):
                return thread.thread
        return None

    async def tie(self, room: Address, ticket: str, conversation: int, thread: ThreadId) -> None:
        self._kept.reach()
        for key, old in list(self._kept.threads.items()):
            if (old.room, old.ticket) == (room.key, ticket):
                self._kept.threads[key] = replace(old, current=False)
        key = replace(room, thread=thread).key
        self._kept.threads[key] = KeptThread(room.key, ticket, conversation, thread)
