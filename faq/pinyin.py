"""How Chinese characters are read, and which Latin letters are typed pinyin. Pure, but for its table, read once.

One reading a character: what matters is that the same word gives the same syllables, not that each is right. Tones are
not typed, and what southern keyboards mix up (zh and z, ing and in) counts as the same.
"""

import re
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

PLANE = 0x10000
"""Characters beyond the basic plane have no syllable here."""

_LONGEST_SYLLABLE = 6
_LONGEST_RUN = 60
_RETROFLEX = re.compile("^([zcs])h")
_NASAL = re.compile("(?<=[aei]n)g$")
_LATIN = re.compile("[a-z]+")
_VOWEL = re.compile("[aeiouv]")
_TOO_SHORT = ("e", "o")
_MOSTLY = 0.6
"""Part of the Latin letters that must be pinyin: "steam ka zenme yong" has two thirds."""


class Pinyin:
    """`sounds[code point]`: the number of the character's syllable; 0: it has none."""

    def __init__(self) -> None:
        numbers: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._letters: dict[int, str] = {}
        self.sounds: NDArray[np.uint16] = np.zeros(PLANE, np.uint16)
        for line in files("faq").joinpath("pinyin.txt").read_text("utf-8").splitlines()[1:]:
            syllable, characters = line.split(" ")
            number = numbers.setdefault(_heard(syllable), len(numbers) + 1)
            if _VOWEL.search(syllable) and syllable not in _TOO_SHORT:
                self._numbers[syllable] = self._numbers[_heard(syllable)] = number
            self.sounds[[ord(character) for character in characters]] = number
            self._letters |= {ord(character): syllable for character in characters}
        self._parsed = lru_cache(4096)(self._parse)

    def typed(self, text: str) -> tuple[int, ...]:
        """The syllables of the text's Latin letters where most of those are pinyin; else none."""
        runs = [run for run in _LATIN.findall(text) if len(run) <= _LONGEST_RUN]
        parsed = [self._parsed(run) for run in runs]
        letters = sum(len(run) for run, sounds in zip(runs, parsed, strict=True) if sounds)
        found = tuple(sound for sounds in parsed for sound in sounds)
        return found if len(found) > 1 and letters >= _MOSTLY * sum(map(len, runs)) else ()

    def untyped(self, text: str) -> str:
        """The text without what is typed pinyin in it."""
        return _LATIN.sub(lambda run: "" if self._parsed(run.group()[:_LONGEST_RUN]) else run.group(), text).strip()

    def spelt(self, text: str) -> str:
        """The text as it is typed in pinyin, without spaces."""
        return text.translate(self._letters).replace(" ", "")

    def _parse(self, run: str) -> tuple[int, ...]:
        """The run cut wholly into syllables, as few as can be; empty: it cannot be cut."""
        best: list[tuple[int, ...] | None] = [()]
        for end in range(1, len(run) + 1):
            ways = [
                (*before, number)
                for start in range(max(0, end - _LONGEST_SYLLABLE), end)
                if (before := best[start]) is not None and (number := self._numbers.get(run[start:end]))
            ]
            best.append(min(ways, key=len) if ways else None)
        return best[-1] or ()


def _heard(syllable: str) -> str:
    return _NASAL.sub("", _RETROFLEX.sub(r"\1", syllable))


@lru_cache(1)
def pinyin() -> Pinyin:
    return Pinyin()
