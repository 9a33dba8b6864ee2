"""What the FAQ is made of: entries, whom and when they concern. Pure types."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple, get_args

from core.messages import Media

Language = Literal["zh", "zh-Hant", "en", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Priority(StrEnum):
    """PERSON: the buyer gets the answer, and a person at once (stolen account, charged twice)."""

    NORMAL = "normal"
    PERSON = "person"


class Action(StrEnum):
    """What the bot can do itself about a matter; each becomes a button under the answer."""

    ORDER = "order"
    KEYS = "keys"
    CLAIM = "claim"
    PERSON = "person"


class EntryKey(NamedTuple):
    """What names an entry: one matter in one language."""

    id: str
    language: Language


@dataclass(frozen=True, slots=True)
class Link:
    """A button under the answer that opens a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Who asks, and when: decides which entries count. What is not known rules nothing out.

    `language`  the buyer's; decides only where the words do not ("steam")
    `channel`   where he writes ("telegram")
    `product`   what his order is about, as the shop names it
    """

    language: str | None = None
    channel: str = ""
    product: str = ""
    at: datetime | None = None


ANYBODY = Situation()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where an entry counts; empty: everywhere. `since` is the first moment of its window, `until` the first after."""

    channels: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def admits(self, situation: Situation) -> bool:
        if self.channels and situation.channel and situation.channel not in self.channels:
            return False
        if self.products and situation.product and situation.product not in self.products:
            return False
        return situation.at is None or self._open_at(situation.at)

    def _open_at(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One matter in one language; the same `id` in another language is the same matter.

    `question`   how the matter is shown (on a button, in a list); also a phrasing
    `phrasings`  how buyers put it in their own words
    `answer`     may hold `{shop}`, `{hours}`, `{refund_days}`, `{order_no}`, filled in by the skill
    `does`       an intent: what the bot does instead of answering, as the value of a button ("order", "person:asked")
    `trial`      another answer that half of the buyers get, to see which helps more; empty: none is tried
    """

    id: str
    language: Language
    question: str
    answer: str = ""
    phrasings: tuple[str, ...] = ()
    category: str = "general"
    priority: Priority = Priority.NORMAL
    actions: tuple[Action, ...] = ()
    enabled: bool = True
    does: str = ""
    scope: Scope = EVERYWHERE
    links: tuple[Link, ...] = ()
    pictures: tuple[Media, ...] = ()
    trial: str = ""

    @property
    def key(self) -> EntryKey:
        return EntryKey(self.id, self.language)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Everything that a buyer's words are compared with."""
        return (self.question, *self.phrasings)
