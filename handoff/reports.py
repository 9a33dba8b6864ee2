"""What becomes known beside the talk: failed deliveries, outcomes of work, waiting, contacts lost and back. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.cardkeys import hand_out
from core.kin import ListKin
from core.messages import Button, ContactClosed, ContactOpened, OutgoingMessage, TimerRang
from core.ordercard import short_line
from core.reported import DeliveryReported, DeliveryState, ThreadReplaced
from core.shop import NEVER_PAID
from core.shopparts import Paid
from core.skills import Skill, to_buyer
from core.turns import NOTHING, Answer, Memory, Ticket, TicketState, Turn
from core.work import ListOrders, LookUpForStaff, ReleaseHeld, WorkDone
from handoff.allowances import Told, having_told
from handoff.buyers import WAITING_TIMER
from handoff.cards import Card, DeskSettings, order_lines
from handoff.inquiries import Inquiries
from handoff.relatives import Relatives
from handoff.ticket import is_card
from handoff.window import open_at, spares

_CAUSES = {
    "RecipientUnreachable": "blocked",
    "ContentRejected": "content",
    "DeliveryInDoubt": "doubt",
    "SecretUnreadable": "sealed",
    "ChannelNotConfigured": "channel",
}
_LISTED = 5


@dataclass(frozen=True, slots=True)
class Reports:
    """`helpers`: the skills that tell buyers the outcome of work."""

    settings: DeskSettings
    helpers: Sequence[Skill]

    def delivery(self, turn: Turn, ticket: Ticket, report: DeliveryReported) -> Answer:
        """Into the thread: what did not arrive, and why; a held key comes with a button."""
        lost = report.why.startswith("RecipientUnreachable") and not _is_theirs(turn, report)
        news = lost and not turn.memory.unreachable
        memory = replace(turn.memory, unreachable=True) if lost else None
        if is_card(report.mirrored):
            return Answer(remember=memory)
        card = Card.of(turn if memory is None else _remembering(turn, memory), self.settings, ticket)
        again = (card.again(),) if news else ()
        if report.secret or report.mirrored:
            return Answer(say=(self._failed(turn, card, report), *again), remember=memory)
        return Answer(say=(card.line("desk-contact-lost"), *again) if news else (), remember=memory)

    def _failed(self, turn: Turn, card: Card, report: DeliveryReported) -> OutgoingMessage:
        cause = next((name for known, name in _CAUSES.items() if report.why.startswith(known)), "other")
        text = card.say(_what(turn, report), why=card.say(f"why-{cause}", why=report.why))
        line = card.message(text, reply_to=None if report.secret else report.mirrored)
        if report.state is not DeliveryState.HELD:
            return line
        return replace(line, buttons=((Button(card.say("desk-button-release"), f"desk:release:{report.delivery}"),),))

    def contact(self, turn: Turn) -> Answer | None:
        """Blocked, or back. Without a ticket, coming back is a greeting's matter, if he expects one."""
        gone = isinstance(turn.event, ContactClosed)
        greeted = isinstance(turn.event, ContactOpened) and not turn.event.silently
        ticket = turn.ticket if turn.ticket and turn.ticket.open else None
        if ticket is None and greeted:
            return None
        if gone == turn.memory.unreachable:
            return NOTHING
        memory = replace(turn.memory, unreachable=gone)
        if ticket is None:
            return Answer(remember=memory)
        card = Card.of(_remembering(turn, memory), self.settings, ticket)
        return Answer(
            say=(card.line("desk-contact-lost" if gone else "desk-contact-back"), card.again()), remember=memory
        )

    def thread(self, turn: Turn, replaced: ThreadReplaced) -> Answer:
        """A new thread in place of one that somebody deleted: it gets the card, and why it is so empty. One in a room
        that the ticket has left has had its one line."""
        if turn.ticket is None or turn.ticket.room != replaced.room:
            return NOTHING
        card = Card.of(turn, self.settings, turn.ticket)
        return Answer(say=(card.again(), card.line("desk-thread-anew")))

    def timer(self, turn: Turn, ticket: Ticket | None, rang: TimerRang) -> Answer | None:
        """Once, to both sides, when nobody has answered."""
        if rang.name != WAITING_TIMER:
            return None
        if ticket is None or ticket.state is not TicketState.WAITING or rang.data != ticket.id:
            return NOTHING
        card = Card.of(turn, self.settings, ticket)
        minutes = int(self.settings.remind_after.total_seconds() // 60)
        here = self.settings.hours is None or self.settings.hours.open_at(turn.event.at)
        spared = spares(ticket.allowance, turn.event.at)
        waits = here and spared and ticket.waiting_since is not None
        told = (to_buyer(turn, turn.say("still-waiting")),) if waits else ()
        line = card.line("desk-waiting", buyer=card.buyer, minutes=minutes)
        return Answer(say=(line, *told), ticket=replace(ticket, told_at=turn.event.at))

    def work(self, turn: Turn, done: WorkDone) -> Answer | None:
        """What agents asked for is theirs alone; what a buyer asked for goes to him, and a line to the thread."""
        ticket = turn.ticket
        if done.work == ReleaseHeld.__name__:
            return NOTHING
        if done.silent or done.by is not None:
            return NOTHING if ticket is None else self._for_agents(turn, done, ticket)
        if ticket is None or not ticket.open:
            return None
        helped = next((answer for skill in self.helpers if (answer := skill.answer(turn)) is not None), None)
        if helped is None:
            return None
        line = _told_line(Card.of(turn, self.settings, ticket), done)
        memory = helped.remember or turn.memory
        news = memory.proven != turn.memory.proven or not self._stands_on_card(turn, ticket, done)
        more = (ListOrders(memory.proven[-_LISTED:], silent=True),) if memory.proven and news else ()
        return replace(helped, say=(*helped.say, *line), work=(*helped.work, *more), handover=None)

    def _stands_on_card(self, turn: Turn, ticket: Ticket, done: WorkDone) -> bool:
        """As it is now; an order that is not told of changes nothing."""
        if done.order is None:
            return True
        line = short_line(turn.words, self.settings.language, done.order)
        return any(shown.startswith(line) for shown in ticket.orders)

    def _for_agents(self, turn: Turn, done: WorkDone, ticket: Ticket) -> Answer:
        if done.work == ListKin.__name__:
            return Relatives(self.settings).past(turn, done)
        card = Card.of(turn, self.settings, ticket)
        asked = Inquiries(self.settings).told(turn.words, done)
        if asked is not None:
            return Answer(say=(card.message(asked),))
        if done.refusal is not None:
            known = done.work != ListOrders.__name__
            return Answer(say=(card.line(f"desk-refused-{done.refusal}"),) if known else ())
        if done.keys:
            return self._keys(turn, done, card)
        if done.work == LookUpForStaff.__name__ or done.order is not None:
            paid = (card.say(f"desk-order-{done.paid}"),) if done.paid in {Paid.AT_GATEWAY, Paid.UNPAID} else ()
            lines = (*order_lines(card, [done.order] if done.order else [], done.masked), *paid)
            told = card.message("\n".join(lines))
            return Answer(say=(replace(told, buttons=_offers(card, done)),) if lines else ())
        after = replace(card, ticket=replace(ticket, orders=order_lines(card, done.orders, done.masked)))
        return Answer(say=(after.again(),), ticket=after.ticket)

    def _keys(self, turn: Turn, done: WorkDone, card: Card) -> Answer:
        """To the buyer, now or when he has written again."""
        handed = hand_out(turn, done, self.settings.removal)
        if open_at(card.ticket.allowance, card.at):
            return replace(handed, say=(*handed.say, _keys_line(card, "desk-key-sent", done)))
        ticket = having_told(card.ticket, Told.KEY_WAITS)
        return replace(handed, say=(*handed.say, _keys_line(card, "desk-key-ready", done)), ticket=ticket)


def _what(turn: Turn, report: DeliveryReported) -> str:
    """Whose message it was that did not arrive."""
    if report.secret:
        return "desk-key-held" if report.state is DeliveryState.HELD else "desk-key-undelivered"
    return "desk-not-shown" if _is_theirs(turn, report) else "desk-undelivered"


def _is_theirs(turn: Turn, report: DeliveryReported) -> bool:
    """The buyer's message, which the room could not show."""
    return report.mirrored is not None and report.mirrored.where.whole_chat == turn.conversation.where


def _remembering(turn: Turn, memory: Memory) -> Turn:
    return replace(turn, conversation=replace(turn.conversation, memory=memory))


def _told_line(card: Card, done: WorkDone) -> tuple[OutgoingMessage, ...]:
    """What the bot has just told the buyer, for the agents."""
    if done.awaits is not None:
        return (card.line("desk-awaits-shop", shop=done.shop or card.say("shop-nameless")),)
    if done.refusal is not None:
        return (card.line(f"desk-refused-{done.refusal}"),)
    if done.keys:
        return (_keys_line(card, "desk-key-sent", done),)
    return (card.line("desk-order-shown", number=_number(done)),) if done.order else ()


def _keys_line(card: Card, key: str, done: WorkDone) -> OutgoingMessage:
    return card.line(key, number=_number(done), keys=", ".join(one.masked for one in done.keys))


def _offers(card: Card, done: WorkDone) -> tuple[tuple[Button, ...], ...]:
    """What an agent can do with an order that he has looked up."""
    order = done.order
    if order is None or order.status in NEVER_PAID:
        return ()
    names = ("replace", "refund") if done.masked.get(order.number) else ("refund",)
    return (tuple(Button(card.say(f"desk-button-{name}"), f"desk:{name}:{order.number}") for name in names),)


def _number(done: WorkDone) -> str:
    return done.proven.number if done.proven else done.order.number if done.order else ""
