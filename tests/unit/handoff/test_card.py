"""The card on top of the thread shows how things stand now."""

from dataclasses import replace

import pytest

from core.messages import OutgoingMessage, ThreadLook
from core.shop import OrderStatus
from core.work import ListOrders
from handoff.ticket import card_ref
from tests.unit.core.dialogue import Dialogue, proven
from tests.unit.core.fakeshop import NUMBER


def card(buyer: Dialogue) -> OutgoingMessage:
    """As it was written last."""
    ref = card_ref(buyer.ticket)
    return [line for line in buyer.thread if ref in (line.replaces, line.mirrors)][-1]


def actions(buyer: Dialogue) -> list[list[str]]:
    return [[button.value.removeprefix("desk:") for button in row] for row in card(buyer).buttons]


@pytest.fixture
def buyer() -> Dialogue:
    dialogue = proven(Dialogue())
    dialogue.says("转人工")
    return dialogue


def test_its_buttons_follow_the_state(buyer: Dialogue) -> None:
    tools = [["order", "resend", "note"], ["replace", "refund"]]
    assert actions(buyer) == [["take", "close"], *tools]
    buyer.agent_presses("desk:take")
    assert actions(buyer) == [["close"], *tools]
    buyer.agent_presses("desk:close")
    assert actions(buyer) == [["take"]]
    buyer.says("转人工")
    assert actions(buyer) == [["take", "close"], *tools]
    assert "等人接" in card(buyer).text


def test_a_complaint_is_urgent_until_it_is_closed(buyer: Dialogue) -> None:
    assert not looks(buyer)[-1].urgent
    angry = Dialogue()
    angry.says("我要投诉你们")
    assert [look.urgent for look in looks(angry)] == [True]
    angry.agent_presses("desk:close")
    assert not looks(angry)[-1].urgent


def looks(buyer: Dialogue) -> list[ThreadLook]:
    return [line.look for line in buyer.thread if line.look is not None]


def test_the_button_for_notes_tells_how(buyer: Dialogue) -> None:
    buyer.agent_presses("desk:note")
    assert "/note 内容" in buyer.room
    assert not buyer.said
    buyer.agent("/note")
    assert "/note 内容" in buyer.room


def test_every_button_does_something_for_the_agent(buyer: Dialogue) -> None:
    for row in actions(buyer):
        for name in row:
            buyer.agent_presses(f"desk:{name}")
            assert buyer.thread, name
            assert "没有这个命令" not in buyer.room, name


def test_an_order_that_has_moved_on_is_shown_as_it_is_now(buyer: Dialogue) -> None:
    assert f"{NUMBER} · 已发货" in buyer.ticket.orders[0]
    sale = buyer.shop.sales[NUMBER]
    buyer.shop.sales[NUMBER] = replace(sale, order=replace(sale.order, status=OrderStatus.REFUNDED))
    buyer.presses_value(f"order:{NUMBER}")
    assert "已退款" in buyer.ticket.orders[0]
    assert "已退款" in card(buyer).text
    asked = len(buyer.asked_for(ListOrders))
    buyer.presses_value(f"order:{NUMBER}")
    assert len(buyer.asked_for(ListOrders)) == asked


def test_a_buyer_who_leaves_and_comes_back_is_seen_on_it(buyer: Dialogue) -> None:
    buyer.leaves()
    assert "收不到消息" in card(buyer).text
    buyer.opens()
    assert "收不到消息" not in card(buyer).text
