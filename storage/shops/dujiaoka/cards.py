"""Which card a replacement takes: the highest id that is unsold. The shop takes the lowest, without a lock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from core.errors import NothingInStock, NotPossible
from core.shop import OrderNo
from core.shopparts import Replacement
from storage.shops.dujiaoka.keytext import keys_of, lines_of
from storage.shops.dujiaoka.layout import Layout
from storage.shops.dujiaoka.reading import SHOP_NOW
from storage.shops.dujiaoka.rows import CardRow, ItemRow, taken_from
from storage.shops.mysql import Connection

HIGHEST = 32
"""So many are looked at, where others of ours are on their way to the very highest."""
FEW = 200
"""Fewer left than that, and the shop may be selling just the card that we take: then it is looked at twice."""
REMEMBERED = 120.0
"""Seconds, for which a card is kept for who has set it aside."""


@dataclass(slots=True)
class Reserved:
    """What this process has set aside lately, so that two replacements at once do not run for the same card.

    Of one order it is a must (nobody could tell the two apart afterwards), else only a preference: in the end the
    database decides."""

    now: Callable[[], float] = monotonic
    _lock: Lock = field(default_factory=Lock)
    _kept: dict[int, tuple[str, OrderNo, float]] = field(default_factory=dict)

    def choose(self, cards: Sequence[int], wanted: Replacement) -> int:
        """Raises: NothingInStock."""
        with self._lock:
            self._kept = {card: kept for card, kept in self._kept.items() if kept[2] > self.now()}
            others = {card: order for card, (name, order, _) in self._kept.items() if name != wanted.name}
            allowed = [card for card in cards if others.get(card) != wanted.order]
            if not allowed:
                raise NothingInStock
            chosen = next((card for card in allowed if card not in others), allowed[0])
            self._kept[chosen] = (wanted.name, wanted.order, self.now() + REMEMBERED)
            return chosen


@dataclass(frozen=True, slots=True)
class Token:
    """`card`: its id. `before`: how often its text stood in the order already. `others`: and in other new orders."""

    card: int
    before: int
    others: int

    def __str__(self) -> str:
        return f"{self.card}.{self.before}.{self.others}"


def token_of(text: str) -> Token:
    """Raises: NotPossible: it is none of ours."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and part.isascii() for part in parts):
        raise NotPossible("What was set aside is not of this shop.")
    return Token(*map(int, parts))


def highest(connection: Connection, layout: Layout, item: ItemRow, limit: int = HIGHEST) -> Sequence[int]:
    """Ids of unsold cards, the highest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            " ".join(
                (
                    "SELECT id FROM carmis WHERE goods_id = %(goods)s AND status = 1 AND deleted_at IS NULL",
                    layout.not_sold_again,
                    _of_variant(layout),
                    "ORDER BY id DESC LIMIT %(limit)s",
                )
            ),
            {"goods": item.goods_id, "sub": item.sub_id or 0, "limit": limit},
        )
        return [int(row["id"]) for row in cursor.fetchall()]


def take(connection: Connection, layout: Layout, item: ItemRow, card: int) -> bool:
    """Marks it as sold if it is free, and this goods'."""
    with connection.cursor() as cursor:
        changed = cursor.execute(
            " ".join(
                (
                    "UPDATE carmis SET status = 2, updated_at =",
                    SHOP_NOW,
                    "WHERE id = %(card)s AND goods_id = %(goods)s AND status = 1 AND deleted_at IS NULL",
                    layout.not_sold_again,
                    _of_variant(layout),
                )
            ),
            {"goods": item.goods_id, "sub": item.sub_id or 0, "card": card},
        )
    return changed == 1


def card_of(connection: Connection, card: int) -> CardRow | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status, carmi FROM carmis WHERE id = %s AND deleted_at IS NULL", (card,))
        rows = taken_from(CardRow, cursor.fetchall())
    return rows[0] if rows else None


def item_keys(connection: Connection, item: ItemRow) -> Sequence[str]:
    """The keys in its text. Where there are more lines than were bought, some may be keys of several lines."""
    if len(lines_of(item.info)) <= item.quantity:
        return keys_of(item.info)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, status, carmi FROM carmis WHERE goods_id = %s AND status = 2 "
            "AND carmi LIKE %s AND LOCATE(TRIM(TRAILING %s FROM SUBSTRING_INDEX(carmi, %s, 1)), %s) > 0 LIMIT 100",
            (item.goods_id, "%\n_%", "\r", "\n", item.info),
        )
        several = [card.carmi for card in taken_from(CardRow, cursor.fetchall())]
    return keys_of(item.info, several)


def _of_variant(layout: Layout) -> str:
    return "AND COALESCE(sub_id, 0) = %(sub)s" if layout.v3 else ""
