"""Our ids of messages: stable, readable, and other than another installation's."""

from re import fullmatch

from hypothesis import given
from hypothesis import strategies as st

from bots.wechat.wecom.msgids import MsgIds
from storage.memory.kept import Kept
from storage.memory.mailbox import MailboxInMemory

BOX = "wecom/main/marks"


async def opened(kept: Kept) -> MsgIds:
    ids = MsgIds(MailboxInMemory(kept), BOX)
    await ids.open()
    return ids


async def test_a_message_has_one_id_in_every_process_and_after_a_restart() -> None:
    kept = Kept()
    first, second = await opened(kept), await opened(kept)
    assert await first.of("12.3.0") == await second.of("12.3.0") == await first.of("12.3.0")
    assert await first.of("12.3.0") != await first.of("12.3.1")


async def test_two_that_begin_at_once_agree() -> None:
    kept = Kept()
    one, other = MsgIds(MailboxInMemory(kept), BOX), MsgIds(MailboxInMemory(kept), BOX)
    await MailboxInMemory(kept).post(BOX, "aaaaaaaa", b"aaaaaaaa")
    await MailboxInMemory(kept).post(BOX, "bbbbbbbb", b"bbbbbbbb")
    assert await one.of("1.1.0") == await other.of("1.1.0") == "1_1_0-aaaaaaaa"


async def test_another_installation_has_other_ids() -> None:
    assert await (await opened(Kept())).of("1.1.0") != await (await opened(Kept())).of("1.1.0")


async def test_an_id_tells_the_row() -> None:
    ids = await opened(Kept())
    assert ids.key_of(await ids.of("12.3.0")) == "12.3.0"


async def test_an_id_of_somebody_else_tells_nothing() -> None:
    ids = await opened(Kept())
    assert [ids.key_of(one) for one in ("", "abc", "12_3_0-00000000", "4mR5kU18WcQ2zH7tYxP")] == [""] * 4


async def _id(key: str) -> tuple[str, str]:
    ids = await opened(Kept())
    return await ids.of(key), await ids.of(key)


@given(st.text(max_size=60))
async def test_any_key_gives_an_id_that_the_platform_takes(key: str) -> None:
    once, again = await _id(key)
    assert once == again
    assert fullmatch(r"[0-9a-zA-Z_-]{1,32}", once)
