"""The human side: opens tickets, relays between buyer and thread, keeps the bot silent meanwhile. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.asking import Asking
from core.choices import chosen, offering
from core.claiming import FileClaim
from core.fallback import recently_closed
from core.kin import KinTold
from core.menu import invitation
from core.messages import Address, ButtonPressed, ContactClosed, ContactOpened, MessageReceived, Reacted, TimerRang
from core.ordernumbers import OrderNumbers
from core.overview import LastWords
from core.ports import Vault
from core.reported import AllowanceChanged, DeliveryReported, DeliveryState, ThreadReplaced
from core.shopnews import ShopHappened
from core.skills import Skill, to_buyer
from core.turns import NOTHING, Answer, AuditNote, Choice, Ticket, Timer, Turn
from core.work import ListOrders, WorkDone
from handoff.aftersalestold import AftersalesTold
from handoff.agents import Agents
from handoff.allowances import Allowances, noted
from handoff.buyers import WAITING_TIMER, Buyers, present, shown
from handoff.cards import Card, DeskSettings
from handoff.claimcard import claim_lines
from handoff.faqroom import told as told_of_faq
from handoff.guessingnews import GuessingNews
from handoff.incidentstold import IncidentsTold
from handoff.moving import Moving, moved
from handoff.ordernews import OrderNews
from handoff.reactions import to_other_side
from handoff.relatives import Relatives, open_elsewhere
from handoff.reports import Reports
from handoff.room import Room
from handoff.rules import wants_person
from handoff.ticket import next_ticket
from handoff.window import WINDOW_TIMER, last_call

_OPENINGS = frozenset(
    {
        "came-back",
        "complaint",
        "delivery",
        "faq-priority",
        "key-claim",
        "no-key",
        "shop-silent",
        "two-misses",
        "unsolved",
    }
)
_LISTED = 5


class Desk:
    """`helpers`: menu, orders, cardkeys and faq, for the bot's buttons while a person is in charge."""

    def __init__(
        self, settings: DeskSettings, vault: Vault, helpers: Sequence[Skill] = (), numbers: OrderNumbers | None = None
    ) -> None:
        known = numbers or OrderNumbers()
        self._settings = settings
        self._helpers = helpers
        self._agents = Agents(settings, Asking(vault, known), known)
        self._room = Room(settings)
        self._buyers = Buyers(settings, helpers)
        self._reports = Reports(settings, helpers)
        self._allowances = Allowances(settings)
        self._moving = Moving(settings)
        self._relatives = Relatives(settings)
        self._news = OrderNews(settings)
        self._guessing = GuessingNews(settings)

    def answer(self, turn: Turn) -> Answer | None:
        known = noted(turn)
        answer = self._answer(known)
        return answer and self._allowances.completed(turn, known, answer)

    def _answer(self, turn: Turn) -> Answer | None:
        if turn.staff:
            return self._staff(turn)
        match turn.event:
            case WorkDone() as done:
                answer = self._done(turn, done)
            case KinTold() as told:
                answer = self._relatives.told(turn, told)
            case ShopHappened() as happened:
                answer = self._news.in_thread(turn, happened, self._helpers)
            case AllowanceChanged():
                answer = self._allowances.changed(turn)
            case DeliveryReported(state=DeliveryState.WAITS) as report:
                answer = self._allowances.waits(turn, report)
            case DeliveryReported() as report:
                answer = self._undelivered(turn, report)
            case TimerRang(name=name) as rang if name == WINDOW_TIMER:
                answer = self._allowances.last_call(turn, rang)
            case TimerRang() as rang:
                answer = self._reports.timer(turn, turn.ticket, rang)
            case Reacted() as reacted:
                answer = to_other_side(turn, reacted)
            case ThreadReplaced() as replaced:
                answer = self._reports.thread(turn, replaced)
            case _:
                answer = self._contact(turn) if self._is_contact(turn) else self._buyer(turn)
        return answer

    def _staff(self, turn: Turn) -> Answer:
        if news := self._news.in_room(turn) or self._guessing.in_room(turn):
            return news
        if turn.ticket is None:
            return self._room.answer(turn)
        here = turn.event.where.whole_chat == turn.ticket.room
        gone = None if here else self._moving.elsewhere(turn, turn.ticket)
        return gone if gone is not None else self._agents.answer(turn, turn.ticket)

    def _done(self, turn: Turn, done: WorkDone) -> Answer | None:
        if done.faq is not None:
            return told_of_faq(turn, self._settings, done.faq)
        if done.work == FileClaim.__name__:
            return NOTHING
        if done.incident is not None:
            return IncidentsTold(self._settings).told(turn, done, done.incident)
        if done.replacing is not None:
            return AftersalesTold(self._settings).told(turn, done, done.replacing)
        retold = done.work == LastWords.__name__
        return self._moving.retold(turn, done) if retold else self._reports.work(turn, done)

    def _is_contact(self, turn: Turn) -> bool:
        """Blocked or unblocked; or the chat was opened again while a person is in charge."""
        if not isinstance(turn.event, ContactOpened):
            return isinstance(turn.event, ContactClosed)
        in_charge = turn.ticket is not None and turn.ticket.open
        return turn.event.silently or (chosen(turn) is None and in_charge)

    def _contact(self, turn: Turn) -> Answer | None:
        """Who presses start though he is here already hears where he stands."""
        ticket, event = turn.ticket, turn.event
        pressed_start = isinstance(event, ContactOpened) and not event.silently
        if not pressed_start or ticket is None or turn.memory.unreachable:
            return self._reports.contact(turn)
        choices = (Choice(turn.say("button-bot"), "bot"),)
        return offering(turn, self._when(turn), choices)

    def hand_over(self, turn: Turn, reason: str, answer: Answer) -> Answer:
        """`answer` completed with a ticket: the buyer is told, the thread has the card and what he wrote."""
        if turn.staff or (turn.ticket and turn.ticket.open):
            return answer
        if not turn.private:
            return replace(answer, say=(*answer.say, *invitation(turn, "group-person").say))
        turn = noted(turn)
        room = self._room_for(turn, answer, reason)
        ticket, again = next_ticket(turn, room, reason, self._settings.reopen_within)
        if self._settings.rooms.lost(ticket.room):
            ticket, again = moved(ticket, room), False
        return self._opened(turn, answer, ticket, again=again)

    def _room_for(self, turn: Turn, answer: Answer, reason: str) -> Address:
        known = replace(turn.conversation, memory=answer.remember or turn.memory)
        return self._settings.rooms.for_ticket(known, reason, turn.home) or self._settings.room

    def _opened(self, turn: Turn, answer: Answer, ticket: Ticket, *, again: bool) -> Answer:
        choices = (Choice(turn.say("button-bot"), "bot"),)
        gone = present(turn).memory.unreachable
        memory = replace(answer.remember or turn.memory, misses=0, waiting=None, greeted=True, choices=choices)
        memory = replace(memory, unreachable=gone)
        remembered = replace(turn, conversation=replace(turn.conversation, memory=memory))
        card = Card.of(remembered, self._settings, ticket)
        back = (card.line_anew("desk-came-back", buyer=card.buyer), card.again())
        thread = back if again else (card.first(),)
        listed = (ListOrders(memory.proven[-_LISTED:], silent=True),) if memory.proven else ()
        call = last_call(ticket.allowance, ticket.id, turn.event.at)
        opened = AuditNote("ticket.reopened" if again else "ticket.opened", ticket.id, turn.conversation.buyer.id)
        return replace(
            answer,
            say=(
                *answer.say,
                to_buyer(turn, self._greeting(turn, ticket), choices),
                *thread,
                *open_elsewhere(card),
                *claim_lines(card, turn.event),
                *shown(turn, card, redacted=answer.redact),
            ),
            remember=replace(memory, claim=None),
            ticket=ticket,
            work=(*answer.work, *listed),
            schedule=(*answer.schedule, Timer(WAITING_TIMER, self._settings.remind_after, ticket.id), *call),
            audit=(*answer.audit, opened),
        )

    def _greeting(self, turn: Turn, ticket: Ticket) -> str:
        """Why, and when a person answers."""
        opening = turn.say(f"handover-{ticket.reason}" if ticket.reason in _OPENINGS else "handover-asked")
        return f"{opening}\n{self._when(turn)}"

    def _when(self, turn: Turn) -> str:
        hours = self._settings.hours
        if hours is None or hours.open_at(turn.event.at):
            return turn.say("handover-now")
        return turn.say("handover-later", hours=str(hours), opens=f"{hours.start:%H:%M}")

    def _buyer(self, turn: Turn) -> Answer | None:
        if turn.ticket is not None and turn.ticket.open:
            lost = self._settings.rooms.lost(turn.ticket.room)
            return self._rescued(turn, turn.ticket) if lost else self._buyers.answer(turn, turn.ticket)
        if not isinstance(turn.event, MessageReceived | ButtonPressed | ContactOpened):
            return None
        reason = _wish(turn) or self._came_back_unsure(turn)
        return self.hand_over(turn, reason, NOTHING) if reason else None

    def _rescued(self, turn: Turn, ticket: Ticket) -> Answer | None:
        """The owner has taken the ticket's room away: it goes where it would go if it were new."""
        if not isinstance(turn.event, MessageReceived | ButtonPressed):
            return None
        room = self._room_for(turn, NOTHING, ticket.reason)
        return self._opened(turn, NOTHING, moved(ticket, room), again=False)

    def _came_back_unsure(self, turn: Turn) -> str | None:
        """Soon after closing, the bot answers what it surely can; guesses go to the agents instead."""
        if chosen(turn) is not None or recently_closed(turn, self._settings.reopen_within) is None:
            return None
        answer = next((answer for skill in self._helpers if (answer := skill.answer(turn)) is not None), None)
        tried = answer.remember.tried[-1:] if answer and answer.remember else ()
        return "came-back" if any(line.startswith("faq-offered:") for line in tried) else None

    def _undelivered(self, turn: Turn, report: DeliveryReported) -> Answer:
        """A key that did not arrive is a matter for people, ticket or not."""
        ticket = turn.ticket
        if ticket is not None and (ticket.open or not report.secret):
            return self._reports.delivery(turn, ticket, report)
        if report.why.startswith("RecipientUnreachable"):
            turn = replace(turn, conversation=replace(turn.conversation, memory=replace(turn.memory, unreachable=True)))
        if not report.secret:
            return Answer(remember=turn.memory) if turn.memory.unreachable else NOTHING
        opened = self.hand_over(turn, "delivery", NOTHING)
        assert opened.ticket is not None
        told = self._reports.delivery(turn, opened.ticket, report)
        return replace(opened, say=(*opened.say, *told.say))


def _wish(turn: Turn) -> str | None:
    """The reason for which this buyer asks for a person, by button or in words."""
    value = chosen(turn)
    if value is None:
        return wants_person(turn.text)
    kind, _, reason = value.partition(":")
    if kind == "person":
        return reason or "asked"
    return "unsolved" if value == "reopen" else None
