"""A new key in place of a bad one, in the built-in shop: chosen first, taken in one transaction, once for each name."""

from random import SystemRandom
from time import time

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from core.errors import NothingInStock, NotPossible, PieceTaken
from core.shop import OrderNo
from core.shopparts import Replacement, SetAside
from storage.bulk import table_of
from storage.shops.allocation import keys_of, locked, next_place
from storage.shops.tables import AUTO, AVAILABLE, REPLACED, SOLD, CardKeyRow, ProductRow, ShopOrderRow

NEWEST = 32
"""The shop sells the oldest first: a replacement is one of so many newest, so that two of them seldom meet."""


def set_aside(session: Session, wanted: Replacement) -> SetAside:
    """Raises: NothingInStock, NotPossible."""
    bad = _bad(session, wanted)
    product = session.get(ProductRow, bad.product_id)
    if product is None or product.kind != AUTO or product.unlimited:
        raise NotPossible("Its keys do not come from stock.")
    newest = (
        select(CardKeyRow.id)
        .where(CardKeyRow.product_id == bad.product_id, CardKeyRow.state == AVAILABLE)
        .order_by(col(CardKeyRow.id).desc())
        .limit(NEWEST)
    )
    free = session.exec(newest).all()
    if not free:
        raise NothingInStock
    return SetAside(str(SystemRandom().choice(free)))


def take(session: Session, wanted: Replacement, aside: SetAside) -> CardKeyRow:
    """The key, the same for every repeat. Raises: PieceTaken, NotPossible."""
    order = locked(session, wanted.order)
    known = session.exec(select(CardKeyRow).where(CardKeyRow.replacement == wanted.name)).one_or_none()
    if known is not None:
        return known
    if order is None:
        raise NotPossible("There is no such order.")
    bad = _bad(session, wanted)
    keys = table_of(CardKeyRow)
    taken: CursorResult[*tuple[object, ...]] = session.exec(
        update(keys)
        .where(keys.c.id == int(aside.token), keys.c.state == AVAILABLE, keys.c.product_id == bad.product_id)
        .values(
            state=SOLD,
            order_number=wanted.order,
            position=next_place(session, wanted.order),
            replaces=bad.id,
            replacement=wanted.name,
        )
    )
    if taken.rowcount != 1:
        raise PieceTaken
    bad.state = REPLACED
    order.changed_at = time()
    session.flush()
    return session.exec(select(CardKeyRow).where(CardKeyRow.replacement == wanted.name)).one()


def _bad(session: Session, wanted: Replacement) -> CardKeyRow:
    """Raises: NotPossible: the order has no such key, or another stands for it already."""
    if session.get(ShopOrderRow, wanted.order) is None:
        raise NotPossible("There is no such order.")
    found = next((key for key in keys_of(session, OrderNo(wanted.order)) if key.fingerprint == wanted.bad), None)
    if found is None:
        raise NotPossible("This key is none of the order's, or it has been replaced already.")
    return found
