"""Choices to pick an entry from: what may be meant, and lists. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from core.hearing import impersonal
from core.skills import to_buyer
from core.turns import Answer, Choice, Turn
from faq.entries import Entry
from faq.skill_answer import UNSOLVED


def value_of(turn: Turn, entry: Entry) -> str:
    """What its button means."""
    return f"faq:{entry.id}" if entry.language == turn.language else f"faq:{entry.id}:{entry.language}"


def offer(turn: Turn, entries: Iterable[Entry]) -> Answer:
    """Up to three entries that may be meant. Not a miss, nor does it end a row of misses."""
    offered = tuple(entries)
    language = offered[0].language
    choices = [Choice(entry.question, value_of(turn, entry)) for entry in offered]
    choices.append(Choice(turn.words(language, "faq-none-of-these"), UNSOLVED))
    answer = listing(turn, turn.words(language, "faq-suggest"), choices)
    memory = (answer.remember or turn.memory).having_tried(f"faq-offered:{offered[0].question}")
    return replace(answer, remember=replace(memory, question=impersonal(turn.text)))


def listing(turn: Turn, text: str, choices: Iterable[Choice], per_row: int = 1) -> Answer:
    offered = tuple(choices)
    memory = replace(turn.memory, choices=offered, greeted=True, question="")
    return Answer(say=(to_buyer(turn, text, offered, per_row),), remember=memory)
