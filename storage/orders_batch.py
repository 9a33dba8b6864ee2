"""One batch of an import, in one transaction: what is new, what has changed, what an earlier line has said already."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy
from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col, select

from storage.bulk import chunks, insert_new, insert_rows, table_of
from storage.orders_prepared import Prepared
from storage.shops.tables import (
    AUTO,
    AVAILABLE,
    MANUAL,
    CardKeyRow,
    ImportRow,
    OrderItemRow,
    ProductRow,
    RepeatedLineRow,
    ShopOrderRow,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Orders so far, over all runs of this import."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Where an import stands: it has dealt with all lines up to `line`; `repeats` were bad."""

    line: int
    counts: Counts
    repeats: frozenset[int]


@dataclass(frozen=True, slots=True)
class Stored:
    """`repeats`: lines whose order number an earlier line has."""

    counts: Counts
    repeats: Sequence[int]


def begin(session: Session, import_id: str, name: str) -> State:
    """A file that is new, or was done with, is begun from its first line."""
    insert_new(session, ImportRow, [_beginning(import_id, name)])
    row = _locked(session, import_id)
    if row.finished:
        session.exec(delete(RepeatedLineRow).where(col(RepeatedLineRow.import_id) == import_id))
        for column, value in _beginning(import_id, name).items():
            setattr(row, column, value)
        session.flush()
    repeats = session.exec(select(RepeatedLineRow.line).where(RepeatedLineRow.import_id == import_id))
    return State(row.line, Counts(row.imported, row.updated, row.unchanged), frozenset(repeats))


def _beginning(import_id: str, name: str) -> dict[str, object]:
    counts = {"line": 0, "imported": 0, "updated": 0, "unchanged": 0}
    return {"id": import_id, "name": name, **counts, "finished": False}


def finish(session: Session, import_id: str) -> None:
    _locked(session, import_id).finished = True
    session.flush()


def _locked(session: Session, import_id: str) -> ImportRow:
    return session.exec(select(ImportRow).where(ImportRow.id == import_id).with_for_update()).one()


