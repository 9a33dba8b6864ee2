"""Order news to buyers who have proven the order in this chat: short, once, and not at all to who has said so. Pure."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from core.choices import chosen, offering
from core.menu import menu_choices, person
from core.messages import ButtonPressed, ContactOpened, MessageReceived
from core.ordercard import items, when
from core.orders import OrderSettings
from core.proof import proven_order
from core.reading import gist, plea
from core.remembering import judged
from core.shop import Order
from core.shopnews import OWED, Happening, ShopHappened
from core.skills import to_buyer
from core.turns import NOTHING, Answer, Choice, Turn

_OFF = re.compile(
    r"(?:请|以后|都|就)*(?:不要|不用|不必|不|别)再?(?:主动)?(?:给我)?(?:发)?(?:订单)?(?:的)?(?:提醒|通知)我?了?"
    r"|(?:关闭|关掉|取消|停止|退订)(?:订单)?(?:提醒|通知)"
    r"|(?:stop|turn off|disable|mute|no more|cancel)(?: the| my| order| all)*"
    r" (?:notices|notifications|reminders|alerts|notifying me)|unsubscribe"
    r"|(?:no mas|desactivar|parar|silenciar)(?: los)? avisos"
)
_ON = re.compile(
    r"(?:恢复|打开|开启|重新打开|重新开启)(?:订单)?(?:提醒|通知)"
    r"|(?:resume|turn on|enable|restart|unmute)(?: the| my| order| all)* (?:notices|notifications|reminders|alerts)"
    r"|(?:activar|reanudar)(?: los)? avisos"
)
NOTICES_VALUE: Final = "notices"
_TEXTS: Final = {
    Happening.PAID: "notice-paid",
    Happening.DELIVERED: "notice-delivered",
    Happening.PARTLY: "notice-partly",
    Happening.REFUNDED: "notice-refunded",
    Happening.PARTLY_REFUNDED: "notice-partly-refunded",
    Happening.AT_GATEWAY: "notice-at-gateway",
}
_WITH_PERSON: Final = OWED | {Happening.AT_GATEWAY}
_WITH_KEYS: Final = frozenset({Happening.DELIVERED, Happening.PARTLY})


@judged
def wants_no_notices(text: str) -> bool:
    return _says(text, _OFF)


@judged
def wants_notices(text: str) -> bool:
    return _says(text, _ON)


def _says(text: str, pattern: re.Pattern[str]) -> bool:
    return len(text) <= 60 and any(pattern.fullmatch(form) for form in {gist(text), plea(text)})


@dataclass(frozen=True, slots=True)
class ShopNotices:
    settings: OrderSettings = field(default_factory=OrderSettings)

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff:
            return None
        match turn.event:
            case ShopHappened() as happened:
                return self._told(turn, happened)
            case MessageReceived() | ButtonPressed() | ContactOpened() if turn.private:
                return _switched(turn)
        return None

    def _told(self, turn: Turn, happened: ShopHappened) -> Answer:
        """Only what was proven in this chat, and only where it is welcome."""
        order, memory = happened.order, turn.memory
        proven = proven_order(memory.proven, order.number)
        theirs = proven is not None and proven.shop == order.shop and not proven.via
        if not theirs or memory.muted or memory.unreachable:
            return NOTHING
        text = self._text(turn, happened.happening, order)
        if memory.waiting is not None or (turn.ticket is not None and turn.ticket.open):
            return Answer(say=(to_buyer(turn, text),))
        return offering(turn, text, _choices(turn, happened))

    def _text(self, turn: Turn, happening: Happening, order: Order) -> str:
        if happening in _TEXTS:
            return turn.say(_TEXTS[happening], number=order.number, items=items(order))
        if order.paid_at is None:
            return turn.say("notice-owed", number=order.number, items=items(order))
        time = when(turn.words, turn.language, order.paid_at, turn.event.at, self.settings.zone)
        return turn.say("notice-owed-since", number=order.number, items=items(order), time=time)


def _choices(turn: Turn, happened: ShopHappened) -> list[Choice]:
    keys = Choice(turn.say("button-keys-again"), f"keys:{happened.order.number}")
    mine = [keys] if happened.happening in _WITH_KEYS else []
    helped = [person(turn, "no-key")] if happened.happening in _WITH_PERSON else []
    return [*mine, *helped, Choice(turn.say("button-notices-off"), f"{NOTICES_VALUE}:off")]


def _switched(turn: Turn) -> Answer | None:
    """By word or by button."""
    value = chosen(turn)
    if value is None:
        off, on = wants_no_notices(turn.text), wants_notices(turn.text)
    else:
        off, on = value == f"{NOTICES_VALUE}:off", value == f"{NOTICES_VALUE}:on"
    if not off and not on:
        return None
    memory = replace(turn.memory, muted=off, misses=0)
    back = Choice(turn.say("button-notices-on"), f"{NOTICES_VALUE}:on")
    choices = [back, *menu_choices(turn)[:2]] if off else menu_choices(turn)[:3]
    return offering(turn, turn.say("notice-off" if off else "notice-on"), choices, memory)
