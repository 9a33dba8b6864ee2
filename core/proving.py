"""How often a proof may be tried: limits per buyer, per order and per account, longer waits and checks under attack."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from core.guessbook import Failure
from core.guesswatch import GuessWatch
from core.ports import Attempts
from core.step import NewWork
from core.tries import account_scope, count_once, is_counted
from core.work import CheckFirst, Refusal, VerifyBuyer, WorkDone

UNDER_ATTACK = 4
"""So many times longer strangers wait meanwhile, where no check can be shown."""
CHECKS = 2
"""So many times as often as a proof a check is begun."""
_PROOF, _ACCOUNT = "proof", "account"


@dataclass(frozen=True, slots=True)
class Proving:
    """`tries` of each buyer and at each order, `account_tries` that fail on a whole account, both `within` that time.
    `watch`: None: nobody looks for guessing runs.

    Who has proven an order before is no stranger: what others do on the account does not hold him up."""

    attempts: Attempts
    tries: int
    account_tries: int
    within: timedelta
    watch: GuessWatch | None = None

    async def stopped(
        self, done: WorkDone, new: NewWork, work: VerifyBuyer, shops: Sequence[str] = ()
    ) -> WorkDone | None:
        """None: the shop may be asked. Otherwise why not. `shops`: those whose numbers look so.

        Raises: StoreUnavailable."""
        hardness = None if self.watch is None or work.known else await self.watch.hardness(_account(new))
        checked = self.watch is not None and self.watch.checks(new.where.channel)
        within = self.within * UNDER_ATTACK if hardness is not None and not checked else self.within
        if not await is_counted(self.attempts, new, _PROOF):
            wait = await self._must_wait(new, work, within)
            if wait is None and hardness is not None and checked and not work.check:
                return await self._check_first(done, new, CheckFirst(new.id, work, hardness), shops)
            if wait is not None:
                return replace(done, refusal=Refusal.TOO_MANY_TRIES, wait=wait)
        wait = await count_once(self.attempts, new, _PROOF, _scopes(new, work), self.tries, within)
        return None if wait is None else replace(done, refusal=Refusal.TOO_MANY_TRIES, wait=wait)

    async def _check_first(self, done: WorkDone, new: NewWork, check: CheckFirst, shops: Sequence[str]) -> WorkDone:
        """Who leaves a check alone has guessed; who passes it is known by what he gets then, under the same name."""
        scope = f"proof:check:{new.where.key}"
        wait = await count_once(self.attempts, new, "check", [scope], CHECKS * self.tries, self.within)
        if wait is not None:
            return replace(done, refusal=Refusal.TOO_MANY_TRIES, wait=wait)
        await self._note(new, check.verify, new.id, shops)
        return replace(done, refusal=Refusal.CHECK_FIRST, check=check)

    async def _must_wait(self, new: NewWork, work: VerifyBuyer, within: timedelta) -> timedelta | None:
        """Nothing is counted yet."""
        own = await self.attempts.wait(_scopes(new, work), self.tries, within)
        if own is not None or work.known:
            return own
        return await self.attempts.wait([account_scope(_account(new))], self.account_tries, self.within)

    async def failed(self, new: NewWork, work: VerifyBuyer, shops: Sequence[str]) -> None:
        """Raises: StoreUnavailable."""
        await count_once(self.attempts, new, _ACCOUNT, [account_scope(_account(new))], self.account_tries, self.within)
        await self._note(new, work, work.check or new.id, shops)

    async def succeeded(self, new: NewWork, work: VerifyBuyer) -> None:
        """His counts start anew. Raises: StoreUnavailable."""
        await self.attempts.forget(_scopes(new, work))
        if self.watch is not None and work.check:
            await self.watch.proven(work.check)

    async def _note(self, new: NewWork, work: VerifyBuyer, name: str, shops: Sequence[str]) -> None:
        if self.watch is not None:
            failure = Failure(
                id=name,
                at=self.watch.clock.now(),
                account=_account(new),
                buyer=new.where.key,
                name=new.buyer.name,
                number=work.number,
                shops=",".join(shops),
            )
            await self.watch.failed(failure)


def _account(new: NewWork) -> str:
    return f"{new.where.channel}/{new.where.account}"


def _scopes(new: NewWork, work: VerifyBuyer) -> list[str]:
    return [f"proof:buyer:{new.where.key}", f"proof:order:{work.number}"]
