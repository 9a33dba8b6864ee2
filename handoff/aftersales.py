"""Keys replaced and money given back, by command or button: what agents write becomes work. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from core.messages import Button, OutgoingMessage
from core.ordernumbers import OrderNumbers
from core.proof import proven_order
from core.replacing import Decide, GoOn, RefundOrder, ReplaceKey, TellLedger, TellStock
from core.shop import OrderNo, Proof, ProvenOrder
from core.shopparts import RefundWay
from core.turns import Answer, AuditNote, Turn
from handoff.cards import Card

ROOMWIDE = frozenset({"stock", "replacements"})
"""May be asked outside of tickets, too."""
_AMOUNT = re.compile(r"[¥￥$€]?(\d{1,9}(?:\.\d{1,2})?)(?:元|块|rmb|cny|usd)?", re.IGNORECASE)
_ALL = frozenset({"全额", "全部", "全退", "full", "all"})
_WALLET = frozenset({"余额", "钱包", "wallet", "balance"})
_LONGEST = 60
"""Bytes of a button's value; Telegram takes 64."""
_REASON = 200
_REF = 12
"""Characters of a fingerprint on a button."""
_KEY = re.compile(rf"@([0-9a-f]{{{_REF}}})(?:\s+|$)")
SURE, ALONE = "sure", "alone"

Action = Callable[[Turn, Card, str], Answer]


@dataclass(frozen=True, slots=True)
class Aftersales:
    numbers: OrderNumbers = field(default_factory=OrderNumbers)

    def actions(self) -> dict[str, Action]:
        return {
            "replace": self._replace,
            "refund": self._refund,
            "goon": _go_on,
            "approve": _approve,
            "refuse": _refuse,
            "stock": lambda turn, _card, words: tell_stock(turn, words),
            "replacements": lambda turn, _card, words: self.tell_ledger(turn, words),
        }

    def roomwide(self, turn: Turn, name: str, words: str) -> Answer:
        return tell_stock(turn, words) if name == "stock" else self.tell_ledger(turn, words)

    def tell_ledger(self, turn: Turn, words: str) -> Answer:
        number = self.numbers.find(words) or OrderNo(words.upper()) if words else None
        return Answer(work=(TellLedger(number, turn.event.where),))

    def _replace(self, turn: Turn, card: Card, argument: str) -> Answer:
        number, words = self._numbered(turn, argument)
        if number is None:
            return Answer(say=(_which(turn, card, "replace", words),))
        key, reason = _picked(words)
        shop, proven = _of_buyer(turn, number)
        event, found = turn.event, shop.shop if shop else None
        work = ReplaceKey(number, reason[:_REASON], event.sender, event.where, found, proven, key)
        return Answer(work=(work,), audit=(AuditNote("key.replace-asked", number, event.sender.id),))

    def _refund(self, turn: Turn, card: Card, argument: str) -> Answer:
        number, words = self._numbered(turn, argument)
        if number is None:
            return Answer(say=(_which(turn, card, "refund", words),))
        wish = _wish(words)
        if wish is None:
            return Answer(say=(card.line("desk-refund-how", number=number),))
        amount, way, reason = wish
        shop, proven = _of_buyer(turn, number)
        by, place = turn.event.sender, turn.event.where
        work = RefundOrder(number, amount, reason[:_REASON], by, place, shop.shop if shop else None, proven, way)
        note = AuditNote("refund.asked", f"{number} {amount if amount is not None else 'all'}", by.id)
        return Answer(work=(work,), audit=(note,))

    def _numbered(self, turn: Turn, argument: str) -> tuple[OrderNo | None, str]:
        """The order that is named first, else the only one that the buyer has proven; and the other words."""
        first, _, rest = argument.strip().partition(" ")
        proven = turn.memory.proven
        named = proven_order(proven, first) or proven_order(proven, first.upper())
        if named is not None:
            return named.number, rest.strip()
        number = self.numbers.find(first)
        if number is not None and _AMOUNT.fullmatch(first) is None:
            return number, rest.strip()
        return (proven[-1].number if len(proven) == 1 else None), argument.strip()


def tell_stock(turn: Turn, words: str) -> Answer:
    return Answer(work=(TellStock(words[:_REASON], turn.event.where),))


def _which(turn: Turn, card: Card, action: str, words: str) -> OutgoingMessage:
    """With a button for each order that the buyer has proven; what was said already stands behind its number."""
    known = turn.memory.proven[-8:]
    if not known:
        return card.line(f"desk-{action}-number")
    rows = tuple((Button(one.number, _cut(f"desk:{action}:{one.number} {words}".strip())),) for one in reversed(known))
    return replace(card.line(f"desk-{action}-which"), buttons=rows)


def _cut(value: str) -> str:
    return value.encode()[:_LONGEST].decode(errors="ignore")


def replace_value(number: OrderNo, mark: str) -> str:
    """Of a button that is about one key of an order: `desk:replace:KD… @0123456789ab`."""
    return f"desk:replace:{number} @{mark[:_REF]}"


def _picked(words: str) -> tuple[str, str]:
    """The key that a button is about, and the other words."""
    found = _KEY.match(words)
    return (found[1], words[found.end() :]) if found else ("", words)


def _of_buyer(turn: Turn, number: OrderNo) -> tuple[ProvenOrder | None, bool]:
    """A number and a contact alone may show a key once more; for a new one the agent's word is needed beside."""
    order = proven_order(turn.memory.proven, number)
    return order, order is not None and order.proof is Proof.A


def _wish(words: str) -> tuple[Decimal | None, RefundWay, str] | None:
    """How much, where to, and why; None: one of them is missing."""
    first, _, rest = words.partition(" ")
    amount = _AMOUNT.fullmatch(first)
    second, _, reason = rest.strip().partition(" ")
    wallet = second.casefold() in _WALLET
    reason = reason.strip() if wallet else rest.strip()
    if not reason or (amount is None and first.casefold() not in _ALL):
        return None
    way = RefundWay.WALLET if wallet else RefundWay.RECORDED
    return (Decimal(amount[1]) if amount else None), way, reason


def _go_on(turn: Turn, _card: Card, argument: str) -> Answer:
    name, _, answer = argument.partition(":")
    by, place = turn.event.sender, turn.event.where
    if answer == SURE:
        vouched = (AuditNote("order.vouched", name, by.id),)
        return Answer(work=(GoOn(name, by, place, sure=True),), audit=vouched)
    return Answer(work=(GoOn(name, by, place, key=answer),))


def _approve(turn: Turn, _card: Card, argument: str) -> Answer:
    name, _, answer = argument.partition(":")
    return Answer(work=(Decide(name, turn.event.sender, turn.event.where, yes=True, alone=answer == ALONE),))


def _refuse(turn: Turn, _card: Card, argument: str) -> Answer:
    return Answer(work=(Decide(argument, turn.event.sender, turn.event.where, yes=False),))
