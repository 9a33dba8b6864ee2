"""Takes out of a buyer's question what is nobody else's business, before it leaves the house. Pure."""

import re
from collections.abc import Iterable

from core.hearing import LEFT_OUT, impersonal
from core.reading import fold

_HAN = "\u3400-\u9fff"
_LATIN_NAME = r"[^\W\d_]+(?:[ .'-][^\W\d_]+){0,2}"
_INTRODUCED = re.compile(
    r"(?:我叫做?|名叫|名字?[是叫为:]+|姓名[是为:]*|(?:收|付)款人[是为:]*|实名[是为:]+|昵称[是为:]*)"
    rf"\s*(?P<han>[{_HAN}·]{{1,4}}|{_LATIN_NAME})"
    r"|(?:\bname(?:'?s| is|:)|\bi am called|\bcall me|\bme llamo|\bmi nombre es)\s+"
    rf"(?P<latin>{_LATIN_NAME}|[{_HAN}]{{1,4}})"
)
_SHORTEST_HAN, _SHORTEST_LATIN = 2, 3
_REPEATED = re.compile(rf"{re.escape(LEFT_OUT)}(?:[\s,，·]{{0,3}}{re.escape(LEFT_OUT)})+")


def without_names(text: str, names: Iterable[str]) -> str:
    """`names`: how the channel calls who writes; whole and in their parts. Introductions ("我叫…") are cut as well."""
    folded = fold(text)
    spans = [found.span(found.lastgroup or 0) for found in _INTRODUCED.finditer(folded)]
    for pattern in map(_as_pattern, sorted(_parts(names), key=len, reverse=True)):
        spans += [found.span() for found in pattern.finditer(folded)]
    return _REPEATED.sub(LEFT_OUT, _cut(text, spans))


def fit_to_leave(text: str, names: Iterable[str]) -> str:
    """A question as a model may read it: no keys, passwords, numbers, addresses, links or names.

    "" if nothing is left."""
    left = without_names(impersonal(text), names).strip()
    return left if sum(one.isalpha() for one in left) > 1 else ""


def _parts(names: Iterable[str]) -> set[str]:
    parts = {part for name in names for part in (name, *re.split(r"[\s·.,_@|/-]+", name))}
    return {folded for part in parts if _is_name(folded := fold(part.strip()))}


def _is_name(part: str) -> bool:
    han = re.search(rf"[{_HAN}]", part) is not None
    return len(part) >= (_SHORTEST_HAN if han else _SHORTEST_LATIN)


def _as_pattern(name: str) -> re.Pattern[str]:
    """Latin names as whole words: Ana is not cut out of "analyse"."""
    before = r"(?<![^\W\d_])" if name[0].isascii() else ""
    after = r"(?![^\W\d_])" if name[-1].isascii() else ""
    between_han = rf"(?<![a-z]){re.escape(name)}(?![a-z])"
    return re.compile(between_han if name.isascii() else f"{before}{re.escape(name)}{after}")


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, end = [], 0
    for start, stop in sorted(spans):
        if stop <= end:
            continue
        pieces += [text[end : max(start, end)], LEFT_OUT if start >= end else ""]
        end = stop
    return "".join((*pieces, text[end:]))
