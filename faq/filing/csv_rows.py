"""The rows of a table, a CSV file as spreadsheets save it or a sheet, with their line numbers. Pure."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from faq.entries import Entry
from faq.filing.problems import Problem, problem
from faq.filing.rows import KEYS, Row

Record = tuple[int, list[str]]
"""A line's number, and its cells."""

_CHINESE_NAMES = {
    "编号": "id",
    "语言": "language",
    "问题": "question",
    "问法": "phrasings",
    "说法": "phrasings",
    "答案": "answer",
    "分类": "category",
    "优先级": "priority",
    "动作": "actions",
    "启用": "enabled",
    "意图": "does",
    "渠道": "channels",
    "商品": "products",
    "开始": "since",
    "结束": "until",
    "链接": "links",
    "试答": "trial",
    "按钮": "actions",
}
_YES = {"true", "yes", "1", "是"}
_NO = {"false", "no", "0", "否"}
_LISTS = frozenset({"phrasings", "actions", "channels", "products"})
_LINK = re.compile(r"(?P<label>.*?)\s*(?P<url>https?://\S+)")
_RISKY = re.compile("'*[=+@\t-]")
"""A cell that begins so is taken for a formula by spreadsheets: ours begin with one more apostrophe then."""


def csv_rows(file: str, text: str) -> tuple[list[Row], list[Problem]]:
    """`text`: a line of column names, then one entry per record: see `table_rows`."""
    problems: list[Problem] = []
    rows, wrong = table_rows(file, _records(file, text, problems))
    return rows, [*problems, *wrong]


def table_rows(file: str, table: Iterable[Record]) -> tuple[list[Row], list[Problem]]:
    """Column names (English or Chinese), then one entry per record; several phrasings are parted by `|` or line ends
    inside the cell. Empty cells take their default."""
    records = iter(table)
    first, names = next(records, (1, []))
    columns = [_CHINESE_NAMES.get(name.strip(), name.strip().lower()) for name in names]
    if missing := {"id", "question", "answer"} - set(columns):
        return [], [problem(file, first, "columns", given=", ".join(sorted(missing)))]
    problems = list(_misnamed(file, first, columns))
    rows: list[Row] = []
    absent = frozenset(KEYS) - set(columns)
    for line, cells in records:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            problems.append(problem(file, line, "cells", count=len(cells), columns=len(columns)))
        elif any(cell.strip() for cell in cells):
            rows.append(Row(file, _values(columns, cells), {(): line}, absent))
    return rows, problems


def to_table(entries: Iterable[Entry]) -> Iterator[list[str]]:
    """What `table_rows` reads back: the names of the columns, then one entry per row."""
    yield list(KEYS)
    for entry in entries:
        values = _cells(entry)
        yield [values[key] for key in KEYS]


def to_csv(entries: Iterable[Entry]) -> str:
    """With the mark by which spreadsheets know that it is UTF-8."""
    out = StringIO(newline="")
    rows = ([f"'{cell}" if _RISKY.match(cell) else cell for cell in row] for row in to_table(entries))
    csv.writer(out).writerows(rows)
    return f"\ufeff{out.getvalue()}"


# ------------------------------------------------------------------ reading


def _misnamed(file: str, line: int, columns: Sequence[str]) -> Iterator[Problem]:
    if unknown := [name for name in columns if name and name not in KEYS]:
        yield problem(file, line, "columns-unknown", given=", ".join(unknown))
    if repeated := {name for name in columns if name and columns.count(name) > 1}:
        yield problem(file, line, "columns-twice", given=", ".join(sorted(repeated)))


def _records(file: str, text: str, problems: list[Problem]) -> Iterator[Record]:
    """Each record with the line that it begins on; a record that cannot be read ends the file."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, [_unguarded(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as exc:
        problems.append(problem(file, line, "quote", detail=exc))


def _values(columns: list[str], cells: list[str]) -> dict[str, Any]:
    texts = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name in KEYS and cell.strip()}
    values: dict[str, Any] = dict(texts)
    for name in _LISTS & values.keys():
        values[name] = _parts(texts[name])
    if "links" in values:
        values["links"] = [_link(one) for one in _parts(texts["links"])]
    if (enabled := texts.get("enabled", "").lower()) in _YES | _NO:
        values["enabled"] = enabled in _YES
    return values


def _unguarded(cell: str) -> str:
    """Without the apostrophe that `to_csv` has put there."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell[1:]) else cell


def _parts(text: str) -> list[str]:
    """By lines, where there are several."""
    return [part.strip() for part in text.split("\n" if "\n" in text else "|") if part.strip()]


def _link(text: str) -> dict[str, str]:
    """What has no address is left for the check to name."""
    found = _LINK.fullmatch(text)
    return {"label": found["label"] or found["url"], "url": found["url"]} if found else {"label": text}


# ------------------------------------------------------------------ writing


def _cells(entry: Entry) -> dict[str, str]:
    scope = entry.scope
    return {
        "id": entry.id,
        "language": entry.language,
        "question": entry.question,
        "answer": entry.answer,
        "phrasings": "\n".join(entry.phrasings),
        "category": entry.category,
        "priority": entry.priority.value,
        "actions": "|".join(action.value for action in entry.actions),
        "enabled": "true" if entry.enabled else "false",
        "does": entry.does,
        "channels": "|".join(scope.channels),
        "products": "\n".join(scope.products),
        "since": scope.since.isoformat() if scope.since else "",
        "until": scope.until.isoformat() if scope.until else "",
        "links": "\n".join(f"{link.label} {link.url}" for link in entry.links),
        "trial": entry.trial,
    }
