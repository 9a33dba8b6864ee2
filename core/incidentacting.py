"""What agents do with an incident, as it changes in the book: opened, begun, halted, agreed to, closed."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.incident import Affected, Bulk, Fate, Halt, Incident, Remedy, Stage, Tally, Wanted
from core.incidentbook import IncidentShelf
from core.incidentrules import IncidentRules, second_for, tally_of
from core.incidentwork import Act, ActOnIncident, IncidentTold, RunBulk, Step
from core.messages import Person
from core.replacingrules import against

SURE = "sure"
_FOR_ALL = frozenset({Remedy.REPLACE, Remedy.REFUND})


@dataclass(frozen=True, slots=True)
class Acting:
    """Inside one transaction. `name`: of the work; repeated, it finds what it has begun."""

    rules: IncidentRules
    shelf: IncidentShelf
    work: ActOnIncident
    name: str
    at: datetime

    def acted(self) -> IncidentTold:
        incident = self.shelf.incident(self.work.id)
        if incident is None or incident.stage is Stage.CLOSED:
            return self._told(Step.GONE, incident)
        acts = {
            Act.OPEN: self._wished,
            Act.BULK: self._wished,
            Act.AGREE: self._decided,
            Act.REFUSE: self._decided,
            Act.PAUSE: self._paused,
            Act.RESUME: self._resumed,
            Act.CANCEL: self._cancelled,
            Act.CLOSE: self._closed,
        }
        act = acts.get(self.work.act)
        return act(incident) if act else self._told(Step.CARD, incident)

    def _wished(self, incident: Incident) -> IncidentTold:
        """Done at once, or when a second person has agreed."""
        bulk = self.work.act is Act.BULK
        remedy = next((one for one in Remedy if one == self.work.argument), Remedy.WAIT)
        if bulk and (not incident.open or remedy not in _FOR_ALL):
            return self._told(Step.CARD, incident)
        if incident.cut:
            return self._told(Step.TOO_MANY, incident)
        second = second_for(self.rules, incident, self._tally(incident), remedy)
        if second is not None:
            asked = replace(incident, wanted=Wanted(remedy, bulk, self.work.by), second=second)
            return self._kept(asked, Step.NEEDS_SECOND)
        return self._done(incident, Wanted(remedy, bulk, self.work.by))

    def _done(self, incident: Incident, wanted: Wanted) -> IncidentTold:
        return self._started(incident, wanted) if wanted.bulk else self._opened(incident, wanted)

    def _opened(self, incident: Incident, wanted: Wanted) -> IncidentTold:
        """Or what is offered is another thing from now on."""
        opened_at = incident.opened_at or self.at
        by = incident.by if incident.open else wanted.by
        after = replace(incident, stage=Stage.OPEN, remedy=wanted.remedy, opened_at=opened_at, by=by)
        return self._kept(replace(after, place=self.work.place), Step.CARD)

    def _started(self, incident: Incident, wanted: Wanted) -> IncidentTold:
        """All that is left, and what came to nothing before. Who asks once more while it runs starts no second one."""
        if incident.bulk is Bulk.RUNNING:
            return self._going_on(incident)
        again = [_again(one) for one in self.shelf.orders(incident.id) if one.fate is Fate.FAILED]
        self.shelf.put_orders(again)
        if not any(one.fate is Fate.LEFT for one in self.shelf.orders(incident.id)):
            return self._told(Step.NOTHING_LEFT, incident)
        return self._running(replace(incident, way=wanted.remedy, place=self.work.place))

    def _running(self, incident: Incident) -> IncidentTold:
        after = replace(incident, bulk=Bulk.RUNNING, run=incident.run + 1, started=self.name, failures=0, empty=())
        after = replace(after, halt=None)
        self.shelf.put(after)
        return self._going_on(after)

    def _going_on(self, incident: Incident) -> IncidentTold:
        mine = incident.started == self.name
        told = self._told(Step.CARD, incident)
        return replace(told, goes_on=RunBulk(incident.id, incident.run, incident.place)) if mine else told

    def _paused(self, incident: Incident) -> IncidentTold:
        if incident.bulk is not Bulk.RUNNING:
            return self._told(Step.CARD, incident)
        return self._kept(replace(incident, bulk=Bulk.PAUSED, halt=Halt.BY_HAND), Step.CARD)

    def _resumed(self, incident: Incident) -> IncidentTold:
        if incident.bulk is Bulk.PAUSED and incident.way is not None:
            return self._running(incident)
        return self._going_on(incident)

    def _cancelled(self, incident: Incident) -> IncidentTold:
        """Only what nobody has opened yet."""
        return self._told(Step.CARD, incident) if incident.open else self._closed(incident, Step.CANCELLED)

    def _closed(self, incident: Incident, step: Step = Step.CLOSED) -> IncidentTold:
        """What runs stops after the order that it is at."""
        bulk = Bulk.PAUSED if incident.bulk is Bulk.RUNNING else incident.bulk
        halt = Halt.BY_HAND if incident.bulk is Bulk.RUNNING else incident.halt
        return self._kept(replace(incident, stage=Stage.CLOSED, closed_at=self.at, bulk=bulk, halt=halt), step)

    def _decided(self, incident: Incident) -> IncidentTold:
        wanted, yes = incident.wanted, self.work.act is Act.AGREE
        if wanted is None:
            return self._going_on(incident)
        alone = self.work.argument == SURE
        objection = against(self.rules.admins, wanted.by, self.work.by, yes=yes, alone=alone)
        if objection is not None:
            return replace(self._told(Step.OBJECTION, incident), objection=objection)
        free = replace(incident, wanted=None, second=None)
        if not yes:
            return self._kept(free, Step.REFUSED)
        allowed = (*free.allowed, wanted.remedy)
        return self._done(replace(free, allowed=allowed, approver=self.work.by), wanted)

    def _kept(self, incident: Incident, step: Step) -> IncidentTold:
        self.shelf.put(incident)
        return self._told(step, incident)

    def _told(self, step: Step, incident: Incident | None) -> IncidentTold:
        work, by = self.work, Person(self.work.by.id, self.work.by.name)
        tally = None if incident is None else self._tally(incident)
        return IncidentTold(place=work.place, step=step, incident=incident, tally=tally, act=work.act, by=by)

    def _tally(self, incident: Incident) -> Tally:
        return tally_of(self.shelf.orders(incident.id))


def _again(one: Affected) -> Affected:
    return replace(one, fate=Fate.LEFT, why="", work="")
