"""Labelled questions, which the matcher is measured on: TSV files of `question<TAB>label` or the other way round."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from core.errors import Refused
from faq.entries import Entry, Language
from faq.features import is_chinese
from faq.files import STARTER, load_starter

OUT_OF_SCOPE = "-"


class LabelledFilesUnusable(Refused):
    """The labelled questions cannot be read."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a buyer may ask; `matter` is the id of the entry that answers it, None if no entry does."""

    text: str
    matter: str | None


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A FAQ, and questions to try it with."""

    name: str
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]


def starter_set() -> LabelledSet:
    """The starter FAQ and its questions, written apart from its phrasings."""
    return LabelledSet("starter", load_starter(), _questions(_pairs(STARTER / "questions.tsv")))


def folder_set(folder: Path) -> LabelledSet:
    """`train.tsv` are the phrasings, `test.tsv` the questions, `oos.tsv` (if there) those that nothing answers.

    Raises: LabelledFilesUnusable."""
    phrasings: dict[str, list[str]] = defaultdict(list)
    for text, label in _pairs(folder / "train.tsv"):
        phrasings[label].append(text)
    questions = _questions(_pairs(folder / "test.tsv"))
    outside = folder / "oos.tsv"
    if outside.exists():
        questions += tuple(Question(text, None) for text, _ in _pairs(outside))
    return LabelledSet(folder.name, tuple(_entry(label, texts) for label, texts in phrasings.items()), questions)


def _entry(label: str, texts: list[str]) -> Entry:
    language: Language = "zh" if sum(map(is_chinese, texts)) * 2 > len(texts) else "en"
    return Entry(id=label, language=language, question=texts[0], phrasings=tuple(texts[1:]), answer=label)


def _questions(pairs: list[tuple[str, str]]) -> tuple[Question, ...]:
    return tuple(Question(text, None if label == OUT_OF_SCOPE else label) for text, label in pairs)


def _pairs(path: Path) -> list[tuple[str, str]]:
    """(question, label) of each line; the label is the column with fewer different values."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise LabelledFilesUnusable(f"{path}: {exc}") from exc
    rows = [tuple(line.split("\t")[:2]) for line in lines if line.strip()]
    for number, row in enumerate(rows, start=1):
        if len(row) != 2:
            raise LabelledFilesUnusable(f"{path}:{number}: a line must be a question, a tab and a label.")
    first, second = ({row[column] for row in rows} for column in (0, 1))
    return [(row[1], row[0]) if len(first) < len(second) else (row[0], row[1]) for row in rows]
