"""The FAQ skill: answers, offers what may be meant, or passes. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from core.choices import chosen
from core.hearing import heard
from core.lessons import Outcome
from core.messages import ButtonPressed, ContactOpened, MessageReceived
from core.skills import to_buyer
from core.smalltalk import small
from core.turns import Answer, Choice, Handover, Turn
from faq import matcher
from faq.entries import Action, Entry, EntryKey, Priority, Situation
from faq.matcher import Matcher

CATEGORIES = ("delivery", "order", "payment", "keys", "redeem", "refund", "shop", "account", "safety", "person")
"""Those that have a name in the texts, in the order of the list; every other category is shown as `general`."""

_LISTED = 12
_VALUES = {Action.ORDER: "order", Action.KEYS: "keys", Action.PERSON: "person:faq-asked"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqSettings:
    """What `{shop}`, `{hours}` and `{refund_days}` in the answers stand for."""

    shop: str = "KamiDesk"
    hours: str = "9:00-23:00"
    refund_days: int = 3


class FaqSkill:
    """Button values: `faq` lists the categories, `faqs:CATEGORY` its questions, `faq:ID` answers one."""

    def __init__(self, questions: Matcher, settings: FaqSettings | None = None) -> None:
        self._questions = questions
        self._settings = settings or FaqSettings()
        self._filled = lru_cache(1024)(self._fill)
        self._ways: dict[EntryKey, tuple[Entry, tuple[Choice, ...]]] = {}

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff or not isinstance(turn.event, MessageReceived | ButtonPressed | ContactOpened):
            return None
        picked = chosen(turn)
        if picked is not None:
            return self._picked(turn, picked)
        if not turn.text.strip() or small(turn):
            return None
        match self._questions.match(turn.text, _situation(turn)):
            case matcher.Answer(entry=entry, score=score):
                return replace(self._say(turn, entry), lessons=heard(turn, Outcome.ANSWERED, entry.id, score))
            case matcher.Suggest(entries=entries, score=score) if turn.private:
                return replace(_offer(turn, entries), lessons=heard(turn, Outcome.SUGGESTED, entries[0].id, score))
        return None

    def _picked(self, turn: Turn, value: str) -> Answer | None:
        kind, _, name = value.partition(":")
        if kind == "faq" and name:
            entry = self._questions.find(name, turn.language)
            return self._say(turn, entry) if entry else None
        if kind == "faq" and turn.private:
            return self._list_categories(turn)
        return self._list_questions(turn, name) if kind == "faqs" and turn.private else None

    def _say(self, turn: Turn, entry: Entry) -> Answer:
        text = self._filled(entry.answer)
        if not turn.private:
            return Answer(say=(to_buyer(turn, text),))
        urgent = entry.priority is Priority.PERSON
        choices = () if urgent else self._ways_on(turn, entry)
        tried = turn.memory.and_tried(f"faq:{entry.question}")
        memory = replace(turn.memory, misses=0, greeted=True, choices=choices, tried=tried)
        handover = Handover("faq-priority") if urgent else None
        return Answer(say=(to_buyer(turn, text, choices),), remember=memory, handover=handover)

    def _ways_on(self, turn: Turn, entry: Entry) -> tuple[Choice, ...]:
        """The same for the same entry until it is edited."""
        known = self._ways.get(entry.key)
        if known is None or known[0] is not entry:
            known = self._ways[entry.key] = entry, _ways_on(turn, entry)
        return known[1]

    def _fill(self, answer: str) -> str:
        text = answer.replace("{shop}", self._settings.shop).replace("{hours}", self._settings.hours)
        return text.replace("{refund_days}", str(self._settings.refund_days))

    def _list_categories(self, turn: Turn) -> Answer | None:
        used = {_shown_category(entry) for entry in self._questions.entries()}
        named = [category for category in (*CATEGORIES, "general") if category in used]
        choices = [Choice(turn.say(f"faq-category-{category}"), f"faqs:{category}") for category in named]
        return _list(turn, turn.say("faq-categories"), choices, per_row=2) if choices else None

    def _list_questions(self, turn: Turn, category: str) -> Answer | None:
        matters = {entry.id: None for entry in self._questions.entries() if _shown_category(entry) == category}
        entries = [entry for matter in matters if (entry := self._questions.find(matter, turn.language))]
        choices = [Choice(entry.question, f"faq:{entry.id}") for entry in entries[:_LISTED]]
        return _list(turn, turn.say("faq-questions"), choices) if choices else None


def _situation(turn: Turn) -> Situation:
    event = turn.event
    return Situation(language=turn.language, channel=event.where.channel, at=event.at)


def _shown_category(entry: Entry) -> str:
    return entry.category if entry.category in CATEGORIES else "general"


def _ways_on(turn: Turn, entry: Entry) -> tuple[Choice, ...]:
    """What can be done about it, named in the language of the answer, and always a way to a person."""
    actions = [Choice(turn.words(entry.language, f"button-{one}"), _VALUES[one]) for one in entry.actions]
    if Action.PERSON in entry.actions:
        return tuple(actions)
    return (*actions, Choice(turn.words(entry.language, "faq-unsolved"), "person:faq-unsolved"))


def _offer(turn: Turn, entries: Iterable[Entry]) -> Answer:
    """Up to three entries that may be meant. Not a miss, nor does it end a row of misses."""
    offered = tuple(entries)
    language = offered[0].language
    choices = [Choice(entry.question, f"faq:{entry.id}") for entry in offered]
    choices.append(Choice(turn.words(language, "faq-none-of-these"), "person:faq-unsolved"))
    answer = _list(turn, turn.words(language, "faq-suggest"), choices)
    memory = (answer.remember or turn.memory).having_tried(f"faq-offered:{offered[0].question}")
    return replace(answer, remember=memory)


def _list(turn: Turn, text: str, choices: Iterable[Choice], per_row: int = 1) -> Answer:
    offered = tuple(choices)
    memory = replace(turn.memory, choices=offered, greeted=True)
    return Answer(say=(to_buyer(turn, text, offered, per_row),), remember=memory)
