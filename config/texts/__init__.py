"""The product's words, in Fluent: `<language>/<area>.ftl`. Chinese is complete, the others may borrow.

Agents and owners read Chinese or English; buyers have their own languages besides, so those lack the staff's areas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Resource

FIRST = "zh"
NEAREST = {"es": "en"}
"""Who speaks the one understands the other better than Chinese."""
STAFF_AREAS = frozenset({"cli", "desk"})
TEXTS = Path(__file__).parent


class UnknownText(LookupError):
    """No language has a text of this name."""


class BrokenText(ValueError):
    """A text file cannot be read, or a text lacks an argument."""


def languages(folder: Path = TEXTS) -> list[str]:
    """The languages there are texts in, Chinese first."""
    found = {path.parent.name for path in folder.glob("*/*.ftl")}
    return sorted(found, key=lambda name: (not name.startswith(FIRST), name))


def staff_languages(folder: Path = TEXTS) -> list[str]:
    """Those in which agents are spoken to as well."""
    return [name for name in languages(folder) if all((folder / name / f"{area}.ftl").exists() for area in STAFF_AREAS)]


def nearest_for_staff(language: str) -> str:
    """For the agents of a shop whose buyers speak that."""
    return language if language in staff_languages() else NEAREST.get(language, FIRST)


def is_for_staff(area: str) -> bool:
    """An area's name: cli, desk, and all that name one more thing (discord-staff, faq-admin); others: buyers'."""
    return area in STAFF_AREAS or "-" in area


@dataclass(frozen=True, slots=True)
class _Language:
    bundle: FluentBundle
    keys: frozenset[str]


class Texts:
    """Called as `words(language, key, **arguments)`; a text without arguments is made once."""

    def __init__(self, languages: Mapping[str, _Language]) -> None:
        self._languages = languages
        self._made: dict[tuple[str, str], str] = {}

    def __call__(self, language: str, key: str, /, **arguments: object) -> str:
        """Raises: UnknownText, BrokenText."""
        if arguments:
            return self._format(language, key, arguments)
        place = (language, key)
        if place not in self._made:
            self._made[place] = self._format(language, key, {})
        return self._made[place]

    def keys(self, language: str) -> frozenset[str]:
        """The names of all texts that this language has itself."""
        return self._languages[language].keys

    def _format(self, language: str, key: str, arguments: Mapping[str, object]) -> str:
        bundle = self._holder(language, key)
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise UnknownText(key)
        text, problems = bundle.format_pattern(pattern, dict(arguments))
        if problems:
            raise BrokenText(f"{key} ({language}): {problems[0]}")
        return str(text)

    def _holder(self, language: str, key: str) -> FluentBundle:
        for name in (language, NEAREST.get(language, FIRST), FIRST):
            spoken = self._languages.get(name)
            if spoken is not None and key in spoken.keys:
                return spoken.bundle
        raise UnknownText(key)


@cache
def load_words(folder: Path = TEXTS) -> Texts:
    """Reads every text file, once in a process. Raises: BrokenText: with file and line, or the name told twice."""
    return Texts({name: _language(name, sorted((folder / name).glob("*.ftl"))) for name in languages(folder)})


def _language(name: str, files: Iterable[Path]) -> _Language:
    bundle = FluentBundle([name], use_isolating=False)
    keys: set[str] = set()
    for file in files:
        resource = _resource(file)
        named = [entry.id.name for entry in resource.body if isinstance(entry, Message)]
        if twice := {key for key in named if key in keys or named.count(key) > 1}:
            raise BrokenText(f"{name}/{file.name}: {', '.join(sorted(twice))} stands twice")
        keys.update(named)
        bundle.add_resource(resource)
    return _Language(bundle, frozenset(keys))


def _resource(file: Path) -> Resource:
    source = file.read_text("utf-8")
    resource = FluentParser().parse(source)
    for entry in resource.body:
        if isinstance(entry, Junk):
            line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
            raise BrokenText(f"{file.parent.name}/{file.name} line {line}: {entry.annotations[0].message}")
    return resource
