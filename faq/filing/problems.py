"""What is wrong in a FAQ file and where: a plain sentence, and its kind for who tells it in another language. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SENTENCES: Mapping[str, str] = {
    # one entry
    "missing": "'{key}' is missing",
    "not-text": "{part} must be text: put it in quotes",
    "empty": "{part} is empty",
    "too-long": "{part} is longer than {most} characters",
    "slug": "{part} may hold only small letters a-z, digits and '-' between them",
    "choice": "{part} must be {expected}, not {given}",
    "yes-no": "{part} must be true or false, not {given}",
    "not-list": "{part} must be a list, every item on a line of its own after '- '",
    "variable": "{part}: {given} is not known; an answer may hold {expected}",
    "moment": "{part}: {given} is no date: write 2026-12-31 or 2026-12-31T18:00+08:00",
    "link": "{part} needs a label and an address that begins with https://",
    "does": "{part} must be a button's value such as order or person:asked",
    "key": "'{key}' is not a key of an entry",
    "key-near": "'{key}' is not a key of an entry: did you mean '{near}'?",
    "other": "{part}: {detail}",
    # among entries
    "same-id": "'{key}' stands in {where} already, in the same language",
    "same-wording": "'{given}' is already a wording of '{key}' ({where})",
    # YAML
    "no-entries": "there are no entries",
    "not-block": "an entry must be a block of 'key: value' lines after '- '",
    "control": "a control character stands here: remove it",
    "tab": "a tab is used to indent: use spaces",
    "yaml": "cannot be read: {detail} (a text with ': ' or '#' in it, or that begins with a sign, needs quotes)",
    "twice": "'{key}' is given twice",
    "top": "'{key}' is not known here: only 'language' and 'entries' are",
    "entries-list": "'entries' must be a list, every entry after '- '",
    # tables
    "columns": "the first line must name the columns (parted by commas); not found: {given}",
    "columns-unknown": "unknown columns: {given}",
    "columns-twice": "columns given twice: {given}",
    "cells": "{count} cells, but {columns} columns: a text with a comma in it needs quotes",
    "quote": "cannot be read from here on: {detail} (is a quote not closed?)",
    "formula": "the cell {given} holds a formula: put the text itself there",
    "rows": "the table has more than {most} lines",
    # the file
    "file-empty": "the file is empty",
    "suffix": "'{given}' is not a FAQ file: .yaml, .yml, .csv and .xlsx are",
    "cannot-open": "the file cannot be opened: {detail}",
    "too-large": "the file is larger than {most} MB",
    "utf-16": "the file is in UTF-16: save it as UTF-8",
    "not-utf-8": "the file is not in UTF-8 (in GBK, perhaps): save it as UTF-8",
    "workbook": "the file is no Excel workbook, or a broken one",
}
"""By kind. `part` is an entry's key, or an item of it."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, where. `told`: what its sentence is filled in with; `item` counts from 1."""

    file: str
    line: int
    what: str
    kind: str = field(default="", compare=False)
    told: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def problem(file: str, line: int, kind: str, **told: object) -> Problem:
    """`told`: for a part of an entry its `key`, and its `item` if it is one of several."""
    words = {name: str(value) for name, value in told.items()}
    key, item = words.get("key", ""), words.get("item", "")
    part = f"item {item} of '{key}'" if item else f"'{key}'"
    return Problem(file, line, SENTENCES[kind].format(part=part, **words), kind, words)
