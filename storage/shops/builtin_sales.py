"""Orders of the built-in shop by what their keys have in common: the product, the batch, the supplier."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import Session, col, func, select

from core.errors import ShopUnavailable
from core.shop import StockId
from core.shopparts import Sales, SoldBy, StockLine
from storage.bulk import chunks
from storage.shops.tables import REPLACED, SOLD, CardKeyRow, ProductRow, ShopOrderRow

SOLD_BY = frozenset(SoldBy)


def goods_named(session: Session, words: str, limit: int) -> Sequence[StockLine]:
    """Of exactly this id; else every word must be in the name, case does not matter."""
    exact = session.get(ProductRow, words.strip()) if words.isprintable() else None
    if exact is not None:
        return [StockLine(StockId(exact.id), exact.title, None)]
    wanted = words.casefold().split()
    every = session.exec(select(ProductRow).order_by(ProductRow.title))
    found = [row for row in every if all(word in row.title.casefold() for word in wanted)]
    return [StockLine(StockId(row.id), row.title, None) for row in found[:limit]]


def sold(session: Session, wanted: Sales, after: str, limit: int) -> tuple[Sequence[ShopOrderRow], str]:
    """The next orders, oldest first, and where to go on."""
    at = func.coalesce(ShopOrderRow.delivered_at, ShopOrderRow.paid_at, ShopOrderRow.created_at)
    has_one = select(CardKeyRow.id).where(CardKeyRow.order_number == ShopOrderRow.number, *_bad(wanted)).exists()
    query = select(ShopOrderRow, at).where(at >= wanted.since.timestamp(), has_one)
    if wanted.until is not None:
        query = query.where(at < wanted.until.timestamp())
    if after:
        since, last = _place(after)
        query = query.where(or_(at > since, (at == since) & (col(ShopOrderRow.number) > last)))
    rows = session.exec(query.order_by(at, col(ShopOrderRow.number)).limit(limit)).all()
    cursor = f"{rows[-1][1]!r}|{rows[-1][0].number}" if len(rows) == limit else ""
    return [row for row, _ in rows], cursor


def marks_of(session: Session, wanted: Sales, numbers: Sequence[str]) -> Mapping[str, Sequence[CardKeyRow]]:
    """The keys in question, by order; not those that were given in place of others."""
    found: dict[str, list[CardKeyRow]] = {}
    for some in chunks(numbers):
        mine = select(CardKeyRow).where(col(CardKeyRow.order_number).in_(some), *_bad(wanted))
        for row in session.exec(mine.order_by(col(CardKeyRow.position))):
            found.setdefault(row.order_number or "", []).append(row)
    return found


def _bad(wanted: Sales) -> Sequence[ColumnElement[bool]]:
    kinds: Sequence[tuple[Any, Sequence[str]]] = (
        (CardKeyRow.product_id, [one.product for one in wanted.goods]),
        (CardKeyRow.batch, wanted.batches),
        (CardKeyRow.supplier, wanted.suppliers),
    )
    alike: ColumnElement[bool] = or_(false(), *(col(column).in_(values) for column, values in kinds if values))
    return alike, col(CardKeyRow.state).in_((SOLD, REPLACED)), col(CardKeyRow.replaces).is_(None)


def _place(after: str) -> tuple[float, str]:
    """Raises: ShopUnavailable."""
    at, _, last = after.partition("|")
    try:
        return float(at), last
    except ValueError:
        raise ShopUnavailable("The cursor is none of this shop's.") from None
