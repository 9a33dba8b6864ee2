"""Takes a card from stock for an order that has been paid: chosen first, then taken in one transaction of the shop.

The program marks the cards it sells by their numbers alone, without looking whether they are still unsold: what we have
taken can be taken from us in that moment. So we take from the end that it sells last, look again a moment later, and
give back what was lost. What is already ours is recognised by the card's link to the order, and its time of sale."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import choice
from typing import Any

from core.errors import NothingInStock, NotPossible, ShopUnavailable
from core.shop import Handing
from storage.shops.acg_faka.delivered import holds, with_key, without_key
from storage.shops.acg_faka.finding import CARDS, cards_of, order_numbered
from storage.shops.acg_faka.layout import Layout, ask, change
from storage.shops.acg_faka.orders import PAID, handing_of, variant_in
from storage.shops.acg_faka.rows import CardRow, OrderRow, row_of
from storage.shops.acg_faka.settings import SHOP_TIME
from storage.shops.acg_faka.variants import Variant
from storage.shops.mysql import Connection

NEW_FIRST = 2
UNSOLD_STATE = 0
TOKEN = re.compile(r"([0-9]{1,10}):([0-9]{1,11})")
AMONG = 16
"""One of so many is chosen, so that two who choose at once seldom choose the same."""
A_SECOND = timedelta(seconds=1)
ASIDE_FOR = timedelta(minutes=2)
"""So long a card that was set aside is not the first choice for another replacement."""
PICKED_FOR = timedelta(hours=2)
"""So long a card that a buyer picked himself (预选) is left to him, though he has not paid yet."""
UNSOLD = """
SELECT k.id FROM $card k
WHERE k.commodity_id = %s AND k.status = 0 $variant
  AND NOT EXISTS (SELECT 1 FROM $order o WHERE o.card_id = k.id AND o.status = 0 AND o.create_time > %s)
ORDER BY k.id $way LIMIT %s
"""
LOCK = "UPDATE $order SET delivery_status = delivery_status WHERE trade_no = %s"
LOCK_CARD = "UPDATE $card SET status = status WHERE id = %s"
"""Lock the rows like SELECT ... FOR UPDATE, with no other right than the one that the writing needs. Nothing is read
before both are locked: a transaction sees the rest as it was when it read first."""
TAKE = (
    "UPDATE $card SET status = 1, order_id = %s, purchase_time = %s WHERE id = %s AND status = 0 AND commodity_id = %s"
)
WRITE = "UPDATE $order SET secret = %s, delivery_status = 1 WHERE id = %s"
TAKE_OUT = "UPDATE $order SET secret = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A card for one replacement. `at`: its time of sale, which tells this replacement from another of that order."""

    card: int
    at: datetime

    def __str__(self) -> str:
        return f"{self.card}:{int(self.at.timestamp())}"

    @property
    def sold_at(self) -> datetime:
        """As the column has it."""
        return self.at.astimezone(SHOP_TIME).replace(tzinfo=None, microsecond=0)


def chosen(token: str) -> Chosen:
    """Raises: NotPossible: it is none of ours."""
    match = TOKEN.fullmatch(token)
    if match is None:
        raise NotPossible("What was set aside is not of this shop.")
    return Chosen(int(match[1]), datetime.fromtimestamp(int(match[2]), UTC))


