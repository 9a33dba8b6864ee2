"""Brings an order export into the built-in shop: in batches, resumable, idempotent; a bad line costs that line only."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path

from sqlmodel import Session

from core.ports import Vault
from storage.orders_batch import Counts, Stored, begin, finish, store
from storage.orders_columns import CHINA
from storage.orders_csv import BadLine, Header, Line, Problem, Trouble, read_orders
from storage.orders_files import BadLines, Export, examined
from storage.orders_prepared import Prepared, prepared
from storage.sessions import Sessions

BATCH = 500
TOLD = 1000
"""Bad lines that the summary holds; the file holds all of them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`read` of `size` bytes have been worked through."""

    read: int
    size: int
    counts: Counts
    bad: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What has become of every line. `bad`: the first thousand of `bad_count`; `bad_file`: all of them."""

    imported: int
    updated: int
    unchanged: int
    bad_count: int = 0
    bad: tuple[BadLine, ...] = ()
    bad_file: Path | None = None
    resumed_at: int = 0


Tell = Callable[[Progress], None]


def reason(line: BadLine) -> str:
    return str(line.why)


def silent(_: Progress) -> None:
    """For who wants no progress."""


@dataclass(slots=True)
class _Reading:
    """A file on its way into batches; works in a thread, one call at a time."""

    export: Export
    vault: Vault
    zone: tzinfo
    skip: int
    repeats: frozenset[int]
    bad_lines: BadLines
    header: Header | None = None
    read: int = 0
    told: list[BadLine] = field(default_factory=list)
    lines: Iterator[Header | Line | BadLine] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = read_orders(self.export.chunks(self._advance), self.export.encoding, self.zone)

    def _advance(self, read: int) -> None:
        self.read = read

    def next_batch(self) -> Sequence[Prepared]:
        """Empty at the end of the file."""
        batch: list[Prepared] = []
        for line in self.lines:
            if isinstance(line, Header):
                self.header = line
            elif isinstance(line, BadLine):
                self.reject(line)
            elif line.no in self.repeats:
                self.reject(BadLine(line.no, Problem(Trouble.REPEATED), line.raw))
            elif line.no > self.skip:
                batch.append(prepared(self.vault, line))
            if len(batch) == BATCH:
                break
        return batch

    def reject(self, line: BadLine) -> None:
        self.bad_lines.write(self.header, line)
        if len(self.told) < TOLD:
            self.told.append(replace(line, raw=""))

    def reject_repeats(self, batch: Sequence[Prepared], repeats: Sequence[int]) -> None:
        raws = {order.line: order.raw for order in batch}
        for no in repeats:
            self.reject(BadLine(no, Problem(Trouble.REPEATED), raws[no]))


async def import_orders(
    sessions: Sessions,
    vault: Vault,
    path: Path,
    tell: Tell = silent,
    *,
    zone: tzinfo = CHINA,
    describe: Callable[[BadLine], str] = reason,
) -> Summary:
    """Imports a file; one that was interrupted goes on where it stopped, one that is done is compared once more.

    `zone`: of times that tell none. `describe`: the reason in the owner's language, for the file of bad lines.
    Raises: OSError: the file, or the one of bad lines, cannot be read or written; StoreUnavailable: run it again."""
    export = await asyncio.to_thread(examined, path)
    state = await sessions.write(lambda session: begin(session, export.id, path.name))
    with BadLines(path, describe) as bad_lines:
        reading = _Reading(export, vault, zone, state.line, state.repeats, bad_lines)
        counts = await _stored(sessions, reading, state.counts, tell)
        bad_file = await asyncio.to_thread(bad_lines.finish)
    await sessions.write(lambda session: finish(session, export.id))
    told = tuple(sorted(reading.told, key=lambda line: line.no))
    tell(Progress(export.size, export.size, counts, bad_lines.count))
    return Summary(counts.imported, counts.updated, counts.unchanged, bad_lines.count, told, bad_file, state.line)


async def _stored(sessions: Sessions, reading: _Reading, counts: Counts, tell: Tell) -> Counts:
    while batch := await asyncio.to_thread(reading.next_batch):
        stored = await _store(sessions, reading.export.id, batch)
        counts = stored.counts
        await asyncio.to_thread(reading.reject_repeats, batch, stored.repeats)
        tell(Progress(reading.read, reading.export.size, counts, reading.bad_lines.count))
    return counts


async def _store(sessions: Sessions, import_id: str, batch: Sequence[Prepared]) -> Stored:
    def job(session: Session) -> Stored:
        return store(session, import_id, batch)

    return await sessions.write(job)
