"""An imported line as rows of the tables, its secrets sealed. Pure but for the vault."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.ports import Vault
from storage.orders_csv import Line, OrderRow
from storage.shops.sealing import contact_columns, password_columns, sold_columns


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A line as rows of the tables; keys are sealed. `mark` is the same as long as the line says the same."""

    line: int
    raw: str
    number: str
    mark: str
    title: str
    order: Mapping[str, object]
    quantity: int
    keys: Sequence[Mapping[str, object]]


def prepared(vault: Vault, line: Line) -> Prepared:
    row = line.row
    order = {
        "number": row.number,
        "status": row.status.value,
        "amount": str(row.amount),
        "currency": row.currency,
        "created_at": row.created_at.timestamp(),
        "paid_at": _seconds(row.paid_at),
        "delivered_at": _seconds(row.delivered_at),
        **contact_columns(vault, row.contact),
        **password_columns(vault, row.number, row.password),
    }
    keys = [sold_columns(vault, "", key, row.number, place) for place, key in enumerate(row.keys)]
    return Prepared(line.no, line.raw, row.number, _mark(vault, row), row.product, order, row.quantity, keys)


def _mark(vault: Vault, row: OrderRow) -> str:
    times = [_seconds(at) for at in (row.created_at, row.paid_at, row.delivered_at)]
    money = [row.quantity, str(row.amount), row.currency]
    fields = [row.number, row.product, row.status, *money, row.contact, row.password, *times, row.keys]
    return vault.fingerprint("row\0" + json.dumps(fields))


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
