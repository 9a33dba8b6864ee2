"""Holds what the product accepted against what is in the database and what people saw. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.messages import MessageRef
from tests.faults.causes import Causes
from tests.faults.evidence import WAITING, Evidence, Went
from tests.faults.shop import EXACT, LOOSE, STAFF, Bought
from tests.faults.wire import Accepted
from tests.faults.witness import Arrival

ZEROS = ("lost", "recorded_twice", "out_of_order", "keys_sent_twice", "sent_twice_exact_channels")
"""What must not happen at all; the figures are named so."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known at the end. `threads`: how many the staff room's platform has."""

    accepted: Sequence[Accepted]
    evidence: Evidence
    arrivals: Sequence[Arrival]
    orders: Sequence[Bought]
    threads: int


@dataclass(slots=True)
class Verdict:
    """Each offence in words, under its figure's name."""

    offences: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in ZEROS})
    sent_twice_other_channels: int = 0
    keys_held: int = 0

    def add(self, name: str, offences: Iterable[str]) -> None:
        self.offences[name] += offences

    @property
    def guilty(self) -> bool:
        return any(self.offences.values())


def judge(known: Known) -> Verdict:
    verdict = Verdict()
    causes = Causes(known.evidence)
    stored = {came.id: came for came in known.evidence.came}
    for told in known.accepted:
        came = stored.get(event_id(told))
        if came is None or came.state != "done":
            verdict.add("lost", [f"{told}: {came}"])
        else:
            _judge_answer(verdict, told, causes.rows(came.id))
    verdict.add("lost", _undelivered(known, causes))
    verdict.add("out_of_order", [*_disorder_in(known), *_disorder_out(known.arrivals)])
    verdict.add("keys_sent_twice", _keys_twice(known))
    _judge_repeats(verdict, known)
    verdict.keys_held = sum(1 for went in known.evidence.went if went.state == "held")
    return verdict


def event_id(told: Accepted) -> str:
    return f"fake/{told.account}/fake/{told.account}/{told.update}"


def _judge_answer(verdict: Verdict, told: Accepted, rows: Sequence[Went]) -> None:
    """A message is answered once, or shown to the other side once."""
    shown = [went for went in rows if _mirrors(went.message.mirrors, told)]
    said = [went for went in rows if _is_own(went.message.mirrors) and went.message.to.account != STAFF]
    said = [went for went in said if not _introduces(went)]
    if told.kind == "note":
        answers = 1 + len(said)
    elif told.kind == "close":
        answers = min(len(rows), 1)
    else:
        answers = len(shown) if shown or told.kind == "reply" else len(said)
    if answers == 0:
        verdict.add("lost", [f"{told}: no answer"])
    if answers > 1:
        verdict.add("recorded_twice", [f"{told}: {answers} answers, {[went.key for went in rows]}"])


def _is_own(ref: MessageRef | None) -> bool:
    """The bot's own words: they show nobody's message (a key shows its own name, by which it vanishes)."""
    return ref is None or (ref.where.channel, ref.where.account) == ("shop", "key")


def _introduces(went: Went) -> bool:
    """Two chats have proven one order: a word beside the answer, and none of it."""
    return any(button.value.startswith("link-order:") for row in went.message.buttons for button in row)


def _mirrors(ref: MessageRef | None, told: Accepted) -> bool:
    return ref is not None and ref.where.account == told.account and ref.id == str(told.update)


def _undelivered(known: Known, causes: Causes) -> Iterator[str]:
    """What waits for ever, was refused, counts as sent and was never seen, or is held without anybody knowing."""
    yield from (f"work {id_} is not done" for id_ in known.evidence.unfinished)
    seen = {_row_of(arrival) for arrival in known.arrivals}
    reports = {came.id.split(":")[1]: came.id for came in known.evidence.came if came.kind == "DeliveryReported"}
    for went in known.evidence.went:
        edits = went.message.replaces or went.message.deletes
        if went.state in WAITING or went.state == "refused":
            yield f"{went.key} is {went.state} ({went.why})"
        elif went.state == "sent" and not edits and went.key not in seen:
            yield f"{went.key} counts as sent, and nobody has seen it"
        elif went.state == "held" and not _told_staff(causes.rows(reports.get(went.key, ""))):
            yield f"{went.key} is held, and the staff room does not know"


def _told_staff(rows: Sequence[Went]) -> bool:
    return any(went.message.to.account == STAFF for went in rows)


def _row_of(arrival: Arrival) -> str:
    return arrival.key.rpartition(".")[0]


def _disorder_in(known: Known) -> Iterator[str]:
    """What one person wrote after another thing stands after it."""
    seqs = {came.id: (came.conversation, came.seq) for came in known.evidence.came}
    last: dict[tuple[str, str, str | None], tuple[int, int]] = {}
    for told in known.accepted:
        place = seqs.get(event_id(told), (0, 0))
        chat = (told.account, told.chat, told.thread)
        if place < last.get(chat, (0, 0)):
            yield f"{told} at {place}, after {last[chat]}"
        last[chat] = place


def _disorder_out(arrivals: Sequence[Arrival]) -> Iterator[str]:
    """Nobody sees an answer after a later one; the same once more at once is only a repeat."""
    newest: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for arrival in arrivals:
        seq = int(_row_of(arrival).rpartition(".")[2] or 0)
        chat = (arrival.account, arrival.chat, arrival.thread)
        if seq < newest[chat]:
            yield f"{arrival.account}/{arrival.chat}: {arrival.key} after {newest[chat]}"
        newest[chat] = max(newest[chat], seq)


def _keys_twice(known: Known) -> Iterator[str]:
    """By parcel, and by the key itself: nobody has asked for a key more than once."""
    secret = {went.key for went in known.evidence.went if went.message.secret}
    parcels = Counter(arrival.key for arrival in known.arrivals if _row_of(arrival) in secret)
    yield from (f"{key} arrived {count} times" for key, count in parcels.items() if count > 1)
    for order in known.orders:
        seen = [arrival for arrival in known.arrivals if order.key in arrival.text]
        if len(seen) > 1 or any(arrival.account == STAFF for arrival in seen):
            yield f"the key of {order.number} was shown in {[(one.account, one.chat) for one in seen]}"


def _judge_repeats(verdict: Verdict, known: Known) -> None:
    counts = Counter((arrival.account, arrival.key) for arrival in known.arrivals)
    for (account, key), count in counts.items():
        if count == 1 and key:
            continue
        if account == LOOSE:
            verdict.sent_twice_other_channels += count - 1
        elif account in (EXACT, STAFF):
            verdict.add("sent_twice_exact_channels", [f"{account}: {key or 'without a key'} {count} times"])
    if known.threads > known.evidence.tickets:
        excess = known.threads - known.evidence.tickets
        verdict.add("sent_twice_exact_channels", [f"{excess} threads too many"])
