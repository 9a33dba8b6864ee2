"""An order export of any shop, line by line: orders, and lines that cannot be taken with the reason why. Pure."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from core.shop import OrderNo, OrderStatus
from storage.csv_records import Flawed, Record, Source, lines_of, records
from storage.orders_columns import (
    CHINA,
    HEADERS,
    REQUIRED,
    Column,
    amount_of,
    currency_of,
    plain,
    quantity_of,
    status_of,
    time_of,
)
from storage.shops.numbers import canonical

T = TypeVar("T")

DELIMITERS = (",", ";", "\t")
KEY_LIMIT = 2_000
TEXT_LIMIT = 500


class Trouble(StrEnum):
    """What is wrong with a line; the value is the English sentence, `{column}` the column it is about."""

    NO_HEADER = "the file is empty"
    MISSING_COLUMN = "the header lacks the column {column}"
    REPEATED_COLUMN = "the header has the column {column} twice"
    TOO_LONG = "the line is too long"
    QUOTES = "a quotation mark is not closed, or stands inside a field"
    CONTROL_CHARACTERS = "the line holds NUL characters"
    ENCODING = "the line holds bytes that are no text in the encoding of the file"
    CUT_SHORT = "the file ends in the middle of this line"
    TOO_MANY_FIELDS = "the line has more fields than the header"
    EMPTY = "{column} is empty"
    UNREADABLE = "{column} cannot be understood"
    TOO_LONG_VALUE = "{column} is too long"
    ROUNDED = "{column} was rounded by a spreadsheet (1.2E+17): format that column as text and export again"
    REPEATED = "an earlier line of this file has the same order number"


@dataclass(frozen=True, slots=True)
class Problem:
    """Never quotes the line: what stands in a wrong column may be a password."""

    trouble: Trouble
    column: str = ""

    def __str__(self) -> str:
        return self.trouble.value.format(column=self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One order of an export, all times in UTC."""

    number: OrderNo
    product: str
    status: OrderStatus
    created_at: datetime
    quantity: int = 1
    amount: Decimal = Decimal(0)
    currency: str = "CNY"
    contact: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    paid_at: datetime | None = None
    delivered_at: datetime | None = None
    keys: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Header:
    """`raw`: the header as it stands in the file."""

    no: int
    raw: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Line:
    """`no`: where it begins in the file, counted from 1 as an editor does. `raw`: as it stands there."""

    no: int
    row: OrderRow
    raw: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BadLine:
    no: int
    why: Problem
    raw: str = field(default="", repr=False)


class _Wrong(ValueError):
    def __init__(self, trouble: Trouble, column: str = "") -> None:
        self.problem = Problem(trouble, column)


def read_orders(chunks: Iterable[bytes], encoding: str, zone: tzinfo = CHINA) -> Iterator[Header | Line | BadLine]:
    """First the header, then every line but blank ones, in order; a header that cannot be used is the only bad line.

    `encoding`: see EncodingVote. `zone`: of times that tell none. Never raises."""
    source = Source(lines_of(chunks, encoding))
    header = _header(source)
    if isinstance(header, BadLine):
        yield header
        return
    columns = _columns(header)
    if isinstance(columns, Problem):
        yield BadLine(header.no, columns, header.raw)
        return
    yield header

    def spans_only_keys(fields: Sequence[str]) -> bool:
        return len(fields) <= width and not any("\n" in cell for i, cell in enumerate(fields) if i != keys)

    width, keys = len(_cells(header.raw, header.delimiter)), columns.get(Column.KEYS)
    for record in records(source, header.delimiter, spans_only_keys):
        yield _line(record, columns, width, zone)


def _header(source: Source) -> Header | BadLine:
    while (line := source.next()) is not None:
        if re.fullmatch(r"sep=.\s*", line, re.IGNORECASE) or not line.strip():
            continue
        delimiter = max(DELIMITERS, key=lambda one: sum(plain(cell) in HEADERS for cell in _cells(line, one)))
        return Header(source.no, line.removesuffix("\n"), delimiter)
    return BadLine(max(source.no, 1), Problem(Trouble.NO_HEADER))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.removesuffix("\n")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return line.removesuffix("\n").split(delimiter)


