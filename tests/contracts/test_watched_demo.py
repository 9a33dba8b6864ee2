"""In the demo, too, an order that was paid and has no key is noticed."""

from typing import cast

from core.following import Follower
from core.messages import AccountId, Address, ChannelName, ChatId, Event
from core.ports import ShopPort
from core.shopnews import Happening, TroublesSeen
from storage.demo import demo_orders, seed_demo
from storage.demo_goods import Story
from storage.shops.builtin import BuiltinShop
from storage.watchbook import WatchBookInSql
from tests.contracts.surroundings import NOON, FixedClock

ROOM = Address(ChannelName("web-staff"), AccountId("main"), ChatId("room"))


async def test_the_demos_order_without_a_key_is_told_to_the_staff_room(shop: BuiltinShop, clock: FixedClock) -> None:
    heard: list[Event] = []

    async def tell(events: object) -> None:
        assert isinstance(events, list)
        heard.extend(events)

    port = cast("ShopPort", shop)  # frozen
    follower = Follower(port, WatchBookInSql(shop.sessions), tell, ROOM, clock)
    await follower.catch_up()
    await seed_demo(shop.sessions, shop.vault, NOON)
    await follower.catch_up()
    await follower.report()
    (told,) = heard
    assert isinstance(told, TroublesSeen)
    (waiting,) = (order.number for order in demo_orders() if order.story is Story.PAID_AND_WAITING)
    assert (waiting, Happening.LATE) in {(one.number, one.happening) for one in told.troubles}
    assert {Happening.SHORT, Happening.PARTLY} & {one.happening for one in told.troubles}
    await follower.catch_up()
    await follower.report()
    assert len(heard) == 1
