"""What buyers do while a person is in charge: shown to the agents; the bot stays silent but for its buttons. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.choices import chosen, offering
from core.claiming import KEY
from core.claimtalk import asking
from core.fallback import still_asked
from core.linkcode import code_in
from core.linking import LINK_VALUES, speaks_of_linking
from core.masking import mask_keys_in
from core.menu import menu_choices
from core.messages import (
    ButtonPressed,
    ContactOpened,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    MessageRef,
    OutgoingMessage,
)
from core.skills import Skill, to_buyer
from core.turns import Answer, AuditNote, Ticket, TicketState, Turn
from core.unread import in_words, told
from handoff.cards import Card, DeskSettings
from handoff.claimcard import filed
from handoff.rules import wants_bot
from handoff.ticket import closed, heard, shows_card

WAITING_TIMER = "ticket-waiting"
HIDDEN = "?"
"""The name of somebody whose words were forwarded and whom the platform does not name."""
_NAMED = frozenset({"order", "keys", "mine", "faq", "person"})
_CLAIM = ("claim", "claimkey", "claimskip", "claimstop")
_FAQ = ("faq", "faqs", "helped", "failed")
_BOT = LINK_VALUES | {"order", "keys", "mine", "no-password", "cancel", "menu", "lang", *_FAQ, *_CLAIM}


def mirrored(card: Card, event: MessageReceived | MessageEdited) -> OutgoingMessage:
    """The buyer's message as the agents see it: keys masked, files along, answers where they belong."""
    ref = MessageRef(event.where, event.message)
    text = "\n".join(filter(None, (*_marks(card, event), mask_keys_in(event.body.text))))
    shown = replace(card.message(text), author=card.buyer, media=event.body.media, mirrors=ref)
    if isinstance(event, MessageEdited):
        return replace(shown, mirrors=None, replaces=ref)
    return replace(shown, reply_to=event.reply_to, album=event.others)


def _counts(text: str) -> bool:
    """Who numbers his points ("第一条。") picks no button: it would send his agent away."""
    return text.lstrip().startswith(("第", "no.", "No.", "#"))


def _marks(card: Card, event: MessageReceived | MessageEdited) -> Sequence[str]:
    """Whose words these are, if not the buyer's own."""
    if isinstance(event, MessageEdited):
        return ()
    origin, via = mask_keys_in(event.origin), mask_keys_in(event.via)
    forwarded = card.say("desk-forwarded-hidden") if origin == HIDDEN else card.say("desk-forwarded", name=origin)
    return (*((forwarded,) if origin else ()), *((card.say("desk-via", bot=via),) if via else ()))


def shown(turn: Turn, card: Card, *, redacted: bool = False) -> tuple[OutgoingMessage, ...]:
    """What the buyer has just done, for the thread; a message with a password is only spoken of."""
    event = turn.event
    if redacted:
        return (card.line(_hidden(turn)),)
    if isinstance(event, ButtonPressed):
        return (card.line("desk-pressed", label=mask_keys_in(_label(turn, card, event.value))),)
    if not isinstance(event, MessageReceived):
        return ()
    body = event.body
    whole = (mirrored(card, event),) if body.text.strip() or body.media or event.origin else ()
    if not body.unread:
        return whole
    parts = in_words(card.words, card.settings.language, body.unread)
    return (*whole, card.line("desk-unread", parts=parts))


def _hidden(turn: Turn) -> str:
    """What is only spoken of."""
    claim = asking(turn)
    if claim is not None and claim.asked == KEY:
        return "desk-claim-key-hidden"
    return "desk-code-hidden" if code_in(turn.text) else "desk-password-hidden"


def _label(turn: Turn, card: Card, value: str) -> str:
    """What stands on the button; a command of the platform's menu has none, but is as good as one of the bot's."""
    offered = next((choice.label for choice in turn.memory.choices if choice.value == value), "")
    kind, _, about = value.partition(":")
    if offered or kind not in _NAMED:
        return offered or value
    return f"{card.say(f'button-{kind}')} {'' if kind == 'person' else about}".strip()


def _unread(turn: Turn, event: MessageReceived) -> tuple[OutgoingMessage, ...]:
    parts = event.body.unread
    return (to_buyer(turn, told(turn.words, turn.language, "unread-with-person", parts)),) if parts else ()


