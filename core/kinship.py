"""The rules of linking: only by proof, only when both sides say yes, and how one chat knows of the others. Pure.

Every function that changes the book gives the same again for the same `work`, so that work can be repeated."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.kin import IntroductionId, KinChat, KinPast, KinView, LinkStep
from core.kinbook import Introduction, Kin, KinShelf, Stage
from core.messages import Address
from core.overview import TicketLine
from core.proof import REMEMBERED
from core.shop import OrderNo, Proof, ProvenOrder
from core.turns import Conversation, ConversationId, Memory, Ticket

MOST = 8
"""Chats of one buyer."""
_STEPS = {Stage.ACCEPTED: LinkStep.WAITS, Stage.LINKED: LinkStep.LINKED, Stage.DECLINED: LinkStep.DECLINED}
Views = Sequence[tuple[Address, KinView]]


# ------------------------------------------------------------------ what a chat remembers


def own(proven: Sequence[ProvenOrder]) -> tuple[ProvenOrder, ...]:
    """Those that were proven in this chat."""
    return tuple(order for order in proven if not order.via)


def newly_proven(before: Memory, after: Memory) -> tuple[ProvenOrder, ...]:
    """Orders that have just been proven here, fully."""
    if after.proven is before.proven:
        return ()
    known = {order.number for order in before.proven if not order.via and order.proof is Proof.A}
    return tuple(order for order in own(after.proven) if order.proof is Proof.A and order.number not in known)


def is_news(before: Conversation, after: Conversation) -> bool:
    """Must the buyer's other chats be told?"""
    if not after.memory.kin:
        return False
    linked = after.memory.kin_at[0] != before.memory.kin_at[0]
    moved = _standing(before.ticket) != _standing(after.ticket)
    return linked or moved or own(before.memory.proven) != own(after.memory.proven)


def _standing(ticket: Ticket | None) -> tuple[object, ...]:
    return (ticket.id, ticket.state, ticket.agent) if ticket else ()


def knowing(memory: Memory, view: KinView) -> Memory:
    """With the buyer's other chats as they are now. What was proven here stands before what was proven there."""
    moment = (view.version, view.moment)
    if moment < memory.kin_at:
        return memory
    proven = own(memory.proven)
    here = {order.number for order in proven}
    lent = {order.number: order for order in view.orders if order.number not in here}
    return replace(memory, kin=view.chats, kin_at=moment, proven=(*lent.values(), *proven)[-REMEMBERED:])


# ------------------------------------------------------------------ who is who


def members(shelf: KinShelf, conversation: ConversationId) -> list[ConversationId]:
    """All chats of its buyer, itself among them."""
    kin = shelf.kin(conversation)
    return sorted(one.conversation for one in shelf.kin_of(kin.buyer)) if kin else [conversation]


def views(shelf: KinShelf, conversations: Sequence[ConversationId]) -> Views:
    """What each of these chats, all of one buyer, shall know of the others."""
    version = max((kin.version for one in conversations if (kin := shelf.kin(one))), default=0)
    found = shelf.conversations(conversations)
    moment = sum(one.seq for one in found)
    return [
        (one.where, _view([other for other in found if other.id != one.id], version, moment, shelf)) for one in found
    ]


def _view(others: Sequence[Conversation], version: int, moment: int, shelf: KinShelf) -> KinView:
    chats = tuple(KinChat(other.where, newest(shelf, other)) for other in others)
    orders = [replace(order, via=other.where.key) for other in others for order in own(other.memory.proven)]
    return KinView(version=version, moment=moment, chats=chats, orders=tuple(orders))


def newest(shelf: KinShelf, conversation: Conversation) -> TicketLine | None:
    return next(iter(shelf.tickets(conversation.id)), None) if conversation.ticket else None


def past(shelf: KinShelf, where: Address) -> tuple[KinPast, ...]:
    """What happened in the buyer's other chats."""
    this = shelf.conversation(where)
    others = [one for one in members(shelf, this) if one != this]
    return tuple(
        KinPast(other.where, tuple(shelf.tickets(other.id)), other.memory.tried)
        for other in shelf.conversations(others)
    )


