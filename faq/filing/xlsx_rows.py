"""The rows of an Excel workbook's first sheet, and a workbook of entries. Formulas are not run: they are refused.

Pure, though openpyxl works on a file: it is one in memory. It is imported where it is needed: few processes need it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from faq.entries import Entry
from faq.filing.csv_rows import Record, table_rows, to_table
from faq.filing.problems import Problem, problem
from faq.filing.rows import Row

MOST_ROWS = 20_000
_MOST_COLUMNS = 60
_UNPACKED = 200 * 1024 * 1024
"""Bytes of a workbook when it is unpacked: more is no FAQ but an attack."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What a workbook cannot hold."""
_WIDTHS = {"question": 30, "answer": 60, "phrasings": 40}
_WIDTH = 14


def xlsx_rows(file: str, raw: bytes) -> tuple[list[Row], list[Problem]]:
    """As `csv_rows`, of the first sheet."""
    import openpyxl

    try:
        if _unpacked(raw) > _UNPACKED:
            return [], [problem(file, 1, "too-large", most=_UNPACKED // 1024 // 1024)]
        book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError, AttributeError):
        return [], [problem(file, 1, "workbook")]
    try:
        return _table(file, book)
    finally:
        book.close()


def to_xlsx(entries: Iterable[Entry]) -> bytes:
    """What `xlsx_rows` reads back: columns of a readable width, the first line in bold and always in sight."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("FAQ")
    sheet.freeze_panes = "D2"
    for number, row in enumerate(to_table(entries)):
        if number == 0:
            for column, name in enumerate(row, 1):
                sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, _WIDTH)
        sheet.append([_text_cell(sheet, text, bold=number == 0) for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _unpacked(raw: bytes) -> int:
    with ZipFile(BytesIO(raw)) as packed:
        return sum(one.file_size for one in packed.infolist())


def _table(file: str, book: Any) -> tuple[list[Row], list[Problem]]:
    problems: list[Problem] = []
    rows, wrong = table_rows(file, _records(file, book.worksheets[0], problems)) if book.worksheets else ([], [])
    return rows, [*problems, *wrong] if book.worksheets else [problem(file, 1, "workbook")]


def _records(file: str, sheet: Any, problems: list[Problem]) -> Iterator[Record]:
    """The sheet's own claim of its size is not believed."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        if number > MOST_ROWS:
            problems.append(problem(file, number, "rows", most=MOST_ROWS))
            return
        formulas = [cell.coordinate for cell in cells if cell.data_type == "f"]
        problems += [problem(file, number, "formula", given=place) for place in formulas]
        if not formulas:
            yield number, [_text(cell.value) for cell in cells]


def _text(value: object) -> str:
    """Numbers as a person would write them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _text_cell(sheet: Any, text: str, *, bold: bool) -> Any:
    """Text it stays, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub("", text) or None)
    if text:
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
