"""Once a day the admins are offered what the FAQ should know and does not, with a button to write it down."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from core.errands import blank
from core.faqwork import CommandFaq, FaqTold, Reply
from core.messages import Address, Button, Event, Person, PersonId
from core.ports import Clock
from core.step import NewWork
from faq.admin.voice import Voice, rows, short, value_button
from faq.asked import Question, QuestionLog
from faq.entries import Entry
from faq.learn import gaps, still_open
from faq.likeness import Likeness
from faq.matcher import Matcher
from faq.normalize import Normalizer
from faq.offers import Cluster, Offers

LOOKS_BACK = timedelta(days=30)
"""What is older is no news; and what was offered is not offered again so long."""
KEPT = timedelta(days=90)
"""Questions, votes and offers."""
LATE = timedelta(hours=3)
"""After a restart it is still offered; later than this it waits for the next day."""

_LEAST, _OFFERED, _EXAMPLES, _LONGEST = 3, 5, 2, 60

Accept = Callable[[Sequence[Event]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was asked, the matcher that follows the book, and what was offered."""

    log: QuestionLog
    matcher: Matcher
    offers: Offers


class Nightly:
    """`at`: local time of the voice's zone; None: nothing is offered. `accept`: the door, which drops what it has
    heard today already."""

    def __init__(
        self, learnt: Learnt, room: Address, voice: Voice, at: time | None, accept: Accept, clock: Clock
    ) -> None:
        self._learnt = learnt
        self._room = room
        self._voice = voice
        self._at = at
        self._accept = accept
        self._clock = clock
        self._done: date | None = None

    async def offer_if_due(self) -> None:
        """Raises: StoreUnavailable."""
        now = self._clock.now().astimezone(self._voice.zone)
        if self._at is None:
            return
        due = datetime.combine(now.date(), self._at, self._voice.zone)
        if self._done == now.date() or not due <= now < due + LATE:
            return
        clusters = await self._of_today(due, now)
        if clusters:
            await self._accept([self._told(now, clusters)])
        self._done = now.date()

    async def forget(self) -> int:
        """What is older than 90 days; how much that was. Raises: StoreUnavailable."""
        before = self._clock.now() - KEPT
        return await self._learnt.log.forget(before) + await self._learnt.offers.forget(before)

    async def _of_today(self, due: datetime, now: datetime) -> Sequence[Cluster]:
        """Kept before they are told, and told once more after a crash in between: the door knows whether they were."""
        learnt = self._learnt
        before = await learnt.offers.since(now - LOOKS_BACK)
        if today := [offer.cluster for offer in before if offer.at >= due]:
            return today
        questions = await learnt.log.questions(now - LOOKS_BACK)
        offered = [offer.cluster for offer in before]
        found = await asyncio.to_thread(_found, questions, learnt.matcher, offered)
        await learnt.offers.put(found, now)
        return found

    def _told(self, now: datetime, clusters: Sequence[Cluster]) -> Event:
        clock = Person(PersonId("clock"))
        new = NewWork(f"faq-gaps:{now.date()}", self._room, clock, CommandFaq("", clock, self._room))
        return replace(blank(new, self._clock), faq=FaqTold(self._room, self._reply(clusters)))

    def _reply(self, clusters: Sequence[Cluster]) -> Reply:
        numbered = list(enumerate(clusters, 1))
        lines = [self._voice.say("faq-gaps", days=LOOKS_BACK.days), *(self._lines(*one) for one in numbered)]
        return Reply("\n\n".join(lines), buttons=rows(*(self._buttons(*one) for one in numbered)))

    def _lines(self, number: int, cluster: Cluster) -> str:
        voice, near = self._voice, self._near(cluster)
        question = short(cluster.question, _LONGEST)
        lines = [voice.say("faq-gap", number=number, question=question, chats=cluster.chats)]
        if cluster.wordings:
            examples = [
                voice.say("faq-gap-quoted", text=short(text, _LONGEST)) for text in cluster.wordings[:_EXAMPLES]
            ]
            lines.append(voice.say("faq-gap-also", examples=voice.list_of(examples)))
        if near is not None:
            key = "faq-gap-unhelped" if cluster.unhelped else "faq-gap-near"
            lines.append(voice.say(key, entry=voice.named(near), chats=cluster.unhelped))
        return "\n".join(lines)

    def _buttons(self, number: int, cluster: Cluster) -> Sequence[Button | None]:
        """Where its answer did not help, more wordings would not help either: the entry is shown, to be mended."""
        voice, near = self._voice, self._near(cluster)
        new = value_button(voice.say("faq-gap-new", number=number), "new", cluster.id)
        if near is None:
            return (new,)
        if 2 * cluster.unhelped >= cluster.chats:
            return (new, value_button(voice.say("faq-gap-mend", number=number, entry=near.question), "show", near.id))
        label = voice.say("faq-gap-extend", number=number, entry=near.question)
        return (new, value_button(label, "extend", cluster.id, near.id))

    def _near(self, cluster: Cluster) -> Entry | None:
        return self._learnt.matcher.find(cluster.nearest, self._voice.language) if cluster.nearest else None


def _found(questions: Sequence[Question], matcher: Matcher, offered: Sequence[Cluster]) -> list[Cluster]:
    normal = Normalizer()
    likeness = Likeness(normal(text) for entry in matcher.entries() for text in entry.wordings)
    return gaps(still_open(questions, matcher, normal), offered, normal, likeness, _LEAST)[:_OFFERED]
