"""One entry as it stands in a file: what is allowed, and what is wrong with it in a plain sentence. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from faq.entries import Action, Entry, Language, Priority

VARIABLES = ("shop", "hours", "refund_days")
"""What an answer may hold in braces; filled in by the skill."""

_LONGEST_ANSWER = 3000
_LONGEST_PHRASING = 200
_LONGEST_ID = 48  # with "faq:" before it, it fits the smallest button value of all channels: Telegram's 64 bytes
_VARIABLE = re.compile(r"\{(\w+)\}")

Place = tuple[str | int, ...]
"""Where inside an entry: ("answer",), ("phrasings", 2); () is the entry itself."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, where."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as read, not yet checked, with the line of each of its parts."""

    file: str
    values: Mapping[str, Any]
    lines: Mapping[Place, int]

    def line(self, place: Place = ()) -> int:
        """Of the part, or of what it stands in."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, what: str, place: Place = ()) -> Problem:
        return Problem(self.file, self.line(place), what)


def _known_variables(text: str) -> str:
    for name in _VARIABLE.findall(text):
        if name not in VARIABLES:
            allowed = ", ".join(f"{{{one}}}" for one in VARIABLES)
            raise ValueError(f"{{{name}}} is not known; an answer may hold {allowed}")
    return text


_Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=_LONGEST_ID)]
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_PHRASING)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_ANSWER)]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: _Slug
    language: Language
    question: _Line
    answer: Annotated[_Text, AfterValidator(_known_variables)]
    phrasings: list[_Line] = []
    category: _Slug = "general"
    priority: Literal["normal", "person"] = "normal"
    actions: list[Literal["order", "keys", "person"]] = []
    enabled: bool = True


KEYS = tuple(_Checked.model_fields)

_SENTENCES = {
    "missing": "'{key}' is missing",
    "string_type": "{part} must be text: put it in quotes",
    "string_too_short": "{part} is empty",
    "string_too_long": "{part} is longer than {max_length} characters",
    "string_pattern_mismatch": "{part} may hold only small letters a-z, digits and '-' between them",
    "literal_error": "{part} must be {expected}, not {input!r}",
    "bool_type": "{part} must be true or false, not {input!r}",
    "list_type": "{part} must be a list, every item on a line of its own after '- '",
    "value_error": "{part}: {error}",
}


def _sentence(error: ErrorDetails) -> str:
    key = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        near = get_close_matches(key, KEYS, 1)
        return f"'{key}' is not a key of an entry" + (f": did you mean '{near[0]}'?" if near else "")
    part = f"'{key}'" if len(error["loc"]) == 1 else f"item {int(error['loc'][1]) + 1} of '{key}'"
    sentence = _SENTENCES.get(error["type"], "{part}: " + error["msg"])
    return sentence.format(key=key, part=part, input=error["input"], **error.get("ctx", {}))


def check(row: Row) -> Entry | tuple[Problem, ...]:
    """The row's entry, or everything that is wrong with it."""
    try:
        good = _Checked.model_validate(dict(row.values))
    except ValidationError as exc:
        return tuple(row.problem(_sentence(one), one["loc"]) for one in exc.errors())
    return Entry(
        id=good.id,
        language=good.language,
        question=good.question,
        answer=good.answer,
        phrasings=tuple(good.phrasings),
        category=good.category,
        priority=Priority(good.priority),
        actions=tuple(dict.fromkeys(map(Action, good.actions))),
        enabled=good.enabled,
    )


def places(entry: Entry) -> Iterable[tuple[str, Place]]:
    """Every wording of an entry, with its place in the row."""
    yield entry.question, ("question",)
    for number, phrasing in enumerate(entry.phrasings):
        yield phrasing, ("phrasings", number)