def stranger_who_proved(shelf: KinShelf, this: ConversationId, order: OrderNo) -> ConversationId | None:
    """The chat, not this buyer's, that has proven the order last."""
    ours = members(shelf, this)
    return next((one for one in shelf.provers(order) if one not in ours), None)


# ------------------------------------------------------------------ introductions


def offer(shelf: KinShelf, new: Introduction, now: datetime) -> None:
    """A code of the host's; the one he had before is worth nothing any more."""
    shelf.forget_codes(new.host, now)
    shelf.put_introduction(new)


def use(
    shelf: KinShelf, mark: str, guest: ConversationId, now: datetime, until: datetime
) -> tuple[LinkStep, Introduction | None]:
    """The code is used up by its first guest; sent by one of the host's own chats it stays as it is."""
    found = shelf.introduction_by(mark)
    if found is None or found.until <= now:
        return LinkStep.WRONG, None
    if guest in members(shelf, found.host):
        return LinkStep.SAME, None
    if found.stage is Stage.OFFERED:
        found = replace(found, stage=Stage.USED, guest=guest, until=until)
        shelf.put_introduction(found)
    theirs = found.stage is Stage.USED and found.guest == guest
    return (LinkStep.OFFERED, found) if theirs else (LinkStep.WRONG, None)


def by_order(
    shelf: KinShelf, id_: IntroductionId, guest: ConversationId, order: OrderNo, until: datetime
) -> Introduction | None:
    """To the chat that has proven the same order; the guest has said yes already."""
    if known := shelf.introduction(id_):
        return known
    host = stranger_who_proved(shelf, guest, order)
    if host is None or guest not in shelf.provers(order):
        return None
    new = Introduction(id=id_, host=host, guest=guest, until=until, stage=Stage.ACCEPTED)
    shelf.put_introduction(new)
    return new


def answer(shelf: KinShelf, found: Introduction, who: ConversationId, work: str, *, yes: bool) -> LinkStep:
    """What an answer has led to: first the guest's counts, then the host's."""
    if found.answered_by == work:
        return _STEPS[found.stage]
    if found.guest is None or who != {Stage.USED: found.guest, Stage.ACCEPTED: found.host}.get(found.stage):
        return LinkStep.WRONG
    if not yes:
        shelf.put_introduction(replace(found, stage=Stage.DECLINED, answered_by=work))
        return LinkStep.DECLINED
    if found.stage is Stage.USED:
        shelf.put_introduction(replace(found, stage=Stage.ACCEPTED, answered_by=work))
        return LinkStep.WAITS
    return _unite(shelf, found, found.guest, work)


def _unite(shelf: KinShelf, found: Introduction, guest: ConversationId, work: str) -> LinkStep:
    everybody = sorted({*members(shelf, found.host), *members(shelf, guest)})
    if len(everybody) > MOST:
        return LinkStep.TOO_MANY_CHATS
    places = {one: shelf.kin(one) for one in everybody}
    known = places[found.host]
    buyer = known.buyer if known else work
    version = 1 + max((kin.version for kin in places.values() if kin), default=0)
    for one in everybody:
        shelf.put_kin(Kin(conversation=one, buyer=buyer, version=version))
    shelf.put_introduction(replace(found, stage=Stage.LINKED, answered_by=work))
    return LinkStep.LINKED


def unlink(shelf: KinShelf, this: ConversationId, work: str) -> list[ConversationId] | None:
    """The chats that stay behind, which were this buyer's, too; None: there were none."""
    kin = shelf.kin(this)
    if kin is None:
        return None
    if kin.left is not None and kin.left_by == work:
        return sorted(one.conversation for one in shelf.kin_of(kin.left))
    others = [one for one in shelf.kin_of(kin.buyer) if one.conversation != this]
    if not others:
        return None
    version = 1 + max(kin.version, *(one.version for one in others))
    for one in others:
        shelf.put_kin(replace(one, version=version))
    shelf.put_kin(Kin(conversation=this, buyer=work, version=version, left=kin.buyer, left_by=work))
    return sorted(one.conversation for one in others)
