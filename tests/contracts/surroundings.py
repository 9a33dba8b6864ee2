"""What the contracts are tried with: a clock that one sets, a vault, a shop with some goods."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Table
from sqlmodel import Session, SQLModel

from core.errors import StoreUnavailable
from core.ports import Vault
from core.shop import OrderNo, OrderStatus
from storage.bulk import insert_rows, table_of
from storage.sessions import Sessions
from storage.shops.sealing import contact_columns, password_columns, sold_columns
from storage.shops.tables import AUTO, CardKeyRow, OrderItemRow, ProductRow, ShopOrderRow
from storage.vault import FernetVault

T = TypeVar("T")

OURS, FREE, NOBODY_S = OrderNo("KD20261122000001"), OrderNo("KD20261122000002"), OrderNo("KD20261122000009")
KEYS = ("ABCD-EFGH-JKLM-NP01", "ABCD-EFGH-JKLM-NP02", "ABCD-EFGH-JKLM-NP03")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(slots=True)
class FixedClock:
    """core.ports.Clock that stands still until told."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


def a_vault(*secrets: str) -> FernetVault:
    """Different secrets open different seals; the fingerprints are always the same."""
    return FernetVault(secrets or ("the secret of the test, long enough",), "fingerprint key of the test, long enough")


class Away:
    """storage.sessions.Sessions of a database that does not answer."""

    async def read(self, job: Callable[[Session], T]) -> T:
        raise StoreUnavailable

    async def write(self, job: Callable[[Session], T]) -> T:
        raise StoreUnavailable


@dataclass(frozen=True, slots=True)
class Sale:
    """An order as a test wants it in the shop; `keys` were delivered."""

    number: str
    contact: str = "Buyer@QQ.com"
    password: str = ""
    status: OrderStatus = OrderStatus.DELIVERED
    product: str = "steam-50"
    quantity: int = 1
    keys: Sequence[str] = ()


async def on_offer(sessions: Sessions, *products: str, kind: str = AUTO, unlimited: bool = False) -> None:
    rows = [
        {
            "id": product,
            "title": f"{product} title",
            "price": "9.90",
            "currency": "CNY",
            "kind": kind,
            "unlimited": unlimited,
            "on_sale": True,
        }
        for product in products
    ]
    await sessions.write(lambda session: insert_rows(session, ProductRow, rows))


async def sold(sessions: Sessions, vault: Vault, *sales: Sale) -> None:
    def sell(session: Session) -> None:
        for sale in sales:
            _sell(session, vault, sale)

    await sessions.write(sell)


def _sell(session: Session, vault: Vault, sale: Sale) -> None:
    columns = {
        "number": sale.number,
        "status": sale.status.value,
        "amount": "9.90",
        "currency": "CNY",
        "created_at": NOON.timestamp(),
        "paid_at": NOON.timestamp() if sale.status is not OrderStatus.UNPAID else None,
        **contact_columns(vault, sale.contact),
        **password_columns(vault, OrderNo(sale.number), sale.password),
    }
    item = {
        "order_number": sale.number,
        "position": 0,
        "product_id": sale.product,
        "title": f"{sale.product} title",
        "quantity": sale.quantity,
    }
    keys = [sold_columns(vault, sale.product, key, OrderNo(sale.number), n) for n, key in enumerate(sale.keys)]
    insert_rows(session, ShopOrderRow, [columns])
    insert_rows(session, OrderItemRow, [item])
    insert_rows(session, CardKeyRow, keys)


def everything(session: Session) -> str:
    """All cells of all tables, as a thief of the database would see them."""
    return cells_of(session, SQLModel.metadata.sorted_tables)


def goods_and_orders(session: Session) -> str:
    return cells_of(session, [table_of(kind) for kind in (ProductRow, ShopOrderRow, OrderItemRow, CardKeyRow)])


def cells_of(session: Session, tables: Iterable[Table]) -> str:
    cells: list[str] = []
    for table in tables:
        cells += [str(cell) for row in session.connection().execute(table.select()) for cell in row]
    return "\n".join(cells)
