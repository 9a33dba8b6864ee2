"""Labelled questions, which a matcher is measured on: TSV files of `question<TAB>label` and, if wanted, `<TAB>kind`.

A label names the entry that answers; `-`: none does. In the card shop's files `a|b` means that either is right, and
`a+b` that the message holds two wishes. Elsewhere a label is taken as it stands.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

from core.errors import Refused
from faq.entries import Entry, Language
from faq.features import is_chinese
from faq.files import STARTER, load_starter

OUT_OF_SCOPE = "-"

_HEADS = {"question", "message", "text", "utterance", "sentence"}
_LABEL_HEADS = {"label", "intent", "category", "entry", "id", "kind"}


class LabelledFilesUnusable(Refused):
    """The labelled questions cannot be read."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a buyer may ask.

    `matter`    the id of the entry that answers it, None if no entry does
    `also`      other ids that are as right
    `further`   the message's other wishes, each as the ids that are right for it
    `kind`      what is special about it ("typo"), "" if nothing is
    `language`  that of its file, "" if that is not known
    """

    text: str
    matter: str | None
    also: frozenset[str] = frozenset()
    further: tuple[frozenset[str], ...] = ()
    kind: str = ""
    language: str = ""

    @property
    def wishes(self) -> tuple[frozenset[str], ...]:
        """For each wish the ids that are right; none if nothing answers the message."""
        return () if self.matter is None else (frozenset({self.matter}) | self.also, *self.further)

    def takes(self, matter: str) -> bool:
        """Whether that entry is a right one."""
        return any(matter in wish for wish in self.wishes)


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A FAQ, and questions to try it with."""

    name: str
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]

    def strangers(self) -> tuple[str, ...]:
        """Labels that no entry has: their questions cannot be answered rightly."""
        known = {entry.id for entry in self.entries}
        wanted = {one for question in self.questions for wish in question.wishes for one in wish}
        return tuple(sorted(wanted - known))


def starter_set() -> LabelledSet:
    """The starter FAQ and its questions, written apart from its phrasings and never used for tuning.

    Raises: LabelledFilesUnusable."""
    files = sorted((STARTER / "questions").glob("*.tsv"))
    questions = tuple(question for file in files for question in _card_shop(file))
    return LabelledSet("cardshop", load_starter(), questions)


def folder_set(folder: Path) -> LabelledSet:
    """`train.tsv` are the phrasings, `test.tsv` the questions, `oos.tsv` (if there) those that nothing answers.

    Raises: LabelledFilesUnusable."""
    outside = folder / "oos.tsv"
    return files_set(folder / "train.tsv", folder / "test.tsv", outside if outside.exists() else None, folder.name)


def files_set(train: Path, test: Path, outside: Path | None = None, name: str = "yours") -> LabelledSet:
    """`outside`: questions that nothing answers, with or without a label.

    Raises: LabelledFilesUnusable: unreadable, empty, or train and test have no label in common."""
    phrasings: dict[str, list[str]] = defaultdict(list)
    for row in _rows(train):
        phrasings[row.label].append(row.text)
    questions = [_plain(row) for row in _rows(test)]
    if outside:
        questions += [Question(row.text, None, kind=row.kind) for row in _rows(outside, labelled=False)]
    made = LabelledSet(name, tuple(_entry(label, texts) for label, texts in phrasings.items()), tuple(questions))
    if not any(question.matter in phrasings for question in made.questions):
        raise LabelledFilesUnusable(f"{test}: none of its labels is in {train}. {_seen(phrasings)}")
    return made


# ------------------------------------------------------------------ rows


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    label: str
    kind: str


def _card_shop(file: Path) -> Iterable[Question]:
    for row in _rows(file):
        first, *further = [[part.strip() for part in wish.split("|")] for wish in row.label.split("+")]
        if row.label == OUT_OF_SCOPE:
            yield Question(row.text, None, kind=row.kind, language=file.stem)
        else:
            others = tuple(map(frozenset, further))
            yield Question(row.text, first[0], frozenset(first[1:]), others, row.kind, file.stem)


def _plain(row: _Row) -> Question:
    return Question(row.text, None if row.label == OUT_OF_SCOPE else row.label, kind=row.kind)


def _entry(label: str, texts: list[str]) -> Entry:
    language: Language = "zh" if sum(map(is_chinese, texts)) * 2 > len(texts) else "en"
    return Entry(id=label, language=language, question=texts[0], phrasings=tuple(texts[1:]), answer=label)


def _seen(phrasings: dict[str, list[str]]) -> str:
    usual = Counter({label: len(texts) for label, texts in phrasings.items()}).most_common(3)
    labels = ", ".join(label for label, _ in usual)
    return f"A line is a question, a tab, and its label; labels there are: {labels}."


def _rows(path: Path, *, labelled: bool = True) -> list[_Row]:
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as exc:
        raise LabelledFilesUnusable(f"{path}: it is not in UTF-8 ({exc.reason} at byte {exc.start}).") from exc
    except OSError as exc:
        raise LabelledFilesUnusable(f"{path}: {exc.strerror}.") from exc
    cells = [(number, [cell.strip() for cell in line.split("\t")]) for number, line in enumerate(lines, start=1)]
    filled = list(dropwhile(lambda one: _is_head(one[1]), ((number, row) for number, row in cells if any(row))))
    if not filled:
        raise LabelledFilesUnusable(f"{path}: there is no question in it.")
    wrong = [number for number, row in filled if not row[0] or (labelled and not "".join(row[1:2]))]
    if wrong:
        raise LabelledFilesUnusable(_complaint(path, wrong, labelled=labelled))
    return [_Row(row[0], "".join(row[1:2]), "".join(row[2:3])) for _, row in filled]


def _is_head(row: list[str]) -> bool:
    """Remarks and names of columns, which may stand above the first question."""
    if row[0].startswith("# "):
        return True
    names = [cell.lower() for cell in row]
    return names[0] in _HEADS and len(names) > 1 and set(names[1:]) <= _LABEL_HEADS


def _complaint(path: Path, wrong: list[int], *, labelled: bool) -> str:
    places = ", ".join(f"{path}:{number}" for number in wrong[:5])
    places += f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
    return f"{places}: a line must be a question" + (", a tab and a label." if labelled else ".")
