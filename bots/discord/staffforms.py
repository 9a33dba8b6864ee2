"""Forms that Discord shows an agent (modals): for a note and for a search. Pure.

Limits: discord.com/developers/docs/interactions/receiving-and-responding#modal (title 45, label 45 characters)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bots.discord.shapes import Field
from core.turns import Words

FORM: Final = "form:"
FIELD: Final = "words"
ROW, FIELD_TYPE = 1, 4
ONE_LINE, MANY_LINES = 1, 2
LONGEST: Final = 1500
"""Characters of a note: it is shown as one message, with a sign before it."""
STYLES: Final[Mapping[str, int]] = {"note": MANY_LINES, "search": ONE_LINE}
"""The commands that a form is opened for when nothing is told beside."""
TITLE: Final = 45


def form_for(text: str, words: Words, language: str) -> dict[str, Any] | None:
    """The form that asks for what is missing in a command such as `/note`; None: nothing is missing."""
    name = text.strip().removeprefix("/")
    if name not in STYLES:
        return None
    field = {
        "type": FIELD_TYPE,
        "custom_id": FIELD,
        "style": STYLES[name],
        "label": words(language, f"discord-staff-form-{name}-label")[:TITLE],
        "min_length": 1,
        "max_length": LONGEST,
        "required": True,
    }
    title = words(language, f"discord-staff-form-{name}")[:TITLE]
    return {"custom_id": f"{FORM}{name}", "title": title, "components": [{"type": ROW, "components": [field]}]}


def filled_in(custom_id: str, fields: Sequence[Field]) -> str:
    """What a form that came back says, as a command; "": it is none of ours, or it says nothing."""
    name, told = custom_id.removeprefix(FORM), " ".join(_values(fields)).strip()
    if name == custom_id or name not in STYLES or not told:
        return ""
    return f"/{name} {told}"


def _values(fields: Sequence[Field]) -> Iterator[str]:
    """In rows or under labels, as the app sends them."""
    for one in fields:
        if one.value:
            yield one.value
        yield from _values(one.components)
        if one.component is not None:
            yield from _values((one.component,))