def present(turn: Turn) -> Turn:
    """Who does something here can be reached."""
    theirs = isinstance(turn.event, MessageReceived | ButtonPressed | ContactOpened)
    if not theirs or not turn.memory.unreachable:
        return turn
    memory = replace(turn.memory, unreachable=False)
    return replace(turn, conversation=replace(turn.conversation, memory=memory))


@dataclass(frozen=True, slots=True)
class Buyers:
    """`helpers`: the skills that may act on buttons while a person is in charge."""

    settings: DeskSettings
    helpers: Sequence[Skill]

    def answer(self, turn: Turn, ticket: Ticket) -> Answer | None:
        card = Card.of(turn, self.settings, ticket)
        match turn.event:
            case MessageReceived() | ButtonPressed() | ContactOpened():
                return self._back(turn, card) if turn.memory.unreachable else self._said(turn, card)
            case MessageEdited(message=message) as edited:
                if message == turn.memory.redacted or code_in(edited.body.text):
                    return Answer(redact=True)
                return Answer(say=(mirrored(card, edited),))
            case MessageDeleted(message=message, where=where):
                line = card.message(card.say("desk-deleted", buyer=card.buyer), MessageRef(where, message))
                return Answer(say=(line,))
            case _:
                return None

    def _back(self, turn: Turn, card: Card) -> Answer:
        """Who blocked us or left can be reached again, as this shows."""
        turn = present(turn)
        answer = self._said(turn, Card.of(turn, self.settings, card.ticket))
        memory = answer.remember or turn.memory
        there = replace(turn, conversation=replace(turn.conversation, memory=memory))
        after = Card.of(there, self.settings, answer.ticket or card.ticket)
        edit = () if shows_card(answer.say) else (after.again(),)
        return replace(answer, say=(after.line("desk-contact-back"), *answer.say, *edit), remember=memory)

    def _said(self, turn: Turn, card: Card) -> Answer:
        value = None if _counts(turn.text) else chosen(turn)
        if value == "bot" or (value is None and wants_bot(turn.text)):
            return self._dismissed(turn, card)
        helped = self._helped(turn, value)
        if helped is not None:
            lines = shown(turn, card, redacted=helped.redact)
            return filed(turn, card, replace(helped, say=(*lines, *helped.say), handover=None))
        return self._relayed(turn, card)

    def _helped(self, turn: Turn, value: str | None) -> Answer | None:
        """Buttons of the bot, and the answers to what it asks after such a button, are the bot's."""
        pressed = value.partition(":")[0] in _BOT if value is not None else speaks_of_linking(turn.text)
        asked = asking(turn) is not None or still_asked(turn.memory.waiting, turn.event.at) is not None
        if not pressed and not asked:
            return None
        return next((answer for skill in self.helpers if (answer := skill.answer(turn)) is not None), None)

    def _relayed(self, turn: Turn, card: Card) -> Answer:
        ticket, say = card.ticket, shown(turn, card)
        memory = replace(turn.memory, choices=(), misses=0)
        event = turn.event
        if isinstance(event, MessageReceived):
            ticket = heard(ticket, event.at)
            say = (*say, *_unread(turn, event))
        changed = None if ticket is card.ticket else ticket
        silent = ticket.state is not TicketState.WAITING or not say
        if silent or (ticket.told_at and event.at - ticket.told_at < self.settings.tell_again_after):
            return Answer(say=say, remember=memory, ticket=changed)
        passed_on = to_buyer(turn, turn.say("passed-on"))
        return Answer(say=(*say, passed_on), remember=memory, ticket=replace(ticket, told_at=event.at))

    def _dismissed(self, turn: Turn, card: Card) -> Answer:
        """The buyer wants the bot back."""
        ticket = closed(card.ticket, turn.event.at)
        memory = replace(turn.memory, misses=0, waiting=None)
        back = offering(turn, turn.say("back-to-bot"), menu_choices(turn), memory)
        after = replace(card, ticket=ticket)
        return replace(
            back,
            say=(*back.say, after.line("desk-dismissed", buyer=card.buyer), after.again()),
            ticket=ticket,
            cancel=(WAITING_TIMER,),
            audit=(AuditNote("ticket.closed", ticket.id, turn.conversation.buyer.id),),
        )
