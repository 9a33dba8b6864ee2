"""The step's transaction in memory: nothing is kept before `write`, and `write` cannot fail half-way."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from time import time

from core.errors import ReplyWindowClosed
from core.messages import Event
from core.step import Changes, HandedOver, Setting, StoredEvent, newcomer
from core.turns import Conversation, ConversationId
from storage.memory.kept import Kept, KeptEvent, KeptRow, KeptWork


class StepInMemory:
    """Implements core.step.StepTransaction."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._given: dict[ConversationId, Conversation] = {}

    async def lanes_of_threads(self, threads: Sequence[str]) -> Mapping[str, str]:
        keys = {conversation.id: key for key, conversation in self._kept.conversations.items()}
        known = self._kept.threads
        return {thread: keys[ConversationId(known[thread].conversation)] for thread in threads if thread in known}

    async def conversations(self, wanted: Mapping[str, Event]) -> dict[str, Conversation]:
        known = self._kept.conversations
        missing = [key for key in wanted if key not in known]
        ids = {key: ConversationId(len(known) + number) for number, key in enumerate(missing, 1)}
        new = {key: replace(newcomer(wanted[key]), id=id_) for key, id_ in ids.items()}
        found = {key: known.get(key) or new[key] for key in wanted}
        self._given = {conversation.id: conversation for conversation in found.values()}
        return found

    async def seen(self, ids: Sequence[str]) -> set[str]:
        return {id_ for id_ in ids if id_ in self._kept.events}

    async def standing(self, settings: Sequence[Setting]) -> AbstractSet[Setting]:
        timers = self._kept.timers
        return {one for one in settings if (one[0], one[1]) in timers and timers[one[0], one[1]].seq == one[2]}

    async def write(self, changes: Changes) -> Sequence[HandedOver]:
        kept, now = self._kept, time()
        kept.events |= {stored.id: _event(stored) for stored in changes.events}
        counted = [replace(self._given[id_], seq=seq) for id_, seq in changes.counted.items()]
        kept.conversations |= {one.where.key: one for one in (*changes.conversations.values(), *counted)}
        for conversation, name, seq in changes.rung:
            if (conversation, name) in kept.timers and kept.timers[conversation, name].seq == seq:
                del kept.timers[conversation, name]
        kept.tickets |= changes.tickets
        self._set_timers(changes)
        for id_ in changes.done:
            kept.work.pop(id_, None)
        kept.work |= {new.id: KeptWork(new, now) for new in changes.work}
        kept.audit += changes.audit
        kept.lessons += changes.lessons
        kept.proven |= {(order.number, id_): at for id_, order, at in changes.proven}
        self._wake(changes, now)
        return self._hand_over(changes, now)

    def _set_timers(self, changes: Changes) -> None:
        for key, timer in changes.timers.items():
            if timer is None:
                self._kept.timers.pop(key, None)
            else:
                self._kept.timers[key] = timer

    def _wake(self, changes: Changes, now: float) -> None:
        for row in [row for row in self._kept.outbox.values() if row.row.conversation in changes.woken]:
            if row.waiting and row.why == ReplyWindowClosed.__name__:
                self._kept.put(replace(row, due=now))

    def _hand_over(self, changes: Changes, now: float) -> Sequence[HandedOver]:
        handed_over = []
        for row in changes.outgoing:
            waiting = self._kept.lanes.get(row.lane)
            handed_over.append(HandedOver(row, max(waiting) if waiting else None))
            self._kept.put(KeptRow(row, now))
        return handed_over


def _event(stored: StoredEvent) -> KeptEvent:
    event = None if stored.redacted else stored.event
    return KeptEvent(stored.id, stored.conversation, stored.seq, type(stored.event).__name__, event, stored.parked)
