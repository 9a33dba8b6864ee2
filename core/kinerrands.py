"""What each kind of work about linking means: asks the book, and tells the buyer's other chats what concerns them.

Others are told before the outcome comes in: a crash in between repeats the work, and what was told is a repeat then."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core import kinship
from core.kin import (
    AnswerLink,
    KinTold,
    KinView,
    KinWork,
    LinkByOrder,
    LinkNews,
    LinkStep,
    ListKin,
    MakeLinkCode,
    MeetKin,
    Unlink,
    UseLinkCode,
)
from core.kin import IntroductionId as Id
from core.kinbook import Introduction, KinBook, KinShelf
from core.linkcode import as_shown, mark_of, new_code
from core.messages import Address, Event, EventId, Person, PersonId
from core.ports import Attempts, Vault
from core.shop import OrderNo
from core.step import NewWork
from core.tries import count_once
from core.turns import ConversationId
from core.work import WorkDone


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLimits:
    """`code_valid`: until it is sent. `answer_within`: for the yes of both. Tries: codes sent, by a chat and on a whole
    account; codes made and questions answered, by a chat."""

    code_valid: timedelta = timedelta(minutes=10)
    answer_within: timedelta = timedelta(hours=24)
    tries: int = 5
    tries_within: timedelta = timedelta(minutes=15)
    account_tries: int = 200
    codes: int = 5
    codes_within: timedelta = timedelta(hours=1)
    answers: int = 10
    answers_within: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Told:
    """What came of it: for who asked, and for others."""

    news: LinkNews | None = None
    others: Sequence[tuple[Address, KinView | None, LinkNews | None]] = ()


_WRONG = _Told(LinkNews(step=LinkStep.WRONG))


@dataclass(frozen=True, slots=True)
class KinErrands:
    """`tell`: the door. Repeatable, as all errands are."""

    book: KinBook
    attempts: Attempts
    vault: Vault
    tell: Callable[[Sequence[Event]], Awaitable[None]]
    limits: LinkLimits = field(default_factory=LinkLimits)

    async def do(self, done: WorkDone, new: NewWork, work: KinWork) -> WorkDone:
        """Raises: StoreUnavailable."""
        if isinstance(work, ListKin):
            return replace(done, past=await self.book.run(lambda shelf: kinship.past(shelf, new.where)))
        wait = await self._wait(new, work)
        if wait is not None:
            return replace(done, link=LinkNews(step=LinkStep.TOO_MANY_TRIES, wait=wait))
        told = await self._done(new, work, done.at)
        if told.others:
            await self.tell([_event(new, done.at, *one) for one in told.others])
        return replace(done, link=told.news)

    async def _wait(self, new: NewWork, work: KinWork) -> timedelta | None:
        limits, where = self.limits, new.where
        match work:
            case MakeLinkCode():
                scope = f"link:codes:{where.key}"
                return await count_once(self.attempts, new, "link-code", [scope], limits.codes, limits.codes_within)
            case AnswerLink() | LinkByOrder():
                scope = f"link:answers:{where.key}"
                return await count_once(self.attempts, new, "link", [scope], limits.answers, limits.answers_within)
            case UseLinkCode():
                return await self._wait_for_code(new)
            case _:
                return None

    async def _wait_for_code(self, new: NewWork) -> timedelta | None:
        limits, where = self.limits, new.where
        for name, scope, limit in (
            ("link-try", f"link:tries:{where.key}", limits.tries),
            ("link-account", f"link:account:{where.channel}/{where.account}", limits.account_tries),
        ):
            wait = await count_once(self.attempts, new, name, [scope], limit, limits.tries_within)
            if wait is not None:
                return wait
        return None

    async def _done(self, new: NewWork, work: KinWork, now: datetime) -> _Told:
        if isinstance(work, MakeLinkCode):
            return await self._make_code(new, now)

        def job(shelf: KinShelf) -> _Told:
            return _Desk(shelf, shelf.conversation(new.where), new.id, now, self.limits).do(work)

        return await self.book.run(job)

    async def _make_code(self, new: NewWork, now: datetime) -> _Told:
        code = new_code()
        until = now + self.limits.code_valid

        def job(shelf: KinShelf) -> _Told:
            host, mark = shelf.conversation(new.where), mark_of(self.vault, code)
            kinship.offer(shelf, Introduction(id=Id(new.id), host=host, until=until, mark=mark), now)
            return _Told(LinkNews(step=LinkStep.CODE, code=self.vault.seal(as_shown(code))))

        return await self.book.run(job)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One piece of work inside the book's transaction; `this`: the chat that wants it."""

    shelf: KinShelf
    this: ConversationId
    work: str
    now: datetime
    limits: LinkLimits

    def do(self, work: KinWork) -> _Told:
        match work:
            case UseLinkCode(mark):
                told = self._use(mark)
            case MeetKin(order):
                told = self._meet(order)
            case LinkByOrder(order):
                told = self._by_order(order)
            case AnswerLink(id_, yes):
                told = self._answer(id_, yes=yes)
            case Unlink():
                told = self._unlink()
            case _:
                told = _Told(others=self._views(kinship.members(self.shelf, self.this)))
        return told

    def _use(self, mark: str) -> _Told:
        until = self.now + self.limits.answer_within
        step, found = kinship.use(self.shelf, mark, self.this, self.now, until)
        if found is None:
            return _Told(LinkNews(step=step))
        return _Told(LinkNews(step=step, id=found.id, channel=self._where(found.host).channel))

    def _meet(self, order: OrderNo) -> _Told:
        other = kinship.stranger_who_proved(self.shelf, self.this, order)
        if other is None:
            return _Told()
        return _Told(LinkNews(step=LinkStep.MET, order=order, channel=self._where(other).channel))

    def _by_order(self, order: OrderNo) -> _Told:
        until = self.now + self.limits.answer_within
        found = kinship.by_order(self.shelf, Id(self.work), self.this, order, until)
        return self._asking(found, order) if found else _WRONG

    def _asking(self, found: Introduction, order: OrderNo | None) -> _Told:
        """Now the host is asked."""
        host, guest = self._where(found.host), self._where(self.this)
        question = LinkNews(step=LinkStep.ASKED, id=found.id, channel=guest.channel, order=order)
        return _Told(LinkNews(step=LinkStep.WAITS, channel=host.channel), [(host, None, question)])

    def _answer(self, id_: Id, *, yes: bool) -> _Told:
        found = self.shelf.introduction(id_)
        if found is None or found.guest is None or found.until <= self.now:
            return _WRONG
        step = kinship.answer(self.shelf, found, self.this, self.work, yes=yes)
        if step is LinkStep.WAITS:
            return self._asking(found, None)
        other = self._where(found.guest if self.this == found.host else found.host)
        if step is LinkStep.LINKED:
            return self._linked(self._where(self.this), other)
        news = LinkNews(step=step, channel=other.channel)
        asked = step is LinkStep.DECLINED and self.this == found.host
        mine = LinkNews(step=step, channel=self._where(self.this).channel)
        return _Told(news, [(other, None, mine)] if asked else ())

    def _linked(self, one: Address, other: Address) -> _Told:
        """Both hear of it; their further chats only know."""
        others = {one: other.channel, other: one.channel}
        told = self._views(kinship.members(self.shelf, self.this))
        return _Told(
            others=[
                (where, view, LinkNews(step=LinkStep.LINKED, channel=others[where]) if where in others else None)
                for where, view, _ in told
            ]
        )

    def _unlink(self) -> _Told:
        left = kinship.unlink(self.shelf, self.this, self.work)
        if left is None:
            return _Told(LinkNews(step=LinkStep.ALONE))
        news = LinkNews(step=LinkStep.UNLINKED, channel=self._where(self.this).channel)
        behind = [(where, view, news) for where, view, _ in self._views(left)]
        mine = [(where, view, LinkNews(step=LinkStep.UNLINKED)) for where, view, _ in self._views([self.this])]
        return _Told(others=[*behind, *mine])

    def _views(self, conversations: Sequence[ConversationId]) -> list[tuple[Address, KinView | None, LinkNews | None]]:
        return [(where, view, None) for where, view in kinship.views(self.shelf, conversations)]

    def _where(self, conversation: ConversationId) -> Address:
        (found,) = self.shelf.conversations([conversation])
        return found.where


def _event(new: NewWork, at: datetime, where: Address, view: KinView | None, news: LinkNews | None) -> KinTold:
    return KinTold(
        id=EventId(f"kin:{new.id}:{where.key}"),
        at=at,
        where=where,
        sender=Person(PersonId("kin")),
        view=view,
        news=news,
    )
