"""What the platforms let through: tokens, and being told to slow down."""

from collections.abc import Sequence
from datetime import timedelta

from core.channel import Capabilities, Rate
from core.errors import RateLimited, StoreUnavailable
from storage.buckets import BucketsInMemory
from tests.unit.engine.stage import Scripted, stage, until

HOUR = timedelta(hours=1)
SOON = timedelta(milliseconds=5)


class TestRateLimits:
    async def test_a_limit_on_the_chat_holds_that_chat_alone(self) -> None:
        async with stage() as on:
            on.shop.troubles["a"] = [RateLimited(after=HOUR)]
            await on.hear("say a", name="ming")
            await until(lambda: len(on.outcomes) == 1)
            await on.hear("say later", name="ming")
            await on.hear("say b", name="hong")
            await until(lambda: on.shop.texts == ["b"])
            assert on.shop.asked == ["a", "b"]

    async def test_a_limit_on_the_account_holds_everybody_there_and_nobody_elsewhere(self) -> None:
        async with stage() as on:
            on.shop.troubles["a"] = [RateLimited(after=HOUR, whole_account=True)]
            await on.hear("say a", name="ming")
            await until(lambda: len(on.outcomes) == 1)
            await on.hear("say b", "mirror to the room", name="hong")
            await until(lambda: on.staff.texts == ["to the room"])
            assert on.shop.asked == ["a"]

    async def test_the_other_processes_are_told_to_wait_as_well(self) -> None:
        buckets = BucketsInMemory()
        async with stage(buckets=buckets) as on:
            on.shop.troubles["a"] = [RateLimited(after=HOUR, whole_account=True)]
            await on.hear("say a")
            await until(lambda: len(on.outcomes) == 1)
            wait = await buckets.take([("fake/shop", Rate(100, timedelta(seconds=1), burst=100))])
            assert wait is not None
            assert wait[1] > timedelta(minutes=59)

    async def test_the_operator_can_see_how_long_it_is(self) -> None:
        async with stage() as on:
            assert on.courier.rests == timedelta()
            on.shop.troubles["a"] = [RateLimited(after=HOUR)]
            await on.hear("say a")
            await until(lambda: len(on.outcomes) == 1)
            assert timedelta(minutes=59) < on.courier.rests <= HOUR

    async def test_afterwards_all_go_in_order(self) -> None:
        async with stage() as on:
            on.shop.troubles["0.0"] = [RateLimited(after=timedelta(milliseconds=50), whole_account=True)]
            for n in range(10):
                await on.hear(f"say {n}.0|{n}.1", name=f"buyer {n}")
            await on.settled()
            for n in range(10):
                assert [one for one in on.shop.texts if one.startswith(f"{n}.")] == [f"{n}.0", f"{n}.1"]
            assert on.shop.asked.count("0.0") == 2

    async def test_those_who_wait_do_not_all_ask_again_for_each_token(self) -> None:
        class Counting(BucketsInMemory):
            asked = 0

            async def take(self, wanted: Sequence[tuple[str, Rate]]) -> tuple[str, timedelta] | None:
                self.asked += 1
                return await super().take(wanted)

        buckets = Counting()
        rate = Rate(200, timedelta(seconds=1), burst=2)
        async with stage(shop=Scripted(Capabilities(account_rate=rate, chat_rate=rate)), buckets=buckets) as on:
            for n in range(60):
                await on.hear(f"say {n}", name=f"buyer {n}")
            await on.settled()
            assert len(on.shop.texts) == 60
            assert buckets.asked < 60 * 3 + 16

    async def test_a_reply_overtakes_the_broadcasts_that_wait_for_tokens(self) -> None:
        rate = Rate(50, timedelta(seconds=1), burst=1)
        async with stage(shop=Scripted(Capabilities(account_rate=rate, in_flight=1))) as on:
            for n in range(8):
                await on.hear(f"broadcast {n}", name=f"reader {n}")
            await until(lambda: len(on.shop.arrived) >= 2)
            await on.hear("say reply", name="asker")
            await on.settled()
            assert on.shop.texts.index("reply") < 6

    async def test_buckets_that_cannot_be_asked_now_are_asked_again(self) -> None:
        class Away(BucketsInMemory):
            troubles: list[Exception] = [StoreUnavailable(), ZeroDivisionError()]  # noqa: RUF012

            async def take(self, wanted: Sequence[tuple[str, Rate]]) -> tuple[str, timedelta] | None:
                if self.troubles:
                    raise self.troubles.pop()
                return await super().take(wanted)

        rate = Rate(1000, timedelta(seconds=1), burst=50)
        async with stage(shop=Scripted(Capabilities(account_rate=rate)), buckets=Away()) as on:
            await on.hear("say a|b")
            await on.settled()
            assert on.shop.texts == ["a", "b"]
