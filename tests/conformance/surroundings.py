"""In-memory twins of what a channel may use of the product."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

from core.errors import ContentRejected, TargetGone
from core.messages import MediaRef
from core.ports import Posted, Surroundings


class MailboxHere:
    """A mailbox of one test. Implements core.ports.Mailbox."""

    def __init__(self) -> None:
        self._boxes: dict[str, dict[str, Posted]] = {}
        self._watchers: list[Callable[[str], None]] = []
        self._seq = 0

    async def post(self, box: str, key: str, body: bytes) -> Posted:
        entries = self._boxes.setdefault(box, {})
        old = entries.get(key)
        if old is not None and old.body == body:
            return old
        self._seq += 1
        entries[key] = Posted(key, old.born if old else self._seq, self._seq, body)
        for tell in self._watchers:
            asyncio.get_running_loop().call_soon(tell, box)
        return entries[key]

    async def get(self, box: str, key: str) -> Posted | None:
        return self._boxes.get(box, {}).get(key)

    async def after(self, box: str, seq: int, limit: int = 200) -> Sequence[Posted]:
        changed = [entry for entry in self._boxes.get(box, {}).values() if entry.seq > seq]
        return sorted(changed, key=lambda entry: entry.seq)[:limit]

    async def latest(self, box: str, limit: int = 50, before: int | None = None) -> Sequence[Posted]:
        born = [entry for entry in self._boxes.get(box, {}).values() if before is None or entry.born < before]
        return sorted(born, key=lambda entry: entry.born)[-limit:]

    def watch(self, tell: Callable[[str], None]) -> None:
        self._watchers.append(tell)


class BlobsHere:
    """Files of one test. Implements core.ports.Blobs."""

    def __init__(self) -> None:
        self._files: dict[MediaRef, bytes] = {}

    async def put(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[MediaRef, int]:
        data = b""
        async for chunk in chunks:
            data += chunk
            if len(data) > limit:
                raise ContentRejected("too long")
        ref = MediaRef(f"blob-{len(self._files)}")
        self._files[ref] = data
        return ref, len(data)

    async def open(self, ref: MediaRef) -> AsyncIterator[bytes]:
        if ref not in self._files:
            raise TargetGone("no such file")
        yield self._files[ref]


class WallClock:
    """Implements core.ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def surroundings(public_url: str) -> Surroundings:
    """Everything fresh, for one channel account."""
    return Surroundings(
        mailbox=MailboxHere(),
        blobs=BlobsHere(),
        clock=WallClock(),
        public_url=public_url,
        signing_key=b"0123456789abcdef0123456789abcdef",
        shop_name="Conformance Cards",
    )
