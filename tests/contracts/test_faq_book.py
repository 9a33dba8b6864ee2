"""What everybody may rely on of the book that keeps the FAQ."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from faq.entries import Action, Entry, EntryKey, FaqBook, FaqBookInMemory, Priority
from storage.faq_entries import FaqBookInSql
from tests.contracts.conftest import Place

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
)
NO_KEY_EN = Entry(id="no-key", language="en", question="Paid but no key", answer="Send me the order number.")
REFUND = Entry(id="refund", language="zh", question="怎么退款", answer="七天内可退。")


@pytest.fixture
async def book(any_place: Place) -> AsyncIterator[FaqBook]:
    if any_place.kind == "memory":
        yield FaqBookInMemory()
    else:
        async with any_place.opened() as database:
            yield FaqBookInSql(database)


class TestEveryBook:
    async def test_a_new_book_is_empty(self, book: FaqBook) -> None:
        assert list(await book.load()) == []

    async def test_entries_come_back_as_they_were_saved(self, book: FaqBook) -> None:
        await book.save([REFUND, NO_KEY, NO_KEY_EN])
        assert list(await book.load()) == [NO_KEY_EN, NO_KEY, REFUND]

    async def test_saving_again_replaces(self, book: FaqBook) -> None:
        await book.save([NO_KEY, REFUND])
        mended = replace(NO_KEY, answer="新的回答", phrasings=(), enabled=True)
        await book.save([mended])
        assert list(await book.load()) == [mended, REFUND]

    async def test_of_two_with_the_same_key_the_last_counts(self, book: FaqBook) -> None:
        await book.save([replace(REFUND, answer="旧"), REFUND])
        assert list(await book.load()) == [REFUND]

    async def test_saving_nothing_is_nothing(self, book: FaqBook) -> None:
        await book.save([])
        assert list(await book.load()) == []

    async def test_an_entry_is_removed_in_one_language_only(self, book: FaqBook) -> None:
        await book.save([NO_KEY, NO_KEY_EN])
        assert await book.remove(EntryKey("no-key", "zh"))
        assert not await book.remove(EntryKey("no-key", "zh"))
        assert list(await book.load()) == [NO_KEY_EN]

    async def test_an_error_on_the_way_saves_nothing(self, book: FaqBook) -> None:
        def interrupted() -> Iterator[Entry]:
            yield REFUND
            raise InterruptedError

        with pytest.raises(InterruptedError):
            await book.save(interrupted())
        assert list(await book.load()) == []
