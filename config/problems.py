"""What is wrong in the settings, in the words of the file that the owner wrote. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

PREFIX = "KAMIDESK_"

HIDDEN = frozenset({"secrets", "database", "channels", "shops"})
"""Sections whose values may be secret: a wrong value there is not repeated."""
HIDDEN_NAMES = frozenset({"api_key"})

SENTENCES: Mapping[str, str] = {
    "missing": "is missing.",
    "int_parsing": "must be a whole number{shown}.",
    "int_type": "must be a whole number{shown}.",
    "int_from_float": "must be a whole number{shown}.",
    "bool_parsing": "must be true or false{shown}.",
    "bool_type": "must be true or false{shown}.",
    "string_type": "must be a text in quotes{shown}.",
    "literal_error": "must be {expected}{shown}.",
    "greater_than_equal": "must be at least {ge}{shown}.",
    "less_than_equal": "must be at most {le}{shown}.",
    "too_short": "is empty.",
    "string_too_short": "is empty.",
    "tuple_type": "must be a list in brackets{shown}.",
    "dict_type": "must be a table{shown}.",
    "model_type": "must be a table{shown}.",
    "byte_size": 'must be a size such as "1MiB"{shown}.',
    "byte_size_unit": 'must be a size such as "1MiB"{shown}.',
    "value_error": "{error}{shown}.",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong setting: its name as the owner would write it, what is wrong, and what to do."""

    name: str
    detail: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.name}: {self.detail} {self.remedy}".strip()


class WrongSettings(Exception):
    """The settings cannot be used; `problems` has one line for each wrong one. (config imports nothing of ours,
    so this is not core.errors.WrongSetting; the commands show both alike.)"""

    def __init__(self, problems: Sequence[Wrong]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def did_you_mean(name: str, known: Sequence[str], prefix: str = "") -> str:
    """The known name that was probably meant; where none is near, all of them."""
    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=60)
    shown = [(prefix + one).upper() if prefix else one for one in ([found[0]] if found else known)]
    return f"Did you mean {shown[0]}?" if found else f"There are: {', '.join(shown)}."


def as_problems(error: ValidationError, model: type[BaseModel], variables: Mapping[str, str]) -> list[Wrong]:
    """One line for each error of pydantic. `variables`: the environment, to name the variable that was set."""
    return list(dict.fromkeys(_problem(one, model, variables) for one in error.errors(include_url=False)))


def as_variable(path: Sequence[str]) -> str:
    """web, port -> KAMIDESK_WEB__PORT"""
    return PREFIX + "__".join(path).upper().replace("-", "_")


def _problem(error: ErrorDetails, model: type[BaseModel], variables: Mapping[str, str]) -> Wrong:
    path = [str(part) for part in error["loc"] if not isinstance(part, int)]
    set_by = as_variable(path) if as_variable(path) in variables else ""
    name = set_by or ".".join(path)
    if error["type"] == "extra_forbidden":
        prefix = f"{as_variable(path[:-1])}__" if set_by else ""
        return Wrong(name, "is not a setting.", did_you_mean(path[-1], _names_beside(model, path), prefix))
    return Wrong(name, _sentence(error, path), _remedy(model, path, set_by))


def _sentence(error: ErrorDetails, path: Sequence[str]) -> str:
    template = SENTENCES.get(error["type"])
    hidden = path[0] in HIDDEN or path[-1] in HIDDEN_NAMES
    shown = "" if hidden else f", and it is {error['input']!r}"
    if template is None:
        return "cannot be used." if hidden else f"{error['msg']}{shown}."
    context: dict[str, Any] = error.get("ctx", {})
    return template.format_map({**context, "shown": shown})


def _remedy(model: type[BaseModel], path: Sequence[str], set_by: str) -> str:
    parent = _model_at(model, path[:-1])
    field = parent.model_fields.get(path[-1]) if parent else model.model_fields.get(path[0])
    if field is not None and isinstance(field.json_schema_extra, dict):
        return str(field.json_schema_extra["remedy"])
    if field is None or not field.examples:
        return f"Write [{path[0]}] and its settings below it."
    example = str(field.examples[0])
    if set_by:
        bare = example.strip('[]"')
        return f"For example: {set_by}={bare}"
    return f"For example: {'.'.join(path)} = {example}"


def _names_beside(model: type[BaseModel], path: Sequence[str]) -> list[str]:
    parent = _model_at(model, path[:-1])
    return list(parent.model_fields) if parent else []


def _model_at(model: type[BaseModel], path: Sequence[str]) -> type[BaseModel] | None:
    for part in path:
        field = model.model_fields.get(part)
        inner = field.annotation if field else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return None
        model = inner
    return model
