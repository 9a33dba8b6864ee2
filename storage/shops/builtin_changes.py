"""What has changed in the built-in shop since a cursor: `<seconds>|<order number>`, the last order that was told.

Rows carry the moment of writing, and become visible at the commit: who has caught up goes back by OVERLAP, and hears
the last ones again, so that none is left out that was written before and committed after."""

from collections.abc import Sequence
from math import isfinite, nan
from time import time

from sqlmodel import Session, col, or_, select

from core.errors import ShopUnavailable
from storage.shops.tables import ShopOrderRow

OVERLAP = 30.0
"""Seconds: the longest that a transaction of the shop takes, and by how much the clocks of processes may differ."""


def changed(session: Session, cursor: str, limit: int) -> tuple[Sequence[ShopOrderRow], str, bool]:
    """Orders, the next cursor, and whether there are more already."""
    now = time()
    if not cursor:
        return (), _cursor(now - OVERLAP, ""), False
    at, last = _place(cursor)
    after = or_(col(ShopOrderRow.changed_at) > at, (col(ShopOrderRow.changed_at) == at) & (ShopOrderRow.number > last))
    order = (col(ShopOrderRow.changed_at), col(ShopOrderRow.number))
    rows = session.exec(select(ShopOrderRow).where(after).order_by(*order).limit(limit)).all()
    if len(rows) == limit:
        return rows, _cursor(rows[-1].changed_at or at, rows[-1].number), True
    return rows, _cursor(now - OVERLAP, ""), False


def _cursor(at: float, number: str) -> str:
    return f"{at!r}|{number}"


def _place(cursor: str) -> tuple[float, str]:
    """Raises: ShopUnavailable."""
    since, _, last = cursor.partition("|")
    try:
        at = float(since)
    except ValueError:
        at = nan
    if not isfinite(at) or (last and not last.isprintable()):
        raise ShopUnavailable("The cursor is none of this shop's.")
    return at, last
