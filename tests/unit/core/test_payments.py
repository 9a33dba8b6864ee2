"""Money that was paid at the gateway and has not arrived at the shop: found, told warmly, and to the staff room."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from core.errands import blank
from core.errors import ShopUnavailable
from core.messages import Person, PersonId
from core.payments import ASKED, Payments
from core.shop import Order, OrderNo, OrderStatus, Proof, ProvenOrder
from core.shopnews import Happening, Trouble, TroublesSeen
from core.shopparts import Paid
from core.step import NewWork
from core.work import FindOrder, WorkDone
from storage.attempts import AttemptsInMemory
from tests.unit.core.dialogue import CHAT, Dialogue, proven
from tests.unit.core.fakeshop import NOON, NUMBER, SHOP, Sale, an_order
from tests.unit.core.test_order_news import hears, the_room_hears, troubles
from tests.unit.core.watchedshop import Lookout, WatchedShop

TRADE = "2026112212000012345"


@dataclass
class Gateway(WatchedShop):
    """A shop that can ask its gateway: KnowsPayments and KnowsTrades. `dead`: it does not answer."""

    paid: Paid = Paid.UNPAID
    dead: bool = False
    questions: list[OrderNo] = field(default_factory=list)

    async def payment_of(self, number: OrderNo) -> Paid:
        self.questions.append(number)
        if self.dead:
            raise ShopUnavailable
        return self.paid

    async def trade_of(self, number: OrderNo) -> str:
        return TRADE


def unpaid(status: OrderStatus = OrderStatus.UNPAID) -> Order:
    return replace(an_order(NUMBER, status), created_at=NOON - timedelta(minutes=2), paid_at=None)


@dataclass
class Counter:
    """Where that buyer looks his order up."""

    lookout: Lookout
    gateway: Gateway
    asked: int = 0
    attempts: AttemptsInMemory = field(init=False)

    def __post_init__(self) -> None:
        self.attempts = AttemptsInMemory(self.lookout)
        self.lookout.proves(NUMBER)

    async def looks_up(self, order: Order) -> Paid | None:
        self.asked += 1
        work = FindOrder(ProvenOrder(SHOP, order.number, Proof.A))
        new = NewWork(f"work:1.{self.asked}", CHAT, Person(PersonId("b1")), work)
        done: WorkDone = replace(blank(new, self.lookout), order=order)
        return (await Payments(self.lookout.book, self.attempts).completed([self.gateway], done, new)).paid


@pytest.fixture
async def counter() -> Counter:
    gateway = Gateway()
    return Counter(await Lookout(gateway).begins(), gateway)


async def test_money_at_the_gateway_is_told_to_the_staff_room_once_with_its_number(counter: Counter) -> None:
    counter.gateway.paid = Paid.AT_GATEWAY
    assert await counter.looks_up(unpaid()) is Paid.AT_GATEWAY
    assert await counter.looks_up(unpaid()) is Paid.AT_GATEWAY
    await counter.lookout.looks()
    await counter.lookout.later(minutes=5)
    assert counter.lookout.messages == [[f"{NUMBER} at-gateway"]]
    (seen,) = [event for event in counter.lookout.heard if isinstance(event, TroublesSeen)]
    assert seen.troubles[0].trade_no == TRADE
    assert counter.gateway.questions == [NUMBER]
    assert counter.lookout.notices == []


async def test_who_pays_after_he_has_looked_is_told_by_the_watch(counter: Counter) -> None:
    counter.gateway.log.append(unpaid())
    assert await counter.looks_up(unpaid()) is Paid.UNPAID
    counter.gateway.paid = Paid.AT_GATEWAY
    await counter.lookout.later(minutes=1)
    assert counter.lookout.notices == []
    await counter.lookout.later(minutes=3)
    assert counter.lookout.notices == [f"{NUMBER} at-gateway"]
    assert counter.lookout.messages == [[f"{NUMBER} at-gateway"]]
    await counter.lookout.later(hours=2)
    assert counter.lookout.notices == [f"{NUMBER} at-gateway"]


async def test_an_order_that_expires_is_asked_about_at_once(counter: Counter) -> None:
    await counter.looks_up(unpaid())
    counter.gateway.paid = Paid.AT_GATEWAY
    await counter.lookout.sells(unpaid(OrderStatus.EXPIRED))
    assert counter.lookout.notices == [f"{NUMBER} at-gateway"]


async def test_when_it_arrives_that_is_told_too(counter: Counter) -> None:
    counter.gateway.paid = Paid.AT_GATEWAY
    await counter.looks_up(unpaid())
    await counter.lookout.sells(replace(an_order(NUMBER, OrderStatus.PAID_WAITING), paid_at=NOON))
    assert counter.lookout.notices == [f"{NUMBER} paid"]


async def test_it_is_asked_more_and_more_seldom_and_for_a_day(counter: Counter) -> None:
    counter.gateway.log.append(unpaid())
    await counter.looks_up(unpaid())
    for _ in range(36 * 60):
        await counter.lookout.later(minutes=1)
    assert 8 <= len(counter.gateway.questions) <= 20


async def test_an_order_that_nobody_has_looked_up_is_not_asked_about(counter: Counter) -> None:
    stranger = replace(unpaid(), number=OrderNo("KD7"))
    await counter.lookout.sells(stranger, replace(stranger, status=OrderStatus.EXPIRED))
    await counter.lookout.later(hours=1)
    assert counter.gateway.questions == []


async def test_a_gateway_that_does_not_answer_is_no_trouble_of_the_shop(counter: Counter) -> None:
    counter.gateway.log.append(unpaid())
    counter.gateway.dead = True
    assert await counter.looks_up(unpaid()) is Paid.UNKNOWN
    await counter.lookout.later(minutes=4)
    await counter.lookout.later(minutes=30)
    assert counter.lookout.silences == []
    assert 2 <= len(counter.gateway.questions) <= 4


async def test_who_looks_again_and_again_does_not_tire_the_gateway(counter: Counter) -> None:
    for _ in range(20):
        await counter.looks_up(unpaid())
    assert len(counter.gateway.questions) == ASKED


async def test_paid_orders_and_shops_without_a_gateway_are_not_asked(counter: Counter) -> None:
    assert await counter.looks_up(an_order()) is None
    plain = replace(unpaid(), shop=SHOP)
    done = replace(
        blank(
            NewWork("w", CHAT, Person(PersonId("b1")), FindOrder(ProvenOrder(SHOP, NUMBER, Proof.A))), counter.lookout
        ),
        order=plain,
    )
    payments = Payments(counter.lookout.book, counter.attempts)
    new = NewWork("w", CHAT, Person(PersonId("b1")), FindOrder(ProvenOrder(SHOP, NUMBER, Proof.A)))
    assert (await payments.completed([WatchedShop()], done, new)).paid is None
    assert counter.gateway.questions == []


# ---------------------------------------------------------------------- what is said


def looked_up(paid: Paid, status: OrderStatus = OrderStatus.UNPAID, language: str = "zh-CN") -> Dialogue:
    buyer = Dialogue(language)
    buyer.shop.sales[NUMBER] = Sale(unpaid(status), keys=())
    buyer.shop.paid = paid
    buyer.says(f"{NUMBER} zhang@qq.com 密码：hunter2")
    return buyer


def test_a_buyer_whose_money_is_on_the_way_is_reassured() -> None:
    buyer = looked_up(Paid.AT_GATEWAY)
    assert f"订单 {NUMBER}：已付款，店铺还没到账" in buyer.bot
    assert "不用再付一次" in buyer.bot
    assert "待付款" not in buyer.bot
    buyer.presses("转人工")
    assert buyer.ticket.reason == "no-key"


@pytest.mark.parametrize("status", [OrderStatus.UNPAID, OrderStatus.EXPIRED])
def test_not_paid_there_either_is_told_plainly(status: OrderStatus) -> None:
    assert "那边也没有收到这笔钱" in looked_up(Paid.UNPAID, status).bot
    assert "payment service has no payment either" in looked_up(Paid.UNPAID, status, "en").bot


def test_what_is_not_known_is_not_claimed() -> None:
    assert "还没收到付款" in looked_up(Paid.UNKNOWN).bot


def test_who_asks_for_keys_of_an_unpaid_order_hears_it_too() -> None:
    buyer = proven(Dialogue())
    buyer.shop.sales[NUMBER] = Sale(unpaid(), keys=())
    buyer.shop.paid = Paid.AT_GATEWAY
    buyer.says("再发卡密")
    assert "不用再付一次" in buyer.bot


def test_the_notice_says_not_to_pay_again() -> None:
    buyer = proven(Dialogue())
    hears(buyer, Happening.AT_GATEWAY, OrderStatus.UNPAID)
    assert "不用再付一次" in buyer.bot
    assert buyer.labels == ["转人工", "不再提醒"]


def test_the_room_reads_the_trade_number() -> None:
    one = Trouble(
        shop=SHOP,
        number=NUMBER,
        happening=Happening.AT_GATEWAY,
        status=OrderStatus.UNPAID,
        goods="Steam 50 × 1",
        at=NOON,
        trade_no=TRADE,
    )
    room = the_room_hears(troubles(one))
    assert "掉单" in room
    assert f"交易号 {TRADE}" in room


def test_agents_see_it_when_they_look_the_order_up() -> None:
    buyer = proven(Dialogue())
    buyer.says("转人工")
    buyer.shop.sales[NUMBER] = Sale(unpaid(), keys=())
    buyer.shop.paid = Paid.AT_GATEWAY
    buyer.agent(f"/order {NUMBER}")
    assert "支付通道已收到这笔钱" in buyer.room
