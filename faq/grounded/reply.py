"""Reads what a language model replied, and says whether it may be told to a buyer. Pure.

The model may be wrong, or talked into something by the question or by an entry: what it may say is decided here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from faq.entries import Entry
from faq.grounded.facts import Facts, overlap

MOST_CITED = 5
LONGEST = 600
_LEAST_OVERLAP = 0.3
"""Of an answer's words in the entries; copies have 1, honest wordings .4 and more, other matters .15 and less."""
_FENCED = re.compile(r"\s*(?:<think>.*?</think>\s*)?(?:```(?:json)?\s*(.*?)\s*```|(.*?))\s*", re.DOTALL)


class End(StrEnum):
    """How asking the model ended; the names stand in the figures."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    UNCITED = "uncited"
    TOO_LONG = "too-long"
    UNGROUNDED = "ungrounded"
    NOTHING_NEAR = "nothing-near"
    BUYER_LIMIT = "buyer-limit"
    DAY_LIMIT = "day-limit"
    RESTING = "resting"


class _Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    answer: str
    cites: list[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answer` and `cites` are empty unless it is ANSWERED."""

    end: End
    answer: str = ""
    cites: tuple[str, ...] = ()


def judge(text: str, entries: Mapping[str, Entry], filled: Callable[[str], str]) -> Verdict:
    """`entries`: those that the model was shown, by id."""
    reply = _read(text)
    if reply is None:
        return Verdict(End.UNREADABLE)
    answer, cites = reply.answer.strip(), tuple(dict.fromkeys(reply.cites))
    if not answer:
        return Verdict(End.UNKNOWN)
    if not cites or len(cites) > MOST_CITED or not entries.keys() >= set(cites):
        return Verdict(End.UNCITED)
    if len(answer) > LONGEST:
        return Verdict(End.TOO_LONG)
    source = "\n".join(_told_by(entries[one], filled) for one in cites)
    if not is_grounded(answer, source):
        return Verdict(End.UNGROUNDED)
    return Verdict(End.ANSWERED, answer, cites)


def is_grounded(answer: str, source: str) -> bool:
    """All facts of the answer, and enough of its words, stand in the source."""
    return Facts.of(answer).stand_in(Facts.of(source)) and overlap(answer, source) >= _LEAST_OVERLAP


def _read(text: str) -> _Reply | None:
    found = _FENCED.fullmatch(text)
    try:
        return msgspec.json.decode((found[1] or found[2] or "") if found else text, type=_Reply)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None


def _told_by(entry: Entry, filled: Callable[[str], str]) -> str:
    return "\n".join((entry.question, filled(entry.answer), *entry.phrasings))
