"""What somebody who is not the buyer could try: a wrong link would show him another's orders."""

from collections.abc import AsyncIterator

import pytest

from tests.contracts.conftest import Place
from tests.contracts.engine.messengers import (
    CONTACT,
    FREE,
    LOOSE,
    MINE,
    NO,
    OURS,
    STRANGER,
    TELEGRAM,
    WEB,
    YES,
    Messengers,
    messengers,
)


@pytest.fixture
async def shop(any_place: Place) -> AsyncIterator[Messengers]:
    """With a buyer on Telegram who has proven two orders."""
    async with messengers(any_place) as opened:
        await opened.proves(TELEGRAM)
        await opened.proves(TELEGRAM, MINE)
        yield opened


class TestACodeReadOverAShoulder:
    async def test_does_not_link_without_the_yes_of_who_asked_for_it(self, shop: Messengers) -> None:
        await shop.says(STRANGER, await shop.code(TELEGRAM))
        await shop.presses(STRANGER, YES)
        assert await shop.orders(STRANGER) == set()
        await shop.presses(TELEGRAM, NO)
        assert "没有关联" in shop.last(STRANGER)
        await shop.presses(STRANGER, YES)
        assert await shop.orders(STRANGER) == set()

    async def test_the_thief_cannot_say_yes_for_the_buyer(self, shop: Messengers) -> None:
        await shop.says(STRANGER, await shop.code(TELEGRAM))
        await shop.presses(STRANGER, YES)
        asked = next(one for one in shop.buttons(TELEGRAM) if one.label == YES)
        assert "没成" in await shop.presses_value(STRANGER, asked.value)
        assert await shop.orders(STRANGER) == set()

    async def test_is_worth_nothing_once_it_was_used(self, shop: Messengers) -> None:
        code = await shop.code(TELEGRAM)
        await shop.says(WEB, code)
        assert "没成" in await shop.says(STRANGER, code)

    async def test_nor_after_ten_minutes_nor_when_there_is_a_newer_one(self, shop: Messengers) -> None:
        old = await shop.code(TELEGRAM)
        new = await shop.code(TELEGRAM)
        assert "没成" in await shop.says(STRANGER, old)
        shop.later(minutes=10)
        assert "没成" in await shop.says(STRANGER, new)

    async def test_nor_is_a_yes_after_a_day(self, shop: Messengers) -> None:
        await shop.says(WEB, await shop.code(TELEGRAM))
        await shop.presses(WEB, YES)
        shop.later(hours=24)
        assert "没成" in await shop.presses(TELEGRAM, YES)
        assert await shop.orders(WEB) == set()


class TestACodeThatAStrangerGivesTheBuyer:
    """ "Send this code to the shop, then you get your refund":"""

    async def test_links_nothing_before_the_buyer_says_that_it_is_his(self, shop: Messengers) -> None:
        warned = await shop.says(TELEGRAM, await shop.code(STRANGER))
        assert "码是别人给你的，就点「不是我」" in warned
        assert await shop.orders(STRANGER) == set()
        await shop.presses(TELEGRAM, NO)
        assert await shop.orders(STRANGER) == set()

    async def test_and_the_stranger_cannot_say_so_for_him(self, shop: Messengers) -> None:
        await shop.says(TELEGRAM, await shop.code(STRANGER))
        asked = next(one for one in shop.buttons(TELEGRAM) if one.label == YES)
        assert "没成" in await shop.presses_value(STRANGER, asked.value)
        assert await shop.orders(STRANGER) == set()


class TestGuessing:
    async def test_a_code_is_tried_five_times_and_no_more(self, shop: Messengers) -> None:
        code = await shop.code(TELEGRAM)
        for number in range(5):
            assert "没成" in await shop.says(STRANGER, f"LK-0000{number}-00000")
        assert "试的次数有点多" in await shop.says(STRANGER, code)

    async def test_nor_are_buttons_pressed_for_ever(self, shop: Messengers) -> None:
        for number in range(10):
            assert "没成" in await shop.presses_value(STRANGER, f"link-yes:work:1.{number}")
        assert "试的次数有点多" in await shop.presses_value(STRANGER, "link-yes:work:1.11")

    async def test_a_code_among_the_words_of_an_edit_is_not_kept(self, shop: Messengers) -> None:
        code = await shop.code(TELEGRAM)
        assert await shop.edits(WEB, code) == ""
        assert code not in await shop.ledger.bodies()

    async def test_codes_are_made_seldom(self, shop: Messengers) -> None:
        for _ in range(5):
            await shop.code(TELEGRAM)
        assert "试的次数有点多" in await shop.says(TELEGRAM, "关联")

    async def test_a_button_that_was_never_shown_does_nothing(self, shop: Messengers) -> None:
        for value in ("link-yes:work:1.2", f"link-order:{OURS}", "link-yes:", "link-no:work:1.2"):
            assert "没成" in await shop.presses_value(STRANGER, value)
        assert await shop.orders(STRANGER) == set()


class TestWhoKnowsAnOrder:
    async def test_its_number_without_the_password_introduces_nobody(self, shop: Messengers) -> None:
        await shop.says(STRANGER, f"{OURS} {CONTACT} 密码：wrong")
        assert shop.buttons(STRANGER)
        assert YES not in {one.label for one in shop.buttons(STRANGER)}
        assert "没成" in await shop.presses_value(STRANGER, f"link-order:{OURS}")

    async def test_with_everything_of_one_order_he_still_sees_no_other(self, shop: Messengers) -> None:
        """Who sells on passes the password on: a customer of the buyer's is not the buyer."""
        await shop.proves(STRANGER)
        await shop.presses(STRANGER, YES)
        assert "那边就能查到你所有核对过的订单" in shop.last(TELEGRAM)
        await shop.presses(TELEGRAM, NO)
        assert await shop.orders(STRANGER) == {OURS}

    @pytest.mark.parametrize("order", [FREE, LOOSE], ids=["no password", "contact alone"])
    async def test_less_than_the_full_proof_introduces_nobody(self, shop: Messengers, order: str) -> None:
        """Shops that ask for the contact alone: everybody who knows it could be anybody."""
        for where in (TELEGRAM, STRANGER):
            await shop.proves(where, type(FREE)(order))
        assert order in await shop.orders(STRANGER)
        assert YES not in {one.label for one in shop.buttons(STRANGER)}
        assert "没成" in await shop.presses_value(STRANGER, f"link-order:{order}")

    async def test_the_same_name_links_nobody(self, shop: Messengers) -> None:
        await shop.says(WEB, "我的订单", name="小明")
        assert await shop.orders(WEB) == set()


class TestWhatIsKept:
    async def test_a_code_stands_nowhere_in_clear(self, shop: Messengers) -> None:
        code = await shop.code(TELEGRAM)
        await shop.says(WEB, f"我的码 {code}")
        await shop.edits(WEB, f"我的码 {code}")
        bodies = await shop.ledger.bodies()
        assert "link-yes" in bodies
        assert code not in bodies
        assert code.replace("-", "").removeprefix("LK") not in bodies

    async def test_links_and_their_end_stand_in_the_audit_log(self, shop: Messengers) -> None:
        await shop.link(TELEGRAM, WEB)
        await shop.says(WEB, "取消关联")
        told = [line for line in await shop.ledger.audit() if line.startswith("chat.")]
        assert [line.split()[0] for line in told] == ["chat.linked"] * 2 + ["chat.unlinked"] * 2
