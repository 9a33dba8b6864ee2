"""Guessing runs: failed proofs of one account, of one order or of one buyer that are more than mistakes. Pure.

A run has its beginning, is told to the staff room, grows, and is over when it is calm again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log2

from core.guessbook import Failure, GuessShelf, Run, RunKind, Tally

A_DAY = timedelta(days=1)
HISTORY = timedelta(days=7)
"""Failed proofs are remembered so long; what is usual is worked out from them."""
HARDEST = 2
TOLD_AGAIN = 2
"""The staff room's message is brought up to date when a run has grown so many times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`failures`: failed proofs on one account `within` that time are a run, if they are `times_usual` what is usual
    there. `buyers`: so many who failed at one order in a day. `orders`: so many at which one buyer failed in a day.
    `calm_after`: quiet for so long, a run is over."""

    failures: int = 30
    times_usual: int = 5
    within: timedelta = timedelta(minutes=10)
    buyers: int = 4
    orders: int = 8
    calm_after: timedelta = timedelta(minutes=15)


def limit_of(shelf: GuessShelf, account: str, rules: Rules, now: datetime) -> int:
    """Failed proofs within `rules.within` that begin a run on this account."""
    before = now - rules.within
    usual = shelf.ordinary(account, before - HISTORY, before) * (rules.within / HISTORY)
    return max(rules.failures, round(rules.times_usual * usual))


def begun(shelf: GuessShelf, failure: Failure, rules: Rules) -> list[Run]:
    """The runs that begin with this failure, already on the shelf."""
    now = failure.at
    runs = [_begun(shelf, kind, about, rules, now) for kind, about in failure.abouts]
    new = [run for run in runs if run is not None]
    for run in new:
        shelf.put_run(run)
    return new


def _begun(shelf: GuessShelf, kind: RunKind, about: str, rules: Rules, now: datetime) -> Run | None:
    if shelf.run(kind, about) is not None:
        return None
    tally = shelf.tally(kind, about, now - (rules.within if kind is RunKind.ACCOUNT else A_DAY))
    if tally is None or not _is_run(shelf, kind, about, tally, rules, now):
        return None
    return Run(kind=kind, about=about, since=tally.first, tally=tally)


def _is_run(shelf: GuessShelf, kind: RunKind, about: str, tally: Tally, rules: Rules, now: datetime) -> bool:
    match kind:
        case RunKind.ACCOUNT:
            return tally.failed >= limit_of(shelf, about, rules, now)
        case RunKind.ORDER:
            return tally.buyers >= rules.buyers
        case RunKind.BUYER:
            return tally.orders >= rules.orders


def went_on(shelf: GuessShelf, run: Run, rules: Rules, now: datetime) -> Run | None:
    """The run as it is to be told now; None: there is nothing new."""
    if not run.told:
        return run
    tally = shelf.tally(run.kind, run.about, run.since) or run.tally
    if _is_calm(shelf, run, rules, now):
        return replace(run, tally=tally, edition=run.edition + 1, told=False, over=True)
    if tally.failed >= TOLD_AGAIN * run.tally.failed:
        return replace(run, tally=tally, edition=run.edition + 1, told=False)
    return None


def _is_calm(shelf: GuessShelf, run: Run, rules: Rules, now: datetime) -> bool:
    """An account has its usual mistakes all the time: it is calm at half of what begins a run."""
    lately = shelf.tally(run.kind, run.about, now - rules.calm_after)
    if lately is None:
        return True
    return run.kind is RunKind.ACCOUNT and 2 * lately.failed < limit_of(shelf, run.about, rules, now)


def hardness(shelf: GuessShelf, account: str, rules: Rules, now: datetime) -> int | None:
    """How hard a check has to be on this account now, from 0 to HARDEST; None: it is not under attack."""
    run = shelf.run(RunKind.ACCOUNT, account)
    if run is None or run.over:
        return None
    lately = shelf.tally(RunKind.ACCOUNT, account, now - rules.within)
    times = (lately.failed if lately else 0) / limit_of(shelf, account, rules, now)
    return min(HARDEST, int(log2(times))) if times > 1 else 0
