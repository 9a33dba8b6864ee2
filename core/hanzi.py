"""Traditional and simplified characters. Pure, but for OpenCC's tables, read when somebody writes Chinese."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_OURS = {ord("帐"): "账", ord("帳"): "账", ord("妳"): "你"}
"""OpenCC writes 帳 as 帐; mainland pages have both, ours have 账. 妳 is written in Taiwan alone."""
_ZHUYIN = frozenset(map(chr, range(0x3105, 0x3130)))
"""Taiwan's phonetic letters, which stand for words in chats (在ㄇ)."""


@dataclass(frozen=True, slots=True)
class Hanzi:
    """`simpler`: traditional to simplified, one character for one. `only_traditional`, `only_simplified`: characters
    that the other script never has; 后, 面, 台 or 乾 are in neither."""

    simpler: dict[int, str]
    only_traditional: frozenset[str]
    only_simplified: frozenset[str]

    def leaning(self, text: str) -> int:
        """Above zero: there are more traditional characters than simplified ones; below: the other way."""
        return sum((one in self.only_traditional) - (one in self.only_simplified) for one in text)


@cache
def hanzi() -> Hanzi:
    """Made once."""
    to_simplified, to_traditional = _table("TSCharacters"), _table("STCharacters")
    # What Taiwan and Hong Kong write is no sign of the mainland, though OpenCC takes another form for the standard.
    local = {one for name in ("TWVariants", "HKVariants") for many in _table(name).values() for one in many}
    simplified = {one for many in to_simplified.values() for one in many}
    traditional = {one for many in to_traditional.values() for one in many} | local
    return Hanzi(
        {ord(one): many[0].translate(_OURS) for one, many in to_simplified.items()} | _OURS,
        frozenset(one for one in to_simplified if one not in simplified and one not in to_traditional)
        | _ZHUYIN
        | {"妳"},
        frozenset(one for one in to_traditional if one not in traditional and one not in to_simplified),
    )


def _table(name: str) -> dict[str, tuple[str, ...]]:
    """A character, and what it may become, the usual one first."""
    lines = files("opencc").joinpath(f"dictionary/{name}.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {one: tuple(many.split()) for one, many in pairs}
