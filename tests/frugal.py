"""What a process that starts the product again and again need not do each time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest

import bots.server
from faq.features import Numbers
from faq.files import load_starter
from faq.index import Index
from faq.matcher import FuzzyMatcher
from faq.normalize import Normalizer

LARGE = 5_000
"""Texts, which only the starter FAQ has."""


@contextmanager
def frugal() -> Iterator[None]:
    """The starter FAQ is read and indexed by the first shop only; and no shop learns from it: that takes twelve seconds
    of a processor, aside, as soon as one is up for half a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bots.server, "LEARN", timedelta(days=1))
        patch.setattr(Normalizer, "all", _normalised_once())
        patch.setattr(Index, "put", _indexed_once())
        yield


def _normalised_once() -> object:
    known: dict[tuple[str, ...], list[str]] = {}
    really = Normalizer.all

    def normalised(normal: Normalizer, texts: Sequence[str]) -> list[str]:
        if len(texts) < LARGE:
            return really(normal, texts)
        asked = tuple(texts)
        if asked not in known:
            known[asked] = really(normal, texts)
        return known[asked]

    return normalised


def _indexed_once() -> object:
    known: dict[tuple[tuple[str, ...], bytes, int], Index] = {}
    really = Index.put

    def put(index: Index, texts: Sequence[str], owners: Numbers, numbers: int = 0) -> Index:
        if len(texts) < LARGE or index.parts:
            return really(index, texts, owners, numbers)
        asked = (tuple(texts), owners.tobytes(), numbers)
        if asked not in known:
            known[asked] = really(index, texts, owners, numbers)
        return known[asked]

    return put


def warm() -> None:
    """In a process that the product's lives are forked from, within `frugal`: each finds the starter FAQ indexed."""
    FuzzyMatcher(sorted(load_starter(), key=lambda entry: entry.key))  # as the book gives it