class Aside:
    """What was set aside of late in this process: another replacement looks for another card first, and if there is
    none, its time of sale is another, so that the two are never taken for one."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[Chosen, datetime]] = {}

    def others(self, name: str, now: datetime) -> Collection[int]:
        """Cards of other replacements."""
        self._until = {known: aside for known, aside in self._until.items() if aside[1] > now}
        return {chosen.card for known, (chosen, _) in self._until.items() if known != name}

    def put(self, name: str, card: int, now: datetime) -> Chosen:
        """It stays until ASIDE_FOR is over, also when it has been taken."""
        taken = [str(chosen) for known, (chosen, _) in self._until.items() if known != name]
        chosen = Chosen(card, now)
        while str(chosen) in taken:
            chosen = Chosen(card, chosen.at + A_SECOND)
        self._until[name] = (chosen, now + ASIDE_FOR)
        return chosen


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    """`key`: None: somebody else has the card, and it does not stand in the order."""

    key: str | None


def fit(row: OrderRow | None, product: str) -> OrderRow:
    """Raises: NotPossible: with the reason."""
    if row is None:
        raise NotPossible("There is no such order.")
    if row.status != PAID:
        raise NotPossible("The order has not been paid.")
    if row.refunded:
        raise NotPossible("The order has been refunded.")
    if product not in ("", str(row.commodity_id)):
        raise NotPossible("This product is not in the order.")
    reasons = {
        Handing.MANUAL: "A person delivers this product: there are no cards of it in stock.",
        Handing.UPSTREAM: "This product is bought from another shop: its cards are there.",
    }
    if handing_of(row) in reasons:
        raise NotPossible(reasons[handing_of(row)])
    return row


def choose(connection: Connection, layout: Layout, row: OrderRow, now: datetime, avoid: Collection[int]) -> int:
    """A card's id, from the end that the shop sells last, none of `avoid` if there is another; nothing is changed.

    Raises: NothingInStock."""
    wanted, values = among(layout, variant_in(row))
    way = "ASC" if row.delivery_auto_mode == NEW_FIRST else "DESC"
    statement = layout.statement(UNSOLD, variant=wanted, way=way)
    picked = (now - PICKED_FOR).astimezone(SHOP_TIME).replace(tzinfo=None)
    free = [int(card["id"]) for card in ask(connection, statement, row.commodity_id, *values, picked, AMONG)]
    if not free:
        raise NothingInStock
    return choice([card for card in free if card not in avoid] or free)  # noqa: S311 - only so that two seldom meet


def among(layout: Layout, variant: Variant) -> tuple[str, list[Any]]:
    """A condition on `card k`, and its values. Raises: ShopUnavailable: the cards have no sku, the order has one."""
    race = "AND k.race = %s COLLATE utf8mb4_bin" if variant.race else "AND (k.race IS NULL OR k.race = '')"
    values: list[Any] = [variant.race] if variant.race else []
    if variant.options and not layout.has("card", "sku"):
        raise ShopUnavailable("Its cards have no column sku that may be read.")
    for name, value in variant.options:
        race += " AND JSON_UNQUOTE(JSON_EXTRACT(k.sku, %s)) = %s COLLATE utf8mb4_bin"
        values += [path_to(name), value]
    return race, values


def path_to(name: str) -> str:
    """The place of an option in the JSON of a sku."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'$."{quoted}"'


def take(connection: Connection, layout: Layout, number: str, wanted: Chosen) -> Taken:
    """In one transaction. Asked again it finds what was done, and takes nothing more. Raises: NotPossible."""
    change(connection, layout.statement(LOCK), number)
    change(connection, layout.statement(LOCK_CARD), wanted.card)
    order = order_numbered(connection, layout, number)
    if order is None or order.trade_no != number:
        raise NotPossible("There is no such order.")
    card = _card(connection, layout, wanted.card)
    if card is not None and card.order_id == order.id and card.status != UNSOLD_STATE:
        return _shown(connection, layout, order, card) if card.purchase_time == wanted.sold_at else Taken(None)
    if card is None or card.status != UNSOLD_STATE:
        if card is not None:
            _give_back(connection, layout, order, card)
        return Taken(None)
    fit(order, str(card.commodity_id))
    _exactly_one(change(connection, layout.statement(TAKE), order.id, wanted.sold_at, card.id, order.commodity_id))
    return _shown(connection, layout, order, card)


def _shown(connection: Connection, layout: Layout, order: OrderRow, card: CardRow) -> Taken:
    """On the order's page."""
    if not holds(order.secret, card.secret):
        text = with_key(order.secret, card.secret, order.delivery_message)
        _exactly_one(change(connection, layout.statement(WRITE), text, order.id))
    return Taken(card.secret.strip())


def _card(connection: Connection, layout: Layout, card: int) -> CardRow | None:
    found = ask(connection, layout.statement(CARDS + "WHERE k.id = %s"), card)
    return row_of(CardRow, found[0]) if found else None


def _give_back(connection: Connection, layout: Layout, order: OrderRow, card: CardRow) -> None:
    """The shop has sold what we had written into the order: it goes out again, unless it is the order's otherwise."""
    own: Sequence[CardRow] = cards_of(connection, layout, order.id)
    if holds(order.secret, card.secret) and not any(other.secret.strip() == card.secret.strip() for other in own):
        text = without_key(order.secret, card.secret)
        _exactly_one(change(connection, layout.statement(TAKE_OUT), text, order.id))


def _exactly_one(changed: int) -> None:
    if changed != 1:
        raise ShopUnavailable("The order was not written; nothing was changed.")
