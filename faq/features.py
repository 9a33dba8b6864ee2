"""Turns normalised texts, one or a hundred thousand at once, into the features that they are compared by. Pure.

Chinese: characters, pairs and threes of characters (no word cutter: buyers' slang is not in its dictionary), and their
syllables, which make homophones and typed pinyin the same. Elsewhere: words and pairs of words and, for typing slips,
twos and threes of letters. A feature is a number: its kind in the top four bits, a hash of its text below.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from faq.normalize import CJK, MASKS
from faq.pinyin import PLANE, Pinyin

Keys = NDArray[np.uint32]
Numbers = NDArray[np.int32]

_CHINESE = re.compile(f"[{CJK}]")
_MASK = re.compile("|".join(MASKS))
_GAP, _LETTER, _HAN = range(3)
_LINE = 10
_SPACE = np.uint64(32)
KINDS = 16

_HASH_BITS = 28
_STEPS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_LONGEST_WORD = 64
_PLACES = np.array([pow(0x100000001B3, place + 1, 1 << 64) for place in range(_LONGEST_WORD)], np.uint64)


def _kinds_of_characters() -> NDArray[np.uint8]:
    kinds = np.full(PLANE, _LETTER, np.uint8)
    kinds[[_LINE, 32]] = _GAP
    for first, last in re.findall("(.)-(.)", CJK):
        kinds[ord(first) : ord(last) + 1] = _HAN
    return kinds


_KIND_OF = _kinds_of_characters()


def is_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None


class Kind(IntEnum):
    """SOUND and SOUNDS: one syllable, and two."""

    CHARACTER = 1
    PAIR = 2
    THREE = 3
    WORD = 4
    WORDS = 5
    TWO_LETTERS = 6
    THREE_LETTERS = 7
    SOUND = 8
    SOUNDS = 9


@dataclass(frozen=True, slots=True)
class Bag:
    """Every occurrence of every feature: its key, and the number of its text."""

    keys: Keys
    texts: Numbers


class _Line:
    """Texts in one row of code points, with a line's end before, between and after them."""

    def __init__(self, texts: Sequence[str], pinyin: Pinyin) -> None:
        joined = _MASK.sub(" ", "\n" + "\n".join(texts) + "\n")
        wide = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
        plain = np.minimum(wide, PLANE - 1)
        self._codes = wide.astype(np.uint64)
        self._text = np.cumsum(wide == _LINE, dtype=np.int32) - 1
        self._kind = _KIND_OF[plain]
        self._sounds = pinyin.sounds[plain].astype(np.uint64)
        self.keys: list[Keys] = []
        self.texts: list[Numbers] = []

    def add(self, kind: Kind, hashes: NDArray[np.uint64], places: NDArray[np.intp]) -> None:
        self.keys.append(_keyed(kind, hashes))
        self.texts.append(self._text[places])

    def cut_chinese(self) -> None:
        han = self._kind == _HAN
        ones = np.flatnonzero(han)
        if not len(ones):
            return
        pairs = ones[han[ones + 1]]
        threes = pairs[han[pairs + 2]]
        self.add(Kind.CHARACTER, _mixed(self._codes, ones, 1), ones)
        self.add(Kind.PAIR, _mixed(self._codes, pairs, 2), pairs)
        self.add(Kind.THREE, _mixed(self._codes, threes, 3), threes)
        heard = self._sounds > 0
        sounds, both = ones[heard[ones]], pairs[heard[pairs] & heard[pairs + 1]]
        self.add(Kind.SOUND, _mixed(self._sounds, sounds, 1), sounds)
        self.add(Kind.SOUNDS, _mixed(self._sounds, both, 2), both)

    def cut_words(self) -> None:
        letter = self._kind == _LETTER
        ones = np.flatnonzero(letter)
        if not len(ones):
            return
        first = ~letter[ones - 1]
        starts, begun = ones[first], np.flatnonzero(first)
        place = np.arange(len(ones)) - np.repeat(begun, np.diff(np.append(begun, len(ones))))
        spelt = (self._codes[ones] + np.uint64(1)) * _PLACES[np.minimum(place, _LONGEST_WORD - 1)]
        words = np.add.reduceat(spelt, begun)
        self.add(Kind.WORD, words, starts)
        follows = np.flatnonzero(self._text[starts[1:]] == self._text[starts[:-1]])
        self.add(Kind.WORDS, words[follows] * _STEPS[0] ^ words[follows + 1], starts[follows])
        padded = np.where(letter, self._codes, _SPACE)
        twos = np.concatenate((ones, starts - 1))
        self.add(Kind.TWO_LETTERS, _mixed(padded, twos, 2), np.concatenate((ones, starts)))
        self.add(Kind.THREE_LETTERS, _mixed(padded, ones - 1, 3), ones)


def _mixed(codes: NDArray[np.uint64], places: NDArray[np.intp], length: int) -> NDArray[np.uint64]:
    """A hash of the `length` codes from each place on."""
    mixed: NDArray[np.uint64] = codes[places] * _STEPS[0]
    for step in range(1, length):
        mixed = (mixed ^ codes[places + step]) * _STEPS[step]
    return mixed


def _keyed(kind: Kind, hashes: NDArray[np.uint64]) -> Keys:
    spread = (hashes ^ (hashes >> np.uint64(29))) * _STEPS[1]
    keys: Keys = (spread >> np.uint64(64 - _HASH_BITS)).astype(np.uint32) | np.uint32(kind << _HASH_BITS)
    return keys


def bag(texts: Sequence[str], pinyin: Pinyin) -> Bag:
    """The features of normalised texts; placeholders say nothing and have none."""
    line = _Line(texts, pinyin)
    line.cut_chinese()
    line.cut_words()
    if not line.keys:
        return Bag(np.empty(0, np.uint32), np.empty(0, np.int32))
    return Bag(np.concatenate(line.keys), np.concatenate(line.texts))


def heard(sounds: Sequence[int]) -> Keys:
    """The features of syllables typed instead of characters."""
    codes = np.array(sounds, np.uint64)
    places = np.arange(len(codes))
    ones, pairs = _mixed(codes, places, 1), _mixed(codes, places[:-1], 2)
    return np.concatenate((_keyed(Kind.SOUND, ones), _keyed(Kind.SOUNDS, pairs)))


def kind_of(keys: Keys) -> NDArray[np.intp]:
    return (keys >> np.uint32(_HASH_BITS)).astype(np.intp)
