"""Texts and their entities, as Telegram reads them: lengths and offsets in UTF-16 code units. Pure.

Refusals: td/telegram/MessageEntity.cpp (`fix_formatted_text`), td/telegram/MessageContent.cpp."""

import re
from typing import Any

from tests.telegram.botapi.refusals import bad

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100
Json = dict[str, Any]

_FOUND = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?"),
    "mention": re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}"),
    "url": re.compile(r"https?://[^\s<>]+"),
}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def part(text: str, entity: Json) -> str:
    """The words that an entity covers."""
    raw = text.encode("utf-16-le")
    start = 2 * int(entity["offset"])
    return raw[start : start + 2 * int(entity["length"])].decode("utf-16-le")


def formatted(text: str, entities: list[Json], parse_mode: str = "") -> tuple[str, list[Json]]:
    """The text as Telegram keeps it: trimmed at both ends, entities checked and moved. Raises: Declined."""
    if parse_mode and not entities:
        raise bad("can't parse entities: unsupported parse_mode")
    if len(entities) > ENTITY_LIMIT:
        raise bad("ENTITIES_TOO_LONG")
    for entity in entities:
        _check(text, entity)
    kept = text.strip()
    cut = units(text[: len(text) - len(text.lstrip())])
    moved = [_moved(entity, cut, units(kept)) for entity in entities]
    return kept, [*filter(None, moved), *_detected(kept, entities, cut)]


def _check(text: str, entity: Json) -> None:
    whole = text.encode("utf-16-le")
    start, length = int(entity.get("offset", -1)), int(entity.get("length", 0))
    if start < 0 or start > 1_000_000:
        raise bad("receive an entity with incorrect offset")
    if length <= 0 or length > 1_000_000:
        raise bad("receive an entity with incorrect length")
    if 2 * (start + length) > len(whole):
        end = units(text)
        raise bad(f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}")
    if _splits(whole, start):
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {start}")
    if _splits(whole, start + length):
        raise bad(f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol at byte offset")


def _splits(whole: bytes, at: int) -> bool:
    """Is this the second half of a surrogate pair?"""
    return 2 * at < len(whole) and 0xDC <= whole[2 * at + 1] <= 0xDF


def _moved(entity: Json, cut: int, end: int) -> Json | None:
    start = max(0, int(entity["offset"]) - cut)
    stop = min(end, int(entity["offset"]) + int(entity["length"]) - cut)
    return entity | {"offset": start, "length": stop - start} if stop > start else None


def _detected(text: str, given: list[Json], cut: int) -> list[Json]:
    """What Telegram marks by itself, where nothing else was marked."""
    taken = {unit - cut for one in given for unit in range(one["offset"], one["offset"] + one["length"])}
    found = []
    for kind, pattern in _FOUND.items():
        for match in pattern.finditer(text):
            offset, length = units(text[: match.start()]), units(match.group())
            if taken.isdisjoint(range(offset, offset + length)):
                found.append({"type": kind, "offset": offset, "length": length})
    return sorted(found, key=lambda one: int(one["offset"]))


def message_text(text: str, entities: list[Json], parse_mode: str = "") -> Json:
    """The fields of a text message. Raises: Declined."""
    kept, marked = formatted(text, entities, parse_mode)
    if not kept:
        raise bad("message text is empty")
    if units(kept) > TEXT_LIMIT:
        raise bad("message is too long")
    return {"text": kept} | ({"entities": marked} if marked else {})


def caption_text(text: str, entities: list[Json], parse_mode: str = "") -> Json:
    """The fields of a caption, none if it is empty. Raises: Declined."""
    kept, marked = formatted(text, entities, parse_mode)
    if units(kept) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    return ({"caption": kept} if kept else {}) | ({"caption_entities": marked} if marked else {})
