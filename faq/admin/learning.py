"""/learn: what an agent has answered becomes the draft of an entry, with the buyer's question before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.faqwork import LearnAnswer, Reply
from core.hearing import impersonal
from core.masking import mask_keys_in
from core.messages import Address, MediaKind, MessageReceived
from core.ordernumbers import OrderNumbers
from core.reading import asks
from faq.admin.editing import Editing
from faq.admin.ids import new_id, spoken
from faq.admin.parts import Call, Parts
from faq.admin.shelf import of_matter
from faq.entries import Entry
from faq.matcher import Answer

_READ_BACK = 80
_LONGEST_QUESTION = 80
_SLASHES = ("/", "／")
_ORDER_NO = "{order_no}"


@dataclass(frozen=True, slots=True)
class Lesson:
    """`asked`: the buyer's messages in a row, without what is his alone; `answered`: the agent's words after them."""

    asked: tuple[str, ...]
    answered: MessageReceived


@dataclass(frozen=True, slots=True)
class Learning:
    """Raises: StoreUnavailable."""

    parts: Parts

    async def learn(self, call: Call, work: LearnAnswer, buyer: Address) -> Reply:
        voice = self.parts.voice
        said = await self.parts.tickets.last_words(buyer, work.since, work.upto, _READ_BACK)
        lesson = lesson_of(said, buyer, work.quoted)
        if lesson is None:
            return voice.line("faq-learn-quoted" if work.quoted else "faq-learn-nothing")
        if not lesson.asked:
            return voice.line("faq-learn-unasked")
        return await self._drafted(call, lesson)

    async def new(self, call: Call) -> Reply:
        """Questions that went unanswered, as the form of a new entry: its answer is still to be written."""
        voice, cluster = self.parts.voice, await self.parts.offers.get(call.argument.strip())
        if cluster is None:
            return voice.line("faq-gap-gone")
        form = voice.say("faq-template-wordings", question=cluster.question, phrasings="\n".join(cluster.wordings))
        return Editing(self.parts).form_to_fill(call, "faq-gap-how", "add", form)

    async def extend(self, call: Call) -> Reply:
        """The same, as wordings of an entry that answers them already."""
        voice, (name, _, matter) = self.parts.voice, call.argument.strip().partition(" ")
        cluster, entries = await self.parts.offers.get(name), await self.parts.shelf.entries()
        found = of_matter(entries, matter.strip(), cluster.language) if cluster is not None else ()
        if cluster is None or not found:
            return voice.line("faq-gap-gone")
        wordings = (*found[0].phrasings, cluster.question, *cluster.wordings)
        longer = replace(found[0], phrasings=tuple(dict.fromkeys(wordings)))
        return await Editing(self.parts).propose(call, {longer.key: longer})

    async def _drafted(self, call: Call, lesson: Lesson) -> Reply:
        voice, entries = self.parts.voice, await self.parts.shelf.entries()
        question = self._question(lesson.asked)
        others = [one for one in lesson.asked if one != question and not self._wishes(one)]
        language = spoken(question, voice.language)
        id_ = new_id(question, {key.id for key in entries})
        entry = Entry(
            id=id_,
            language=language,
            question=question[:_LONGEST_QUESTION],
            answer=_answer(lesson.answered.body.text),
            phrasings=tuple(others),
            pictures=tuple(one for one in lesson.answered.body.media if one.kind is MediaKind.IMAGE),
        )
        return await Editing(self.parts).propose(call, {entry.key: entry})

    def _question(self, asked: Sequence[str]) -> str:
        """The first that asks something, and does not only wish for a person, say."""
        telling = [one for one in asked if not self._wishes(one)] or list(asked)
        return next((one for one in telling if asks(one)), telling[0])

    def _wishes(self, text: str) -> bool:
        """The bot itself does what is asked there."""
        match = self.parts.matcher.match(text)
        return isinstance(match, Answer) and bool(match.entry.does)


def lesson_of(said: Sequence[MessageReceived], buyer: Address, quoted: str | None) -> Lesson | None:
    """`said`: what buyer and agents wrote, in order. None: there is no such answer. Pure."""
    answers = [
        place
        for place, one in enumerate(said)
        if _is_agents(one, buyer) and (one.message == quoted if quoted else one.body.text.strip())
    ]
    if not answers:
        return None
    asked: list[str] = []
    for one in reversed(said[: answers[-1]]):
        if one.where.whole_chat == buyer.whole_chat:
            asked.insert(0, impersonal(one.body.text))
        elif asked and _is_agents(one, buyer):
            break
    return Lesson(tuple(dict.fromkeys(filter(None, asked))), said[answers[-1]])


def _is_agents(one: MessageReceived, buyer: Address) -> bool:
    """And meant for the buyer: no command, no note."""
    return one.where.whole_chat != buyer.whole_chat and not one.body.text.lstrip().startswith(_SLASHES)


def _answer(text: str) -> str:
    """Without keys; an order's number becomes its variable."""
    number = OrderNumbers().find(text)
    known = text.replace(number, _ORDER_NO) if number else text
    return mask_keys_in(known).strip()
