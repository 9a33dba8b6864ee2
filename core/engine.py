"""Asks the skills in order; the first that answers wins. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol

from core.albums import gathered, is_for_album, whole
from core.awaiting import asked_anew, expecting, is_overtaken, told_late
from core.choices import picked
from core.language import first_language, more_exactly, spoken_by
from core.messages import Address, Event, MessageEdited, MessageReceived
from core.skills import Skill
from core.turns import NOTHING, Answer, Conversation, Memory, Turn, Words
from core.work import WorkDone

_WORDS: Final = (MessageReceived, MessageEdited)


class HandsOver(Protocol):
    """The desk, as the engine needs it."""

    def hand_over(self, turn: Turn, reason: str, answer: Answer) -> Answer:
        """`answer` completed with a ticket opened or reopened for `reason`."""


class Engine:
    """`rooms`: the chats where agents sit. `home`: the shop's language."""

    def __init__(
        self,
        skills: Sequence[Skill],
        desk: HandsOver,
        words: Words,
        rooms: frozenset[Address],
        home: str = "zh",
    ) -> None:
        self._skills = [(type(skill).__name__, skill) for skill in skills]
        self._desk = desk
        self._words = words
        self._rooms = rooms
        self._home = home
        self._counted: Callable[[str], None] = lambda _: None

    def count_with(self, counted: Callable[[str], None]) -> None:
        """`counted` is told the name of each skill that answered."""
        self._counted = counted

    def is_staff(self, where: Address) -> bool:
        return where.whole_chat in self._rooms

    def answer(self, event: Event, conversation: Conversation) -> Answer:
        if isinstance(event, MessageReceived) and event.album:
            return gathered(event, conversation.memory)
        if is_for_album(event):
            return self._album(event, conversation)
        return self._answered(event, conversation)

    def _album(self, ring: Event, conversation: Conversation) -> Answer:
        message, memory = whole(ring, conversation.memory)
        if message is None:
            return NOTHING
        answer = self._answered(message, replace(conversation, memory=memory))
        return replace(answer, remember=answer.remember or memory)

    def _answered(self, event: Event, conversation: Conversation) -> Answer:
        if isinstance(event, WorkDone):
            return self._outcome(event, conversation)
        answer = self._first(self._turn(event, conversation))
        return _asking_anew(answer, conversation.memory, conversation.memory)

    def _outcome(self, event: WorkDone, conversation: Conversation) -> Answer:
        before = conversation.memory
        if is_overtaken(event, before):
            return NOTHING
        memory = expecting(event, before)
        turn = self._turn(event, conversation if memory is before else replace(conversation, memory=memory))
        return _asking_anew(told_late(turn, self._first(turn), before), before, memory)

    def _first(self, turn: Turn) -> Answer:
        for name, skill in self._skills:
            answer = skill.answer(turn)
            if answer is not None:
                self._counted(name)
                return self._handed_over(turn, answer)
        return NOTHING

    def _turn(self, event: Event, conversation: Conversation) -> Turn:
        text = event.body.text if isinstance(event, _WORDS) else ""
        private, staff = getattr(event, "private", True), self.is_staff(event.where)
        spoken = _spoken_to(conversation, "" if staff else text, self._home)
        value = None if staff else picked(event, spoken.memory)
        return Turn(event, spoken, text, self._words, staff, private, self._home, value)

    def _handed_over(self, turn: Turn, answer: Answer) -> Answer:
        if answer.handover is None:
            return answer
        return self._desk.hand_over(turn, answer.handover.reason, replace(answer, handover=None))


def _asking_anew(answer: Answer, before: Memory, memory: Memory) -> Answer:
    """What is asked again is awaited no more. `memory`: what was remembered in the turn, `before`: before it."""
    after = asked_anew(answer.remember or memory, answer.work)
    return answer if after is (answer.remember or before) else replace(answer, remember=after)


def _spoken_to(conversation: Conversation, words: str, home: str) -> Conversation:
    """The language follows the platform's until the buyer has picked one, or else his words."""
    kept, platform = conversation.memory, conversation.buyer.language
    if kept.chosen_language:
        return conversation
    language = first_language(platform, "" if kept.language else words, home) or kept.language
    if language and spoken_by(platform or "") is None:
        language = more_exactly(language, words)
    if language == kept.language:
        return conversation
    return replace(conversation, memory=replace(kept, language=language))
