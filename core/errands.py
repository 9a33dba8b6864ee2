"""What each kind of work means: asks the shops, within the limits on tries and on keys, and tells the outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.claimerrands import ClaimErrands
from core.claiming import ClaimWork, FileClaim
from core.errors import ShopUnavailable
from core.faqwork import CommandFaq, FaqDesk, FaqTold, FaqWork, LearnAnswer
from core.grounding import AskModel, Grounded, ModelDesk
from core.guesswatch import GuessWatch
from core.incidenterrands import IncidentErrands
from core.incidentwork import IncidentTold, IncidentWork, TakeRemedy
from core.kin import KinWork, ListKin
from core.kinerrands import KinErrands
from core.membererrands import MemberErrands
from core.membership import MemberWork, RecogniseBuyer
from core.messages import EventId, Person, PersonId
from core.outbox import Outbox
from core.overview import (
    CountTickets,
    FindTickets,
    LastWords,
    ListTickets,
    PassReaction,
    RoomWork,
    TicketList,
    open_tickets,
    tally,
    within_room,
)
from core.payments import Payments
from core.ports import Attempts, Clock, ShopPort, Tickets
from core.proving import Proving
from core.replacing import NoteSent, ReplacingTold, ReplacingWork
from core.replacingerrands import ReplacingErrands
from core.severalshops import SeveralShops
from core.shop import DeliveredKey, OrderNo, Proof, ProvenOrder, ShopId
from core.step import NewWork
from core.tries import count_once
from core.work import (
    FetchKeys,
    FindOrder,
    ListOrders,
    LookUpForStaff,
    Refusal,
    ReleaseHeld,
    VerifyBuyer,
    Work,
    WorkDone,
)

Elsewhere = KinWork | AskModel | ReplacingWork | ClaimWork | IncidentWork | MemberWork
LISTED, FOUND, DAILY, RETOLD = 20, 10, 5, 8
"""Tickets in one message: all that are open, those found, those that wait longest on the day's message.
And what of a talk is shown to agents who take it over in another room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often a proof may be tried and keys sent: per buyer, per order, and on a whole account (a guessing run)."""

    proof_tries: int = 5
    proof_within: timedelta = timedelta(minutes=15)
    account_tries: int = 200
    keys_per_order: int = 5
    keys_per_buyer: int = 20
    keys_within: timedelta = timedelta(hours=24)
    keys_pause: timedelta = timedelta(seconds=60)
    keys_from: Proof = Proof.B


@dataclass(frozen=True, slots=True)
class Errands:
    """`do` one piece of work. Repeatable: a process may die between the doing and the telling.

    `faq`: None: nobody keeps it here. `model`: None: none is asked. `replacing`: None: no ledger is kept. `names`: what
    people call the shops."""

    shops: Sequence[ShopPort]
    attempts: Attempts
    outbox: Outbox
    clock: Clock
    limits: Limits
    tickets: Tickets
    kin: KinErrands
    faq: FaqDesk | None = None
    model: ModelDesk | None = None
    replacing: ReplacingErrands | None = None
    names: Mapping[ShopId, str] = field(default_factory=dict)
    guesses: GuessWatch | None = None
    payments: Payments | None = None
    incidents: IncidentErrands | None = None
    members: MemberErrands | None = None

    async def do(self, new: NewWork) -> WorkDone:
        """Raises: ShopUnavailable (with the shop's name, where it is known), ShopRemoved, StoreUnavailable."""
        try:
            done = await self._done(blank(new, self.clock), new)
            return done if self.payments is None else await self.payments.completed(self.shops, done, new)
        except ShopUnavailable as away:
            away.shop = away.shop or self._several.meant(new.work)
            raise

    @property
    def _several(self) -> SeveralShops:
        return SeveralShops(self.shops, self.names)

    async def _done(self, done: WorkDone, new: NewWork) -> WorkDone:
        if isinstance(new.work, Elsewhere):
            return await self._elsewhere(done, new, new.work)
        match new.work:
            case VerifyBuyer():
                return await self._verify(done, new, new.work)
            case FetchKeys() as fetch:
                return await self._fetch_keys(done, new, fetch)
            case FindOrder(order):
                return await self._find(done, order)
            case ListOrders(orders):
                return await self._list(done, orders)
            case _:
                return await self._for_agents(done, new, new.work)

    async def _elsewhere(self, done: WorkDone, new: NewWork, work: Elsewhere) -> WorkDone:
        """What others do; nothing, where nobody does it."""
        if isinstance(work, ReplacingWork) and self.replacing:
            return await self.replacing.do(done, new, work)
        if isinstance(work, IncidentWork) and self.incidents:
            return await self.incidents.do(done, new, work)
        if isinstance(work, MemberWork) and self.members:
            return await self.members.do(done, new, work)
        if isinstance(work, ClaimWork):
            return await self._claim(done, new, work)
        if isinstance(work, AskModel) and self.model:
            return replace(done, grounded=await self.model.do(work, new.where))
        return await self.kin.do(done, new, work) if isinstance(work, KinWork) else done

    async def _claim(self, done: WorkDone, new: NewWork, work: ClaimWork) -> WorkDone:
        if self.replacing is None:
            return replace(done, refusal=Refusal.SHOP_SILENT)
        known = self.incidents.known if self.incidents else None
        return await ClaimErrands(self.replacing.facts, self.attempts, self.tickets, known).do(done, new, work)

    async def _for_agents(
        self, done: WorkDone, new: NewWork, work: LookUpForStaff | ReleaseHeld | RoomWork | FaqWork
    ) -> WorkDone:
        match work:
            case LookUpForStaff(number):
                return await self._look_up(done, number)
            case ReleaseHeld(delivery):
                await self.outbox.release(delivery)
                return done
            case CommandFaq() | LearnAnswer():
                return done if self.faq is None else replace(done, faq=await self.faq.do(new.id, work, new.where))
            case _:
                return await self._for_room(done, new, work)

    async def _find(self, done: WorkDone, order: ProvenOrder) -> WorkDone:
        found = await self._several.of(order).find_order(order.number)
        return replace(done, order=found, proven=order.of_order(found), refusal=None if found else Refusal.NO_MATCH)

    async def _verify(self, done: WorkDone, new: NewWork, work: VerifyBuyer) -> WorkDone:
        proving = self._proving
        alike = [self._several.called(shop.shop) for shop in self.shops if shop.could_be(work.number)]
        stopped = await proving.stopped(done, new, work, alike)
        if stopped is not None:
            return stopped
        found = await self._several.first(work.number, lambda shop: shop.verify_buyer(work.number, work.evidence))
        if found is None:
            await proving.failed(new, work, alike)
            return replace(done, refusal=Refusal.NO_MATCH)
        shop, proven = found
        await proving.succeeded(new, work)
        order = await shop.find_order(proven.number)
        return replace(done, proven=proven.of_order(order), order=order)

    @property
    def _proving(self) -> Proving:
        limits = self.limits
        return Proving(self.attempts, limits.proof_tries, limits.account_tries, limits.proof_within, self.guesses)

    async def _fetch_keys(self, done: WorkDone, new: NewWork, fetch: FetchKeys) -> WorkDone:
        order = fetch.order
        done = replace(done, proven=order)
        if order.proof < self.limits.keys_from:
            return replace(done, refusal=Refusal.NOT_ENOUGH_PROOF)
        shop = self._several.of(order)
        keys = await self._keys(shop, order)
        known = await shop.find_order(order.number)
        if not keys:
            return replace(done, refusal=Refusal.NO_KEYS, order=known)
        wait = await self._keys_wait(new, order)
        if wait is not None:
            return replace(done, refusal=Refusal.TOO_SOON, wait=wait)
        if self.replacing is not None:
            who = Person(fetch.by, fetch.name) if fetch.by else new.buyer
            await self.replacing.facts.note_resent(new, order, keys, who, done.at)
        return replace(done, keys=keys, order=known)

    async def _keys(self, shop: ShopPort, order: ProvenOrder) -> tuple[DeliveredKey, ...]:
        """Those that count now."""
        keys = await shop.delivered_keys(order)
        return tuple(keys if self.replacing is None else await self.replacing.facts.counting_now(order, keys))

    async def _keys_wait(self, new: NewWork, order: ProvenOrder) -> timedelta | None:
        limits, name = self.limits, f"{order.shop}:{order.number}"
        for what, scope, limit, within in (
            ("pause", f"keys:pause:{name}", 1, limits.keys_pause),
            ("order", f"keys:order:{name}", limits.keys_per_order, limits.keys_within),
            ("buyer", f"keys:buyer:{new.where.key}", limits.keys_per_buyer, limits.keys_within),
        ):
            wait = await count_once(self.attempts, new, f"keys-{what}", [scope], limit, within)
            if wait is not None:
                return wait
        return None

    async def _list(self, done: WorkDone, orders: Sequence[ProvenOrder]) -> WorkDone:
        known = await self._several.known(orders, self._keys)
        masked = {str(one.order.number): tuple(key.masked for key in one.keys) for one in known.found}
        return replace(done, orders=tuple(one.order for one in known.found), masked=masked, shop=known.silent)

    async def _look_up(self, done: WorkDone, number: OrderNo) -> WorkDone:
        known = await self._several.first(number, lambda shop: shop.find_order(number))
        if known is None:
            return replace(done, refusal=Refusal.NO_MATCH)
        shop, found = known
        order = ProvenOrder(shop.shop, found.number, Proof.A)  # only masked keys leave this function
        masked = {str(found.number): tuple(key.masked for key in await self._keys(shop, order))}
        return replace(done, order=found, masked=masked)

    async def _for_room(self, done: WorkDone, new: NewWork, work: RoomWork) -> WorkDone:
        match work:
            case ListTickets(room):
                lines = within_room(await self.tickets.open_or_closed_since(done.at), room)
                return replace(done, tickets=open_tickets(lines, LISTED))
            case FindTickets(words):
                found = await self.tickets.find(words, FOUND + 1)
                return replace(done, tickets=TicketList(tuple(found[:FOUND]), len(found[FOUND:])))
            case LastWords(since, upto):
                said = await self.tickets.last_words(new.where, since, upto, RETOLD)
                return replace(done, words=tuple(said))
            case CountTickets(since, until, daily, room):
                lines = within_room(await self.tickets.open_or_closed_since(since), room)
                count = tally(lines, since, until)
                return replace(done, count=replace(count, longest=open_tickets(lines, DAILY)) if daily else count)
            case PassReaction(message):
                return replace(done, reaction=replace(work, to=await self.tickets.buyer_behind(message)))


def blank(new: NewWork, clock: Clock) -> WorkDone:
    """The outcome of this work, still without content."""
    work = new.work
    return WorkDone(
        id=EventId(new.id),
        at=clock.now(),
        where=new.where,
        sender=Person(PersonId("shop")),
        work=type(work).__name__,
        then=work.then if isinstance(work, VerifyBuyer | RecogniseBuyer) else "",
        tried=work.number if isinstance(work, VerifyBuyer) else None,
        by=work.by if isinstance(work, FetchKeys) else None,
        silent=isinstance(work, LookUpForStaff | RoomWork | ListKin | FaqWork | ReplacingWork | FileClaim)
        or (isinstance(work, IncidentWork) and not isinstance(work, TakeRemedy))
        or (isinstance(work, ListOrders) and work.silent),
        faq=FaqTold(work.place) if isinstance(work, FaqWork) else None,
        grounded=Grounded(work) if isinstance(work, AskModel) else None,
        replacing=_for_ledger(work),
        incident=_of_incident(work),
    )


def _for_ledger(work: Work) -> ReplacingTold | None:
    if not isinstance(work, ReplacingWork):
        return None
    return ReplacingTold(place=None if isinstance(work, NoteSent) else work.place)


def _of_incident(work: Work) -> IncidentTold | None:
    if not isinstance(work, IncidentWork):
        return None
    return IncidentTold(place=None if isinstance(work, TakeRemedy) else work.place)
