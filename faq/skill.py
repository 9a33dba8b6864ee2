"""The FAQ skill: answers, does what is wished, offers what may be meant, or passes. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.choices import chosen
from core.hearing import heard
from core.lessons import Lesson, Outcome
from core.menu import greeting, invitation, menu_choices, person
from core.messages import ButtonPressed, ContactOpened, MessageReceived
from core.ordernumbers import OrderNumbers
from core.skills import Skill
from core.smalltalk import Small, reply, small
from core.turns import Answer, Choice, Handover, Turn
from faq import matcher
from faq.entries import Entry, Priority
from faq.matcher import Matcher
from faq.skill_answer import Answers
from faq.skill_lessons import answered, meant, teaching, voted
from faq.skill_offer import listing, offer, value_of
from faq.skill_text import FaqSettings
from faq.wishes import MOST, parts

CATEGORIES = ("delivery", "order", "payment", "keys", "redeem", "refund", "shop", "account", "safety", "person")
"""Those that have a name in the texts, in the order of the list; every other category is shown as `general`."""

_LISTED = 12
_COURTESIES = frozenset({"hello", "thanks", "bye"})
POLITE = _COURTESIES | {"cancel"}
"""Beside another wish they are none."""


class FaqSkill:
    """Button values: `faq` lists the categories, `faqs:CATEGORY` its questions, `faq:ID` answers one; `helped:ID` and
    `failed:ID` tell what an answer was worth. After an id there may stand a language: `faq:ID:en`.

    `doers`: the skills that do what an entry says is to be done (`does`), as if the button had been pressed."""

    def __init__(
        self,
        questions: Matcher,
        settings: FaqSettings | None = None,
        doers: Sequence[Skill] = (),
        numbers: OrderNumbers | None = None,
    ) -> None:
        self._questions = questions
        self._settings = settings or FaqSettings()
        self._doers = doers
        self.answers = Answers(self._settings, numbers or OrderNumbers())

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff or not isinstance(turn.event, MessageReceived | ButtonPressed | ContactOpened):
            return None
        picked = chosen(turn)
        if picked is not None:
            return self._picked(turn, picked)
        return self._asked(turn) if turn.text.strip() and not small(turn) else None

    def _asked(self, turn: Turn) -> Answer | None:
        match self.match(turn, turn.text):
            case matcher.Answer(entry=entry, score=score):
                return self.give(turn, entry, answered(turn, entry, score))
            case matcher.Suggest(entries=entries, score=score) if turn.private:
                return teaching(offer(turn, entries), heard(turn, Outcome.SUGGESTED, entries[0].id, score))
            case matcher.Pass() if turn.private:
                return self._in_parts(turn)
        return None

    def _in_parts(self, turn: Turn) -> Answer | None:
        """Who tells a story that is not understood as a whole is offered what its sentences may mean, the sure ones
        first."""
        understood = [self.match(turn, part) for part in parts(turn.text)]
        sure = [(one.entry, one.score) for one in understood if isinstance(one, matcher.Answer)]
        maybe = [(entry, one.score) for one in understood if isinstance(one, matcher.Suggest) for entry in one.entries]
        likely: dict[str, tuple[Entry, float]] = {}
        for entry, score in (*sure, *maybe):
            if entry.does not in POLITE:
                likely.setdefault(entry.id, (entry, score))
        if not likely:
            return None
        offered = tuple(likely.values())[:MOST]
        first, score = offered[0]
        return teaching(offer(turn, [entry for entry, _ in offered]), heard(turn, Outcome.SUGGESTED, first.id, score))

    def match(self, turn: Turn, text: str) -> matcher.Match:
        """One look-up, for this buyer now."""
        return self._questions.match(text, self.answers.situation(turn))

    def give(self, turn: Turn, entry: Entry, lessons: tuple[Lesson, ...] = ()) -> Answer | None:
        """What the entry is for: its deed, else its answer; None: it has neither here. It teaches `lessons`."""
        done = self.done(turn, entry.does) if entry.does else None
        if done is not None:
            return teaching(done, lessons)
        return self._say(turn, entry, lessons) if entry.answer else None

    def done(self, turn: Turn, does: str) -> Answer | None:
        """As if the button of that value had been pressed; None: nobody can do it."""
        kind, _, about = does.partition(":")
        if kind == "person":
            return Answer(handover=Handover(about or "asked"))
        if does in _COURTESIES:
            return self._courtesy(turn, Small(does))
        picked = replace(turn, picked=does)
        return next((answer for doer in self._doers if (answer := doer.answer(picked)) is not None), None)

    def _courtesy(self, turn: Turn, kind: Small) -> Answer:
        """Said in words that only the FAQ knows."""
        if kind is Small.HELLO and not turn.private:
            return invitation(turn, "group-greeting")
        if kind is Small.HELLO and not turn.memory.greeted:
            return greeting(turn, self._settings.shop)
        return reply(turn, kind, (*menu_choices(turn)[:2], person(turn)))

    def _picked(self, turn: Turn, value: str) -> Answer | None:
        kind, _, name = value.partition(":")
        if kind == "faq" and name:
            entry = self._named(turn, name)
            return self.give(turn, entry, meant(turn, value, entry)) if entry else None
        if not turn.private:
            return None
        if kind in ("helped", "failed"):
            entry = self._named(turn, name)
            return voted(turn, entry, helped=kind == "helped") if entry else None
        if kind == "faq":
            return self._list_categories(turn)
        return self._list_questions(turn, name) if kind == "faqs" else None

    def _named(self, turn: Turn, name: str) -> Entry | None:
        matter, _, language = name.partition(":")
        return self._questions.find(matter, language or turn.language)

    def _say(self, turn: Turn, entry: Entry, lessons: tuple[Lesson, ...]) -> Answer:
        message, choices = self.answers.message(turn, entry)
        if not turn.private:
            return Answer(say=(message,), lessons=lessons)
        tried = turn.memory.and_tried(f"faq:{entry.question}")
        memory = replace(turn.memory, misses=0, greeted=True, choices=choices, tried=tried, question="")
        handover = Handover("faq-priority") if entry.priority is Priority.PERSON else None
        return Answer(say=(message,), remember=memory, handover=handover, lessons=lessons)

    def _list_categories(self, turn: Turn) -> Answer | None:
        used = {_shown_category(entry) for entry in self._listed()}
        named = [category for category in (*CATEGORIES, "general") if category in used]
        choices = [Choice(turn.say(f"faq-category-{category}"), f"faqs:{category}") for category in named]
        return listing(turn, turn.say("faq-categories"), choices, per_row=2) if choices else None

    def _list_questions(self, turn: Turn, category: str) -> Answer | None:
        matters = {entry.id: None for entry in self._listed() if _shown_category(entry) == category}
        entries = [entry for matter in matters if (entry := self._questions.find(matter, turn.language))]
        choices = [Choice(entry.question, value_of(turn, entry)) for entry in entries[:_LISTED]]
        return listing(turn, turn.say("faq-questions"), choices) if choices else None

    def _listed(self) -> Iterable[Entry]:
        """What has an answer to read."""
        return (entry for entry in self._questions.entries() if not entry.does)


def _shown_category(entry: Entry) -> str:
    return entry.category if entry.category in CATEGORIES else "general"
