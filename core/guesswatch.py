"""Watches failed proofs: notes each, tells the staff room of guessing runs, knows when strangers are to be checked.

What is told goes by the door under a name of its own before it is remembered as told: after a crash it is told again,
and the door drops what it has heard."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from core.guessbook import Failure, GuessBook, GuessShelf, Run, RunKind
from core.guessing import HISTORY, Rules, begun, hardness, went_on
from core.guessnews import GuessingSeen
from core.messages import Address, ChannelName, Event, EventId, Person, PersonId
from core.ports import Attempts, Clock
from core.tries import account_scope

_GUARD = Person(PersonId("guard"))


@dataclass(frozen=True, slots=True)
class GuessWatch:
    """`tell`: the door. `room`: where the staff hears of it. `checks`: can a channel of this name show a check?"""

    book: GuessBook
    attempts: Attempts
    clock: Clock
    room: Address
    tell: Callable[[Sequence[Event]], Awaitable[None]]
    checks: Callable[[ChannelName], bool] = lambda _: False
    rules: Rules = field(default_factory=Rules)

    async def hardness(self, account: str) -> int | None:
        """Of a check for strangers on this account; None: it is not under attack. Raises: StoreUnavailable."""
        now = self.clock.now()
        return await self.book.look(lambda shelf: hardness(shelf, account, self.rules, now))

    async def failed(self, failure: Failure) -> None:
        """Raises: StoreUnavailable."""

        def note(shelf: GuessShelf) -> list[Run]:
            calm = shelf.run(RunKind.ACCOUNT, failure.account) is None
            return begun(shelf, failure, self.rules) if shelf.add(failure, ordinary=calm) else []

        for run in await self.book.run(note):
            await self._tell(run)

    async def proven(self, failure: str) -> None:
        """What was noted under this name has come to a good end. Raises: StoreUnavailable."""
        await self.book.run(lambda shelf: shelf.drop(failure))

    async def report(self) -> None:
        """Brings the staff room up to date, and closes what has become calm. Raises: StoreUnavailable."""
        now = self.clock.now()

        def look(shelf: GuessShelf) -> list[Run]:
            news = [went_on(shelf, run, self.rules, now) for run in shelf.runs()]
            fresh = [run for run in news if run is not None]
            for run in fresh:
                shelf.put_run(run)
            return fresh

        if await self.book.look(lambda shelf: bool(shelf.runs())):
            for run in await self.book.run(look):
                await self._tell(run)

    async def forget(self) -> None:
        """Raises: StoreUnavailable."""
        before = self.clock.now() - HISTORY
        await self.book.run(lambda shelf: shelf.forget(before))

    async def _tell(self, run: Run) -> None:
        if run.over and run.kind is RunKind.ACCOUNT:
            await self.attempts.forget([account_scope(run.about)])
        await self.tell([self._news(run)])

        def told(shelf: GuessShelf) -> None:
            if shelf.run(run.kind, run.about) != run:  # it has gone on meanwhile
                return
            if run.over:
                shelf.drop_run(run)
            else:
                shelf.put_run(replace(run, told=True))

        await self.book.run(told)

    def _news(self, run: Run) -> GuessingSeen:
        channel = ChannelName(run.tally.account.partition("/")[0])
        return GuessingSeen(
            id=EventId(f"guessing:{run.name}:{run.edition}"),
            at=self.clock.now(),
            where=self.room,
            sender=_GUARD,
            run=run,
            checked=self.checks(channel),
        )
