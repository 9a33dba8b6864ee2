"""What is left: cards that are not sold, goods that a person delivers, or what an upstream shop tells."""

from collections.abc import Sequence

from core.shop import StockId
from core.shopparts import StockLine
from storage.shops.acg_faka.layout import Layout, ask
from storage.shops.acg_faka.orders import AUTO
from storage.shops.acg_faka.replacing import among
from storage.shops.acg_faka.rows import ProductRow, rows_of
from storage.shops.acg_faka.variants import Variant, variant_of
from storage.shops.mysql import Connection
from storage.shops.mysql_words import containing

PRODUCT = "SELECT c.id, c.name, c.delivery_way, c.shared_id, c.shared_code, $c_stock AS stock FROM $commodity c "
COUNT = "SELECT COUNT(*) AS free FROM $card k WHERE k.commodity_id = %s AND k.status = 0 $variant"
BY_VARIANT = """
SELECT k.commodity_id, k.race, $k_sku AS sku, COUNT(*) AS free FROM $card k
WHERE k.status = 0 AND k.commodity_id IN %s GROUP BY k.commodity_id, k.race, $k_sku
"""


def product(connection: Connection, layout: Layout, number: str) -> ProductRow | None:
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        return None
    found = rows_of(ProductRow, ask(connection, layout.statement(PRODUCT + "WHERE c.id = %s"), int(number)))
    return found[0] if found else None


def unsold(connection: Connection, layout: Layout, row: ProductRow, variant: Variant) -> int | None:
    """None: unlimited or unknown. A product without a variant named is counted whole, as the shop does."""
    if row.shared_id:
        return None
    if row.delivery_way != AUTO:
        return row.stock
    wanted, values = among(layout, variant) if variant != Variant() else ("", [])
    (told,) = ask(connection, layout.statement(COUNT, variant=wanted), row.id, *values)
    return int(told["free"])


def lines(connection: Connection, layout: Layout, words: str, limit: int) -> list[StockLine]:
    """Products on sale, each of their variants that is in stock; one that has nothing left stands as a whole."""
    statement = layout.statement(PRODUCT + "WHERE c.status = 1 AND c.name LIKE %s ORDER BY c.id LIMIT %s")
    found = rows_of(ProductRow, ask(connection, statement, containing(words), limit))
    counted = _by_variant(connection, layout, [row.id for row in found if _has_cards(row)])
    told: list[StockLine] = []
    for row in found:
        if _has_cards(row):
            free = counted.get(row.id) or [(Variant(), 0)]
            told += [StockLine(StockId(str(row.id), str(variant)), row.name, left) for variant, left in free]
        else:
            told.append(StockLine(StockId(str(row.id)), row.name, None if row.shared_id else row.stock))
    return told[:limit]


def _has_cards(row: ProductRow) -> bool:
    return not row.shared_id and row.delivery_way == AUTO


def _by_variant(connection: Connection, layout: Layout, ids: Sequence[int]) -> dict[int, list[tuple[Variant, int]]]:
    counted: dict[int, list[tuple[Variant, int]]] = {}
    if not ids:
        return counted
    for row in ask(connection, layout.statement(BY_VARIANT), list(ids)):
        counted.setdefault(int(row["commodity_id"]), []).append((_variant(row["race"], row["sku"]), int(row["free"])))
    return {one: sorted(free, key=lambda line: str(line[0])) for one, free in counted.items()}


def _variant(race: str | None, sku: str | None) -> Variant:
    """Of a card; one whose sku cannot be read is counted with its race."""
    try:
        return variant_of(race, sku)
    except ValueError:
        return Variant(race or "")