def _columns(header: Header) -> Mapping[Column, int] | Problem:
    found: dict[Column, int] = {}
    for place, cell in enumerate(_cells(header.raw, header.delimiter)):
        name = HEADERS.get(plain(cell))
        if name in found:
            return Problem(Trouble.REPEATED_COLUMN, name)
        if name:
            found[Column(name)] = place
    missing = [column for column in REQUIRED if column not in found]
    return Problem(Trouble.MISSING_COLUMN, missing[0]) if missing else found


def _line(record: Record | Flawed, columns: Mapping[Column, int], width: int, zone: tzinfo) -> Line | BadLine:
    if isinstance(record, Flawed):
        return BadLine(record.no, Problem(Trouble[record.flaw.name]), record.raw)
    if len(record.fields) < width and not record.ended:
        return BadLine(record.no, Problem(Trouble.CUT_SHORT), record.raw)
    if any(cell.strip() for cell in record.fields[width:]):
        return BadLine(record.no, Problem(Trouble.TOO_MANY_FIELDS), record.raw)
    cells = {column: record.fields[i] if i < len(record.fields) else "" for column, i in columns.items()}
    try:
        return Line(record.no, _row(cells, zone), record.raw)
    except _Wrong as wrong:
        return BadLine(record.no, wrong.problem, record.raw)


def _row(cells: Mapping[Column, str], zone: tzinfo) -> OrderRow:
    def needed(column: Column) -> str:
        value = text(column)
        if not value:
            raise _Wrong(Trouble.EMPTY, column)
        return value

    def text(column: Column) -> str:
        value = cells.get(column, "").strip()
        if len(value) > TEXT_LIMIT:
            raise _Wrong(Trouble.TOO_LONG_VALUE, column)
        return value

    def time(column: Column) -> datetime | None:
        value = text(column)
        return _understood(time_of(value, zone), column) if value else None

    quantity, amount, currency = text(Column.QUANTITY), text(Column.AMOUNT), text(Column.CURRENCY)
    return OrderRow(
        number=_number(needed(Column.NUMBER)),
        product=unicodedata.normalize("NFKC", needed(Column.PRODUCT)),
        status=_understood(status_of(needed(Column.STATUS)), Column.STATUS),
        created_at=_understood(time_of(needed(Column.CREATED_AT), zone), Column.CREATED_AT),
        quantity=_understood(quantity_of(quantity), Column.QUANTITY) if quantity else 1,
        amount=_understood(amount_of(amount), Column.AMOUNT) if amount else Decimal(0),
        currency=_understood(currency_of(currency), Column.CURRENCY) if currency else "CNY",
        contact=text(Column.CONTACT),
        password=text(Column.PASSWORD),
        paid_at=time(Column.PAID_AT),
        delivered_at=time(Column.DELIVERED_AT),
        keys=_keys(cells.get(Column.KEYS, "")),
    )


def _understood(value: T | None, column: Column) -> T:
    if value is None:
        raise _Wrong(Trouble.UNREADABLE, column)
    return value


def _number(text: str) -> OrderNo:
    """Also as spreadsheets protect it: `="302261122095245598"`, `'302261122095245598`."""
    bare = re.sub(r'^=?"?\'?|"$', "", text)
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?[eE]\+[0-9]+", bare):
        raise _Wrong(Trouble.ROUNDED, Column.NUMBER)
    return OrderNo(_understood(canonical(bare) or None, Column.NUMBER))


def _keys(cell: str) -> tuple[str, ...]:
    keys = tuple(key for part in re.split(r"[|\n]", cell) if (key := part.strip()))
    if any(len(key) > KEY_LIMIT for key in keys):
        raise _Wrong(Trouble.TOO_LONG_VALUE, Column.KEYS)
    return keys
