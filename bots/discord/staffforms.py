"""Forms that Discord shows an agent (modals): for a note, for a search, for an entry of the FAQ. Pure.

Limits: discord.com/developers/docs/interactions/receiving-and-responding#modal (title 45, label 45 characters)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from bots.discord.shapes import Field
from core.turns import Words

FORM: Final = "form:"
ROW, FIELD_TYPE = 1, 4
ONE_LINE, MANY_LINES = 1, 2
LONGEST: Final = 1500
"""Characters of a note: it is shown as one message, with a sign before it."""
TITLE: Final = 45
NOTE, SEARCH, ADD, EDIT = "note", "search", "faq add", "faq edit"


class Asked(NamedTuple):
    """One field: its `custom_id`, and how it looks."""

    name: str
    style: int = MANY_LINES
    required: bool = True
    most: int = LONGEST


FORMS: Final[Mapping[str, Sequence[Asked]]] = {
    NOTE: (Asked("words"),),
    SEARCH: (Asked("words", ONE_LINE),),
    ADD: (Asked("question", ONE_LINE, most=200), Asked("phrasings", required=False), Asked("answer")),
    EDIT: (
        Asked("question", ONE_LINE, required=False, most=200),
        Asked("phrasings", required=False),
        Asked("answer", required=False),
    ),
}
"""The commands that a form is opened for when nothing is told beside; to edit, nothing but the entry's name."""


def form_for(text: str, words: Words, language: str) -> dict[str, Any] | None:
    """The form that asks for what is missing in a command such as `/note`; None: nothing is missing."""
    command = text.strip().removeprefix("/")
    kind = _kind(command)
    if kind is None:
        return None
    key = f"discord-staff-form-{kind.replace(' ', '-')}"
    rows = [{"type": ROW, "components": [_field(one, key, words, language)]} for one in FORMS[kind]]
    return {"custom_id": f"{FORM}{command}", "title": words(language, key)[:TITLE], "components": rows}


def filled_in(custom_id: str, fields: Sequence[Field]) -> str:
    """What a form that came back says, as a command; "": it is none of ours, or it says nothing."""
    command = custom_id.removeprefix(FORM)
    kind = _kind(command) if command != custom_id else None
    told = {name: value.strip() for name, value in _values(fields) if value.strip()}
    if kind is None or not told:
        return ""
    if kind in {NOTE, SEARCH}:
        return f"/{command} {told.get('words', '')}".strip()
    added = kind == ADD
    phrasings = told.pop("phrasings", "").splitlines()
    more = ["phrasings:", *phrasings] if added else [f"+ {one}" for one in phrasings]
    parts = [f"{name}: {told[name]}" for name in ("question", "answer") if name in told]
    return "\n".join([f"/{command}", *(parts[:1] + more + parts[1:] if added else more + parts)])


def _kind(command: str) -> str | None:
    """To edit, one names the entry, and its language."""
    if command.startswith(f"{EDIT} "):
        return EDIT if len(command.split()) in {3, 4} and "\n" not in command else None
    return command if command in FORMS and command != EDIT else None


def _field(one: Asked, key: str, words: Words, language: str) -> dict[str, Any]:
    told = {"min_length": 1} if one.required else {}
    label = f"{key}-label" if one.name == "words" else f"{key}-{one.name}"
    return told | {
        "type": FIELD_TYPE,
        "custom_id": one.name,
        "style": one.style,
        "label": words(language, label)[:TITLE],
        "max_length": one.most,
        "required": one.required,
    }


def _values(fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    """In rows or under labels, as the app sends them."""
    for one in fields:
        if one.value:
            yield one.custom_id, one.value
        yield from _values(one.components)
        if one.component is not None:
            yield from _values((one.component,))
