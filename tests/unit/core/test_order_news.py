"""What buyers and agents hear of orders unasked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.messages import Allowance, EventId, Person, PersonId
from core.shop import OrderNo, OrderStatus, ShopId
from core.shopnews import TROUBLES, Happening, ShopHappened, ShopSilent, Trouble, TroublesSeen
from handoff.cards import DeskSettings
from tests.unit.core.dialogue import CHAT, ROOM, Dialogue, proven
from tests.unit.core.fakeshop import NOON, NUMBER, OTHER, SHOP, an_order

SHOP_ITSELF = Person(PersonId("shop"))


def hears(dialogue: Dialogue, happening: Happening, status: OrderStatus, number: OrderNo = NUMBER) -> None:
    dialogue.said, dialogue.thread = [], []
    order = an_order(number, status)
    name = EventId(f"{number}:{happening}")
    dialogue.happens(
        ShopHappened(id=name, at=dialogue.now, where=CHAT, sender=SHOP_ITSELF, happening=happening, order=order)
    )


def delivered(dialogue: Dialogue) -> None:
    hears(dialogue, Happening.DELIVERED, OrderStatus.DELIVERED)


def the_room_hears(event: TroublesSeen | ShopSilent, settings: DeskSettings | None = None) -> str:
    dialogue = Dialogue(settings=settings)
    dialogue.happens(event)
    assert dialogue.said == []
    return dialogue.room


def trouble(
    place: int, happening: Happening = Happening.LATE, status: OrderStatus = OrderStatus.PAID_WAITING
) -> Trouble:
    paid = NOON - timedelta(hours=1, minutes=58)
    number, goods = OrderNo(f"KD{place:04}"), "Steam 50 × 1"
    return Trouble(shop=SHOP, number=number, happening=happening, status=status, goods=goods, at=NOON, paid_at=paid)


def test_the_room_reads_the_name_that_people_know() -> None:
    named = DeskSettings(ROOM, shops={SHOP: "星卡商城"})
    assert "星卡商城" in the_room_hears(troubles(trouble(1)), named)
    silent = ShopSilent(id=EventId("s1"), at=NOON, where=ROOM, sender=SHOP_ITSELF, shop=SHOP, since=NOON)
    assert the_room_hears(silent, named).startswith("🔌 星卡商城 从")


def troubles(*those: Trouble) -> TroublesSeen:
    return TroublesSeen(id=EventId("t1"), at=NOON, where=ROOM, sender=SHOP_ITSELF, troubles=those)


def test_who_waits_for_his_key_hears_first_that_it_is_known() -> None:
    buyer = proven(Dialogue())
    hears(buyer, Happening.LATE, OrderStatus.PAID_WAITING)
    assert "10:00 付款的订单 302261122095245598" in buyer.bot
    assert "我已经在盯着了" in buyer.bot
    assert buyer.labels == ["转人工", "不再提醒"]
    buyer.says("1")
    assert buyer.ticket.reason == "no-key"


def test_delivered_keys_are_one_tap_away() -> None:
    buyer = proven(Dialogue())
    delivered(buyer)
    assert "卡密出来了" in buyer.bot
    assert "ABCD" not in buyer.bot
    buyer.presses("再发卡密")
    assert any(message.secret for message in buyer.said)


@pytest.mark.parametrize(
    ("happening", "status", "words"),
    [
        (Happening.PAID, OrderStatus.PAID_WAITING, "收到你的付款"),
        (Happening.SHORT, OrderStatus.SHORTAGE, "还没出卡密"),
        (Happening.PARTLY, OrderStatus.PARTLY_DELIVERED, "先出来一部分"),
        (Happening.REFUNDED, OrderStatus.REFUNDED, "款已经退回"),
        (Happening.PARTLY_REFUNDED, OrderStatus.PARTLY_REFUNDED, "退了一部分"),
    ],
)
def test_every_happening_has_its_words(happening: Happening, status: OrderStatus, words: str) -> None:
    buyer = proven(Dialogue())
    hears(buyer, happening, status)
    assert words in buyer.bot
    assert NUMBER in buyer.bot


def test_he_hears_it_in_his_language() -> None:
    buyer = proven(Dialogue("en"))
    hears(buyer, Happening.SHORT, OrderStatus.SHORTAGE)
    assert "I'm on it" in buyer.bot


def test_nobody_hears_of_an_order_that_he_has_not_proven_here() -> None:
    buyer = proven(Dialogue())
    hears(buyer, Happening.DELIVERED, OrderStatus.DELIVERED, OTHER)
    assert buyer.said == []
    elsewhere = tuple(replace(order, via="telegram/shop/7") for order in buyer.memory.proven)
    buyer.conversation = replace(buyer.conversation, memory=replace(buyer.memory, proven=elsewhere))
    delivered(buyer)
    assert buyer.said == []


def test_the_same_number_of_another_shop_is_another_order() -> None:
    buyer = proven(Dialogue())
    others = tuple(replace(order, shop=ShopId("other")) for order in buyer.memory.proven)
    buyer.conversation = replace(buyer.conversation, memory=replace(buyer.memory, proven=others))
    delivered(buyer)
    assert buyer.said == []


@pytest.mark.parametrize(
    "words",
    [
        "不再提醒",
        "不要再提醒我了",
        "请以后不要通知我",
        "别再给我发通知了",
        "stop notices",
        "Unsubscribe",
        "no más avisos",
    ],
)
def test_who_wants_no_notices_gets_none_until_he_wants_them_again(words: str) -> None:
    buyer = proven(Dialogue())
    buyer.says(words)
    assert len(buyer.said) == 1
    assert buyer.memory.muted
    delivered(buyer)
    assert buyer.said == []
    buyer.says("恢复提醒")
    assert "告诉你" in buyer.bot
    delivered(buyer)
    assert "卡密出来了" in buyer.bot


def test_the_button_under_a_notice_does_the_same() -> None:
    buyer = proven(Dialogue())
    delivered(buyer)
    buyer.presses("不再提醒")
    assert buyer.memory.muted
    buyer.presses("恢复提醒")
    assert not buyer.memory.muted


@pytest.mark.parametrize("words", ["提醒", "通知我一下到货", "再发卡密", "stop", "取消"])
def test_other_words_switch_nothing_off(words: str) -> None:
    buyer = proven(Dialogue())
    buyer.says(words)
    assert not buyer.memory.muted


def test_a_question_that_waits_for_its_answer_keeps_its_choices() -> None:
    buyer = proven(Dialogue())
    buyer.says("查订单")
    before = buyer.memory.choices
    waiting = buyer.memory.waiting
    assert waiting is not None
    delivered(buyer)
    assert "卡密出来了" in buyer.bot
    assert (buyer.memory.choices, buyer.memory.waiting) == (before, waiting)


def test_while_an_agent_is_in_charge_the_buyer_hears_it_and_the_agent_sees_it() -> None:
    buyer = proven(Dialogue())
    buyer.says("转人工")
    delivered(buyer)
    assert "卡密出来了" in buyer.bot
    assert "现在：已发货" in buyer.room


def test_the_last_words_that_a_platform_allows_are_left_to_the_agent() -> None:
    buyer = proven(Dialogue())
    buyer.says("转人工")
    few = Allowance(1, 5, NOON + timedelta(hours=20))
    buyer.conversation = replace(buyer.conversation, ticket=replace(buyer.ticket, allowance=few))
    delivered(buyer)
    assert buyer.said == []
    assert "现在：已发货" in buyer.room


def test_who_has_blocked_us_is_not_written_to() -> None:
    buyer = proven(Dialogue())
    buyer.leaves()
    delivered(buyer)
    assert buyer.said == []


def test_the_room_reads_of_many_orders_in_one_message() -> None:
    told = the_room_hears(troubles(*(trouble(place) for place in range(12)), trouble(77, Happening.SHORT)))
    late, short = told.split("\n\n")
    assert "12 单付了款，还没出卡密" in late
    assert "· KD0000 · Steam 50 × 1 · 已付款，等发货 · 今天 10:02 付款" in late
    assert "…还有 4 单" in late
    assert "1 单付了款，没库存" in short
    assert "KD0077" in short


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("happening", sorted(TROUBLES))
def test_every_trouble_has_words(happening: Happening, language: str) -> None:
    told = the_room_hears(troubles(trouble(1, happening)), DeskSettings(ROOM, language=language))
    assert "KD0001" in told
    assert SHOP in told


def test_a_silent_shop_is_named_and_so_is_its_return() -> None:
    silent = ShopSilent(id=EventId("s"), at=NOON, where=ROOM, sender=SHOP_ITSELF, shop=SHOP, since=NOON)
    assert "builtin 从今天 12:00 起没有回应" in the_room_hears(silent)
    assert "builtin 恢复了" in the_room_hears(replace(silent, back=True))
