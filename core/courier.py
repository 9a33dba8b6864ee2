"""Sends what the outbox holds: lanes in order and side by side, priorities, rate limits, retries; records in groups."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import count
from time import perf_counter

from core.channel import Capabilities, Merging, Rate
from core.delivery import Delivery
from core.errors import StoreUnavailable
from core.gates import Gates
from core.lanes import Lane, Lanes
from core.merging import drops_repeats, merged, together
from core.messages import AccountId, ChannelName, Event
from core.outbox import Outbox, OutboxRow, Outcome, PutOff, Sent
from core.outcomes import of_each, reported, without_links
from core.ports import Buckets, Clock
from core.step import HandedOver

log = logging.getLogger(__name__)

WINDOW = 2000
"""Rows in memory for each account; the rest waits in the outbox."""
AT_ONCE = 500
"""Lanes in one claim."""
SWEEP = timedelta(seconds=1)
REST = timedelta(seconds=20)
"""A lane that must wait longer than this leaves the window."""
RETRY_STORE = timedelta(milliseconds=500)

Account = tuple[ChannelName, AccountId]
Accept = Callable[[Sequence[Event]], Awaitable[None]]
Observe = Callable[[Outcome, float], None]


class Courier:
    """`accept` is the door by which a failed delivery is told; `observe` is told each outcome and its seconds."""

    def __init__(
        self,
        delivery: Delivery,
        outbox: Outbox,
        buckets: Buckets,
        clock: Clock,
        accept: Accept,
        observe: Observe = lambda _outcome, _seconds: None,
    ) -> None:
        self._delivery = delivery
        self._outbox = outbox
        self._buckets = buckets
        self._clock = clock
        self._accept = accept
        self._observe = observe
        self._lanes = Lanes(WINDOW)
        self._gates = Gates(self._enqueue, self._lanes.has)
        self._turn = count()
        self._ready: dict[Account, asyncio.PriorityQueue[tuple[int, int, Lane]]] = {}
        self._done: list[tuple[Lane, Sequence[Outcome]]] = []
        self._some_done = asyncio.Event()
        self._sweep_now = asyncio.Event()
        self._rests_until = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        for account, channel in self._delivery.channels.items():
            self._ready.setdefault(account, asyncio.PriorityQueue())
            for _ in range(channel.capabilities.in_flight):
                self._spawn(self._worker(account))
        self._spawn(self._recorder())
        self._spawn(self._sweeper())

    async def stop(self) -> None:
        """Lets what is being sent come to its end, records it, and leaves the rest to the next start."""
        self._stopping = True
        self._gates.close()
        for queue in self._ready.values():
            while not queue.empty():
                queue.get_nowait()
        for _ in range(100):
            if not any(lane.in_hand for lane in self._lanes):
                break
            await asyncio.sleep(0.05)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def hand_over(self, rows: Sequence[HandedOver]) -> None:
        for new in rows:
            lane = self._lanes.hand_over(new)
            if lane is not None:
                self._enqueue(lane)
            elif not self._lanes.holds(new.row) and self._lanes.room(new.row.account):
                self._sweep_now.set()

    def look(self) -> None:
        """Something in the outbox has become due."""
        self._sweep_now.set()

    def start_over(self) -> None:
        """Our rows may have become another process's (the database was away): only what is in hand goes on."""
        self._lanes.disown()
        self._sweep_now.set()

    @property
    def waiting(self) -> int:
        return len(self._lanes)

    @property
    def rests(self) -> timedelta:
        """How long platforms have asked us to wait yet; of several the longest."""
        return timedelta(seconds=max(0.0, self._rests_until - asyncio.get_running_loop().time()))

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _enqueue(self, lane: Lane) -> None:
        to = lane.head.message.to
        queue = self._ready.get((to.channel, to.account))
        if queue is None:
            queue = self._ready[to.channel, to.account] = asyncio.PriorityQueue()
            self._spawn(self._worker((to.channel, to.account)))
        if not self._stopping:
            queue.put_nowait((lane.head.message.priority, next(self._turn), lane))

    async def _worker(self, account: Account) -> None:
        queue = self._ready[account]
        while True:
            _, _, lane = await queue.get()
            gates = [lane.account, lane.head.message.to.whole_chat.key] if self._gates.any and lane.rows else []
            if self._lanes.has(lane) and not self._gates.stops(lane, gates) and await self._has_token(account, lane):
                self._gates.passed(lane, gates)
                await self._send(lane)
            else:
                self._gates.passed(lane, gates)

    async def _has_token(self, account: Account, lane: Lane) -> bool:
        """False: it waits at a gate now, or is not ours to send any more."""
        wanted = self._wanted(account, lane.head)
        if not wanted:
            return True
        try:
            wait = await self._buckets.take(wanted)
        except StoreUnavailable:
            wait = lane.account, RETRY_STORE
        except Exception:  # this account rests a little; without its workers it would rest for ever
            log.exception("a rate limit could not be asked")
            wait = lane.account, RETRY_STORE
        if not self._lanes.has(lane):
            return False
        if wait is not None:
            self._gates.shut(wait[0], wait[1].total_seconds(), lane)
        return wait is None

    def _wanted(self, account: Account, row: OutboxRow) -> list[tuple[str, Rate]]:
        channel = self._delivery.channels.get(account)
        wanted: list[tuple[str, Rate]] = []
        if channel is not None and channel.capabilities.account_rate:
            wanted.append((row.account, channel.capabilities.account_rate))
        if channel is not None and channel.capabilities.chat_rate:
            wanted.append((row.message.to.whole_chat.key, channel.capabilities.chat_rate))
        return wanted

    async def _send(self, lane: Lane) -> None:
        lane.in_hand = True
        rows = self._next(lane)
        outcome = await self._sent(merged(rows), len(lane.rows) - len(rows) + lane.more)
        if outcome is None:
            self._lanes.forget(lane)
            return
        if isinstance(outcome, PutOff) and outcome.limit:
            await self._rest(outcome.limit, outcome.until - self._clock.now())
        if isinstance(outcome, Sent):
            for row in rows[1:]:
                await self._delivery.mark(row.message)
        can = self._capabilities(lane)
        self._done.append((lane, of_each(rows, outcome, again_together=can is not None and drops_repeats(can))))
        self._some_done.set()

    def _next(self, lane: Lane) -> Sequence[OutboxRow]:
        """The head of a lane, and what goes along with it."""
        can = self._capabilities(lane) if len(lane.rows) > 1 else None
        return lane.rows[:1] if can is None or can.merges is Merging.NONE else together(lane.rows, can)

    def _capabilities(self, lane: Lane) -> Capabilities | None:
        to = lane.head.message.to
        channel = self._delivery.channels.get((to.channel, to.account))
        return channel.capabilities if channel is not None else None

    async def _rest(self, limit: str, wait: timedelta) -> None:
        """The platform has asked for it: nobody sends there before, in no process."""
        self._gates.shut(limit, wait.total_seconds())
        until = asyncio.get_running_loop().time() + wait.total_seconds()
        self._rests_until = max(self._rests_until, until)
        log.warning("a platform asks us to wait", extra={"limit": limit, "seconds": wait.total_seconds()})
        try:
            await self._buckets.block(limit, wait)
        except Exception:  # they will be told by the platform itself
            log.warning("the other processes cannot be told to wait now", exc_info=True)

    async def _sent(self, row: OutboxRow, behind: int) -> Outcome | None:
        began = perf_counter()
        try:
            outcome = await self._delivery.send(row, behind)
        except StoreUnavailable as cause:
            outcome = PutOff(row, self._clock.now() + RETRY_STORE, type(cause).__name__)
        except Exception as cause:  # a channel broke its contract: its bug must not stop the others
            log.exception("delivery failed in an unforeseen way", extra={"delivery": row.key})
            outcome = self._delivery.again(row, cause)
        if outcome is not None:
            self._observe(outcome, perf_counter() - began)
        return outcome

    async def _recorder(self) -> None:
        while True:
            await self._some_done.wait()
            self._some_done.clear()
            done, self._done = self._done, []
            if done:
                await self._recorded([outcome for _, outcomes in done for outcome in outcomes])
            for lane, outcomes in done:
                self._after(lane, outcomes)

    async def _recorded(self, outcomes: Sequence[Outcome]) -> None:
        """Until the store has it: an outcome is never forgotten while we live."""
        reports = [event for outcome in outcomes for event in reported(outcome, self._clock)]
        while True:
            try:
                if reports:
                    await self._accept(reports)
                await self._outbox.record(outcomes)
            except StoreUnavailable:
                log.warning("outcomes of deliveries wait for the store")
            except Exception:  # a message id that no database takes must not hold up the other outcomes
                log.exception("outcomes are recorded without their links")
                outcomes, reports = [without_links(outcome) for outcome in outcomes], []
            else:
                return
            await asyncio.sleep(RETRY_STORE.total_seconds())

    def _after(self, lane: Lane, outcomes: Sequence[Outcome]) -> None:
        lane.in_hand = False
        *others, outcome = outcomes
        for one in others:
            if not isinstance(one, PutOff):
                self._lanes.advance(lane)
        if isinstance(outcome, PutOff) and lane.ours:
            self._lanes.retry(lane, len(outcomes))
            self._later(lane, max(timedelta(), outcome.until - self._clock.now()))
        elif isinstance(outcome, PutOff):
            self._lanes.forget(lane)
        elif self._lanes.advance(lane):
            self._enqueue(lane)
        elif lane.more or (self._lanes.behind and self._lanes.room(lane.account) > WINDOW / 2):
            self._sweep_now.set()

    def _later(self, lane: Lane, wait: timedelta) -> None:
        if wait > REST:
            self._lanes.forget(lane)
            self.look()  # what it waits for may have come before it was recorded
            return
        loop = asyncio.get_running_loop()
        loop.call_later(wait.total_seconds(), self._again, lane)

    def _again(self, lane: Lane) -> None:
        if self._lanes.has(lane):
            self._enqueue(lane)

    async def _sweeper(self) -> None:
        """Finds what nobody handed over: rows from before a start, of processes that died, or beyond the window."""
        while True:
            try:
                await self._sweep()
            except StoreUnavailable:
                log.warning("the outbox cannot be read now")
            except Exception:  # without the sweep the outbox would fill in silence
                log.exception("the sweep of the outbox failed in an unforeseen way")
            try:
                async with asyncio.timeout(SWEEP.total_seconds()):  # wait_for may lose the cancellation that ends us
                    await self._sweep_now.wait()
            except TimeoutError:
                continue
            finally:
                self._sweep_now.clear()

    async def _sweep(self) -> None:
        await self._outbox.adopt()
        known, full = self._lanes.begin_claim(), self._lanes.full()
        claimed = await self._outbox.claim(AT_ONCE, known, full)
        for key, rows in claimed.items():
            lane = self._lanes.claimed(key, rows)
            if lane is not None:
                self._enqueue(lane)
        self._lanes.behind |= bool(full) or len(claimed) >= AT_ONCE
