"""One entry as it stands in a file: what is allowed, and what is wrong with it in a plain sentence. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from faq.entries import Action, Entry, Language, Link, Priority, Scope
from faq.filing.problems import Problem, problem

VARIABLES = ("shop", "hours", "refund_days", "order_no")
"""What an answer may hold in braces; filled in by the skill."""

_LONGEST_ANSWER = 3000
_LONGEST_PHRASING = 200
_LONGEST_ID = 48  # with "faq:" before it, it fits the smallest button value of all channels: Telegram's 64 bytes
_VARIABLE = re.compile(r"\{(\w+)\}")

Place = tuple[str | int, ...]
"""Where inside an entry: ("answer",), ("phrasings", 2); () is the entry itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as read, not yet checked, with the line of each of its parts.

    `absent`: parts of which its file cannot tell, as a table without that column."""

    file: str
    values: Mapping[str, Any]
    lines: Mapping[Place, int]
    absent: frozenset[str] = frozenset()

    def line(self, place: Place = ()) -> int:
        """Of the part, or of what it stands in."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, kind: str, place: Place = (), **told: object) -> Problem:
        """See faq.filing.problems.SENTENCES."""
        return problem(self.file, self.line(place), kind, **told)


def _known_variables(text: str) -> str:
    for name in _VARIABLE.findall(text):
        if name not in VARIABLES:
            allowed = ", ".join(f"{{{one}}}" for one in VARIABLES)
            raise PydanticCustomError("variable", "unknown", {"given": f"{{{name}}}", "expected": allowed})
    return text


_Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=_LONGEST_ID)]
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_PHRASING)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_ANSWER)]


_Url = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s]+$", max_length=500)]
_Does = Annotated[str, StringConstraints(pattern=r"^[a-z]+(:[A-Za-z0-9-]+)?$", max_length=_LONGEST_ID)]


def _moment(told: Any) -> Any:
    """As YAML and CSV hold it: a day, or a day and a time, in UTC where it does not say."""
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError:
        raise PydanticCustomError("moment", "no moment", {"given": repr(told)}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_Moment = Annotated[datetime, BeforeValidator(_moment)]


class _Button(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    label: _Line
    url: _Url


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: _Slug
    language: Language
    question: _Line
    answer: Annotated[_Text, AfterValidator(_known_variables)] | None = None
    phrasings: list[_Line] = []
    category: _Slug = "general"
    priority: Literal["normal", "person"] = "normal"
    actions: list[Literal["order", "keys", "claim", "person"]] = []
    enabled: bool = True
    does: _Does = ""
    channels: list[_Line] = []
    products: list[_Line] = []
    since: _Moment | None = None
    until: _Moment | None = None
    links: list[_Button] = []
    trial: Annotated[_Text, AfterValidator(_known_variables)] | None = None

    @model_validator(mode="after")
    def _says_or_does_something(self) -> Self:
        if not self.answer and not self.does:
            raise PydanticCustomError("answer_missing", "'answer' is missing")
        return self


KEYS = tuple(_Checked.model_fields)

_KINDS = {
    "missing": "missing",
    "string_type": "not-text",
    "string_too_short": "empty",
    "string_too_long": "too-long",
    "string_pattern_mismatch": "slug",
    "literal_error": "choice",
    "bool_type": "yes-no",
    "list_type": "not-list",
    "answer_missing": "missing",
    "variable": "variable",
    "moment": "moment",
}


def _problem(row: Row, error: ErrorDetails) -> Problem:
    """What pydantic has found, in our words."""
    place: Place = error["loc"]
    if error["type"] == "answer_missing":
        return row.problem("missing", place, key="answer")
    key = str(place[0])
    if error["type"] == "extra_forbidden" and len(place) == 1:
        near = get_close_matches(key, KEYS, 1)
        return row.problem("key-near", place, key=key, near=near[0]) if near else row.problem("key", place, key=key)
    told = {"key": key, "item": "" if len(place) == 1 else int(place[1]) + 1, "given": repr(error["input"])}
    found = error.get("ctx", {})
    told |= {"most": found.get("max_length", ""), "expected": found.get("expected", "")}
    kind = {"links": "link", "does": "does"}.get(key) or _KINDS.get(error["type"], "other")
    return row.problem(kind, place, detail=error["msg"], **{**told, **_custom(found)})


def _custom(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in ("given", "expected") if name in found}


def check(row: Row) -> Entry | tuple[Problem, ...]:
    """The row's entry, or everything that is wrong with it."""
    try:
        good = _Checked.model_validate(dict(row.values))
    except ValidationError as exc:
        return tuple(_problem(row, one) for one in exc.errors())
    return Entry(
        id=good.id,
        language=good.language,
        question=good.question,
        answer=good.answer or "",
        phrasings=tuple(good.phrasings),
        category=good.category,
        priority=Priority(good.priority),
        actions=tuple(dict.fromkeys(map(Action, good.actions))),
        enabled=good.enabled,
        does=good.does,
        scope=Scope(channels=tuple(good.channels), products=tuple(good.products), since=good.since, until=good.until),
        links=tuple(Link(one.label, one.url) for one in good.links),
        trial=good.trial or "",
    )


def places(entry: Entry) -> Iterable[tuple[str, Place]]:
    """Every wording of an entry, with its place in the row."""
    yield entry.question, ("question",)
    for number, phrasing in enumerate(entry.phrasings):
        yield phrasing, ("phrasings", number)
