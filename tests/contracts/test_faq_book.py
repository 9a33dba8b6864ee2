"""What everybody may rely on of the book that keeps the FAQ, and who edited what and when."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.messages import AccountId, Address, ChannelName, ChatId, Media, MediaKind, MediaRef
from faq.book import EditConflict, FaqBook, UnknownEdit, putting
from faq.entries import Action, Entry, EntryKey, Link, Priority, Scope
from storage.database import Database
from storage.faq_book import FaqBookInSql
from storage.memory.faq_book import FaqBookInMemory
from tests.contracts.conftest import Place

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NO_KEY = Entry(
    id="no-key",
    language="zh",
    question="付款了没收到卡密",
    answer="请把订单号发给我，{shop} 马上帮你查 \U0001f50d",
    phrasings=("付了钱没给卡", '带"引号"的说法'),
    category="orders",
    priority=Priority.PERSON,
    actions=(Action.ORDER, Action.KEYS),
    enabled=False,
    does="order",
    scope=Scope(channels=("telegram",), products=("steam",), since=NOON, until=NOON + timedelta(days=3)),
    links=(Link("怎么兑换", "https://example.com/兑换"),),
    pictures=(
        Media(
            MediaKind.IMAGE, MediaRef("a1"), Address(ChannelName("web"), AccountId("main"), ChatId("c")), "x.png", "", 9
        ),
    ),
    trial="另一种说法",
)
NO_KEY_EN = Entry(id="no-key", language="en", question="Paid but no key", answer="Send me the order number.")
REFUND = Entry(id="refund", language="zh", question="怎么退款", answer="七天内可退。")
REFUND_HANT = Entry(id="refund", language="zh-Hant", question="怎麼退款", answer="七天內可退。")
MENDED = replace(REFUND, answer="三天内可退。")


UNWRITABLE = replace(REFUND, id="unwritable", answer="half a pair: \ud83d")


@pytest.fixture
async def book(any_place: Place) -> AsyncIterator[FaqBook]:
    if any_place.kind == "memory":
        yield FaqBookInMemory()
    else:
        async with any_place.opened() as database:
            yield FaqBookInSql(database)


async def puts(book: FaqBook, *entries: Entry, by: str = "小美") -> list[int]:
    return [edit.number for edit in await book.edit(putting(entries), by, NOON)]


async def removes(book: FaqBook, key: EntryKey) -> list[int]:
    return [edit.number for edit in await book.edit([(key, None)], "小美", NOON)]


async def entries_of(book: FaqBook) -> list[Entry]:
    return list((await book.load())[0])


class TestEntries:
    async def test_a_new_book_is_empty(self, book: FaqBook) -> None:
        assert await entries_of(book) == []
        assert (await book.load())[1] == 0

    async def test_entries_come_back_as_they_were_put(self, book: FaqBook) -> None:
        await puts(book, REFUND_HANT, REFUND, NO_KEY, NO_KEY_EN)
        assert await entries_of(book) == [NO_KEY_EN, NO_KEY, REFUND, REFUND_HANT]

    async def test_putting_again_replaces(self, book: FaqBook) -> None:
        await puts(book, NO_KEY, REFUND)
        await puts(book, MENDED)
        assert await entries_of(book) == [NO_KEY, MENDED]

    async def test_of_two_changes_of_one_entry_the_last_counts(self, book: FaqBook) -> None:
        assert await puts(book, MENDED, REFUND) == [1]
        assert await entries_of(book) == [REFUND]

    async def test_nothing_to_change_is_nothing(self, book: FaqBook) -> None:
        assert await puts(book) == []
        assert await entries_of(book) == []

    async def test_an_entry_is_removed_in_one_language_only(self, book: FaqBook) -> None:
        await puts(book, NO_KEY, NO_KEY_EN)
        assert await removes(book, NO_KEY.key) == [3]
        assert await removes(book, NO_KEY.key) == []
        assert await entries_of(book) == [NO_KEY_EN]

    async def test_entries_are_put_and_removed_together(self, book: FaqBook) -> None:
        await puts(book, NO_KEY, REFUND)
        await book.edit([(NO_KEY.key, None), (MENDED.key, MENDED), (NO_KEY_EN.key, NO_KEY_EN)], "小美", NOON)
        assert await entries_of(book) == [NO_KEY_EN, MENDED]

    async def test_three_thousand_entries_are_one_edit_each(self, book: FaqBook) -> None:
        many = [replace(REFUND, id=f"refund-{number:04}") for number in range(3000)]
        assert await puts(book, *many) == list(range(1, 3001))
        assert await entries_of(book) == many
        await book.edit([(entry.key, None) for entry in many], "小美", NOON)
        assert await entries_of(book) == []


class TestHistory:
    async def test_it_tells_who_made_what_of_what_and_when(self, book: FaqBook) -> None:
        await puts(book, REFUND)
        later = NOON + timedelta(minutes=5)
        (edit,) = await book.edit([(MENDED.key, MENDED)], "小强", later)
        assert (edit.number, edit.at, edit.by, edit.key) == (2, later, "小强", REFUND.key)
        assert (edit.before, edit.after) == (REFUND, MENDED)
        assert (await book.history())[0] == edit

    async def test_the_first_of_an_entry_has_no_before_and_its_last_no_after(self, book: FaqBook) -> None:
        await puts(book, NO_KEY)
        await removes(book, NO_KEY.key)
        gone, came = await book.history()
        assert (came.before, came.after) == (None, NO_KEY)
        assert (gone.before, gone.after) == (NO_KEY, None)

    async def test_what_changes_nothing_is_no_edit(self, book: FaqBook) -> None:
        await puts(book, REFUND, NO_KEY)
        assert await puts(book, REFUND, NO_KEY_EN, NO_KEY) == [3]
        assert [edit.key for edit in await book.history()] == [NO_KEY_EN.key, NO_KEY.key, REFUND.key]

    async def test_of_one_entry_and_the_newest_first(self, book: FaqBook) -> None:
        await puts(book, REFUND)
        await puts(book, NO_KEY)
        await puts(book, MENDED)
        assert [edit.number for edit in await book.history(REFUND.key)] == [3, 1]
        assert [edit.number for edit in await book.history(NO_KEY.key)] == [2]
        assert [edit.number for edit in await book.history(limit=2)] == [3, 2]
        assert await book.history(NO_KEY_EN.key) == []


class TestSince:
    async def test_it_gives_what_came_after_in_order(self, book: FaqBook) -> None:
        await puts(book, REFUND, NO_KEY)
        known, last = await book.load()
        await puts(book, MENDED)
        await removes(book, NO_KEY.key)
        edits = await book.since(last)
        assert len(known) == last == 2
        assert [(edit.number, edit.key, edit.after) for edit in edits] == [
            (3, MENDED.key, MENDED),
            (4, NO_KEY.key, None),
        ]
        assert await book.since(4) == []

    async def test_who_follows_it_holds_what_the_book_holds(self, book: FaqBook) -> None:
        """Ten people edit at once; a reader that asks now and then misses none, as numbers come in order."""
        held: dict[EntryKey, Entry | None] = {}
        numbers: list[int] = []
        one_by_one = asyncio.Lock()

        async def follow() -> None:
            async with one_by_one:
                edits = await book.since(len(numbers))
                numbers.extend(edit.number for edit in edits)
                held.update({edit.key: edit.after for edit in edits})

        async def edits(who: int) -> None:
            for version in range(5):
                await puts(book, replace(REFUND, id=f"of-{who}", answer=str(version)), by=str(who))
                await follow()

        await asyncio.gather(*(edits(who) for who in range(10)))
        assert numbers == list(range(1, 51))
        assert [held[key] for key in sorted(held)] == await entries_of(book)
        assert {entry.answer for entry in await entries_of(book)} == {"4"}


class TestUndo:
    async def test_an_edit_is_undone_by_another_one(self, book: FaqBook) -> None:
        await puts(book, REFUND)
        await puts(book, MENDED)
        edit = await book.undo(2, "小强", NOON)
        assert (edit.number, edit.by, edit.before, edit.after) == (3, "小强", MENDED, REFUND)
        assert await entries_of(book) == [REFUND]
        assert (await book.history())[0] == edit

    async def test_undoing_the_first_removes_and_undoing_a_removal_brings_back(self, book: FaqBook) -> None:
        await puts(book, NO_KEY)
        await book.undo(1, "小强", NOON)
        assert await entries_of(book) == []
        await book.undo(2, "小强", NOON)
        assert await entries_of(book) == [NO_KEY]

    async def test_others_are_left_as_they_are(self, book: FaqBook) -> None:
        await puts(book, REFUND, NO_KEY)
        await puts(book, MENDED)
        await puts(book, NO_KEY_EN)
        await book.undo(3, "小强", NOON)
        assert await entries_of(book) == [NO_KEY_EN, NO_KEY, REFUND]

    async def test_what_was_edited_again_is_not_undone(self, book: FaqBook) -> None:
        await puts(book, REFUND)
        await puts(book, MENDED)
        with pytest.raises(EditConflict):
            await book.undo(1, "小强", NOON)
        await book.undo(2, "小强", NOON)
        with pytest.raises(EditConflict):
            await book.undo(2, "小强", NOON)
        assert await entries_of(book) == [REFUND]
        assert len(await book.history()) == 3

    @pytest.mark.parametrize("number", [-1, 0, 2])
    async def test_an_edit_that_never_was_is_named(self, book: FaqBook, number: int) -> None:
        await puts(book, REFUND)
        with pytest.raises(UnknownEdit):
            await book.undo(number, "小强", NOON)


async def test_of_edits_with_one_that_no_database_takes_nothing_is_left(sessions: Database) -> None:
    book = FaqBookInSql(sessions)
    await puts(book, REFUND)
    with pytest.raises(UnicodeEncodeError):
        await puts(book, MENDED, UNWRITABLE)
    assert await entries_of(book) == [REFUND]
    assert len(await book.history()) == 1
