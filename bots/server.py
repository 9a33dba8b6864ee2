"""Everything that runs while we serve: the order of starting, and of stopping without losing anything."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from bots.digest import Accept, Digest
from bots.errands import all_errands, reached
from bots.faqkeeper import faq_favouring, faq_heeding, faq_nightly
from bots.housekeeping import Housekeeping
from bots.metrics import Metrics
from bots.relay import TypingRelay
from bots.rooms import room_of, rooms_with_tickets
from bots.skills import Brain
from bots.watch import Watch, watch_rules
from bots.webserver import Health, Limits, WebServer
from core.channel import HostsRoom, ServesHttp
from core.courier import Courier
from core.delivery import Delivery
from core.errands import Errands, blank
from core.errors import StoreUnavailable
from core.fitting import fit
from core.following import Follower
from core.messages import Address, Event, Person
from core.outbox import Outcome, Sent
from core.step import Committed, NewWork
from core.work import Work, WorkDone
from core.worker import Worker
from faq.live import LiveFaq
from storage.attempts import AttemptsInSql
from storage.buckets import BucketsInMemory, BucketsInSql
from storage.door import Door
from storage.outbox import LinksInSql, OutboxInSql, ThreadsInSql
from storage.overview import Overview
from storage.watchbook import WatchBookInSql

if TYPE_CHECKING:
    from bots.app import Parts

log = structlog.get_logger(__name__)

TIMERS = timedelta(seconds=1)
FAQ = timedelta(seconds=1)
LEARN = timedelta(seconds=15)
GAUGES = timedelta(seconds=10)
TIDY = timedelta(hours=1)
FAVOUR = timedelta(hours=1)
DIGEST = timedelta(minutes=1)
GAPS = timedelta(minutes=1)
HEED = timedelta(minutes=1)
GUESSES = timedelta(seconds=30)


class Server:
    """Implements core.channel.Sink, counted. `start` and `stop` once each."""

    def __init__(self, parts: "Parts", brain: Brain, faq: LiveFaq, metrics: Metrics) -> None:
        self._parts = parts
        self._faq = faq
        self._metrics = metrics
        database, clock = parts.database, parts.clock
        self._overview = Overview(database)
        self._relay = TypingRelay(parts.channels, _rooms(parts), self._overview)
        self._attempts = AttemptsInSql(database, clock)
        brain.engine.count_with(lambda skill: metrics.answered[skill].inc())
        self._door = Door(database, brain.engine, brain.apologise)
        errands = all_errands(parts, brain.limits, faq, self._door.accept, self._attempts, self._asked_model)
        self._errands = errands
        self._digest = _digest(parts, errands, self.accept)
        room = room_of(parts.settings, parts.channels)
        self._nightly = faq_nightly(parts.settings, database, faq.matcher, room, self.accept, clock)
        self._favouring = faq_favouring(database, faq, clock)
        self._heeding = faq_heeding(parts.settings, database, faq.matcher, clock)
        book = WatchBookInSql(database)
        followers = [
            Follower(shop, book, self._door.accept, room, clock, watch_rules(parts.settings)) for shop in parts.shops
        ]
        self._watch = Watch(followers, self._leads, book, clock, parts.settings.watchdog.every)
        outbox = OutboxInSql(database)
        links, threads = LinksInSql(database), ThreadsInSql(database)
        delivery = Delivery(reached(parts), outbox, links, threads, parts.vault, clock, fit)
        shared = database.dialect == "postgresql"
        buckets = BucketsInSql(database) if shared else BucketsInMemory()
        self._courier = Courier(delivery, outbox, buckets, clock, self._door.accept, self._observed)
        self._worker = Worker(self._door, self._do, lambda new: blank(new, clock), self._worked)
        self._chores = Housekeeping()
        self._web = WebServer(self._health, metrics.exposition, _limits(parts))

    async def start(self) -> int:
        """The port. The store first, then who sends, then the web, and the channels last. Raises: WrongSetting."""
        await self._door.open(self._committed)
        self._parts.database.listen("epoch", lambda _: self._courier.start_over())
        self._faq.listen()
        await self._courier.start()
        await self._worker.start()
        self._watch.be_called()
        for part in (*self._parts.channels.values(), *self._parts.shops):
            if isinstance(part, ServesHttp):
                self._web.mount(part.routes())
        web = self._parts.settings.web
        port = await self._web.start(web.host, web.port)
        for channel in self._parts.channels.values():
            await channel.start(self)
        self._start_chores()
        self._watch.start()
        return port

    async def stop(self) -> None:
        """What is in hand is finished and recorded, as long as the channels are there for it; what still comes in
        meanwhile is stored, and waits with the rest for the next start."""
        with suppress(Exception):
            self._chores.stop()
        await self._watch.stop()
        await self._courier.stop()
        for channel in self._parts.channels.values():
            with suppress(Exception):
                await channel.stop()
        await self._web.stop()
        await self._worker.stop()

    async def accept(self, events: Sequence[Event]) -> None:
        await self._door.accept(events)
        for event in events:
            self._metrics.accepted[event.where.channel].inc()

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None:
        await self._door.park(where, key, payload, why)
        self._metrics.parked[where.channel].inc()

    def typing(self, where: Address, who: Person) -> None:
        self._relay.typing(where, who)

    def _committed(self, committed: Committed) -> None:
        self._metrics.batch_size.observe(committed.fresh)
        if committed.repeats:
            self._metrics.duplicates.inc(committed.repeats)
        for stored in committed.parked:
            self._metrics.parked[stored.event.where.channel].inc()
            log.error("a skill failed on an event, which is parked", event_id=stored.id, why=stored.parked)
        if committed.outgoing:
            self._courier.hand_over(committed.outgoing)
        if committed.woken:
            self._courier.look()
        if committed.work:
            self._worker.notice()

    def _observed(self, outcome: Outcome, seconds: float) -> None:
        result = "sent" if isinstance(outcome, Sent) else outcome.why
        self._metrics.delivered[outcome.row.message.to.channel, result].inc()
        self._metrics.delivery_seconds.observe(seconds)

    def _worked(self, work: Work, end: str) -> None:
        self._metrics.worked[type(work).__name__, end].inc()

    def _asked_model(self, end: str, tokens: int) -> None:
        self._metrics.asked_model[end].inc()
        self._metrics.model_tokens.inc(tokens)

    async def _do(self, new: NewWork) -> WorkDone:
        """Who waits for it sees us typing; what agents asked for is none of the buyer's business."""
        if blank(new, self._parts.clock).silent:
            return await self._errands.do(new)
        async with self._relay.typing_at(new.where):
            return await self._errands.do(new)

    async def _health(self) -> Health:
        try:
            await self._overview.backlog()
        except StoreUnavailable:
            return Health(ok=False, parts={"store": "unavailable"})
        rests = round(self._courier.rests.total_seconds())
        return Health(ok=True, parts={"store": "ok", "sending": self._courier.waiting, "asked_to_wait_seconds": rests})

    def _start_chores(self) -> None:
        self._chores.every(TIMERS, self._door.ring_due_timers)
        self._chores.every(FAQ, self._faq.catch_up)
        self._chores.every(LEARN, self._faq.learn_if_due)
        self._chores.every(GAUGES, self._gauge)
        self._chores.every(TIDY, self._tidy)
        self._chores.every(GAPS, self._offer_gaps)
        self._chores.every(GUESSES, self._tell_guesses)
        if self._favouring is not None:
            self._chores.every(FAVOUR, self._favouring.renew, at_once=True)
        if self._heeding is not None:
            self._chores.every(HEED, self._heeding.renew_if_due)
        if self._digest is not None:
            self._chores.every(DIGEST, self._tell_digest)
        self._chores.start()

    async def _gauge(self) -> None:
        backlog = await self._overview.backlog()
        self._metrics.outbox_pending.set(backlog.messages)
        self._metrics.tickets_open.set(backlog.tickets)

    async def _tidy(self) -> None:
        if await self._leads():
            await self._attempts.tidy()
            await self._nightly.forget()
            await self._watch.forget()
            if self._errands.guesses is not None:
                await self._errands.guesses.forget()

    async def _tell_guesses(self) -> None:
        if self._errands.guesses is not None and await self._leads():
            await self._errands.guesses.report()

    async def _offer_gaps(self) -> None:
        if await self._leads():
            await self._nightly.offer_if_due()

    async def _tell_digest(self) -> None:
        if self._digest is not None and await self._leads():
            await self._digest.tell_if_due()

    async def _leads(self) -> bool:
        """What is to be done once is done by the oldest process that lives."""
        return min(await self._parts.database.alive()) == self._parts.database.epoch


def _rooms(parts: "Parts") -> dict[str, Address]:
    hosts = [channel for channel in parts.channels.values() if isinstance(channel, HostsRoom)]
    return {host.room.key: host.room for host in hosts if host.room}


def _digest(parts: "Parts", errands: Errands, accept: Accept) -> Digest | None:
    settings = parts.settings
    if not settings.desk.digest_at:
        return None
    rooms = rooms_with_tickets(settings, parts.channels)
    at, zone = time.fromisoformat(settings.desk.digest_at), ZoneInfo(settings.shop.time_zone)
    return Digest(rooms, at, zone, errands.do, accept, parts.clock)


def _limits(parts: "Parts") -> Limits:
    web = parts.settings.web
    return Limits(web.json_limit, web.read_within, web.idle_within)
