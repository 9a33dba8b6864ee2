"""Cuts long text where a reader would: between paragraphs, lines, sentences, words. Pure.

Never inside a letter with its accents, an emoji sequence, or a range that must stay whole (a key to be copied),
as long as that fits at all."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from core.channel import LengthUnit

Cost = Callable[[int], int]
"""What the character at an index takes of the limit."""

_JOINER = "\u200d"
_GLUED = frozenset({"Mn", "Mc", "Me"})
_SENTENCE_ENDS = frozenset("。！？；…!?;")
_PAUSES = frozenset("，、,：: \t\u3000")


def length(text: str, unit: LengthUnit) -> int:
    if unit is LengthUnit.CHARACTERS:
        return len(text)
    if unit is LengthUnit.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def width(character: str, unit: LengthUnit) -> int:
    """Units one character takes; lone surrogates count as their encoded form would."""
    if unit is LengthUnit.UTF8:
        return len(character.encode("utf-8", "surrogatepass"))
    return 2 if unit is LengthUnit.UTF16 and character > "\uffff" else 1


def split(text: str, limit: int, cost: Cost, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Ranges that join to the whole text, each within `limit` unless one character alone is longer."""
    sums = [0, *accumulate(cost(index) for index in range(len(text)))]
    ranges: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        furthest = max(bisect_right(sums, sums[start] + limit) - 1, start + 1)
        end = len(text) if furthest >= len(text) else _cut(text, start, furthest, whole)
        ranges.append((start, end))
        start = end
    return ranges


def _cut(text: str, start: int, furthest: int, whole: Sequence[tuple[int, int]]) -> int:
    """The best place to end a part that begins at `start` and may not pass `furthest`."""
    best, best_rank = furthest, -1
    least = start + (furthest - start) // 2
    for index in range(furthest, start, -1):
        if best_rank >= 0 and index < least:
            break
        if any(first < index < last for first, last in whole) or not is_boundary(text, index):
            continue
        if (rank := _rank(text, index)) > best_rank:
            best, best_rank = index, rank
    return best


def _rank(text: str, index: int) -> int:
    before = text[index - 1]
    if before == "\n":
        return 5 if text[index - 2 : index] == "\n\n" else 4
    if before in _SENTENCE_ENDS or (before in " \u3000" and text[index - 2 : index - 1] in _SENTENCE_ENDS | {"."}):
        return 3
    return 2 if before in _PAUSES else 1 if before > "\u2e80" else 0


def is_boundary(text: str, index: int) -> bool:
    """May text be parted before `index`? Not before accents, selectors, joiners, nor between what they join."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if _extends(after) or _JOINER in (before, after) or before + after == "\r\n":
        return False
    return not (_is_flag(before) and _is_flag(after) and _flags_before(text, index) % 2)


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in _GLUED
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, index: int) -> int:
    count = 0
    while index - count > 0 and _is_flag(text[index - count - 1]):
        count += 1
    return count
