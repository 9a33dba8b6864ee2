"""Bytes of a CSV file to records with physical line numbers, in constant memory; one bad line spoils no other. Pure."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

RECORD_LIMIT = 100_000
"""Characters in a record: the keys of a very large order fit, and csv's own limit for a field lies above."""
SPAN_LIMIT = 2_000
"""Lines in a record: a quote that nobody closes must not be looked for in the whole file."""
HEAD = 4096


class Flaw(StrEnum):
    """Why a line cannot be taken as a record."""

    TOO_LONG = "too-long"
    QUOTES = "quotes"
    CONTROL_CHARACTERS = "control-characters"
    ENCODING = "encoding"


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """`no`: its first line, from 1. `raw`: as it stood there. `ended`: False if the file ends within its last line."""

    no: int
    fields: tuple[str, ...]
    raw: str
    ended: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Flawed:
    """A line that is no record."""

    no: int
    flaw: Flaw
    raw: str


class EncodingVote:
    """Finds the encoding of a file from all of its bytes: UTF-8, UTF-16 (also without a mark) or GB18030.

    Each line with other than ASCII votes, so that some damaged bytes do not turn the whole file into nonsense."""

    def __init__(self) -> None:
        self._rest = b""
        self._head = b""
        self._utf8 = 0
        self._other = 0

    def add(self, chunk: bytes) -> None:
        if len(self._head) < HEAD:
            self._head += chunk[: HEAD - len(self._head)]
        whole, _, self._rest = (self._rest + chunk).rpartition(b"\n")
        if len(self._rest) > RECORD_LIMIT:
            self._rest = b""
        self._count(whole)

    def _count(self, lines: bytes) -> None:
        if lines.isascii():
            return
        for line in lines.split(b"\n"):
            if not line.isascii():
                good = _decodes(line)
                self._utf8 += good
                self._other += not good

    def result(self) -> str:
        """A codec that Python knows."""
        self._count(self._rest)
        if self._head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if not self._head.startswith(codecs.BOM_UTF8):
            even, odd = self._head[0::2].count(0), self._head[1::2].count(0)
            if max(even, odd) * 10 > len(self._head) and min(even, odd) * 4 < max(even, odd):
                return "utf-16-le" if odd > even else "utf-16-be"
        return "utf-8-sig" if self._utf8 >= self._other else "gb18030"


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def lines_of(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Physical lines with their line feed (the last may lack it), whatever the line ends were.

    What cannot be decoded becomes U+FFFD; what makes a line longer than RECORD_LIMIT is cut away."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)("replace"), translate=True)
    rest = ""
    for chunk in chunks:
        *whole, last = decoder.decode(chunk).split("\n")
        for line in whole:
            yield rest[: RECORD_LIMIT + 1] + line[: RECORD_LIMIT + 1] + "\n"
            rest = ""
        rest = (rest + last)[: RECORD_LIMIT + 1]
    *whole, last = (rest + decoder.decode(b"", final=True)).split("\n")
    yield from (line + "\n" for line in whole)
    if last:
        yield last


class Source:
    """Numbered lines that can be put back."""

    def __init__(self, lines: Iterator[str], last_no: int = 0) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.no = last_no

    def next(self) -> str | None:
        line = self._again.popleft() if self._again else next(self._lines, None)
        self.no += line is not None
        return line

    def put_back(self, lines: Sequence[str]) -> None:
        self._again.extendleft(reversed(lines))
        self.no -= len(lines)


def records(
    source: Source, delimiter: str, fits: Callable[[Sequence[str]], bool] = lambda _: True
) -> Iterator[Record | Flawed]:
    """Records but for blank lines. `fits` judges those that span lines: if it says no, a quote was left open in the
    first of them, and the others are read again by themselves."""
    while (line := source.next()) is not None:
        no = source.no
        flaw = _flaw(line)
        if flaw:
            yield Flawed(no, flaw, line)
        elif line.strip(delimiter + " \t\n"):
            taken, fields = [line], None
            if '"' in line:
                fields = _quoted(source, taken, delimiter)
            else:
                fields = line.removesuffix("\n").split(delimiter)
            if fields is None or (len(taken) > 1 and not fits(fields)):
                source.put_back(taken[1:])
                yield Flawed(no, Flaw.QUOTES, line)
            else:
                yield Record(no, tuple(fields), "".join(taken), taken[-1].endswith("\n"))


def _flaw(line: str) -> Flaw | None:
    if len(line) > RECORD_LIMIT:
        return Flaw.TOO_LONG
    if "\ufffd" in line:
        return Flaw.ENCODING
    return Flaw.CONTROL_CHARACTERS if "\0" in line else None


def _quoted(source: Source, taken: list[str], delimiter: str) -> list[str] | None:
    """The fields of a record that begins in `taken`, which gets the further lines it needs; None: a quote is wrong."""
    try:
        return next(csv.reader(_following(source, taken), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _following(source: Source, taken: list[str]) -> Iterator[str]:
    yield taken[0]
    length = len(taken[0])
    while len(taken) < SPAN_LIMIT and (line := source.next()) is not None:
        taken.append(line)
        length += len(line)
        if length > RECORD_LIMIT or _flaw(line):
            return
        yield line
