"""Words as Discord shows them unchanged, and our styles as its markdown. Pure.

Rules: support.discord.com/hc/en-us/articles/210298617. What stands for a person, a channel or an emoji there
(<@123>) is escaped as well; whom a message wakes up is decided beside its words, by `allowed_mentions`."""

import re
from collections.abc import Sequence
from typing import Final

from core.messages import Span, Style

_SPECIAL: Final = re.compile(r"([\\*_~`|\[<])")
_BEGINNING: Final = re.compile(r"^(\s*)(?=#{1,3}\s|-#?\s|>)")
"""Headings, small print, lists and quotes, at the beginning of a line."""
_LINK: Final = re.compile(r"https?://[^\s<]+[^<.,:;\"')\]\s]")
"""What Discord makes a link: nothing in it is markdown, and a backslash would be a part of it."""


def escaped(line: str, *, begins: bool = False) -> str:
    """`begins`: it stands at the beginning of a line."""
    parts, done = [], 0
    for link in _LINK.finditer(line):
        parts += [_SPECIAL.sub(r"\\\1", line[done : link.start()]), link[0]]
        done = link.end()
    text = "".join(parts) + _SPECIAL.sub(r"\\\1", line[done:])
    return _BEGINNING.sub(r"\1\\", text) if begins else text


def written(text: str, spans: Sequence[Span] = ()) -> str:
    """The whole text in markdown, line by line, as styles end with their line."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(_line(line, start, spans))
        start += len(line) + 1
    return "\n".join(lines)


def code(text: str) -> str:
    """Between as many backticks as it does not hold itself."""
    if not text.strip():
        return text
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    before, after = " " * text.startswith("`"), " " * text.endswith("`")
    return f"{fence}{before}{text}{after}{fence}"


def bold(text: str) -> str:
    """Blanks at its ends stay outside: with them it would not be bold."""
    bare = text.strip()
    if not bare:
        return text
    before, _, after = text.partition(bare)
    return f"{before}**{escaped(bare)}**{after}"


def _line(line: str, start: int, spans: Sequence[Span]) -> str:
    """`start`: where the line begins in the text of the spans."""
    here = [span for span in spans if span.start < start + len(line) and span.end > start]
    quoted = any(span.style is Style.QUOTE and span.start <= start < max(span.end, start) for span in here)
    edges = {0, len(line)} | {min(max(edge - start, 0), len(line)) for span in here for edge in (span.start, span.end)}
    pieces: list[tuple[Style | None, str]] = []
    for first, last in zip(sorted(edges), sorted(edges)[1:], strict=False):
        style = _style(here, start + first)
        if pieces and pieces[-1][0] is style:
            pieces[-1] = (style, pieces[-1][1] + line[first:last])
        else:
            pieces.append((style, line[first:last]))
    shown = "".join(_styled(style, text, begins=number == 0) for number, (style, text) in enumerate(pieces))
    return f"> {shown}" if quoted else shown


def _style(spans: Sequence[Span], index: int) -> Style | None:
    """What is to be copied is never bold as well."""
    found = {span.style for span in spans if span.start <= index < span.end}
    return next((style for style in (Style.CODE, Style.BOLD) if style in found), None)


def _styled(style: Style | None, text: str, *, begins: bool) -> str:
    if style is Style.CODE:
        return code(text)
    return bold(text) if style is Style.BOLD else escaped(text, begins=begins)
