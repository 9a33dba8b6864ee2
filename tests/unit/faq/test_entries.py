from dataclasses import replace

from faq.entries import EntryKey, FaqBook, FaqBookInMemory
from tests.unit.faq.samples import NO_KEY, REFUND, REFUND_EN


async def test_a_book_gives_back_what_was_saved_by_id_and_language() -> None:
    book: FaqBook = FaqBookInMemory()
    await book.save([REFUND, NO_KEY, REFUND_EN])
    assert await book.load() == [NO_KEY, REFUND_EN, REFUND]


async def test_saving_again_replaces_only_that_language() -> None:
    book = FaqBookInMemory()
    await book.save([REFUND, REFUND_EN])
    changed = replace(REFUND, answer="七天")
    await book.save([changed])
    assert await book.load() == [REFUND_EN, changed]


async def test_removing_tells_whether_there_was_one() -> None:
    book = FaqBookInMemory()
    await book.save([REFUND])
    assert await book.remove(EntryKey("refund", "zh"))
    assert not await book.remove(EntryKey("refund", "zh"))
    assert await book.load() == []


def test_the_question_is_a_wording_too() -> None:
    assert REFUND.wordings == ("可以退款吗", "能退钱吗", "不想要了可以退吗", "退款规则")
