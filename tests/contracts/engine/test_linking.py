"""One buyer, several messengers: linked by a code or by the same order, never without the yes of both."""

from collections.abc import AsyncIterator

import pytest

from core.messages import Address
from tests.contracts.conftest import Place
from tests.contracts.engine.messengers import (
    DISCORD,
    MINE,
    NO,
    OURS,
    TELEGRAM,
    WEB,
    YES,
    Messengers,
    chat,
    messengers,
)


@pytest.fixture
async def shop(any_place: Place) -> AsyncIterator[Messengers]:
    async with messengers(any_place) as opened:
        yield opened


class TestByCode:
    async def test_a_code_and_the_yes_of_both_make_one_buyer(self, shop: Messengers) -> None:
        await shop.proves(TELEGRAM)
        code = await shop.code(TELEGRAM)
        assert "它来自Telegram" in await shop.says(WEB, code)
        assert "回到Telegram" in await shop.presses(WEB, YES)
        assert "有人在网页发来了你的关联码" in shop.last(TELEGRAM)
        await shop.presses(TELEGRAM, YES)
        assert "这里和网页的聊天现在算同一位买家" in shop.last(TELEGRAM)
        assert "这里和Telegram的聊天现在算同一位买家" in shop.last(WEB)

    async def test_orders_proven_in_one_count_in_the_other(self, shop: Messengers) -> None:
        await shop.proves(TELEGRAM)
        await shop.link(TELEGRAM, WEB)
        assert f"KEY-OF-{OURS}" in await shop.says(WEB, "再发卡密")

    async def test_so_do_those_proven_later(self, shop: Messengers) -> None:
        await shop.link(TELEGRAM, WEB)
        await shop.proves(WEB)
        await shop.proves(TELEGRAM, MINE)
        assert await shop.orders(WEB) == await shop.orders(TELEGRAM) == {OURS, MINE}

    @pytest.mark.parametrize("form", ["{}", "lk{}", "我的码是 {} 谢谢", "ＬＫ－{}"])
    async def test_a_code_is_read_however_it_is_typed(self, shop: Messengers, form: str) -> None:
        code = await shop.code(TELEGRAM)
        bare = code.removeprefix("LK-").lower()
        assert "它来自Telegram" in await shop.says(WEB, form.format(code if form[0] in "{我" else bare))

    async def test_three_chats_are_one_buyer(self, shop: Messengers) -> None:
        await shop.proves(DISCORD)
        await shop.link(TELEGRAM, WEB)
        await shop.link(DISCORD, WEB)
        assert await shop.orders(TELEGRAM) == {OURS}

    async def test_a_code_of_a_chat_that_is_linked_already_changes_nothing(self, shop: Messengers) -> None:
        await shop.link(TELEGRAM, WEB)
        assert "不用再关联" in await shop.says(WEB, await shop.code(TELEGRAM))
        assert "不用再关联" in await shop.says(TELEGRAM, await shop.code(TELEGRAM))

    async def test_a_process_that_dies_again_and_again_links_once(self, shop: Messengers) -> None:
        shop.dies = True
        await shop.proves(TELEGRAM)
        await shop.link(TELEGRAM, WEB)
        assert await shop.orders(WEB) == {OURS}
        assert shop.all(WEB).count("现在算同一位买家") == shop.all(TELEGRAM).count("现在算同一位买家") == 1
        await shop.says(WEB, "取消关联")
        assert await shop.orders(WEB) == set()
        assert shop.all(TELEGRAM).count("彼此的订单不再互通") == 1

    async def test_a_menu_leads_there_and_back(self, shop: Messengers) -> None:
        await shop.says(TELEGRAM, "我的订单")
        assert "LK-" in await shop.presses(TELEGRAM, "关联其他聊天")
        await shop.link(TELEGRAM, WEB)
        assert "已取消关联" in await shop.presses(WEB, "取消关联")

    async def test_eight_chats_are_enough(self, shop: Messengers) -> None:
        first, *others = [chat("discord", f"chat-{number}") for number in range(9)]
        for number, other in enumerate(others):
            shop.later(hours=24 * number)
            await shop.link(other, first)
        assert "不能再加了" in shop.last(others[-1])
        known = await shop.ledger.conversation(first)
        assert known is not None
        assert len(known.memory.kin) == 7


