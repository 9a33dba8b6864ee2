"""The courier when the store is awkward, when the epoch is lost, and at the end."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from core.outbox import OutboxRow, Outcome, Sent
from storage.memory.delivery import OutboxInMemory
from storage.memory.kept import Kept
from tests.unit.engine.stage import stage, until

HOUR = timedelta(hours=1)
SOON = timedelta(milliseconds=5)


class Awkward(OutboxInMemory):
    """An outbox that can be away, slow to answer, or choke on an outcome."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(kept)
        self.held_back: asyncio.Event | None = None
        self.chokes_on_links = False

    async def claim(
        self, lanes: int, known: Collection[str] = (), full: Collection[str] = ()
    ) -> Mapping[str, Sequence[OutboxRow]]:
        found = await super().claim(lanes, known, full)
        if self.held_back is not None and found:
            await self.held_back.wait()
        return found

    async def record(self, outcomes: Sequence[Outcome]) -> None:
        if self.chokes_on_links and any(isinstance(one, Sent) and one.refs for one in outcomes):
            raise ValueError("a message id that no database takes")
        await super().record(outcomes)


class TestAnAwkwardStore:
    async def test_outcomes_wait_for_the_store_and_nothing_is_sent_again(self) -> None:
        async with stage() as on:
            on.shop.blocked["a"] = asyncio.Event()
            await on.hear("say a|b")
            await until(lambda: on.shop.asked == ["a"])
            on.kept.away = True
            on.shop.blocked["a"].set()
            await until(lambda: on.shop.texts == ["a"])
            await asyncio.sleep(0.05)
            on.kept.away = False
            await on.settled()
            assert on.shop.asked == ["a", "b"]

    async def test_an_outcome_it_chokes_on_does_not_hold_up_the_others(self) -> None:
        outbox: list[Awkward] = []

        def awkward(kept: Kept) -> Awkward:
            outbox.append(Awkward(kept))
            outbox[0].chokes_on_links = True
            return outbox[0]

        async with stage(outbox_on=awkward) as on:
            await on.hear("say a", name="ming")
            await on.hear("say b", name="hong")
            await on.settled()
            assert set(on.states().values()) == {"sent"}
            assert len(on.shop.asked) == 2

    async def test_a_claim_that_comes_back_late_sends_nothing_twice(self) -> None:
        outbox: list[Awkward] = []

        def awkward(kept: Kept) -> Awkward:
            outbox.append(Awkward(kept))
            return outbox[0]

        async with stage(outbox_on=awkward, running=False) as on:
            outbox[0].held_back = asyncio.Event()
            await on.hear("say from before", name="hong")
            on.courier.start_over()
            await on.courier.start()
            for n in range(20):
                await on.hear(f"say {n}", name=f"buyer {n}")
            await until(lambda: len(on.shop.texts) == 20)
            outbox[0].held_back.set()
            await on.settled()
            assert sorted(on.shop.asked) == sorted(["from before", *map(str, range(20))])

    async def test_after_a_lost_epoch_only_what_is_in_hand_is_finished(self) -> None:
        async with stage() as on:
            on.shop.blocked["a"] = asyncio.Event()
            await on.hear("say a|b|c")
            await until(lambda: on.shop.asked == ["a"])
            on.courier.start_over()
            for text in ("b", "c"):  # another process has sent them meanwhile
                on.kept.put(replace(on.kept.outbox[on.key_of(text)], state="sent"))
            on.shop.blocked["a"].set()
            await on.settled()
            assert on.shop.asked == ["a"]
            assert on.states() == {"a": "sent", "b": "sent", "c": "sent"}


class TestStopping:
    async def test_what_is_in_hand_is_finished_and_recorded(self) -> None:
        async with stage() as on:
            on.shop.blocked["a"] = asyncio.Event()
            await on.hear("say a|b")
            await until(lambda: on.shop.asked == ["a"])
            stopping = asyncio.create_task(on.courier.stop())
            await asyncio.sleep(0.01)
            on.shop.blocked["a"].set()
            await stopping
            assert on.states() == {"a": "sent", "b": "pending"}
            assert on.shop.asked == ["a"]

    async def test_the_next_start_goes_on_with_the_rest(self) -> None:
        async with stage() as first:
            first.shop.blocked["a"] = asyncio.Event()
            await first.hear("say a|b")
            await until(lambda: first.shop.asked == ["a"])
            first.shop.blocked["a"].set()
            await first.courier.stop()
            kept = first.kept
        async with stage(outbox_on=lambda _: OutboxInMemory(kept)) as second:
            await until(lambda: not kept.lanes)
            assert [*first.shop.texts, *second.shop.texts] == ["a", "b"]

    async def test_nothing_is_taken_up_after_it(self) -> None:
        async with stage() as on:
            await on.courier.stop()
            await on.hear("say a")
            await asyncio.sleep(0.03)
            assert on.shop.asked == []
