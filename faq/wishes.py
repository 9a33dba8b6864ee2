"""Cuts a message into its wishes ("能退款吗？另外多久到账"), where it has several. Pure.

What is cut too often does no harm: only clauses that are surely understood, each as something else, are answered."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from core.reading import fold, gist
from core.remembering import remembered
from core.smalltalk import kind_of

MOST = 3
"""Wishes of one message that are looked up, and that are answered."""
_LOOKED_AT = 1000

_QUOTED = r"“[^”\n]{0,200}”|「[^」\n]{0,200}」|『[^』\n]{0,200}』|《[^》\n]{0,200}》|\"[^\"\n]{0,200}\""
_LINK = r"(?:https?://|www\.|t\.me/)[!-~]*[!-~](?<![.,;:?!~])"
_ASK = (
    r"(?:how|what|when|where|why|who|which|can|could|do|does|did|is|are|will|would|should|may|please|pls"
    r"|c[óo]mo|cu[áa]nto|cu[áa]ndo|d[óo]nde|qu[ée]|cu[áa]l|puedo|pueden)\b"
)
_ORDERS = r"(?:tell|give|show|send|check|find|explain|i (?:want|need)|i'd like|dime|quiero|necesito)\b"
_ZH_JOINT = (
    r"(?:还有(?![多没货效库余剩])|另外|顺便|顺带|以及|对了(?=[, ])|再问|[还再][想要]问|,\s*还(?=[想要得能可]))"
    r"(?:再|也|还|请)?(?:想问|问)?(?:问|一下|下|个)?"
)
_EN_JOINT = (
    r"\b(?:another (?:thing|question)|one more (?:thing|question)|by the way|btw|as well as)\b"
    r"|,\s*(?:and also|and|also|y)\b|\band also\b|(?<=[.!?;]\s)also\b"
    rf"|\bplus,?(?=\s+{_ASK})|\s(?:and|y)(?=\s+¿?(?:{_ASK}|{_ORDERS}))"
    r"|\b(?:y adem[aá]s|adem[aá]s|y tambi[eé]n|tambi[eé]n|otra (?:cosa|pregunta)|por cierto)\b"
)
_SCAN = re.compile(
    rf"(?P<kept>{_QUOTED}|{_LINK})|(?P<joint>{_ZH_JOINT}|{_EN_JOINT}|\n)|(?P<asked>[?]|(?<=[吗呢么])[,])"
    r"|(?P<end>[。!;…]|\.(?=\s|$)|(?<![0-9])[~](?![0-9]))|(?P<comma>[,])"
)
_HINT = re.compile(
    r"[。!;?…\n,~.]|还有|[还再][问想要得能可]|另外|顺[便带]|以及|对了"
    r"| and | y |also|plus|another|one more|by the|btw|as well|adem|tambi|otra|por cierto"
)
_ASKS = re.compile(
    r"怎[么样]|如何|[为][什啥]|咋|什么|多久|多少|几[点天个]|哪|能不能|可不可以|可以|能[退换查开用]|是不是|有没有|帮[我忙]|[吗呢]$"
    rf"|^[\W_]*{_ASK}"
)
"""All of these are looked for in folded text: simplified, lower case, half width."""
_SAYS_NOTHING = re.compile(
    r"(?:麻烦|请|想|我|再|问|一?下|打扰|不好意思|你好|亲|老板|excuse me|sorry|please|hi|hello|hola|disculpa|perdón?| )+"
)
_EDGES = " \t\r\n，,。.；;：:、！!？?¿¡~～…-—"


class _Cut(IntEnum):
    """How surely a new wish begins here."""

    COMMA = 0
    END = 1
    ASKED = 2
    JOINT = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters `start` to `end`; `cut` parts it from what comes before."""

    start: int
    end: int
    cut: _Cut
    asks: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """What may be a wish; it stands from `start` to `end` in the message."""

    text: str
    start: int
    end: int


def clauses(text: str) -> tuple[Clause, ...]:
    """In order; none where there is nothing to part. Greetings and thanks are left out; order numbers, links and
    quotations stay whole."""
    return _clauses(text) if len(text) <= _LOOKED_AT else _clauses(text[:_LOOKED_AT])


def parts(text: str) -> tuple[str, ...]:
    """What a message may be about, one of them: its clauses, or the longest sentences of a story. Three at most, and
    none where there is nothing to part."""
    found = clauses(text)[:MOST] or _sentences(text[:_LOOKED_AT])
    return tuple(one.text for one in found)


def without(text: str, answered: Iterable[Clause]) -> str:
    """What is left of a message when these wishes are taken out of it."""
    for clause in sorted(answered, key=lambda one: one.start, reverse=True):
        text = f"{text[: clause.start].rstrip(_EDGES)}\n{text[clause.end :].lstrip(_EDGES)}"
    return text.strip()


@remembered
def _clauses(text: str) -> tuple[Clause, ...]:
    folded = fold(text)
    if _HINT.search(folded.rstrip(_EDGES)) is None:
        return ()
    pieces = _together(_pieces(folded))
    return tuple(_clause(text, piece) for piece in pieces) if len(pieces) > 1 else ()


@remembered
def _sentences(text: str) -> tuple[Clause, ...]:
    told = [_clause(text, piece) for piece in _pieces(fold(text))]
    longest = sorted(told, key=lambda one: one.start - one.end)[:MOST]
    return tuple(sorted(longest, key=lambda one: one.start)) if len(told) > 1 else ()


def _clause(text: str, piece: "_Piece") -> Clause:
    return Clause(text[piece.start : piece.end].strip(_EDGES), piece.start, piece.end)


def _pieces(folded: str) -> Iterator[_Piece]:
    """All that stands between two cuts and says something."""
    start, cut = 0, _Cut.COMMA
    for here, end, after in _cuts(folded):
        said = folded[start:here].strip(_EDGES)
        if _says_something(said):
            yield _Piece(start, here, cut, after is _Cut.ASKED or _ASKS.search(said) is not None)
            cut = after
        start, cut = end, max(cut, after)


def _cuts(folded: str) -> Iterator[tuple[int, int, _Cut]]:
    for found in _SCAN.finditer(folded):
        if found.lastgroup != "kept":
            yield found.start(), found.end(), _Cut[(found.lastgroup or "").upper()]
    yield len(folded), len(folded), _Cut.END


def _says_something(said: str) -> bool:
    return len(said) > 1 and kind_of(said) is None and _SAYS_NOTHING.fullmatch(gist(said)) is None


def _together(pieces: Iterator[_Piece]) -> list[_Piece]:
    """Statements that follow each other are one story; a comma parts only questions."""
    told: list[_Piece] = []
    for piece in pieces:
        if told and not _parted(told[-1], piece):
            told[-1] = replace(told[-1], end=piece.end, asks=told[-1].asks or piece.asks)
        else:
            told.append(piece)
    return told


def _parted(before: _Piece, after: _Piece) -> bool:
    if after.cut is _Cut.COMMA:
        return before.asks and after.asks
    return after.cut > _Cut.END or before.asks or after.asks
