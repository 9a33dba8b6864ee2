"""A buyer who talks to a shop with a FAQ: the whole engine, and a matcher that knows its wordings word for word."""

from collections.abc import Sequence
from dataclasses import replace

from core.cardkeys import CardKeys
from core.choices import Choices
from core.engine import Engine
from core.fallback import Fallback, FallbackSettings
from core.lessons import Heard, Lesson, Voted
from core.linking import Linking
from core.menu import Menu, MenuSettings
from core.orders import Orders, OrderSettings
from core.reading import gist
from core.skills import Skill
from core.unread import Unread
from faq import matcher
from faq.entries import ANYBODY, Entry, EntryKey, Situation
from faq.files import STARTER, read
from faq.skill import FaqSkill
from faq.skill_several import SeveralWishes
from faq.skill_text import FaqSettings
from handoff.desk import Desk
from tests.unit.core.dialogue import WORDS, Dialogue
from tests.unit.core.fakeshop import VAULT
from tests.unit.faq.samples import ALL

INTENTS = read([STARTER / "zh" / "intents.yaml", STARTER / "en" / "intents.yaml"]).entries
assert INTENTS, "the intents were not found"


class WordForWord:
    """Implements faq.matcher.Matcher. `unsure`: what may be meant by words, as ids. `asked`: all look-ups."""

    def __init__(self, entries: Sequence[Entry], unsure: dict[str, tuple[str, ...]] | None = None) -> None:
        self._entries = tuple({entry.key: entry for entry in reversed(entries)}.values())[::-1]
        self._unsure = unsure or {}
        self.asked: list[tuple[str, Situation]] = []

    def match(self, text: str, situation: Situation = ANYBODY) -> matcher.Match:
        self.asked.append((text, situation))
        if text in self._unsure:
            found = tuple(entry for matter in self._unsure[text] if (entry := self.find(matter, situation.language)))
            return matcher.Suggest(found, 0.6)
        same = (entry for entry in self._entries if gist(text) in map(gist, entry.wordings))
        entry = next((entry for entry in same if entry.scope.admits(situation)), None)
        return matcher.Answer(entry, 0.97) if entry else matcher.Pass()

    def find(self, matter: str, language: str | None = None) -> Entry | None:
        near = {"zh-Hant": "zh", "es": "en"}.get(language or "")
        found = {entry.language: entry for entry in self._entries if entry.id == matter}
        known = [found[name] for name in (language, near) if name in found]
        return next(iter([*known, *found.values()]), None)

    def entries(self) -> Sequence[Entry]:
        return self._entries

    def put(self, entry: Entry) -> None:
        self.drop(entry.key)
        self._entries = (*self._entries, entry)

    def drop(self, key: EntryKey) -> None:
        self._entries = tuple(entry for entry in self._entries if entry.key != key)


class FaqDialogue(Dialogue):
    """`faq`: more entries than the samples and the intents, or others in their places. `unsure`: see WordForWord."""

    def __init__(self, language: str | None = "zh-CN", *faq: Entry, private: bool = True, **unsure: str) -> None:
        super().__init__(language, private=private)
        self.matcher = WordForWord((*faq, *ALL, *INTENTS), {text: tuple(ids.split()) for text, ids in unsure.items()})

    def engine(self) -> Engine:
        orders = OrderSettings(policy=self.policy)
        doers: list[Skill] = [
            Linking(VAULT),
            Menu(MenuSettings("星卡小店")),
            Orders(VAULT, orders),
            CardKeys(VAULT, orders),
        ]
        faq = FaqSkill(self.matcher, FaqSettings(shop="星卡小店", refund_days=7), doers)
        helpers: list[Skill] = [SeveralWishes(faq, doers), *doers, faq]
        desk = Desk(replace(self.settings), VAULT, helpers)
        skills: list[Skill] = [desk, Unread(helpers), Choices(), *helpers, Fallback(FallbackSettings(shop="星卡小店"))]
        return Engine(skills, desk, WORDS, self._rooms)

    @property
    def lessons(self) -> Sequence[Lesson]:
        """Those of the last event."""
        return self.answers[-1].lessons

    @property
    def heard(self) -> list[tuple[str, str]]:
        """What was asked, and the entry that it was taken for."""
        return [(one.text, one.entry) for answer in self.answers for one in answer.lessons if isinstance(one, Heard)]

    @property
    def votes(self) -> list[Voted]:
        return [one for answer in self.answers for one in answer.lessons if isinstance(one, Voted)]
