"""What is left of the shop's goods: unsold cards, or what the shop counts for goods that a person delivers."""

from collections.abc import Sequence

from core.shop import StockId
from core.shopparts import StockLine
from storage.shops.dujiaoka.keytext import storable
from storage.shops.dujiaoka.layout import Layout
from storage.shops.dujiaoka.rows import AUTO, GoodsRow, taken_from
from storage.shops.mysql import Connection
from storage.shops.mysql_words import containing

_GOODS = (
    "SELECT id, gd_name AS name, type, in_stock FROM goods "
    "WHERE deleted_at IS NULL AND (%(id)s IS NULL OR (id = %(id)s AND %(sub)s IS NULL)) "
    "AND (%(id)s IS NOT NULL OR is_open = 1) AND gd_name LIKE %(like)s ORDER BY id LIMIT %(limit)s"
)
_VARIANTS = (
    "SELECT g.id, g.gd_name AS name, g.type, s.stock AS in_stock, s.id AS sub_id, s.name AS sub_name "
    "FROM goods g LEFT JOIN goods_sub s ON s.goods_id = g.id "
    "WHERE g.deleted_at IS NULL AND (%(id)s IS NULL OR (g.id = %(id)s AND (%(sub)s IS NULL OR s.id = %(sub)s))) "
    "AND (%(id)s IS NOT NULL OR g.is_open = 1) AND (g.gd_name LIKE %(like)s OR s.name LIKE %(like)s) "
    "ORDER BY g.id, s.id LIMIT %(limit)s"
)
VARIANTS = 50
"""So many of one product are added up."""


def left_of(connection: Connection, layout: Layout, wanted: StockId) -> int | None:
    """None: no such product, or it is sold without end."""
    if not wanted.product.isdecimal() or not (wanted.variant or "0").isdecimal():
        return None
    variant = int(wanted.variant) if wanted.variant else None
    goods = _goods(connection, layout, int(wanted.product), variant, "", VARIANTS)
    counts = [left for left in _left(connection, layout, goods) if left is not None]
    return sum(counts) if goods and len(counts) == len(goods) else None


def lines(connection: Connection, layout: Layout, words: str, limit: int) -> Sequence[StockLine]:
    goods = _goods(connection, layout, None, None, words, limit)
    return [
        StockLine(StockId(str(row.id), str(row.sub_id or "")), f"{row.name} {row.sub_name or ''}".strip(), left)
        for row, left in zip(goods, _left(connection, layout, goods), strict=True)
    ]


def _goods(
    connection: Connection, layout: Layout, product: int | None, variant: int | None, words: str, limit: int
) -> Sequence[GoodsRow]:
    if not storable(words):
        return ()
    values = {"id": product, "sub": variant, "like": containing(words.strip()), "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_VARIANTS if layout.v3 else _GOODS, values)
        return taken_from(GoodsRow, cursor.fetchall())


def _left(connection: Connection, layout: Layout, goods: Sequence[GoodsRow]) -> list[int | None]:
    auto = sorted({row.id for row in goods if row.type == AUTO})
    cards = _cards(connection, layout, auto) if auto else {}
    return [cards.get((row.id, row.sub_id or 0), 0) if row.type == AUTO else row.in_stock for row in goods]


def _cards(connection: Connection, layout: Layout, goods: Sequence[int]) -> dict[tuple[int, int], int | None]:
    variant, grouped = ("COALESCE(sub_id, 0)", "goods_id, COALESCE(sub_id, 0)") if layout.v3 else ("0", "goods_id")
    loops = "MAX(is_loop)" if layout.loops else "0"
    with connection.cursor() as cursor:
        cursor.execute(
            " ".join(
                (
                    "SELECT goods_id, COUNT(*) AS cards, ",
                    f"{variant} AS sub_id, {loops} AS endless",
                    "FROM carmis WHERE goods_id IN %s AND status = 1 AND deleted_at IS NULL",
                    f"GROUP BY {grouped}",
                )
            ),
            (list(goods),),
        )
        rows = cursor.fetchall()
    return {(int(row["goods_id"]), int(row["sub_id"])): None if row["endless"] else int(row["cards"]) for row in rows}
