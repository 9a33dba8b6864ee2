"""The last skill: never silent. One miss offers the menu, two in a row fetch a person. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.choices import chosen, offering
from core.hearing import heard
from core.lessons import Outcome
from core.masking import mask_keys_in
from core.menu import greeting, invitation, menu_choices, person
from core.messages import ButtonPressed, ContactOpened, MessageReceived
from core.reading import WAITS
from core.smalltalk import Small, chat, small
from core.turns import Answer, Asked, Choice, Handover, Ticket, Turn, Waiting
from core.unread import STICKER, told

_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class FallbackSettings:
    """`reopen_within`: after closing, what the bot cannot answer surely goes to the same agents for that long.

    `shop`: its name, for the greeting"""

    reopen_within: timedelta = timedelta(days=7)
    misses: int = 2
    shop: str = "KamiDesk"


def still_asked(waiting: Waiting | None, at: datetime) -> Waiting | None:
    """The open question, unless it has been forgotten."""
    return waiting if waiting is not None and at - waiting.at <= WAITS else None


class Fallback:
    def __init__(self, settings: FallbackSettings | None = None) -> None:
        self._settings = settings or FallbackSettings()

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff or not isinstance(turn.event, MessageReceived | ButtonPressed | ContactOpened):
            return None
        if not turn.private:
            return invitation(turn)
        if isinstance(turn.event, ContactOpened):  # its link leads nowhere any more
            return greeting(turn, self._settings.shop)
        came_back = self._came_back(turn)
        if small(turn) is Small.ATTACHMENT and came_back:
            return came_back
        if parts := _unread(turn):
            return came_back or offering(turn, told(turn.words, turn.language, "unread", parts), [person(turn)])
        return chat(turn, (*menu_choices(turn)[:2], person(turn))) or self._lost(turn, came_back)

    def _lost(self, turn: Turn, came_back: Answer | None) -> Answer:
        waiting = still_asked(turn.memory.waiting, turn.event.at)
        if waiting is not None:
            return _asked_again(turn, waiting)
        if chosen(turn) is not None:
            return offering(turn, turn.say("button-stale"), menu_choices(turn))
        return came_back or self._missed(turn)

    def _came_back(self, turn: Turn) -> Answer | None:
        return Answer(handover=Handover("came-back")) if recently_closed(turn, self._settings.reopen_within) else None

    def _missed(self, turn: Turn) -> Answer:
        misses = turn.memory.misses + 1
        excerpt = mask_keys_in(turn.text.strip())[:_EXCERPT]
        memory = replace(turn.memory, misses=misses, greeted=True).having_tried(f"miss:{excerpt}")
        lessons = heard(turn, Outcome.PASSED)
        if misses >= self._settings.misses:
            return Answer(remember=memory, handover=Handover("two-misses"), lessons=lessons)
        key = "not-understood" if turn.memory.greeted else "not-understood-yet"
        return replace(offering(turn, turn.say(key), menu_choices(turn), memory), lessons=lessons)


def _unread(turn: Turn) -> tuple[str, ...]:
    """What nobody could read. A sticker that stands beside its emoji is no loss."""
    if not isinstance(turn.event, MessageReceived):
        return ()
    body = turn.event.body
    return () if body.text and body.unread == (STICKER,) else body.unread


def recently_closed(turn: Turn, within: timedelta) -> Ticket | None:
    """The ticket that this buyer's words still belong to, though it is closed."""
    ticket = turn.ticket
    if ticket is None or ticket.closed_at is None or ticket.open:
        return None
    return ticket if turn.event.at - ticket.closed_at <= within else None


def _asked_again(turn: Turn, waiting: Waiting) -> Answer:
    choices = [Choice(turn.say("button-cancel"), "cancel"), person(turn)]
    if waiting.asked is Asked.PASSWORD:
        choices.insert(0, Choice(turn.say("button-no-password"), "no-password"))
    if waiting.asked is Asked.MEMBER_CODE:
        choices.insert(0, Choice(turn.say("button-member-again"), "member"))
    return offering(turn, turn.say(f"asked-again-{waiting.asked}"), choices)
