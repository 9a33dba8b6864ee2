"""The people: buyers who ask, prove, want their keys or a person; agents who answer in the threads."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.shop import ROOM, STAFF, Bought, Seeded
from tests.faults.wire import Accepted, Wire
from tests.faults.witness import Witness

PAUSE = 0.35
"""Mean seconds between two messages of one person."""
KINDS = {"question": 60, "order": 14, "keys": 14, "person": 6, "thanks": 6}
"""What buyers do, by weight; agents: "reply", "note", "close"."""


@dataclass(slots=True)
class Stage:
    """What the people share. `over` ends their talk after the sentence they are at."""

    wire: Wire
    seeded: Seeded
    random: Random
    platforms: dict[str, Witness]
    over: asyncio.Event = field(default_factory=asyncio.Event)
    fresh: Iterator[Bought] = field(init=False)

    def __post_init__(self) -> None:
        self.fresh = iter(self.seeded.orders)

    async def pause(self) -> None:
        await asyncio.sleep(min(self.random.expovariate(1 / PAUSE), 3 * PAUSE))

    async def says(self, account: str, chat: str, text: str, kind: str, thread: str | None = None) -> None:
        """One message, in the form of the fake platform's updates."""
        number = int(self.platforms[account].number())
        group = chat == ROOM
        message: dict[str, Any] = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "supergroup" if group else "private"},
            "from": {"id": "lin" if group else chat, "first_name": "Lin" if group else chat, "language_code": "zh"},
            "text": text,
        }
        if thread is not None:
            message["message_thread_id"] = thread
        told = Accepted(account, chat, thread, number, kind)
        await self.wire.post(told, {"update_id": number, "message": message})


async def buyer(stage: Stage, account: str, chat: str) -> None:
    """Talks until it is over; the next message after the last was taken, not after it was answered."""
    random = stage.random
    while not stage.over.is_set():
        kind = random.choices(list(KINDS), list(KINDS.values()))[0]
        text = _words(stage, kind)
        if text:
            await stage.says(account, chat, text, kind)
        await stage.pause()


def _words(stage: Stage, kind: str) -> str:
    """ "": there is nothing left to ask for (keys are asked for once each, since more is refused)."""
    if kind == "question":
        return stage.random.choice(stage.seeded.questions)
    if kind == "person":
        return "转人工"
    if kind == "thanks":
        return "谢谢"
    order = next(stage.fresh, None) if kind == "keys" else stage.random.choice(stage.seeded.orders)
    if order is None:
        return ""
    wish = "没收到卡密" if kind == "keys" else "查订单"
    return f"{order.number} {wish} {order.contact} 密码:{order.password}"


async def agents(stage: Stage) -> None:
    """One for each ticket, side by side; until it is over, and then until every thread is closed."""
    busy: dict[str, asyncio.Task[None]] = {}
    room = stage.platforms[STAFF]
    async with asyncio.TaskGroup() as group:
        while not stage.over.is_set():
            for thread in room.threads.values():
                task = busy.get(thread.id)
                card = room.messages_in(ROOM, thread.id)  # nobody writes into a thread that shows nothing yet
                if card and not thread.closed and (task is None or task.done()):
                    busy[thread.id] = group.create_task(_serve(stage, thread.id))
            await asyncio.sleep(0.1)


async def _serve(stage: Stage, thread: str) -> None:
    """Answers a few times, and closes."""
    for number in range(stage.random.randint(1, 4)):
        await stage.pause()
        await stage.says(STAFF, ROOM, f"答复 {thread}-{number}：您好，这就帮您看", "reply", thread)
        if stage.random.random() < 0.2:
            await stage.says(STAFF, ROOM, "/note 老客户", "note", thread)
    await stage.pause()
    await stage.says(STAFF, ROOM, "/close", "close", thread)
    for _ in range(50):
        if stage.platforms[STAFF].threads[thread].closed:
            return
        await asyncio.sleep(0.1)
