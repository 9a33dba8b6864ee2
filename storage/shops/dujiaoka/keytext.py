"""The text with the delivered keys: one per line, as the shop writes it; a key may itself have several lines. Pure."""

from collections.abc import Sequence


def storable(text: str) -> bool:
    """Can the platform's columns hold it? (Three bytes of UTF-8 for each character; comparing others is an error.)"""
    return all(character <= "\uffff" and not "\ud800" <= character <= "\udfff" for character in text)


def lines_of(info: str | None) -> list[str]:
    """Without empty ones, and without what Windows leaves at their ends."""
    return [line for line in map(str.strip, (info or "").replace("\r", "\n").split("\n")) if line]


def as_key(text: str) -> str:
    """One key, as buyers get it; empty if there is none."""
    return "\n".join(lines_of(text))


def times_in(info: str | None, key: str) -> int:
    """How often exactly this key stands in that text."""
    return len(_places(lines_of(info), lines_of(key)))


def without_last(info: str, key: str) -> str:
    """The text without the last of just this key."""
    lines, wanted = lines_of(info), lines_of(key)
    # From the end: of a key that overlaps itself, the one that was added last goes.
    place = max(place for place in range(len(lines)) if lines[place : place + len(wanted)] == wanted)
    return "\n".join([*lines[:place], *lines[place + len(wanted) :]])


def keys_of(info: str | None, several: Sequence[str] = ()) -> list[str]:
    """`several`: keys of more than one line that may be among them."""
    lines = lines_of(info)
    blocks = sorted((lines_of(key) for key in several), key=len, reverse=True)
    keys: list[str] = []
    while lines:
        block = next((block for block in blocks if block and lines[: len(block)] == block), lines[:1])
        keys.append("\n".join(block))
        del lines[: len(block)]
    return keys


def _places(lines: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where it begins; those that overlap count once."""
    places: list[int] = []
    place = 0
    while wanted and place + len(wanted) <= len(lines):
        found = lines[place : place + len(wanted)] == wanted
        if found:
            places.append(place)
        place += len(wanted) if found else 1
    return places