def store(session: Session, import_id: str, batch: Sequence[Prepared]) -> Stored:
    """Stores a batch and how far the import has come; a batch that another process has stored is left as it is."""
    state = _locked(session, import_id)
    fresh = [order for order in batch if order.line > state.line]
    known = _known(session, [order.number for order in fresh])
    sorted_out = _Sorted([], [], [], [])
    for order in fresh:
        sorted_out.take(import_id, order, known)
    products = _products(session, [*sorted_out.new, *sorted_out.changed])
    _insert(session, import_id, sorted_out.new, products)
    _replace(session, import_id, sorted_out.changed, products)
    _claim(session, import_id, sorted_out.same)
    repeats = [order.line for order in sorted_out.repeated]
    insert_new(session, RepeatedLineRow, [{"import_id": import_id, "line": line} for line in repeats])
    state.line = max(state.line, batch[-1].line)
    state.imported += len(sorted_out.new)
    state.updated += len(sorted_out.changed)
    state.unchanged += len(sorted_out.same)
    session.flush()
    return Stored(Counts(state.imported, state.updated, state.unchanged), repeats)


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of an order: its mark, and the import and line that said so last."""

    mark: str | None
    import_id: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class _Sorted:
    new: list[Prepared]
    changed: list[Prepared]
    same: list[Prepared]
    repeated: list[Prepared]

    def take(self, import_id: str, order: Prepared, known: dict[str, Known]) -> None:
        old = known.get(order.number)
        if old is None:
            self.new.append(order)
        elif old.import_id == import_id and old.line is not None and old.line < order.line:
            self.repeated.append(order)
            return
        elif old.mark == order.mark:
            self.same.append(order)
        else:
            self.changed.append(order)
        known[order.number] = Known(order.mark, import_id, order.line)


def _known(session: Session, numbers: Sequence[str]) -> dict[str, Known]:
    table = table_of(ShopOrderRow)
    columns = (table.c.number, table.c.row_mark, table.c.import_id, table.c.import_line)
    found = session.connection().execute(sqlalchemy.select(*columns).where(table.c.number.in_(numbers)))
    return {number: Known(mark, import_id, line) for number, mark, import_id, line in found}


def _products(session: Session, orders: Sequence[Prepared]) -> dict[str, str]:
    """Title -> id; one that is not known yet becomes a product that is not on sale."""
    with_keys = {order.title for order in orders if order.keys}
    titles = dict.fromkeys(order.title for order in orders)
    known: dict[str, str] = {}
    for some in chunks(list(titles)):
        named = select(ProductRow.title, ProductRow.id).where(col(ProductRow.title).in_(some))
        known |= dict(session.exec(named).all())
    missing = {title: _product_id(title) for title in titles if title not in known}
    rows = [
        {
            "id": id_,
            "title": title,
            "price": "0",
            "currency": "CNY",
            "kind": AUTO if title in with_keys else MANUAL,
            "unlimited": False,
            "on_sale": False,
        }
        for title, id_ in missing.items()
    ]
    insert_new(session, ProductRow, rows)
    return known | missing


def _product_id(title: str) -> str:
    return "import-" + hashlib.sha256(unicodedata.normalize("NFKC", title).encode()).hexdigest()[:16]


def _insert(session: Session, import_id: str, orders: Sequence[Prepared], products: Mapping[str, str]) -> None:
    insert_rows(session, ShopOrderRow, [_order_columns(import_id, order) for order in orders])
    _insert_contents(session, orders, products)


def _order_columns(import_id: str, order: Prepared) -> dict[str, object]:
    return {**order.order, "row_mark": order.mark, "import_id": import_id, "import_line": order.line}


def _insert_contents(session: Session, orders: Sequence[Prepared], products: Mapping[str, str]) -> None:
    items = [
        {
            "order_number": order.number,
            "position": 0,
            "product_id": products[order.title],
            "title": order.title,
            "quantity": order.quantity,
        }
        for order in orders
    ]
    insert_rows(session, OrderItemRow, items)
    keys = [{**key, "product_id": products[order.title]} for order in orders for key in order.keys]
    for some in chunks([key["fingerprint"] for key in keys]):
        in_stock = delete(CardKeyRow).where(col(CardKeyRow.fingerprint).in_(some), col(CardKeyRow.state) == AVAILABLE)
        session.exec(in_stock)  # what was delivered once must not be sold again
    insert_rows(session, CardKeyRow, keys)


def _replace(session: Session, import_id: str, orders: Sequence[Prepared], products: Mapping[str, str]) -> None:
    """The file's word for all of it; only keys that we know of and the file does not are kept."""
    if not orders:
        return
    table = table_of(ShopOrderRow)
    rows = [{**_order_columns(import_id, order), "which": order.number} for order in orders]
    changes: dict[str, object] = {name: bindparam(name) for name in rows[0] if name not in ("number", "which")}
    session.connection().execute(update(table).where(table.c.number == bindparam("which")).values(changes), rows)
    for some in chunks([order.number for order in orders]):
        session.exec(delete(OrderItemRow).where(col(OrderItemRow.order_number).in_(some)))
    for some in chunks([order.number for order in orders if order.keys]):
        session.exec(delete(CardKeyRow).where(col(CardKeyRow.order_number).in_(some)))
    _insert_contents(session, orders, products)


def _claim(session: Session, import_id: str, orders: Sequence[Prepared]) -> None:
    """Notes which line said it last, so that a second line with the same number is seen."""
    if not orders:
        return
    table = table_of(ShopOrderRow)
    rows = [{"which": order.number, "id": import_id, "line": order.line} for order in orders]
    claim = update(table).where(table.c.number == bindparam("which"))
    unchanged = {"changed_at": table.c.changed_at}
    claim = claim.values(import_id=bindparam("id"), import_line=bindparam("line"), **unchanged)
    session.connection().execute(claim, rows)
