"""The files around an import: the export that is read in one pass after a look at it, and the lines that were bad."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from storage.csv_records import EncodingVote
from storage.orders_csv import BadLine, Header

CHUNK = 64 * 1024
LINE_FEED = "\n"


@dataclass(frozen=True, slots=True)
class Export:
    """`id`: what names this content, wherever the file lies. `encoding`: a codec that Python knows."""

    path: Path
    id: str
    size: int
    encoding: str

    def chunks(self, read: Callable[[int], None]) -> Iterator[bytes]:
        """The file's bytes; `read` is told how many have been given."""
        given = 0
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                given += len(chunk)
                read(given)
                yield chunk


def examined(path: Path) -> Export:
    """Reads the file once, in constant memory. Raises: OSError."""
    digest, vote, size = hashlib.sha256(), EncodingVote(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            vote.add(chunk)
            size += len(chunk)
    return Export(path, digest.hexdigest(), size, vote.result())


class BadLines:
    """Writes `orders.bad.csv` beside `orders.csv`: the bad lines as they were, the reason put in front of each.

    The reason's column has no meaning for an import, so the file can be mended and imported as it is. It may hold
    card keys, as the export does: only its owner may read it. It appears when it is complete."""

    def __init__(self, path: Path, describe: Callable[[BadLine], str]) -> None:
        self.path = path.with_suffix(".bad.csv")
        self._half = path.with_suffix(".bad.half")
        self._describe = describe
        self._file: IO[str] | None = None
        self.count = 0

    def write(self, header: Header | None, line: BadLine) -> None:
        """Only counts where there is no header: then the export itself is to be mended. Raises: OSError."""
        self.count += 1
        if header is None:
            return
        if self._file is None:
            self._file = self._begin()
            self._file.write(f"原因 why{header.delimiter}{header.raw}\n")
        reason = self._describe(line).replace('"', "'")
        self._file.write(f'"{line.no}: {reason}"{header.delimiter}{line.raw.removesuffix(LINE_FEED)}\n')

    def _begin(self) -> IO[str]:
        self._half.unlink(missing_ok=True)
        self._half.touch(mode=0o600)
        return self._half.open("w", encoding="utf-8-sig", newline="")

    def finish(self) -> Path | None:
        """The file, if there were bad lines. Raises: OSError."""
        if self._file is None:
            return None
        self._file.close()
        self._half.replace(self.path)
        return self.path

    def __enter__(self) -> "BadLines":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing half-done stays: it holds keys, and the next run writes it anew."""
        if self._file is not None:
            self._file.close()
            self._half.unlink(missing_ok=True)
