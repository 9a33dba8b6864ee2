"""/learn: what an agent has answered becomes the draft of an entry, with the buyer's question before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.faqwork import LearnAnswer, Reply
from core.hearing import impersonal
from core.masking import mask_keys_in
from core.messages import Address, MediaKind, MessageReceived
from core.ordernumbers import OrderNumbers
from faq.admin_drafts import Draft, changed, draft_id
from faq.admin_editing import Editing
from faq.admin_ids import new_id, spoken
from faq.admin_parts import Call, Parts
from faq.admin_voice import rows, value_button
from faq.entries import Entry, Situation
from faq.matcher import Answer, Suggest

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

    async def _drafted(self, call: Call, lesson: Lesson) -> Reply:
        voice, entries = self.parts.voice, await self.parts.shelf.entries()
        question, *others = lesson.asked
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
        reply = await Editing(self.parts).propose(call, {entry.key: entry})
        match = self.parts.matcher.match(question, Situation(language=language))
        near = match.entry if isinstance(match, Answer) else match.entries[0] if isinstance(match, Suggest) else None
        if near is None:
            return reply
        return await self._or_extended(call, reply, near, lesson.asked)

    async def _or_extended(self, call: Call, reply: Reply, near: Entry, asked: Sequence[str]) -> Reply:
        """A second draft: an entry that is near only gets these wordings."""
        voice, entries = self.parts.voice, await self.parts.shelf.entries()
        longer = replace(near, phrasings=tuple(dict.fromkeys((*near.phrasings, *asked))))
        draft = Draft(
            id=draft_id(f"{call.work} {near.id}"),
            at=call.at,
            by=call.by,
            changes=changed({near.key: longer}, entries),
        )
        if not draft.changes:
            return reply
        await self.parts.drafts.put(draft)
        only = value_button(voice.say("faq-button-only-wordings", question=near.question), "save", draft.id)
        return replace(
            reply,
            text=f"{reply.text}\n\n{voice.say('faq-learn-near', other=voice.named(near))}",
            buttons=(*reply.buttons, *rows([only])),
        )


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
