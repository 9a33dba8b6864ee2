"""What `order.secret` holds: keys one under the other, or a sentence of the shop. Pure.

A card's text may have several lines; so the cards that belong to the order are found in it first, as whole lines."""

import re
from collections.abc import Iterable

_EMPTY_STOCK = ("抢走了商品", "库存不足")
_NOT_YET = ("正在发货中", "没有发货信息")
"""Parts of the sentences that the program itself writes: paid but nothing left; a person will deliver."""
_LIKE_A_KEY = re.compile(r"[0-9A-Za-z]{4}")


def tells_empty_stock(text: str) -> bool:
    """Every line of it."""
    return _all_lines(text, _EMPTY_STOCK)


def is_sentence(text: str, delivery_message: str = "") -> bool:
    """Is this only what the shop says while there is no key? `delivery_message`: the product's own words for it."""
    said = _lines(text)
    return not said or said == _lines(delivery_message) or _all_lines(said, (*_EMPTY_STOCK, *_NOT_YET))


def pieces(secret: str, cards: Iterable[str], delivery_message: str = "") -> tuple[str, ...]:
    """The keys in the order in which the shop shows them: the order's `cards` that stand in it, and every other line,
    but for the shop's sentences. A card that the shop does not show is left out."""
    rest = _lines(secret)
    found: list[tuple[int, str]] = []
    for card in sorted(map(_lines, cards), key=len, reverse=True):
        at = _place(rest, card)
        if at is not None:
            found.append((at, card))
            rest = rest[:at] + re.sub(r"[^\n]", " ", card) + rest[at + len(card) :]
    if not is_sentence(rest, delivery_message):
        lines = [(line.start(), line[0].strip()) for line in re.finditer(r"[^\n]+", rest)]
        found += [(at, line) for at, line in lines if line and not is_sentence(line)]
    return tuple(text for _, text in sorted(found))


def holds(secret: str, key: str) -> bool:
    """Does it stand there, as whole lines?"""
    return _place(_lines(secret), _lines(key)) is not None


def with_key(secret: str, key: str, delivery_message: str = "") -> str:
    """The key below what is there; in place of it, if that is only a sentence of the shop."""
    if is_sentence(secret, delivery_message):
        return _lines(key)
    return f"{_lines(secret)}\n{_lines(key)}"


def without_key(secret: str, key: str) -> str:
    """Takes it out, once, if it is there."""
    text, taken = _lines(secret), _lines(key)
    at = _place(text, taken)
    if at is None:
        return secret
    return (text[:at].rstrip() + "\n" + text[at + len(taken) :].lstrip()).strip()


def _all_lines(text: str, parts: Iterable[str]) -> bool:
    """Has every line one of the parts, and nothing in it that could be a key?"""
    lines = [line for line in _lines(text).splitlines() if line.strip()]
    return bool(lines) and all(any(part in line for part in parts) and not _LIKE_A_KEY.search(line) for line in lines)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _place(text: str, card: str) -> int | None:
    """Where the card stands as whole lines."""
    found = re.search(rf"(?:^|(?<=\n))[ \t]*({re.escape(card)})[ \t]*(?=\n|$)", text) if card else None
    return found.start(1) if found else None
