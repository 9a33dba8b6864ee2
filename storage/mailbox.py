"""Mailboxes in SQL: the log behind a page. A box's counter is locked while one writes, so `seq` has no holes."""

from collections.abc import Callable, Sequence

from core.ports import Posted
from storage.connection import Connection
from storage.database import Database

TOPIC = "box"
LAST = 2**53
"""Beyond any counter."""


class MailboxInSql:
    """Implements core.ports.Mailbox."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def post(self, box: str, key: str, body: bytes) -> Posted:
        async def write(db: Connection) -> tuple[Posted, bool]:
            old = await db.rows("get_post", box=box, key=key)
            if old and bytes(old[0][3]) == body:
                return _posted(old[0]), False
            seq = int((await db.rows("next_post", box=box))[0][0])
            born = int((await db.rows("put_post", box=box, key=key, born=seq, seq=seq, body=body))[0][0])
            return Posted(key, born, seq, body), True

        posted, new = await self._db.run(write, f"box {box}")
        if new:
            self._db.hint(TOPIC, box)
        return posted

    async def get(self, box: str, key: str) -> Posted | None:
        found = await self._db.look(lambda db: db.rows("get_post", box=box, key=key))
        return _posted(found[0]) if found else None

    async def after(self, box: str, seq: int, limit: int = 200) -> Sequence[Posted]:
        found = await self._db.look(lambda db: db.rows("posts_after", box=box, seq=seq, most=limit))
        return [_posted(row) for row in found]

    async def latest(self, box: str, limit: int = 50, before: int | None = None) -> Sequence[Posted]:
        born = before if before is not None else LAST
        found = await self._db.look(lambda db: db.rows("posts_before", box=box, born=born, most=limit))
        return [_posted(row) for row in reversed(found)]

    def watch(self, tell: Callable[[str], None]) -> None:
        self._db.listen(TOPIC, tell)


def _posted(row: Sequence[object]) -> Posted:
    key, born, seq, body = row
    assert isinstance(body, bytes | memoryview)
    return Posted(str(key), int(str(born)), int(str(seq)), bytes(body))
