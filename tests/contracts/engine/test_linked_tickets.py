"""What agents see of one buyer in several chats."""

from collections.abc import AsyncIterator

import pytest

from tests.contracts.conftest import Place
from tests.contracts.engine.messengers import OURS, TELEGRAM, WEB, Messengers, messengers


@pytest.fixture
async def shop(any_place: Place) -> AsyncIterator[Messengers]:
    """The buyer on Telegram and in the web chat is one, and has proven an order on Telegram."""
    async with messengers(any_place) as opened:
        await opened.proves(TELEGRAM)
        await opened.link(TELEGRAM, WEB)
        yield opened


async def test_the_card_names_the_other_chat_and_its_ticket(shop: Messengers) -> None:
    await shop.says(TELEGRAM, "转人工")
    await shop.agent(TELEGRAM, "/close")
    await shop.says(WEB, "转人工")
    assert f"👥 也在Telegram：#{shop.ticket(TELEGRAM)} ⚪ 已结束" in shop.card(WEB)
    assert "别重复处理" not in shop.room(WEB)


async def test_two_open_tickets_of_one_buyer_are_seen_on_both_cards(shop: Messengers) -> None:
    await shop.says(TELEGRAM, "转人工")
    assert "👥 也在网页" in shop.card(TELEGRAM)
    await shop.agent(TELEGRAM, "/take")
    await shop.says(WEB, "转人工")
    assert f"👥 也在Telegram：#{shop.ticket(TELEGRAM)} 🟢 小王 在处理" in shop.card(WEB)
    assert f"👥 也在网页：#{shop.ticket(WEB)} 🟡 等人接" in shop.card(TELEGRAM)
    assert f"同一位买家在网页的 #{shop.ticket(WEB)} 也开着" in shop.room(TELEGRAM)
    assert f"同一位买家在Telegram的 #{shop.ticket(TELEGRAM)} 也开着" in shop.room(WEB)
    await shop.agent(WEB, "/close")
    assert f"👥 也在网页：#{shop.ticket(WEB)} ⚪ 已结束" in shop.card(TELEGRAM)
    assert shop.room(TELEGRAM).count("别重复处理") == 1


async def test_orders_of_the_other_chat_stand_on_the_card(shop: Messengers) -> None:
    await shop.says(WEB, "转人工")
    assert OURS in shop.card(WEB)


async def test_the_history_tells_of_the_other_chat(shop: Messengers) -> None:
    await shop.says(TELEGRAM, "转人工")
    await shop.agent(TELEGRAM, "/close")
    await shop.says(WEB, "转人工")
    told = await shop.agent(WEB, "/history")
    assert f"👥 也在Telegram：#{shop.ticket(TELEGRAM)} ⚪ 已结束" in told
    assert f"也在Telegram，机器人做过：\n• 查订单 {OURS}" in told


async def test_an_agent_parts_the_chats(shop: Messengers) -> None:
    await shop.says(WEB, "转人工")
    assert "/unlink" in await shop.agent(WEB, "/help")
    assert "分开了" in await shop.agent(WEB, "/unlink")
    assert await shop.orders(WEB) == set()
    assert "已取消关联" in shop.last(WEB)
    assert "也在Telegram" not in shop.card(WEB)
    assert "没有和别的聊天关联" in await shop.agent(WEB, "/unlink")
    assert [line for line in await shop.ledger.audit() if line.startswith("chat.unlink-asked")] == [
        f"chat.unlink-asked {WEB.key}"
    ]


async def test_a_chat_is_linked_while_a_person_is_in_charge_and_no_agent_reads_the_code(any_place: Place) -> None:
    async with messengers(any_place) as shop:
        await shop.proves(TELEGRAM)
        await shop.says(WEB, "转人工")
        code = await shop.code(TELEGRAM)
        await shop.says(WEB, f"这是码 {code}")
        await shop.edits(WEB, f"这是码 {code}")
        assert code not in shop.room(WEB)
        assert "买家输入了关联码" in shop.room(WEB)
        await shop.presses(WEB, "是我，关联")
        await shop.presses(TELEGRAM, "是我，关联")
        assert "买家证明了Telegram的那个聊天也是他的" in shop.room(WEB)
        assert "👥 也在Telegram" in shop.card(WEB)
