"""What a change would do: new wordings that another entry answers, and last month's questions asked anew. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from faq.asked import Question
from faq.entries import Entry, EntryKey, Situation
from faq.matcher import Answer, Match, Matcher

Changes = Mapping[EntryKey, Entry | None]
Rehearse = Callable[[Sequence[Entry]], Matcher]
"""A matcher of its own for these entries, so that the one in use stays as it is."""

MOST_WORDINGS = 200
"""New wordings that are looked up, and different questions that are asked anew: some seconds at the very most."""
MOST_QUESTIONS = 800
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """A new wording that another entry answers now."""

    wording: str
    other: Entry


@dataclass(slots=True)
class Tally:
    """How often, and some of the words."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, times: int, text: str) -> None:
        self.count += times
        if len(self.examples) < _EXAMPLES:
            self.examples.append(text)


@dataclass(frozen=True, slots=True)
class DryRun:
    """What becomes of the questions of some weeks. `asked`: how many; `looked_at`: of these.

    `gained`  are answered by what changes, and were not answered
    `taken`   were answered by that entry before, by its id
    `lost`    were answered by what changes, and are not any more: by that entry now, or ""
    """

    asked: int
    looked_at: int
    gained: Tally
    taken: Mapping[str, Tally]
    lost: Mapping[str, Tally]

    @property
    def changes_nothing(self) -> bool:
        return not (self.gained.count or self.taken or self.lost)


@dataclass(frozen=True, slots=True)
class Checked:
    conflicts: Sequence[Conflict]
    dry_run: DryRun | None


def check_changes(
    changes: Changes, now: Mapping[EntryKey, Entry], matcher: Matcher, rehearse: Rehearse, asked: Sequence[Question]
) -> Checked:
    """`matcher`: as it answers now. `dry_run`: None: nobody has asked anything yet."""
    conflicts = list(_conflicts(changes, now, matcher))
    if not asked:
        return Checked(conflicts, None)
    after = dict(now) | {key: entry for key, entry in changes.items() if entry is not None}
    kept = [entry for key, entry in after.items() if changes.get(key, entry) is not None and entry.enabled]
    return Checked(conflicts, _dry_run({key.id for key in changes}, asked, matcher, rehearse(kept)))


def nearest(
    changes: Changes, now: Mapping[EntryKey, Entry], conflicts: Sequence[Conflict]
) -> tuple[Entry, Entry] | None:
    """The entry that answers most of what the one new entry is to answer, and that new entry; None: there is none."""
    fresh = [entry for key, entry in changes.items() if entry is not None and key not in now]
    if len(changes) != 1 or not fresh or any(key.id == fresh[0].id for key in now):
        return None
    answering = Counter(conflict.other.key for conflict in conflicts)
    for key, count in answering.most_common(1):
        if 2 * count >= len(fresh[0].wordings) and key in now:
            return now[key], fresh[0]
    return None


def _conflicts(changes: Changes, now: Mapping[EntryKey, Entry], matcher: Matcher) -> Iterable[Conflict]:
    fresh = [
        (entry, wording)
        for key, entry in changes.items()
        if entry is not None and entry.enabled
        for wording in entry.wordings
        if key not in now or not now[key].enabled or wording not in now[key].wordings
    ]
    for entry, wording in fresh[:MOST_WORDINGS]:
        match = matcher.match(wording, Situation(language=entry.language))
        if isinstance(match, Answer) and match.entry.id != entry.id:
            yield Conflict(wording, match.entry)


def _dry_run(changing: set[str], asked: Sequence[Question], before: Matcher, after: Matcher) -> DryRun:
    """Most questions have nothing to do with what changes: those are looked up once, and not twice."""
    texts = Counter((question.heard.text, question.heard.language) for question in asked)
    were = {question.heard.text for question in asked if question.heard.entry in changing}
    gained, taken, lost, looked_at = Tally(), dict[str, Tally](), dict[str, Tally](), 0
    for (text, language), times in texts.most_common(MOST_QUESTIONS):
        looked_at += times
        situation = Situation(language=language)
        new = _answering(after.match(text, situation))
        if new not in changing and text not in were:
            continue
        old = _answering(before.match(text, situation))
        if old == new:
            continue
        if new in changing:
            (taken.setdefault(old, Tally()) if old else gained).add(times, text)
        elif old in changing:
            lost.setdefault(new, Tally()).add(times, text)
    return DryRun(len(asked), looked_at, gained, taken, lost)


def _answering(match: Match) -> str:
    return match.entry.id if isinstance(match, Answer) else ""
