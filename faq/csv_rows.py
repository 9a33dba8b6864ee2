"""The rows of a CSV file, as spreadsheets save it, with their line numbers. Pure."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from faq.rows import KEYS, Problem, Row

_CHINESE_NAMES = {
    "编号": "id",
    "语言": "language",
    "问题": "question",
    "问法": "phrasings",
    "答案": "answer",
    "分类": "category",
    "优先级": "priority",
    "按钮": "actions",
    "启用": "enabled",
}
_YES = {"true", "yes", "1", "是"}
_NO = {"false", "no", "0", "否"}


def csv_rows(file: str, text: str) -> tuple[list[Row], list[Problem]]:
    """`text`: a line of column names (English or Chinese), then one entry per record; phrasings are parted by `|` or
    line ends inside the cell. Empty cells take their default."""
    rows: list[Row] = []
    problems: list[Problem] = []
    records = _records(file, text, problems)
    first, names = next(records, (1, []))
    columns = [_CHINESE_NAMES.get(name.strip(), name.strip().lower()) for name in names]
    if missing := {"id", "question", "answer"} - set(columns):
        what = f"the first line must name the columns (parted by commas); not found: {', '.join(sorted(missing))}"
        return [], [*problems, Problem(file, first, what)]
    if unknown := [name for name in columns if name and name not in KEYS]:
        problems.append(Problem(file, first, f"unknown columns: {', '.join(unknown)}"))
    if repeated := {name for name in columns if name and columns.count(name) > 1}:
        problems.append(Problem(file, first, f"columns given twice: {', '.join(sorted(repeated))}"))
    for line, cells in records:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            what = f"{len(cells)} cells, but {len(columns)} columns: a text with a comma in it needs quotes"
            problems.append(Problem(file, line, what))
        elif any(cell.strip() for cell in cells):
            rows.append(Row(file, _values(columns, cells), {(): line}))
    return rows, problems


def _records(file: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it begins on; a record that cannot be read ends the file."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as exc:
        problems.append(Problem(file, line, f"cannot be read from here on: {exc} (is a quote not closed?)"))


def _values(columns: list[str], cells: list[str]) -> dict[str, Any]:
    texts = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name in KEYS and cell.strip()}
    values: dict[str, Any] = dict(texts)
    for name in {"phrasings", "actions"} & values.keys():
        values[name] = [part.strip() for part in texts[name].replace("\n", "|").split("|") if part.strip()]
    if (enabled := texts.get("enabled", "").lower()) in _YES | _NO:
        values["enabled"] = enabled in _YES
    return values
