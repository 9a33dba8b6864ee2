"""Turns a normalised text into the features that texts are compared by. Pure.

Chinese: characters and pairs of characters (no word cutter: buyers' slang is not in its dictionary).
Elsewhere: words and, for typing slips, threes of letters. The weight was tried on the sets of `faq/confidence.py`.
"""

import re

from faq.normalize import CJK, MASKS

Features = dict[str, float]

_RUN = re.compile(rf"[{CJK}]+|[^\s{CJK}]+")
_CHINESE = re.compile(f"[{CJK}]")
_TRIGRAM = 0.8


def is_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None


def features(text: str) -> Features:
    """How often each feature occurs, times the weight of its kind; placeholders say nothing and are left out."""
    found: Features = {}
    for run in _RUN.findall(text):
        if _CHINESE.match(run):
            for part in (*run, *(run[i : i + 2] for i in range(len(run) - 1))):
                found[part] = found.get(part, 0.0) + 1.0
        elif run not in MASKS:
            padded = f" {run} "
            found[padded] = found.get(padded, 0.0) + 1.0
            for i in range(len(run)):
                part = "~" + padded[i : i + 3]
                found[part] = found.get(part, 0.0) + _TRIGRAM
    return found
