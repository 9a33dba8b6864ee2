"""The desk, the courier and every store together, where a platform counts: what an agent sees at the last message."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from core.channel import Capabilities, Merging, Parcel
from core.courier import Courier
from core.delivery import Delivery
from core.errors import ReplyWindowClosed
from core.messages import Allowance, Receipt, ThreadId
from core.turns import Conversation, Ticket
from tests.contracts.conftest import Place
from tests.contracts.engine.script import wrote
from tests.contracts.engine.worlds import World, in_memory, in_sql
from tests.unit.core.dialogue import CHAT, ROOM, Dialogue
from tests.unit.engine.stage import Now, Reversing, Scripted, StaffRoom, cut, until

THREAD = replace(ROOM, thread=ThreadId("thread 1"))
UNTIL = datetime.now(UTC) + timedelta(hours=48)


class Counting(Scripted):
    """`refusing`: it is about to let nothing through; `says_no`: while it is not set, that takes its time."""

    def __init__(self) -> None:
        super().__init__(Capabilities(merges=Merging.ALL))
        self.left = 5
        self.refusing = False
        self.says_no = asyncio.Event()
        self.says_no.set()

    @property
    def allowance(self) -> Allowance:
        return Allowance(self.left, 5, UNTIL)

    async def deliver(self, parcel: Parcel) -> Receipt:
        if not self.left:
            refused, self.refusing = ReplyWindowClosed(allowance=self.allowance), True
            await self.says_no.wait()
            raise refused
        self.left -= 1
        receipt = await super().deliver(parcel)
        return Receipt(receipt.ids, self.allowance)


@dataclass(slots=True)
class Stage:
    """`names`: of the events."""

    world: World
    shop: Counting = field(default_factory=Counting)
    staff: StaffRoom = field(default_factory=StaffRoom)
    names: "count[int]" = field(default_factory=lambda: count(1))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """A new courier, as after a restart."""
        world, channels = self.world, {CHAT_ACCOUNT: self.shop, ROOM_ACCOUNT: self.staff}
        delivery = Delivery(channels, world.outbox, world.links, world.threads, Reversing(), Now(), cut)
        courier = Courier(delivery, world.outbox, world.buckets, Now(), world.door.accept)
        world.listeners[:] = [
            lambda committed: courier.hand_over(committed.outgoing),
            lambda committed: courier.look() if committed.woken else None,
        ]
        await courier.start()
        try:
            yield
        finally:
            await courier.stop()

    async def buyer(self, text: str) -> None:
        self.shop.left = 5
        said = wrote(text, CHAT, f"buyer {next(self.names)}")
        await self.world.door.accept([replace(said, allowance=self.shop.allowance)])

    async def agent(self, text: str) -> None:
        await self.world.door.accept([wrote(text, THREAD, f"agent {next(self.names)}")])

    async def conversation(self) -> Conversation:
        found = await self.world.ledger.conversation(CHAT)
        assert found is not None
        return found

    async def ticket(self) -> Ticket | None:
        return (await self.conversation()).ticket

    async def knows(self, left: int) -> None:
        """Waits until the desk has heard that so many are left, and has shown it: the card may show an older figure."""

        async def known() -> bool:
            ticket = await self.ticket()
            shown = any(f"{left}/5" in text for _, text in self.staff.edited[-1:])
            return shown and ticket is not None and ticket.allowance == Allowance(left, 5, UNTIL)

        await in_the_end(known)

    async def knows_that_it_waits(self) -> None:
        """Waits until the desk has heard so from the platform: what is left tells it already before."""

        async def known() -> bool:
            return any("/waits:" in id_ for id_, _, _ in await self.world.ledger.events())

        await in_the_end(known)

    def told(self, words: str) -> int:
        return sum(words in text for text in self.staff.texts)


async def in_the_end(so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await so():  # noqa: ASYNC110 - what it waits for has no event
            await asyncio.sleep(0.002)


CHAT_ACCOUNT = CHAT.channel, CHAT.account
ROOM_ACCOUNT = ROOM.channel, ROOM.account


@pytest.fixture
async def stage(any_place: Place) -> AsyncIterator[Stage]:
    engine = Dialogue().engine()
    if any_place.kind == "memory":
        yield Stage(await in_memory(engine))
        return
    async with any_place.opened() as database:
        yield Stage(await in_sql(database, engine))


async def test_before_and_after_the_last_message(stage: Stage) -> None:
    async with stage.running():
        await stage.buyer("转人工")
        await stage.knows(4)
        for left, text in ((3, "第一条"), (2, "第二条"), (1, "第三条")):
            await stage.agent(text)
            await stage.knows(left)
        await until(lambda: stage.told("还能发 1 条") == 1)
        await stage.agent("第四条")
        await until(lambda: stage.told("额度用完") == 1)
        await until(lambda: "这会儿发不出去" in stage.staff.edited[-1][1])
        await stage.agent("第五条")
        await until(lambda: stage.told("先替你留着") == 1)
        await stage.knows_that_it_waits()
        await stage.agent("第六条")
        await stage.buyer("在吗")
        await until(lambda: stage.shop.texts[-1] == "第五条\n第六条")
        await stage.knows(4)
    assert stage.shop.texts[1].endswith("第一条")
    assert stage.shop.texts[2:] == ["第二条", "第三条", "第四条", "第五条\n第六条"]
    assert [stage.told(words) for words in ("还能发 1 条", "额度用完", "先替你留着", "没送到")] == [1, 1, 1, 0]
    ticket = await stage.ticket()
    assert ticket is not None
    assert ticket.warned == ()


async def test_the_buyer_writes_while_the_platform_is_saying_no(stage: Stage) -> None:
    """It was refused before his words and is heard of after them: they let it out all the same."""
    async with stage.running():
        await stage.buyer("转人工")
        await stage.knows(4)
        stage.shop.left = 0
        stage.shop.says_no.clear()
        await stage.agent("你好")
        await until(lambda: stage.shop.refusing)
        await stage.buyer("在吗")
        await stage.agent("看到请回复")
        stage.shop.says_no.set()
        await until(lambda: len(stage.shop.texts) > 1)
        await until(lambda: stage.shop.texts[-1].endswith("看到请回复"))
    lines = "\n".join(stage.shop.texts[1:]).splitlines()
    assert [line.removeprefix("【小明】") for line in lines[-2:]] == ["你好", "看到请回复"]


async def test_what_waits_outlives_the_courier(stage: Stage) -> None:
    """A restart between the agent's words and the buyer's next."""
    async with stage.running():
        await stage.buyer("转人工")
        await stage.knows(4)
        stage.shop.left = 0
        await stage.agent("你好")
        await until(lambda: stage.told("先替你留着") == 1)
        await stage.agent("看到请回复")
    assert len(stage.shop.texts) == 1
    async with stage.running():
        await stage.buyer("在")
        await until(lambda: len(stage.shop.texts) > 1)
        await stage.knows(4)
    [waited] = stage.shop.texts[1:]
    first, second = waited.splitlines()[-2:]
    assert first.endswith("你好")
    assert second.endswith("看到请回复")
