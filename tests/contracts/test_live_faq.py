"""Whoever edits the FAQ, on whichever process: each matcher has it, without reading the rest again."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from core.errors import StoreUnavailable
from core.messages import Event
from core.step import Committed
from faq.book import Change, Edit, putting
from faq.entries import Entry, EntryKey
from faq.live import LiveFaq
from faq.matcher import Answer, FuzzyMatcher
from storage.connection import Connection
from storage.database import Database
from storage.faq_book import FaqBookInSql
from storage.hints import Hints
from storage.memory.faq_book import FaqBookInMemory
from storage.memory.kept import Kept
from tests.contracts.conftest import Place, make_empty

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
REFUND = Entry(id="refund", language="zh", question="怎么退款", answer="七天内可退。")
MENDED = replace(REFUND, answer="三天内可退。", phrasings=("能把钱退给我吗",))
INVOICE = Entry(id="invoice", language="zh", question="可以开发票吗", answer="可以。")


class Deaf:
    """Hints that get lost."""

    def hint(self, topic: str, text: str) -> None:
        pass

    def listen(self, topic: str, tell: Callable[[str], None]) -> None:
        pass


@dataclass
class Loud:
    """Hints of processes on one memory."""

    hints: Hints = field(default_factory=Hints)

    def hint(self, topic: str, text: str) -> None:
        self.hints.tell(topic, text)

    def listen(self, topic: str, tell: Callable[[str], None]) -> None:
        self.hints.listen(topic, tell)


async def on(database: Database) -> LiveFaq:
    return await reading(FaqBookInSql(database), database)


async def reading(book: FaqBookInSql | FaqBookInMemory, hints: Database | Deaf | Loud) -> LiveFaq:
    entries, last = await book.load()
    live = LiveFaq(book, FuzzyMatcher(entries), hints, last)
    live.listen()
    return live


def answer(faq: LiveFaq, text: str) -> str:
    match = faq.matcher.match(text)
    return match.entry.answer if isinstance(match, Answer) else ""


@pytest.fixture
def any_postgres(postgres_url: str) -> Place:
    """An empty PostgreSQL database, for two processes on it."""
    asyncio.run(make_empty(postgres_url))
    return Place("postgresql", postgres_url)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - what is waited for happens in another process of ours
            await asyncio.sleep(0.01)


async def nothing(_db: Connection, _events: Sequence[Event]) -> Committed:
    return Committed()


@asynccontextmanager
async def process(place: Place) -> AsyncIterator[Database]:
    """One that runs, as far as the FAQ needs it."""
    async with place.opened() as database:
        await database.open(nothing, lambda _: None)
        yield database


class TestOneProcess:
    async def test_what_is_edited_answers_at_once(self) -> None:
        faq = await reading(FaqBookInMemory(), Deaf())
        await faq.edit(putting([REFUND, INVOICE]), "小美", NOON)
        assert (answer(faq, "怎么退款"), answer(faq, "可以开发票吗")) == ("七天内可退。", "可以。")
        await faq.edit(putting([MENDED]), "小美", NOON)
        assert answer(faq, "能把钱退给我吗") == "三天内可退。"
        await faq.edit([(INVOICE.key, None)], "小美", NOON)
        assert answer(faq, "可以开发票吗") == ""

    async def test_what_is_undone_answers_no_more(self) -> None:
        faq = await reading(FaqBookInMemory(), Deaf())
        await faq.edit(putting([REFUND]), "小美", NOON)
        await faq.edit(putting([MENDED]), "小美", NOON)
        await faq.undo(2, "小强", NOON)
        assert (answer(faq, "怎么退款"), answer(faq, "能把钱退给我吗")) == ("七天内可退。", "")

    async def test_a_disabled_entry_answers_no_more(self) -> None:
        faq = await reading(FaqBookInMemory(), Deaf())
        await faq.edit(putting([REFUND]), "小美", NOON)
        await faq.edit(putting([replace(REFUND, enabled=False)]), "小美", NOON)
        assert answer(faq, "怎么退款") == ""

    async def test_it_is_the_book_too(self) -> None:
        faq = await reading(FaqBookInMemory(), Deaf())
        await faq.edit(putting([REFUND]), "小美", NOON)
        (edit,) = await faq.history(REFUND.key)
        assert await faq.since(0) == [edit]
        assert await faq.load() == ([REFUND], 1)
        assert await faq.edit(putting([REFUND]), "小美", NOON) == []

    async def test_what_could_not_be_stored_is_not_answered_either(self) -> None:
        kept = Kept()
        faq = await reading(FaqBookInMemory(kept), Deaf())
        await faq.edit(putting([REFUND]), "小美", NOON)
        kept.away = True
        with pytest.raises(StoreUnavailable):
            await faq.edit(putting([MENDED]), "小美", NOON)
        kept.away = False
        await faq.catch_up()
        assert answer(faq, "能把钱退给我吗") == ""


@dataclass
class Pupil(FuzzyMatcher):
    """Notes what the FAQ was when it learnt, and how nice the thread was."""

    lessons: list[int] = field(default_factory=list)
    nice: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def learn(self) -> None:
        self.nice = os.nice(0)
        self.lessons.append(len(self.entries()))


class TestLearning:
    async def test_it_learns_at_first_and_when_edits_have_settled(self) -> None:
        pupil = Pupil()
        faq = LiveFaq(FaqBookInMemory(), pupil, Deaf(), 0)
        await faq.learn_if_due()
        assert pupil.lessons == []
        await faq.learn_if_due()
        await until(lambda: pupil.lessons == [0])
        for number in range(3):
            await faq.edit(putting([replace(REFUND, id=f"refund-{number}")]), "小美", NOON)
            await faq.learn_if_due()
        assert pupil.lessons == [0]
        await faq.learn_if_due()
        await until(lambda: pupil.lessons == [0, 3])
        for _ in range(3):
            await faq.learn_if_due()
        assert pupil.lessons == [0, 3]

    @pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
    async def test_it_gives_way_to_those_who_answer(self) -> None:
        pupil, ours = Pupil(), os.nice(0)
        faq = LiveFaq(FaqBookInMemory(), pupil, Deaf(), 0)
        await faq.learn_if_due()
        await faq.learn_if_due()
        await until(lambda: pupil.lessons == [0])
        assert pupil.nice == min(ours + 10, 19)
        assert os.nice(0) == ours


class TestSeveral:
    async def test_without_a_hint_it_is_there_after_the_next_look(self) -> None:
        book = FaqBookInMemory()
        one, other = await reading(book, Deaf()), await reading(book, Deaf())
        await one.edit(putting([REFUND]), "小美", NOON)
        assert answer(other, "怎么退款") == ""
        await other.catch_up()
        assert answer(other, "怎么退款") == "七天内可退。"

    async def test_who_edits_takes_over_first_what_others_have_edited_before(self) -> None:
        book = FaqBookInMemory()
        one, other = await reading(book, Deaf()), await reading(book, Deaf())
        await one.edit(putting([REFUND, INVOICE]), "小美", NOON)
        await other.edit(putting([MENDED]), "小强", NOON)
        await one.catch_up()
        for faq in (one, other):
            assert (answer(faq, "怎么退款"), answer(faq, "可以开发票吗")) == ("三天内可退。", "可以。")

    async def test_a_hint_while_the_store_is_away_is_made_up_for(self) -> None:
        kept, hints = Kept(), Loud()
        book = FaqBookInMemory(kept)
        one, other = await reading(book, Deaf()), await reading(book, hints)
        await one.edit(putting([REFUND]), "小美", NOON)
        kept.away = True
        hints.hint("faq", "1")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        kept.away = False
        assert answer(other, "怎么退款") == ""
        hints.hint("faq", "1")
        await until(lambda: answer(other, "怎么退款") == "七天内可退。")

    async def test_what_a_hint_has_brought_already_is_not_put_again(self) -> None:
        """The book has the edit, and the look for others' edits is faster than its return."""

        class Slow(FaqBookInMemory):
            async def edit(self, changes: Sequence[Change], by: str, at: datetime) -> Sequence[Edit]:
                edits = await super().edit(changes, by, at)
                await faq.catch_up()
                return edits

        put: list[Entry] = []

        class Counting(FuzzyMatcher):
            def put(self, entry: Entry) -> None:
                put.append(entry)

        faq = LiveFaq(Slow(), Counting(), Deaf(), 0)
        await faq.edit(putting([REFUND]), "小美", NOON)
        assert put == [REFUND]

    async def test_many_who_edit_at_once_end_with_the_same(self) -> None:
        book = FaqBookInMemory()
        nodes = [await reading(book, Deaf()) for _ in range(3)]

        async def edits(faq: LiveFaq, who: int) -> None:
            for version in range(6):
                mine = replace(REFUND, id=f"of-{version % 3}", answer=f"{who} {version}")
                await faq.edit([(mine.key, mine if version % 4 else None)], str(who), NOON)

        await asyncio.gather(*(edits(faq, who) for who, faq in enumerate(nodes)))
        for faq in nodes:
            await faq.catch_up()
            assert {entry.key: entry for entry in faq.matcher.entries()} == book.entries


class TestInSql:
    @pytest.mark.postgresql
    async def test_another_process_is_told(self, any_postgres: Place) -> None:
        async with AsyncExitStack() as stack:
            first, second = [await stack.enter_async_context(process(any_postgres)) for _ in range(2)]
            here, there = await on(first), await on(second)
            await here.edit(putting([REFUND]), "小美", NOON)
            assert answer(here, "怎么退款") == "七天内可退。"
            await until(lambda: answer(there, "怎么退款") == "七天内可退。")
            await there.edit([(EntryKey("refund", "zh"), None)], "小强", NOON)
            await until(lambda: answer(here, "怎么退款") == "")

    async def test_a_command_beside_the_server_is_seen_at_the_next_look(self, place: Place) -> None:
        async with process(place) as serving:
            faq = await on(serving)
            async with place.opened() as command:
                await FaqBookInSql(command).edit(putting([REFUND]), "owner", NOON)
            await faq.catch_up()
            assert answer(faq, "怎么退款") == "七天内可退。"
