"""Once a day the matcher is told what buyers lately ask."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.lessons import Heard, Outcome
from core.turns import ConversationId
from faq.asked import Question
from faq.confidence import Evidence
from faq.explained import Explanation
from faq.heeding import A_CHAT, HEEDED, LOOKS_BACK, Heeding, Heeds, counting
from faq.matcher import FuzzyMatcher
from faq.semantic.matcher import SemanticMatcher, SemanticParts
from storage.memory.kept import Kept
from storage.memory.question_log import QuestionLogInMemory
from tests.unit.faq.meanings import Kept as NoVectors
from tests.unit.faq.meanings import Meanings
from tests.unit.faq.samples import ALL

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
"""Of Shanghai; the day began at 16:00 of the day before."""


class Noting(FuzzyMatcher):
    """Notes what it is told, and pretends to learn."""

    told: tuple[Sequence[Evidence], ...] = ()

    def heed(self, asked: Sequence[Evidence]) -> None:
        self.told = (*self.told, asked)

    def learn(self) -> None:
        self.learnings += 1


@dataclass
class Shop:
    kept: Kept = field(default_factory=Kept)
    matcher: Noting = field(default_factory=lambda: Noting(ALL))
    time: datetime = NOON

    def __post_init__(self) -> None:
        self.heeding = Heeding(QuestionLogInMemory(self.kept), self.matcher, SHANGHAI, self)

    def now(self) -> datetime:
        return self.time

    def is_asked(self, text: str, chat: int, at: datetime) -> None:
        heard = Heard(text=text, language="zh", outcome=Outcome.PASSED)
        self.kept.lessons.append((ConversationId(chat), heard, at))

    def heeds(self) -> list[int]:
        """How many questions it has heeded each time."""
        asyncio.run(self.heeding.renew_if_due())
        return [len(one) for one in self.matcher.told]


def test_a_day_heeds_the_month_before_it_and_nothing_of_itself() -> None:
    shop = Shop()
    shop.is_asked("能退钱吗", 1, NOON - timedelta(hours=13))
    shop.is_asked("能退款不", 2, NOON - timedelta(hours=11))
    shop.is_asked("可以退款吗", 3, NOON - LOOKS_BACK - timedelta(days=1))
    assert shop.heeds() == [1]
    shop.time += timedelta(hours=6)
    assert shop.heeds() == [1]
    shop.time += timedelta(days=1)
    assert shop.heeds() == [1, 2]


def test_what_was_heeded_before_it_learnt_is_heeded_anew() -> None:
    shop = Shop()
    shop.is_asked("能退钱吗", 1, NOON - timedelta(days=1))
    shop.heeds()
    shop.matcher.learn()
    assert shop.heeds() == [1, 1]
    assert shop.heeds() == [1, 1]


def test_who_asks_all_the_time_counts_as_a_few() -> None:
    shop = Shop()
    for number in range(50):
        shop.is_asked("能退钱吗", 7, NOON - timedelta(days=2, seconds=number))
    shop.is_asked("能退钱吗", 8, NOON - timedelta(days=3))
    assert shop.heeds() == [A_CHAT + 1]


def test_of_a_busy_shop_the_latest_count() -> None:
    heard = Heard(text="问", language="zh", outcome=Outcome.PASSED)
    asked = [Question(number, NOON, ConversationId(number), heard) for number in range(HEEDED + 10)]
    assert [one.id for one in counting(asked)] == list(range(HEEDED))


def test_what_is_like_nothing_here_says_nothing() -> None:
    shop = Shop()
    shop.is_asked("ξξξξ", 1, NOON - timedelta(days=1))
    assert shop.heeds() == [0]


def test_a_model_beside_the_matcher_hands_it_on() -> None:
    classical = Noting(ALL)
    both = SemanticMatcher(classical, SemanticParts(Meanings(), NoVectors(), FuzzyMatcher, lambda _: None))
    assert isinstance(both, Heeds)
    found: Explanation = both.explain("能退钱吧")
    assert found.evidence is not None
    both.heed([found.evidence])
    classical.learn()
    assert classical.told == ([found.evidence],)
    assert both.learnings == 1
