"""The courier where a platform counts what may be written: what waits goes out together when the buyer writes again."""

from datetime import UTC, datetime, timedelta

from core.channel import Capabilities, Merging, Parcel
from core.errors import ReplyWindowClosed
from core.messages import Allowance, Receipt
from core.outbox import Waits
from core.reported import AllowanceChanged
from tests.unit.engine.stage import CUT, Scripted, stage, until

LATER = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)


class Counting(Scripted):
    """Lets `left` more messages through."""

    def __init__(self, left: int, merges: Merging = Merging.ALL) -> None:
        super().__init__(Capabilities(merges=merges))
        self.left = left
        self.parcels: list[Parcel] = []

    async def deliver(self, parcel: Parcel) -> Receipt:
        self.parcels.append(parcel)
        if not self.left:
            raise ReplyWindowClosed(allowance=Allowance(0, 5, LATER))
        self.left -= 1
        receipt = await super().deliver(parcel)
        return Receipt(receipt.ids, Allowance(self.left, 5, LATER))


async def test_what_waits_goes_as_one_with_the_answer_when_the_buyer_writes_again() -> None:
    shop = Counting(1)
    async with stage(shop=shop) as on:
        await on.hear("say a")
        await until(lambda: shop.texts == ["a"])
        await on.hear("say b")
        await until(lambda: any(isinstance(outcome, Waits) for outcome in on.outcomes))
        await until(lambda: not on.courier.waiting)
        shop.left = 5
        await on.hear("say d")
        await on.settled()
        assert shop.texts == ["a", "b\nd"]
        assert set(on.states().values()) == {"sent"}


async def test_the_desk_hears_what_is_left() -> None:
    async with stage(shop=Counting(3)) as on:
        await on.hear("say a")
        await on.settled()
        told = [one.event for one in on.kept.events.values() if isinstance(one.event, AllowanceChanged)]
        assert [event.allowance for event in told] == [Allowance(2, 5, LATER)]


async def test_a_message_of_three_parts_goes_on_where_it_stopped() -> None:
    shop = Counting(2)
    async with stage(shop=shop) as on:
        await on.hear(f"say a{CUT}b{CUT}c")
        await until(lambda: any(isinstance(outcome, Waits) for outcome in on.outcomes))
        await until(lambda: not on.courier.waiting)
        shop.left = 5
        await on.hear("say d")
        await on.settled()
        assert shop.texts == ["a", "b", "c", "d"]


async def test_the_channel_is_told_how_much_waits_behind() -> None:
    shop = Counting(5, Merging.NONE)
    async with stage(shop=shop, running=False) as on:
        await on.hear(f"say a{CUT}b", "say c")
        await on.courier.start()
        await on.settled()
        assert [parcel.behind for parcel in shop.parcels] == [2, 1, 0]


async def test_it_is_tried_again_by_itself_which_is_no_failed_try() -> None:
    """The safety net, for a word of the buyer's that got lost on its way."""
    shop = Counting(0)
    async with stage(shop=shop) as on:
        await on.hear("say a")
        await until(lambda: bool(on.outcomes))
        (waits,) = on.outcomes
        assert isinstance(waits, Waits)
        assert timedelta(minutes=10) < waits.until - datetime.now(UTC) < timedelta(minutes=20)
        assert waits.tries == 0
