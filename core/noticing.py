"""What an event tells of the buyer, whatever is answered to it. Pure."""

from dataclasses import replace
from typing import Final

from core.messages import ButtonPressed, ContactClosed, ContactOpened, Event, MessageReceived
from core.proof import remembering
from core.reported import DeliveryReported, DeliveryState
from core.shop import OrderNo, Proof, ProvenOrder, ShopId
from core.turns import Conversation

DEEDS: Final = (MessageReceived, ButtonPressed, ContactOpened)
"""What a buyer does that lets us write to him."""
_SHOWN_BY: Final = (MessageReceived, ContactOpened, ContactClosed)
"""What shows the buyer as he is now."""


def noticed(conversation: Conversation, event: Event) -> Conversation:
    """The conversation as it is when the event is answered."""
    return _vouched_for(_holding_back(_with_buyer(conversation, event), event), event)


def _with_buyer(conversation: Conversation, event: Event) -> Conversation:
    """Keeps the buyer's name and language fresh; agents and timers are not the buyer."""
    theirs = isinstance(event, _SHOWN_BY)
    if not theirs or event.where.whole_chat != conversation.where or event.sender == conversation.buyer:
        return conversation
    return replace(conversation, buyer=event.sender)


def _holding_back(conversation: Conversation, event: Event) -> Conversation:
    """Remembers that something waits until the buyer writes again. For good: looking for it then is cheap."""
    if not isinstance(event, DeliveryReported) or event.state is not DeliveryState.WAITS:
        return conversation
    return replace(conversation, memory=replace(conversation.memory, held_back=True))


def _vouched_for(conversation: Conversation, event: Event) -> Conversation:
    """What the shop itself says of an order is proof enough, whoever answers this event."""
    if not isinstance(event, ContactOpened) or event.vouched is None or not event.private:
        return conversation
    told = ProvenOrder(ShopId(event.vouched.shop), OrderNo(event.vouched.order), Proof.A)
    memory = conversation.memory
    return replace(conversation, memory=replace(memory, proven=remembering(memory.proven, told)))


def wrote(conversation: Conversation, event: Event) -> bool:
    """The buyer did something that lets us write to him."""
    return isinstance(event, DEEDS) and event.where.whole_chat == conversation.where
