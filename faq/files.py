"""FAQ files: reading YAML and CSV with every error named by file and line, and writing YAML."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from core.errors import Refused
from faq.csv_rows import csv_rows
from faq.entries import Entry, EntryKey, Priority, Scope
from faq.normalize import Normalizer
from faq.rows import Problem, Row, check, places
from faq.yaml_rows import yaml_rows

STARTER = Path(__file__).parent / "starter"
"""The FAQ that a new shop starts with, and labelled questions for it."""

_LARGEST = 20 * 1024 * 1024  # bytes; a hundred times the starter FAQ
_READERS: dict[str, Callable[[str, str], tuple[list[Row], list[Problem]]]] = {
    ".yaml": yaml_rows,
    ".yml": yaml_rows,
    ".csv": csv_rows,
}


class FaqFileBroken(Refused):
    """The FAQ file has errors, and nothing was imported."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n" + "\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Reading:
    """The good entries of some files, and everything that is wrong with the rest."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def read(paths: Iterable[Path]) -> Reading:
    """Reads YAML and CSV files together (two files may not hold the same entry); never raises for what is in them."""
    seen = _Seen(Normalizer())
    entries: list[Entry] = []
    problems: list[Problem] = []
    for path in paths:
        rows, broken = _rows(path)
        problems += broken
        for row in rows:
            entry = check(row)
            wrong = seen.repeats(entry, row) if isinstance(entry, Entry) else entry
            problems += wrong
            if isinstance(entry, Entry) and not wrong:
                entries.append(entry)
                seen.add(entry, row)
    return Reading(tuple(entries), tuple(sorted(problems)))


def load(paths: Iterable[Path], *, partial: bool = False) -> tuple[Entry, ...]:
    """All entries of the files, or the good ones if `partial`. Raises: FaqFileBroken: with every problem at once."""
    reading = read(paths)
    if reading.problems and not partial:
        raise FaqFileBroken(reading.problems)
    return reading.entries


def load_starter() -> tuple[Entry, ...]:
    return load(sorted(STARTER.glob("*.yaml")))


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
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        return [], [Problem(name, 1, f"'{path.suffix}' is not a FAQ file: .yaml, .yml and .csv are")]
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= _LARGEST else b""
    except OSError as exc:
        return [], [Problem(name, 1, f"the file cannot be opened: {exc.strerror}")]
    if size > _LARGEST:
        return [], [Problem(name, 1, f"the file is larger than {_LARGEST // 1024 // 1024} MB")]
    text = _decoded(name, raw)
    return ([], [text]) if isinstance(text, Problem) else reader(name, text)


def _decoded(name: str, raw: bytes) -> str | Problem:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:100]:
        return Problem(name, 1, "the file is in UTF-16: save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        return Problem(name, line, "the file is not in UTF-8 (in GBK, perhaps): save it as UTF-8")


class _Seen:
    """The good entries so far: none after them may repeat a key, nor a wording of another matter."""

    def __init__(self, normal: Normalizer) -> None:
        self._normal = normal
        self._keys: dict[EntryKey, Row] = {}
        self._wordings: dict[str, tuple[str, Row]] = {}

    def repeats(self, entry: Entry, row: Row) -> list[Problem]:
        if earlier := self._keys.get(entry.key):
            what = f"'{entry.id}' stands in {earlier.file}:{earlier.line()} already, in the same language"
            return [row.problem(what, ("id",))]
        problems = []
        for text, place in places(entry):
            matter, other = self._wordings.get(self._normal(text), (entry.id, row))
            if matter != entry.id:
                what = f"'{text}' is already a wording of '{matter}' ({other.file}:{other.line()})"
                problems.append(row.problem(what, place))
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
