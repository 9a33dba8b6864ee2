"""How the FAQ's keeper talks to agents: in their room's language, with buttons that fit every channel. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.faqwork import Reply
from core.messages import Button, Person, Span, Style
from core.turns import Words
from faq.book import OWNER
from faq.entries import Entry
from faq.filing.problems import Problem
from faq.skill import CATEGORIES

_VALUE = 64
"""Bytes of a button's value: what the smallest of our channels takes."""
_LABEL = 40
FIELDS = frozenset(
    {"id", "language", "category", "question", "phrasings", "answer", "links", "actions", "channels", "products"}
    | {"since", "until", "priority", "enabled", "does", "trial", "pictures"}
)
"""Parts of an entry that have a name in the texts."""
_CATEGORIES = {name: place for place, name in enumerate(CATEGORIES)}
_DAY = timedelta(days=1)
_OTHERS = ("intents", "general")
_QUOTED = re.compile("'([^']*)'")

Row = Iterable[Button | None]


@dataclass(frozen=True, slots=True)
class Voice:
    """`zone`: of the shop, for times."""

    words: Words
    language: str
    zone: ZoneInfo

    def say(self, key: str, /, **arguments: object) -> str:
        return self.words(self.language, key, **arguments)

    def line(self, key: str, /, **arguments: object) -> Reply:
        """A reply of one text."""
        return Reply(self.say(key, **arguments))

    def button(self, key: str, *value: str) -> Button | None:
        """None: its value is too long for some channel; the command can still be typed."""
        return value_button(self.say(key), *value)

    def time(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%m-%d %H:%M}"

    def begins(self, at: datetime) -> str:
        """A moment as the form takes it back; a day where it is the beginning of one."""
        local = at.astimezone(self.zone)
        return f"{local:%Y-%m-%d}" if _is_midnight(local) else f"{local:%Y-%m-%d %H:%M}"

    def ends(self, until: datetime) -> str:
        """The last day, or the moment, up to which something counts."""
        local = until.astimezone(self.zone)
        return f"{local - _DAY:%Y-%m-%d}" if _is_midnight(local) else f"{local:%Y-%m-%d %H:%M}"

    def list_of(self, parts: Iterable[str]) -> str:
        return self.say("faq-comma").join(parts)

    def category(self, entry_category: str) -> str:
        """Those without a name of their own as they are written."""
        known = entry_category in {*CATEGORIES, *_OTHERS}
        return self.say(f"faq-category-{entry_category}") if known else entry_category

    def categories(self, used: Iterable[str]) -> list[str]:
        """In the order in which buyers see them, the shop's own behind."""
        return sorted(used, key=lambda name: (_CATEGORIES.get(name, len(_CATEGORIES)), name))

    def tongue(self, language: str) -> str:
        return self.say(f"faq-language-{language.lower()}")

    def problem(self, found: Problem) -> str:
        """In words; with its line where it stands in a file, whose columns may have either name."""
        told = {name: _bare(text) for name, text in found.told.items()}
        key, item = told.get("key", ""), told.get("item", "")
        named = self.say(f"faq-field-{key}") if key in FIELDS else key
        label = f"{named} {key}" if found.file and named != key else named
        part = self.say("faq-part-item", label=label, item=item) if item else self.say("faq-part", label=label)
        what = self.say(f"faq-problem-{found.kind}", **{**told, "part": part}) if found.kind else found.what
        return self.say("faq-problem-line", line=found.line, what=what) if found.file else f"• {what}"

    def by(self, name: str) -> str:
        """Who has edited."""
        return self.say("faq-owner") if name == OWNER else name

    def named(self, entry: Entry) -> str:
        return self.say("faq-named", question=entry.question, id=entry.id)


def value_button(label: str, *value: str) -> Button | None:
    told = ":".join(("desk:faq", *value))
    return Button(short(label, _LABEL), told) if len(told.encode()) <= _VALUE else None


def rows(*wanted: Row) -> tuple[tuple[Button, ...], ...]:
    """Without what does not exist."""
    kept = (tuple(button for button in row if button is not None) for row in wanted)
    return tuple(row for row in kept if row)


def short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def who(person: Person) -> str:
    """As the history names him."""
    return f"{person.name} ({person.id})" if person.name and person.name != person.id else str(person.id)


def clipped(text: str, most: int) -> str:
    """Like `short`, in its own lines."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def copyable(before: str, form: str) -> Reply:
    """A text, and below it one that is copied at a tap."""
    text = f"{before}\n\n{form}"
    return Reply(text, spans=(Span(len(text) - len(form), len(text), Style.CODE),))


def _bare(told: str) -> str:
    """What Python has put in quotes: one text ("'也许'"), or several ("'zh', 'en' or 'es'")."""
    return " / ".join(_QUOTED.findall(told)) if told.startswith("'") else told


def _is_midnight(local: datetime) -> bool:
    return (local.hour, local.minute) == (0, 0)
