"""What a platform lets us write to one person, and what of it we have used. Pure.

Every deed of the person gives a grant anew: the newest of each kind stands, several kinds side by side
(developers.weixin.qq.com/doc/service/guide/product/kf/intro)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec
from msgspec.structs import replace

from core.messages import Allowance, Event

KNOWN_EVENTS: Final = 8
"""So many of the person's last deeds are remembered, so that a repeat gives nothing anew."""
KNOWN_DONE: Final = 12
TOTAL: Final = 5
LASTING: Final = timedelta(hours=48)
"""What a message of the person gives, on both platforms."""
PRESS_TOTAL: Final = 3
PRESS_LASTING: Final = timedelta(minutes=1)
_BRIEF: Final = timedelta(hours=1)
"""What a press in the menu, a subscription or a scan gives on the official account."""
BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
A_SECOND: Final = timedelta(seconds=1)
NEWER: Final = 48
"""A noted grant is noted anew when that lengthens it by more than this part: a restart loses no more."""


class Kind(StrEnum):
    MESSAGE = "message"
    PRESS = "press"


class Grant(msgspec.Struct, frozen=True):
    """`id`: of the event that gave it. So many messages until then. `at`: by the platform's clock, in whole
    seconds; `heard`: by ours."""

    id: str
    kind: Kind
    at: datetime
    until: datetime
    total: int
    heard: datetime = LONG_AGO


class Push(msgspec.Struct, frozen=True):
    """One message of ours that counts. `key`: names it and what it says; `at`: by our clock."""

    key: str
    grant: str
    kind: Kind
    at: datetime

    def uses(self, grant: Grant) -> bool:
        """By the platform's count: it may have been sent by a process that did not know of that grant yet."""
        return self.grant == grant.id or (self.kind is grant.kind and self.at > grant.heard > LONG_AGO)


class Contact(msgspec.Struct, frozen=True):
    """What the person did last: `grants`, one of each kind; `events`: the last ids."""

    grants: tuple[Grant, ...] = ()
    events: tuple[str, ...] = ()

    def knows(self, grant: Grant) -> bool:
        return grant.id in self.events

    def having(self, grant: Grant) -> "Contact":
        return Contact(newest([*self.grants, grant]), (*self.events, grant.id)[-KNOWN_EVENTS:])

    def with_(self, other: "Contact") -> "Contact":
        """Both together; what `other` knows is the newer."""
        events = tuple(dict.fromkeys((*self.events, *other.events)))[-KNOWN_EVENTS:]
        return Contact(newest([*self.grants, *other.grants]), events)


class Sent(msgspec.Struct, frozen=True):
    """What we wrote: `grants` as they stood at the last push, `pushes`, oldest first; `spent`: grants that the
    platform says are used up; `done`: the keys of what has surely arrived, whichever way."""

    grants: tuple[Grant, ...] = ()
    pushes: tuple[Push, ...] = ()
    spent: tuple[str, ...] = ()
    done: tuple[str, ...] = ()

    def knows(self, grant: Grant) -> bool:
        return any(grant.id == one.id for one in self.grants)

    def left(self, grant: Grant) -> int:
        used = sum(push.uses(grant) for push in self.pushes)
        return 0 if grant.id in self.spent else max(0, grant.total - used)

    def touches(self, grant: Grant) -> bool:
        """Something has been used of it."""
        return grant.id in self.spent or any(push.uses(grant) for push in self.pushes)

    def pushed(self, key: str, grant: Grant, standing: Sequence[Grant], now: datetime) -> "Sent":
        """Of older pushes those are kept that count."""
        pushes = tuple(one for one in self.pushes if any(one.uses(grant) for grant in standing))
        spent = tuple(one for one in self.spent if any(one == grant.id for grant in standing))
        return Sent(tuple(standing), (*pushes, Push(key, grant.id, grant.kind, now)), spent, self.done)

    def having_done(self, keys: Sequence[str]) -> "Sent":
        return replace(self, done=(*self.done, *keys)[-KNOWN_DONE:]) if keys else self

    def without(self, key: str) -> "Sent":
        """The last try of it did not count."""
        tries = [index for index, push in enumerate(self.pushes) if push.key == key]
        return replace(self, pushes=self.pushes[: tries[-1]] + self.pushes[tries[-1] + 1 :]) if tries else self

    def used_up(self) -> "Sent":
        """All that stood at the last push."""
        return replace(self, spent=tuple(grant.id for grant in self.grants))


def newest(grants: Sequence[Grant]) -> tuple[Grant, ...]:
    """The newest of each kind. Of two in one second of the platform's clock the one that we heard of later, whichever
    process did; of equals the later in the list."""
    standing: dict[Kind, Grant] = {}
    for grant in grants:
        known = standing.get(grant.kind)
        if known is None or (grant.at, grant.heard) >= (known.at, known.heard):
            standing[grant.kind] = grant
    return tuple(standing[kind] for kind in sorted(standing))


def standing(contact: Contact, sent: Sent) -> tuple[Grant, ...]:
    """What counts: of two deeds in one second the one that we were told of after our last push."""
    return newest([*sent.grants, *contact.grants])


def worth_noting(noted: Sequence[Grant], sent: Sent, grant: Grant) -> bool:
    """It tells more than what is noted: that is used in part, or ends clearly sooner, or is nothing."""
    same = next((one for one in noted if one.kind is grant.kind), None)
    return same is None or sent.touches(same) or grant.until - same.until > (grant.until - grant.at) / NEWER


def next_grant(grants: Sequence[Grant], sent: Sent, now: datetime) -> Grant | None:
    """Of those that still let us write the one that ends first."""
    open_ = [grant for grant in grants if grant.until > now and sent.left(grant) > 0]
    return min(open_, key=lambda grant: grant.until, default=None)


def allowance(grants: Sequence[Grant], sent: Sent, now: datetime) -> Allowance:
    """As people count: of the grant that ends last of those that let us write. None does: of the last one."""
    open_ = [grant for grant in grants if grant.until > now and sent.left(grant) > 0]
    shown = max(open_ or grants, key=lambda grant: grant.until, default=None)
    if shown is None:
        return Allowance(0, 0, now)
    return Allowance(sent.left(shown) if open_ else 0, shown.total, shown.until)


def grant_of(event: Event) -> Grant | None:
    """What an event of the person gives: a press is for a moment, a message for days."""
    if event.allowance is None:
        return None
    kind = Kind.PRESS if event.allowance.until - event.at < _BRIEF else Kind.MESSAGE
    return Grant(event.id, kind, event.at, event.allowance.until, event.allowance.total)


def heard(grant: Grant, now: datetime) -> Grant:
    """When it was, by our clock. Who is told late (a repeat, a wrong clock) takes it for earlier than it was, so that
    pushes since then count."""
    at = now if now <= grant.at + A_SECOND else grant.at
    return Grant(grant.id, grant.kind, grant.at, grant.until, grant.total, at)


def assumed(now: datetime) -> Grant:
    """For a person of whom nothing is noted: the platform will tell if it is less. Any deed that we hear of is newer,
    by whichever clock."""
    return Grant(f"assumed {now.isoformat()}", Kind.MESSAGE, BEFORE_ALL, now + LASTING, TOTAL)
