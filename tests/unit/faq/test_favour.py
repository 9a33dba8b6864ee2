"""Whether answers helped decides between entries that are about as near; nobody alone can turn that."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.lessons import Heard, Outcome, Voted
from core.turns import ConversationId
from faq.asked import Ballot
from faq.book import putting
from faq.entries import Action, Entry
from faq.favour import A_DAY, BUYERS, LOOKS_BACK, Favouring, favour, last_rewritten
from faq.matcher import FuzzyMatcher
from faq.semantic.matcher import SemanticMatcher, SemanticParts
from storage.memory.faq_book import FaqBookInMemory
from storage.memory.kept import Kept
from storage.memory.question_log import QuestionLogInMemory
from tests.unit.faq.meanings import Kept as NoVectors
from tests.unit.faq.meanings import Meanings
from tests.unit.faq.samples import REFUND as SAMPLE

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
REFUND = replace(SAMPLE, actions=())


def said(entry: str, *, helped: bool, buyers: Iterable[object], language: str = "zh", days: int = 0) -> list[Ballot]:
    return [Ballot(f"{buyer}", entry, language, NOON + timedelta(days=days), helped) for buyer in buyers]


def week(entry: str, *, helped: bool, buyers: int) -> list[Ballot]:
    """Of different buyers, a few each day."""
    return [one for day in range(buyers) for one in said(entry, helped=helped, buyers=[f"b{day}"], days=day // 5)]


USUAL = week("other", helped=True, buyers=20) + week("other", helped=False, buyers=10)


def test_a_hundred_votes_of_one_buyer_move_nothing() -> None:
    one = said("refund", helped=True, buyers=["ming"] * 100)
    assert "refund" not in favour(USUAL + one, {})
    spread = [vote for day in range(100) for vote in said("refund", helped=False, buyers=["ming"], days=day)]
    assert "refund" not in favour(USUAL + spread, {})


def test_twenty_different_buyers_do() -> None:
    assert favour(USUAL + week("refund", helped=True, buyers=20), {})["refund"] > 0
    assert favour(USUAL + week("refund", helped=False, buyers=20), {})["refund"] < 0


def test_a_few_buyers_are_too_few() -> None:
    assert "refund" not in favour(USUAL + week("refund", helped=False, buyers=BUYERS - 1), {})


def test_what_helps_as_the_rest_of_the_faq_does_is_not_favoured() -> None:
    assert favour(USUAL, {}) == {}
    alike = week("refund", helped=True, buyers=14) + week("refund", helped=False, buyers=6)
    assert favour(USUAL + alike, {}) == {}


def test_a_buyer_who_thought_better_of_it_is_counted_with_his_last_word() -> None:
    before = week("refund", helped=False, buyers=20)
    after = [replace(one, at=one.at + timedelta(days=30), helped=True) for one in before]
    assert favour(USUAL + before + after, {}) == favour(USUAL + after, {})


def test_a_crowd_of_one_night_is_not_more_than_ten() -> None:
    honest = week("refund", helped=True, buyers=40)
    crowd = said("refund", helped=False, buyers=(f"x{number}" for number in range(1000)), days=30)
    alone = favour(USUAL + honest, {})["refund"]
    assert favour(USUAL + honest + crowd, {}) == favour(USUAL + honest + crowd[:A_DAY], {})
    assert 0 <= favour(USUAL + honest + crowd, {}).get("refund", 0.0) < alone


def test_what_was_said_of_an_answer_that_is_another_one_now_is_void() -> None:
    old = week("refund", helped=False, buyers=20)
    changed = NOON + timedelta(days=10)
    assert favour(USUAL + old, {("refund", "zh"): changed}) == {}
    assert favour(USUAL + old, {("refund", "en"): changed}) == favour(USUAL + old, {})


def test_only_another_answer_makes_it_void() -> None:
    async def edited() -> dict[tuple[str, str], datetime]:
        book = FaqBookInMemory(Kept())
        await book.edit(putting([REFUND]), "owner", NOON)
        await book.edit(putting([replace(REFUND, answer="新的")]), "lin", NOON + timedelta(days=1))
        await book.edit(putting([replace(REFUND, answer="再新的")]), "lin", NOON + timedelta(days=2))
        await book.edit(putting([replace(REFUND, answer="再新的", phrasings=("退",))]), "lin", NOON + timedelta(days=3))
        return last_rewritten(await book.history(limit=100))

    assert asyncio.run(edited()) == {("refund", "zh"): NOON + timedelta(days=2)}


BALLOTS = st.lists(
    st.builds(
        Ballot,
        buyer=st.sampled_from([f"b{number}" for number in range(30)]),
        entry=st.sampled_from(["a", "b", "c"]),
        language=st.sampled_from(["zh", "en"]),
        at=st.integers(0, 200).map(lambda hours: NOON + timedelta(hours=hours)),
        helped=st.booleans(),
    ),
    max_size=300,
).map(lambda found: sorted(found, key=lambda one: one.at))


@given(BALLOTS, st.integers(0, 100))
def test_it_keeps_within_its_limits_whatever_one_buyer_does(ballots: list[Ballot], times: int) -> None:
    found = favour(ballots, {})
    assert all(-1 <= much <= 1 and much for much in found.values())
    last = max((one.at for one in ballots), default=NOON)
    mad = [Ballot("b0", "a", "zh", last + timedelta(days=1), helped=False)]
    assert favour(ballots + mad * times, {}) == favour(ballots + mad * min(times, 1), {})


# ------------------------------------------------------------------ the chore


class Told:
    """Notes what it is to favour. Implements faq.favour.Favours."""

    def __init__(self) -> None:
        self.weights: list[Mapping[str, float]] = []
        self.known = [REFUND, replace(REFUND, id="invoice")]

    def entries(self) -> Sequence[Entry]:
        return self.known

    def favour(self, weights: Mapping[str, float]) -> None:
        self.weights.append(weights)


class Clock:
    def now(self) -> datetime:
        return NOON


class Shop:
    """Buyers who are answered and vote, and the chore that follows."""

    def __init__(self) -> None:
        self.kept, self.told = Kept(), Told()
        self.book = FaqBookInMemory(self.kept)
        self.chore = Favouring(QuestionLogInMemory(self.kept), self.book, self.told, Clock())

    def answers_and_hears(self, entry: str, *, helped: bool, chats: range, days_ago: float) -> None:
        for chat in chats:
            at = NOON - timedelta(days=days_ago + chat % 5)
            heard = Heard(text="问", language="zh", outcome=Outcome.ANSWERED, entry=entry)
            vote = Voted(entry=entry, language="zh", helped=helped)
            self.kept.lessons += [(ConversationId(chat), lesson, at) for lesson in (heard, vote)]

    def renews(self) -> Mapping[str, float]:
        asyncio.run(self.chore.renew())
        return self.told.weights[-1]


def test_the_matcher_is_told_what_buyers_found_and_forgets_what_is_old() -> None:
    shop = Shop()
    assert shop.renews() == {}
    shop.answers_and_hears("refund", helped=False, chats=range(20), days_ago=1)
    shop.answers_and_hears("invoice", helped=True, chats=range(20), days_ago=1)
    found = shop.renews()
    assert found["refund"] < 0 < found["invoice"]
    old = Shop()
    old.answers_and_hears("refund", helped=False, chats=range(20), days_ago=LOOKS_BACK.days + 1)
    old.answers_and_hears("invoice", helped=True, chats=range(20), days_ago=LOOKS_BACK.days + 1)
    assert old.renews() == {}


def test_an_answer_that_nobody_can_deny_is_not_judged() -> None:
    """Beside a way to a person there is no button that says that it did not help."""
    shop = Shop()
    shop.told.known = [REFUND, replace(REFUND, id="invoice", actions=(Action.PERSON,))]
    shop.answers_and_hears("refund", helped=False, chats=range(20), days_ago=1)
    shop.answers_and_hears("invoice", helped=True, chats=range(20), days_ago=1)
    assert shop.renews() == {}


class Favoured(FuzzyMatcher):
    """Notes what it is told."""

    def favour(self, weights: Mapping[str, float]) -> None:
        self.told = dict(weights)


def test_a_model_beside_the_matcher_hands_it_on() -> None:
    classical = Favoured([REFUND])
    both = SemanticMatcher(classical, SemanticParts(Meanings(), NoVectors(), FuzzyMatcher, lambda _: None))
    both.favour({"refund": 0.5})
    assert classical.told == {"refund": 0.5}


def test_an_answer_that_was_mended_begins_anew() -> None:
    shop = Shop()
    shop.answers_and_hears("refund", helped=False, chats=range(20), days_ago=2)
    shop.answers_and_hears("invoice", helped=True, chats=range(20), days_ago=2)
    asyncio.run(shop.book.edit(putting([REFUND]), "owner", NOON - timedelta(days=50)))
    asyncio.run(shop.book.edit(putting([replace(REFUND, answer="别的")]), "lin", NOON - timedelta(days=1)))
    assert "refund" not in shop.renews()
