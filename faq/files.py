"""FAQ files: reading YAML, CSV and XLSX with every error named by file and line, and writing YAML."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.errors import Refused
from faq.entries import Entry, EntryKey, Priority, Scope
from faq.filing.csv_rows import csv_rows
from faq.filing.problems import Problem, problem
from faq.filing.rows import KEYS, Row, check, places
from faq.filing.xlsx_rows import xlsx_rows
from faq.filing.yaml_rows import yaml_rows
from faq.normalize import Normalizer

STARTER = Path(__file__).parent / "starter"
"""The FAQ that a new shop starts with, and labelled questions for it."""

_LARGEST = 20 * 1024 * 1024  # bytes; a hundred times the starter FAQ
_READERS: Mapping[str, Callable[[str, str], tuple[list[Row], list[Problem]]]] = {
    ".yaml": yaml_rows,
    ".yml": yaml_rows,
    ".csv": csv_rows,
}
_WORKBOOK = ".xlsx"


class FaqFileBroken(Refused):
    """The FAQ file has errors, and nothing was imported."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n" + "\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Reading:
    """The good entries of some files, and everything that is wrong with the rest.

    `absent`: parts of which no file tells anything: an entry that is there keeps its own."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    absent: frozenset[str] = frozenset()


def read(paths: Iterable[Path]) -> Reading:
    """Reads YAML, CSV and XLSX files together (two files may not hold the same entry); never raises for what is in
    them."""
    return _checked(_rows(path) for path in paths)


def read_content(name: str, raw: bytes) -> Reading:
    """The same of one file that has been read already."""
    return _checked([_rows_of(name, raw)])


def _checked(files: Iterable[tuple[list[Row], list[Problem]]]) -> Reading:
    seen = _Seen(Normalizer())
    entries: list[Entry] = []
    problems: list[Problem] = []
    absent = frozenset(KEYS)
    for rows, broken in files:
        problems += broken
        for row in rows:
            absent &= row.absent
            entry = check(row)
            wrong = seen.repeats(entry, row) if isinstance(entry, Entry) else entry
            problems += wrong
            if isinstance(entry, Entry) and not wrong:
                entries.append(entry)
                seen.add(entry, row)
    return Reading(tuple(entries), tuple(sorted(problems)), absent if entries else frozenset())


def load(paths: Iterable[Path], *, partial: bool = False) -> tuple[Entry, ...]:
    """All entries of the files, or the good ones if `partial`. Raises: FaqFileBroken: with every problem at once."""
    reading = read(paths)
    if reading.problems and not partial:
        raise FaqFileBroken(reading.problems)
    return reading.entries


@cache
def load_starter() -> tuple[Entry, ...]:
    return load(sorted(STARTER.glob("*/*.yaml")))


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Writes a file that `load` reads back the same."""
    path.write_text(to_yaml(entries), encoding="utf-8")


def to_yaml(entries: Iterable[Entry]) -> str:
    """Entries as YAML, grouped by language and category as a person would."""
    ordered = sorted(entries, key=lambda entry: (entry.language, entry.category, entry.id))
    content = {"entries": [_plain(entry) for entry in ordered]}
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False)


# ------------------------------------------------------------------ reading


def _rows(path: Path) -> tuple[list[Row], list[Problem]]:
    name = str(path)
    if not _is_known(name):
        return [], [problem(name, 1, "suffix", given=path.suffix)]
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= _LARGEST else b""
    except OSError as exc:
        return [], [problem(name, 1, "cannot-open", detail=exc.strerror)]
    if size > _LARGEST:
        return [], [problem(name, 1, "too-large", most=_LARGEST // 1024 // 1024)]
    return _rows_of(name, raw)


def _is_known(name: str) -> bool:
    suffix = Path(name).suffix.lower()
    return suffix in _READERS or suffix == _WORKBOOK


def _rows_of(name: str, raw: bytes) -> tuple[list[Row], list[Problem]]:
    suffix = Path(name).suffix
    if not _is_known(name):
        return [], [problem(name, 1, "suffix", given=suffix)]
    if suffix.lower() == _WORKBOOK:
        return xlsx_rows(name, raw)
    text = _decoded(name, raw)
    return ([], [text]) if isinstance(text, Problem) else _READERS[suffix.lower()](name, text)


def _decoded(name: str, raw: bytes) -> str | Problem:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:100]:
        return problem(name, 1, "utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        return problem(name, line, "not-utf-8")


class _Seen:
    """The good entries so far: none after them may repeat a key, nor a wording of another matter."""

    def __init__(self, normal: Normalizer) -> None:
        self._normal = normal
        self._keys: dict[EntryKey, Row] = {}
        self._wordings: dict[str, tuple[str, Row]] = {}

    def repeats(self, entry: Entry, row: Row) -> list[Problem]:
        if earlier := self._keys.get(entry.key):
            where = f"{earlier.file}:{earlier.line()}"
            return [row.problem("same-id", ("id",), key=entry.id, where=where)]
        problems = []
        for text, place in places(entry):
            matter, other = self._wordings.get(self._normal(text), (entry.id, row))
            if matter != entry.id:
                where = f"{other.file}:{other.line()}"
                problems.append(row.problem("same-wording", place, key=matter, given=text, where=where))
        return problems

    def add(self, entry: Entry, row: Row) -> None:
        self._keys[entry.key] = row
        self._wordings |= {self._normal(text): (entry.id, row) for text, _ in places(entry)}


# ------------------------------------------------------------------ writing


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _plain(entry: Entry) -> dict[str, Any]:
    """Without what is at its default."""
    everything: dict[str, Any] = {
        "id": entry.id,
        "language": entry.language,
        "category": entry.category,
        "question": entry.question,
        "phrasings": list(entry.phrasings),
        "answer": entry.answer,
        "actions": [action.value for action in entry.actions],
    }
    if entry.priority is not Priority.NORMAL:
        everything["priority"] = entry.priority.value
    if not entry.enabled:
        everything["enabled"] = False
    everything |= _where(entry.scope)
    everything["links"] = [{"label": link.label, "url": link.url} for link in entry.links]
    everything |= {"does": entry.does, "trial": entry.trial}
    return {key: value for key, value in everything.items() if value not in ([], "")}


def _where(scope: Scope) -> dict[str, Any]:
    moments = {"since": scope.since, "until": scope.until}
    told = {name: moment.isoformat() if moment else "" for name, moment in moments.items()}
    return {"channels": list(scope.channels), "products": list(scope.products), **told}
