"""Mailboxes in memory."""

from collections.abc import Callable, Sequence

from core.ports import Posted
from storage.hints import Hints
from storage.mailbox import TOPIC
from storage.memory.kept import Kept


class MailboxInMemory:
    """Implements core.ports.Mailbox."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._hints = Hints()

    async def post(self, box: str, key: str, body: bytes) -> Posted:
        self._kept.reach()
        entries = self._kept.boxes.setdefault(box, {})
        old = entries.get(key)
        if old is not None and old.body == body:
            return old
        seq = 1 + max((entry.seq for entry in entries.values()), default=0)
        entries[key] = Posted(key, old.born if old else seq, seq, body)
        self._hints.tell(TOPIC, box)
        return entries[key]

    async def get(self, box: str, key: str) -> Posted | None:
        self._kept.reach()
        return self._kept.boxes.get(box, {}).get(key)

    async def after(self, box: str, seq: int, limit: int = 200) -> Sequence[Posted]:
        self._kept.reach()
        changed = [entry for entry in self._kept.boxes.get(box, {}).values() if entry.seq > seq]
        return sorted(changed, key=lambda entry: entry.seq)[:limit]

    async def latest(self, box: str, limit: int = 50, before: int | None = None) -> Sequence[Posted]:
        self._kept.reach()
        entries = self._kept.boxes.get(box, {}).values()
        older = sorted((one for one in entries if before is None or one.born < before), key=lambda one: one.born)
        return older[len(older) - limit :] if limit < len(older) else older

    def watch(self, tell: Callable[[str], None]) -> None:
        self._hints.listen(TOPIC, tell)
