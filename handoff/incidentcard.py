"""An incident as agents see it: what was understood, how many orders, what it costs, how far it is. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.incident import Bulk, Halt, Incident, Remedy, Tally
from core.incidentacting import SURE
from core.incidentmaking import COLLEAGUE, GONE, NO_KEYS
from core.incidentwork import IncidentTold, Step
from core.masking import without_marks
from core.messages import Address, Button, MessageRef
from core.ordercard import money, when
from core.replacing import Failure
from core.replacing import Step as Refusal
from core.turns import Words
from handoff.cards import DeskSettings
from handoff.ticket import own_ref

_TITLES, _WHY, _LABEL = 4, 4, 30
_KNOWN = frozenset({*Failure, GONE, COLLEAGUE, NO_KEYS})
Rows = tuple[tuple[Button, ...], ...]


def card_of(incident: Incident, place: Address | None) -> MessageRef:
    """What its card mirrors: one in each place."""
    return own_ref("incident", f"{incident.id}@{place.key if place else ''}")


@dataclass(frozen=True, slots=True)
class IncidentCard:
    words: Words
    settings: DeskSettings
    at: datetime

    def say(self, key: str, /, **arguments: object) -> str:
        return self.words(self.settings.language, key, **arguments)

    def text(self, incident: Incident, tally: Tally, stock: int | None) -> str:
        return "\n".join(filter(None, self._lines(incident, tally, stock)))

    def _lines(self, incident: Incident, tally: Tally, stock: int | None) -> Iterator[str]:
        yield self.say(f"desk-incident-{incident.stage}", id=str(incident.id))
        yield self._meant(incident)
        yield self.say("desk-incident-orders", orders=tally.orders, pieces=tally.pieces)
        if tally.settled:
            yield self.say("desk-incident-settled", count=tally.settled)
        if tally.left or tally.failed:
            yield self.say("desk-incident-cost", count=tally.left + tally.failed, cost=costs(tally))
            yield self.say("desk-incident-reachable", count=tally.reachable)
        if stock is not None and tally.owed and incident.bulk is not Bulk.DONE:
            short = stock < tally.owed
            yield self.say("desk-incident-stock-short" if short else "desk-incident-stock", count=stock)
            yield self.say("desk-incident-clean") if not incident.open else ""
        for key, shops in (("unable", incident.unable), ("silent", incident.silent)):
            if shops:
                yield self.say(f"desk-incident-{key}", shops=", ".join(shops))
        if incident.cut:
            yield self.say("desk-incident-cut")
        if incident.open:
            yield self.say(f"desk-incident-offer-{incident.remedy}")
        yield from self._progress(incident, tally)

    def _meant(self, incident: Incident) -> str:
        """ "商品：Steam 充值卡 50 元 · 从 今天 00:00 起": as it was understood."""
        names = incident.titles[:_TITLES]
        more = "…" if len(incident.titles) > _TITLES else ""
        goods = f"{', '.join(names)}{more}" if incident.sold_by == "product" else incident.words
        what = self.say(f"desk-incident-by-{incident.sold_by}", goods=without_marks(goods))
        since = self.say("desk-incident-since", time=self._when(incident.since))
        until = self.say("desk-incident-until", time=self._when(incident.until)) if incident.until else ""
        return " · ".join(filter(None, (what, since, until)))

    def _progress(self, incident: Incident, tally: Tally) -> Iterator[str]:
        if incident.bulk is not Bulk.IDLE:
            done = tally.replaced + tally.refunded
            figures = {"done": done, "left": tally.left, "failed": tally.failed}
            halted = incident.bulk is Bulk.PAUSED and incident.halt is not None
            name = f"paused-{incident.halt}" if halted else str(incident.bulk)
            yield self.say(f"desk-incident-{name}", **figures)
        for why, count in tally.why[:_WHY]:
            yield f"· {self._why(why)} × {count}"

    def _why(self, why: str) -> str:
        return self.say(f"desk-incident-why-{why}") if why in _KNOWN else without_marks(why)

    def _when(self, moment: datetime) -> str:
        return when(self.words, self.settings.language, moment, self.at, self.settings.zone)

    # ------------------------------------------------------------------ buttons

    def buttons(self, incident: Incident, tally: Tally) -> Rows:
        if incident.stage == "closed":
            return ((self._button(incident, "report", "report"),),)
        if not incident.open:
            offers = tuple((self._button(incident, f"open-{one}", "open", one),) for one in Remedy)
            return (*(() if incident.cut else offers), (self._button(incident, "cancel", "cancel"),))
        last = (self._button(incident, "report", "report"), self._button(incident, "close", "close"))
        if incident.bulk is Bulk.RUNNING:
            return ((self._button(incident, "pause", "pause"),), last)
        todo = tally.left + tally.failed
        for_all = tuple(self._button(incident, f"run-{one}", "run", one) for one in (Remedy.REPLACE, Remedy.REFUND))
        go_on = (self._button(incident, "resume", "resume"),)
        paused = incident.bulk is Bulk.PAUSED and tally.left > 0
        return (*((go_on,) if paused else ()), *((for_all,) if todo else ()), last)

    def _button(self, incident: Incident, label: str, act: str, argument: str = "") -> Button:
        value = ":".join(filter(None, ("desk", "incident", act, str(incident.id), argument)))
        return Button(self.say(f"desk-button-incident-{label}"), value)

    def goods(self, incident: Incident) -> Rows:
        every = Button(self.say("desk-button-incident-all"), f"desk:incident:pick:{incident.id}:all")
        named = (
            (Button(without_marks(title)[:_LABEL], f"desk:incident:pick:{incident.id}:{place}"),)
            for place, title in enumerate(incident.titles)
        )
        return (*named, (every,))

    # ------------------------------------------------------------------ in words

    def question(self, incident: Incident, tally: Tally, outcome: IncidentTold) -> tuple[str, Rows]:
        """Which goods; whether a second person agrees; or why this one may not."""
        if outcome.step is Step.WHICH:
            return self.say("desk-incident-which"), self.goods(incident)
        if outcome.step is Step.OBJECTION:
            return self._objection(incident, outcome)
        return self._second(incident, tally)

    def _second(self, incident: Incident, tally: Tally) -> tuple[str, Rows]:
        assert incident.wanted is not None
        wanted = incident.wanted
        what = self.say(f"desk-incident-wants-{'bulk' if wanted.bulk else 'offer'}-{wanted.remedy}")
        figures = self.say("desk-incident-cost", count=tally.left + tally.failed, cost=costs(tally))
        head = self.say(
            "desk-incident-needs-second", agent=wanted.by.name or wanted.by.id, id=str(incident.id), what=what
        )
        why = self.say(f"desk-second-incident-{incident.second}")
        values = ((one, f"desk:incident:{act}:{incident.id}") for one, act in (("approve", "yes"), ("refuse", "no")))
        rows = (tuple(Button(self.say(f"desk-button-{one}"), value) for one, value in values),)
        return "\n".join((head, figures, why)), rows

    def _objection(self, incident: Incident, outcome: IncidentTold) -> tuple[str, Rows]:
        text = self.say(f"desk-after-{outcome.objection}")
        if outcome.objection is not Refusal.ALONE:
            return text, ()
        return text, ((Button(self.say("desk-button-alone"), f"desk:incident:yes:{incident.id}:{SURE}"),),)

    def ending(self, incident: Incident, tally: Tally, outcome: IncidentTold) -> Iterator[str]:
        """An edit makes no sound: that it is over, or has stopped by itself, is told in a line of its own."""
        if outcome.step is not Step.PROGRESS or outcome.goes_on is not None:
            return
        figures = {"id": str(incident.id), "left": tally.left, "failed": tally.failed}
        if incident.bulk is Bulk.DONE:
            done = tally.replaced + tally.refunded
            yield self.say("desk-incident-finished", done=done, **figures)
            if tally.refunded:
                yield self.say("desk-incident-pay")
        elif incident.bulk is Bulk.PAUSED and incident.halt is not Halt.BY_HAND:
            yield self.say(f"desk-incident-stopped-{incident.halt}", **figures)

    def short(self, outcome: IncidentTold) -> Iterator[str]:
        incident = outcome.incident
        if outcome.step is Step.LIST:
            yield self._list(outcome)
            return
        words = without_marks(incident.words) if incident else ""
        agent = (outcome.by.name or outcome.by.id) if outcome.by else ""
        since = self._when(incident.since) if incident else ""
        id_ = str(incident.id) if incident else ""
        yield self.say(f"desk-incident-{outcome.step}", words=words, agent=agent, time=since, id=id_)

    def _list(self, outcome: IncidentTold) -> str:
        if not outcome.others:
            return f"{self.say('desk-incident-list-none')}\n{self.say('desk-incident-how')}"
        return "\n".join([self.say("desk-incident-list"), *(self._listed(one, tally) for one, tally in outcome.others)])

    def _listed(self, incident: Incident, tally: Tally) -> str:
        done = tally.replaced + tally.refunded
        line = self.say("desk-incident-line", id=str(incident.id), orders=tally.orders, done=done, left=tally.left)
        return f"{line} · {self._meant(incident)}"


def costs(tally: Tally) -> str:
    """In each currency."""
    known = [(currency, amount) for currency, amount in tally.cost if amount > 0]
    return " + ".join(money(amount, currency) for currency, amount in known) or money(Decimal(0), "CNY")
