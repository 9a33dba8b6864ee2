"""What a file would change in the FAQ, and the FAQ as a file. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from faq.entries import Entry, EntryKey
from faq.files import to_yaml
from faq.filing.csv_rows import to_csv
from faq.filing.xlsx_rows import to_xlsx

_OF_SCOPE = frozenset({"channels", "products", "since", "until"})
_OWN = frozenset({"phrasings", "category", "priority", "actions", "enabled", "does", "links", "trial"})


@dataclass(frozen=True, slots=True)
class Imported:
    """`changed`: before and after. `missing`: are in the FAQ and not in the file."""

    added: Sequence[Entry]
    changed: Sequence[tuple[Entry, Entry]]
    same: int
    missing: Sequence[Entry]

    @property
    def changes(self) -> dict[EntryKey, Entry | None]:
        """What is missing in the file stays as it is."""
        return {entry.key: entry for entry in (*self.added, *(after for _, after in self.changed))}

    @property
    def changes_and_removals(self) -> dict[EntryKey, Entry | None]:
        return {**self.changes, **{entry.key: None for entry in self.missing}}


def compare(entries: Iterable[Entry], now: Mapping[EntryKey, Entry], absent: frozenset[str] = frozenset()) -> Imported:
    """`absent`: parts of which the file cannot tell: an entry keeps its own, as it keeps its pictures."""
    added, changed, same, told = [], [], 0, set()
    for entry in entries:
        told.add(entry.key)
        before = now.get(entry.key)
        if before is None:
            added.append(entry)
            continue
        after = _keeping(before, entry, absent)
        if after == before:
            same += 1
        else:
            changed.append((before, after))
    return Imported(added, changed, same, [entry for key, entry in now.items() if key not in told])


def _keeping(before: Entry, after: Entry, absent: frozenset[str]) -> Entry:
    own: dict[str, Any] = {name: getattr(before, name) for name in absent & _OWN}
    scope: dict[str, Any] = {name: getattr(before.scope, name) for name in absent & _OF_SCOPE}
    return replace(after, pictures=before.pictures, scope=replace(after.scope, **scope), **own)


@dataclass(frozen=True, slots=True)
class Format:
    """How entries are written to a file of that kind."""

    mime: str
    write: Callable[[Iterable[Entry]], bytes]


FORMATS: Mapping[str, Format] = {
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    "yaml": Format("text/plain", lambda entries: to_yaml(entries).encode()),
    "csv": Format("text/csv", lambda entries: to_csv(entries).encode()),
}