class TestByOrder:
    async def test_a_process_that_dies_again_and_again_asks_once(self, shop: Messengers) -> None:
        shop.dies = True
        await shop.proves(TELEGRAM)
        await shop.proves(WEB)
        await shop.presses(WEB, YES)
        assert shop.all(TELEGRAM).count("说他就是你") == 1
        await shop.presses(TELEGRAM, NO)
        assert shop.all(WEB).count("没有关联") == 1

    async def test_who_proves_the_same_order_is_asked_and_so_is_the_other(self, shop: Messengers) -> None:
        await shop.proves(TELEGRAM)
        await shop.proves(TELEGRAM, MINE)
        assert "在Telegram的另一个聊天里也核对过" in await shop.proves(WEB)
        await shop.presses(WEB, YES)
        assert "说他就是你" in shop.last(TELEGRAM)
        assert await shop.orders(WEB) == {OURS}
        await shop.presses(TELEGRAM, YES)
        assert await shop.orders(WEB) == {OURS, MINE}

    async def test_nobody_is_asked_about_his_own_chats(self, shop: Messengers) -> None:
        await shop.link(TELEGRAM, WEB)
        await shop.proves(TELEGRAM)
        assert "另一个聊天" not in await shop.proves(WEB)


class TestUnlinking:
    @pytest.fixture
    async def linked(self, shop: Messengers) -> Messengers:
        await shop.proves(TELEGRAM)
        await shop.proves(WEB, MINE)
        await shop.link(TELEGRAM, WEB)
        assert await shop.orders(WEB) == await shop.orders(TELEGRAM) == {OURS, MINE}
        return shop

    @pytest.mark.parametrize("where", [WEB, TELEGRAM])
    async def test_either_side_parts_them_and_each_keeps_its_own(self, linked: Messengers, where: Address) -> None:
        assert "已取消关联" in await linked.says(where, "取消关联")
        assert await linked.orders(WEB) == {MINE}
        assert await linked.orders(TELEGRAM) == {OURS}
        assert "彼此的订单不再互通" in linked.last(TELEGRAM if where == WEB else WEB)

    async def test_what_is_proven_afterwards_stays_where_it_is(self, linked: Messengers) -> None:
        await linked.says(WEB, "unlink")
        await linked.proves(WEB, OURS)
        assert await linked.orders(TELEGRAM) == {OURS}
        await linked.says(TELEGRAM, "我的订单")
        assert MINE not in linked.last(TELEGRAM)

    async def test_the_others_stay_together(self, linked: Messengers) -> None:
        await linked.link(DISCORD, WEB)
        await linked.says(WEB, "取消关联")
        assert await linked.orders(DISCORD) == {OURS}
        assert await linked.orders(WEB) == {MINE}

    async def test_and_they_can_be_linked_again(self, linked: Messengers) -> None:
        await linked.says(WEB, "取消关联")
        await linked.link(WEB, TELEGRAM)
        assert await linked.orders(WEB) == {OURS, MINE}

    async def test_who_is_linked_with_nobody_is_told_so(self, linked: Messengers) -> None:
        assert "没有和别的聊天关联" in await linked.says(DISCORD, "取消关联")
        await linked.says(WEB, "取消关联")
        assert "没有和别的聊天关联" in await linked.says(TELEGRAM, "取消关联")


async def test_no_is_an_answer(shop: Messengers) -> None:
    await shop.says(WEB, await shop.code(TELEGRAM))
    assert "没有关联" in await shop.presses(WEB, NO)
    assert await shop.presses(WEB, YES) == shop.last(WEB)
    assert "没成" in shop.last(WEB)


async def test_where_several_read_along_nothing_is_linked(shop: Messengers) -> None:
    assert "私聊" in await shop.says(WEB, "关联", private=False)
    assert "私聊" in await shop.says(WEB, await shop.code(TELEGRAM), private=False)
