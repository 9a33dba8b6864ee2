"""When a second person must agree, who that may be, what is left to give back, and which keys count. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core.messages import Person
from core.replacing import COUNTS, IN_HAND, Entry, Kind, Second, Stage, Step
from core.shop import NEVER_PAID, DeliveredKey, Order, OrderItem, OrderStatus

DAY = timedelta(days=1)
REPEATED_WITHIN = timedelta(minutes=10)
"""The same amount for the same order so soon again is a second press, not a second refund."""
STALE_AFTER = timedelta(seconds=60)
"""Longer than any work runs: what somebody carries since then has been given up."""
CENT = Decimal("0.01")
_DONE = frozenset({Kind.REPLACED, Kind.REFUNDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacingRules:
    """When a second person must agree: above `approve_above` in the shop's currency; after `approve_after` in 24 hours
    by one agent; later than `replace_within` after delivery. `admins`: ids of those who may; empty: every agent."""

    approve_above: Decimal = Decimal(100)
    approve_after: int = 3
    replace_within: timedelta = timedelta(days=30)
    admins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Counted:
    """A key of an order, and its fingerprint."""

    mark: str
    key: DeliveredKey


def second_for(
    rules: ReplacingRules, entry: Entry, order: Order, lately: Sequence[Entry], at: datetime
) -> Second | None:
    """Why this needs a second person. `lately`: what the agent has done in the last 24 hours."""
    if entry.amount is not None and entry.amount > rules.approve_above:
        return Second.AMOUNT
    done = [one for one in lately if one.kind in _DONE and one.stage in COUNTS and one.name != entry.name]
    if len(done) >= rules.approve_after:
        return Second.COUNT
    since = order.delivered_at or order.paid_at or order.created_at
    return Second.LATE if entry.kind is Kind.REPLACED and at - since > rules.replace_within else None


def objection(rules: ReplacingRules, entry: Entry, by: Person, *, yes: bool, alone: bool) -> Step | None:
    """Why this person may not decide it; None: he may. Nobody agrees to what he has asked for, but the only admin, who
    says twice that he does. Whoever has asked may take it back."""
    return against(rules.admins, entry.by, by, yes=yes, alone=alone)


def against(admins: frozenset[str], asker: Person, by: Person, *, yes: bool, alone: bool) -> Step | None:
    """As `objection`, of whatever `asker` has asked for."""
    own = by.id == asker.id
    if admins and by.id not in admins:
        return None if own and not yes else Step.NOT_ADMIN
    if not own or not yes:
        return None
    if admins != {by.id}:
        return Step.OWN
    return None if alone else Step.ALONE


def price_of_one(order: Order) -> Decimal:
    """What one piece of it has cost on average."""
    pieces = sum(item.quantity for item in order.items) or 1
    return (order.amount / pieces).quantize(CENT, ROUND_HALF_UP)


def item_of(order: Order, key: DeliveredKey) -> OrderItem:
    """What the key was delivered for."""
    named = (item for item in order.items if key.product in (item.product, item.title))
    return next(named, order.items[0] if order.items else OrderItem(key.product, key.product))


def left_of(order: Order, entries: Sequence[Entry]) -> Decimal:
    """What may still be given back; what waits for a second person is taken off already."""
    if order.status in NEVER_PAID:
        return Decimal(0)
    ours = [one for one in entries if one.kind is Kind.REFUNDED and one.amount is not None]
    done = sum((one.amount or Decimal(0) for one in ours if one.stage is Stage.SENT), Decimal(0))
    waits = sum((one.amount or Decimal(0) for one in ours if one.stage in IN_HAND | {Stage.ASKED}), Decimal(0))
    back = max(done, order.refunded or Decimal(0))
    if order.status is OrderStatus.REFUNDED and order.refunded is None:
        back = order.amount
    return max(order.amount - back - waits, Decimal(0))


def twin_of(entry: Entry, entries: Sequence[Entry], at: datetime) -> Entry | None:
    """Another that is about the same, and counts: this one is not begun then."""
    others = [one for one in entries if one.kind is entry.kind and one.stage in COUNTS and one.name != entry.name]
    if entry.kind is Kind.REPLACED:
        return next((one for one in reversed(others) if one.bad == entry.bad), None)
    open_ = next((one for one in others if one.stage is not Stage.SENT), None)
    same = (one for one in others if one.amount == entry.amount and at - one.at < REPEATED_WITHIN)
    return open_ or next(same, None)


def just_given(mark: str, entries: Sequence[Entry], at: datetime) -> bool:
    """This key itself has been given a moment ago: who asks again without naming it may have pressed twice."""
    given = (one for one in entries if one.kind is Kind.REPLACED and one.mark == mark)
    return any(at - (one.carried_at or one.at) < REPEATED_WITHIN for one in given)


def given_up(entry: Entry, at: datetime) -> bool:
    """Nobody carries it any more, and it is not done."""
    return entry.stage in IN_HAND and (entry.carried_at is None or at - entry.carried_at > STALE_AFTER)


def counting(keys: Sequence[Counted], entries: Sequence[Entry]) -> list[Counted]:
    """Those that count: a new key in the place of the one that it stands for, whatever the shop's page shows.

    `entries`: of that order, oldest first."""
    counted = list(keys)
    for entry in entries:
        if entry.kind is not Kind.REPLACED or entry.stage not in {Stage.TAKEN, Stage.SENT} or entry.sealed is None:
            continue
        new = Counted(entry.mark, DeliveredKey(entry.item.product if entry.item else "", entry.sealed, entry.masked))
        there = any(one.mark == new.mark for one in counted)
        place = next((index for index, one in enumerate(counted) if one.mark == entry.bad), None)
        if place is not None:
            counted[place : place + 1] = [] if there else [new]
        elif not there:
            counted.append(new)
    return counted
