"""What each kind of work about members means: asks the shops that know buyers by their messenger, within limits."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.errors import NotPossible, ShopUnavailable
from core.membership import BindMember, MemberStep, MemberTold, MemberWork, RecogniseBuyer, SendMemberCode
from core.ports import Attempts, ShopPort, Vault
from core.severalshops import by_shape
from core.shop import OrderNo, Proof, ProvenOrder
from core.shopparts import BindsBuyers, Known, KnowsBuyers
from core.step import NewWork
from core.tries import count_once
from core.work import Refusal, WorkDone

_LISTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLimits:
    """`mails`: codes that one buyer has mailed, or one address gets; `codes`: that one buyer tries, or all for one
    address."""

    mails: int = 3
    mails_within: timedelta = timedelta(hours=1)
    codes: int = 5
    codes_within: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class MemberErrands:
    """Repeatable, as all errands are."""

    shops: Sequence[ShopPort]
    attempts: Attempts
    vault: Vault
    limits: MemberLimits = field(default_factory=MemberLimits)

    async def do(self, done: WorkDone, new: NewWork, work: MemberWork) -> WorkDone:
        """Raises: ShopUnavailable, StoreUnavailable."""
        match work:
            case RecogniseBuyer(number):
                return await self._recognised(done, new, number)
            case SendMemberCode(mail, number):
                return await self._sent(done, new, mail, number)
            case BindMember():
                return await self._bound(done, new, work)

    async def _recognised(self, done: WorkDone, new: NewWork, number: OrderNo) -> WorkDone:
        """A shop that is silent just now is asked for the proof as if it knew nobody."""
        for shop in by_shape(self.shops, number):
            if not isinstance(shop, KnowsBuyers):
                continue
            try:
                proven = await shop.proven_by(number, _known(new))
                order = await shop.find_order(proven.number) if proven else None
            except ShopUnavailable:
                continue
            if proven is not None:
                return replace(done, proven=proven.of_order(order), order=order)
        return replace(done, member=MemberTold(MemberStep.STRANGER, number))

    async def _sent(self, done: WorkDone, new: NewWork, mail: str, number: OrderNo | None) -> WorkDone:
        limits = self.limits
        scopes = [f"member:mails:{new.where.key}", f"member:mail:{self.vault.fingerprint(mail)}"]
        wait = await count_once(self.attempts, new, "member-mail", scopes, limits.mails, limits.mails_within)
        if wait is not None:
            return replace(done, refusal=Refusal.TOO_MANY_TRIES, wait=wait)
        step = MemberStep.REFUSED
        for shop in self._binding(number):
            try:
                await shop.send_code(mail)
            except NotPossible:
                continue
            step = MemberStep.SENT
        return replace(done, member=MemberTold(step, number))

    async def _bound(self, done: WorkDone, new: NewWork, work: BindMember) -> WorkDone:
        limits = self.limits
        scopes = [f"member:codes:{new.where.key}", f"member:codes-of:{self.vault.fingerprint(work.mail)}"]
        wait = await count_once(self.attempts, new, "member-code", scopes, limits.codes, limits.codes_within)
        if wait is not None:
            return replace(done, refusal=Refusal.TOO_MANY_TRIES, wait=wait)
        step, code = MemberStep.WRONG, self.vault.open(work.code)
        for shop in self._binding(work.number):
            try:
                if await shop.bind(_known(new), work.mail, code):
                    return await self._proven(done, new, shop, work.number)
            except NotPossible:
                step = MemberStep.REFUSED
        return replace(done, member=MemberTold(step, work.number))

    async def _proven(self, done: WorkDone, new: NewWork, shop: BindsBuyers, number: OrderNo | None) -> WorkDone:
        """His last orders, and the one that he means: it may be older."""
        proven: list[ProvenOrder] = []
        if isinstance(shop, KnowsBuyers):
            found = await shop.orders_of(_known(new), _LISTED)
            proven = [ProvenOrder(order.shop, order.number, Proof.A).of_order(order) for order in reversed(found)]
            meant = await shop.proven_by(number, _known(new)) if number else None
            proven += [meant] if meant and meant.number not in {order.number for order in proven} else []
        return replace(done, member=MemberTold(MemberStep.BOUND, number, tuple(proven)))

    def _binding(self, number: OrderNo | None) -> Sequence[BindsBuyers]:
        """Those whose order it may be; without a number, or if it fits nowhere, all."""
        fits = [shop for shop in self.shops if number and shop.could_be(number)]
        meant = [shop for shop in fits if isinstance(shop, BindsBuyers)]
        return meant or [shop for shop in self.shops if isinstance(shop, BindsBuyers)]


def _known(new: NewWork) -> Known:
    return Known(new.where.channel, new.buyer.id)
