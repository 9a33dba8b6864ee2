"""The shop that is killed: its settings, and a few hundred orders whose keys the driver knows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bots import app
from config.settings import Settings
from core.shop import OrderNo, OrderStatus
from faq.book import OWNER, putting
from faq.entries import Entry, Priority
from faq.files import load_starter
from storage.bulk import insert_rows
from storage.demo_goods import GOODS
from storage.shops.numbers import new_number
from storage.shops.sealing import contact_columns, password_columns, sold_columns
from storage.shops.tables import CardKeyRow, OrderItemRow, ProductRow, ShopOrderRow

SECRET = "a secret among the faults"
EXACT, LOOSE, STAFF = "exact", "loose", "staff"
ROOM = "staff-room"
PRODUCT = GOODS[0]


@dataclass(frozen=True, slots=True)
class Bought:
    """One order, its proof and its key."""

    number: OrderNo
    contact: str
    password: str
    key: str


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the driver may talk about. `questions`: word for word in the FAQ, and answered by the bot alone."""

    orders: tuple[Bought, ...]
    questions: tuple[str, ...]


def settings_for(folder: Path, database: str, platforms: dict[str, str]) -> dict[str, Any]:
    """`platforms`: the address of each account's platform."""
    buyers = {"secret": SECRET, "features": {"threads": "none"}}
    return {
        "data_dir": str(folder / "data"),
        "database": {"url": database},
        "web": {"port": 0},
        "desk": {"room": f"fake/{STAFF}", "remind_after": "2s"},
        "proof": {"account_tries": 1_000_000},
        "secrets": {"keys": ["seal" * 10], "fingerprint_key": "mark" * 10},
        "channels": {
            "fake": {
                EXACT: {**buyers, "platform_url": platforms[EXACT], "takes_keys": True},
                LOOSE: {**buyers, "platform_url": platforms[LOOSE], "takes_keys": False},
                STAFF: {"secret": SECRET, "platform_url": platforms[STAFF], "room": ROOM},
            }
        },
    }


async def seed(settings: dict[str, Any], orders: int) -> Seeded:
    """Migrates the database and fills the shop."""
    bought = tuple(_bought(number) for number in range(orders))
    async with app.opened(Settings(**settings)) as parts:
        rows = [_columns(parts, order) for order in bought]
        await parts.sessions.write(lambda session: _insert(session, rows))
        entries = load_starter()
        await parts.faq_book.edit(putting(entries), OWNER, parts.clock.now())
    return Seeded(bought, tuple(entry.question for entry in entries if _answers_alone(entry)))


def _answers_alone(entry: Entry) -> bool:
    return entry.enabled and entry.language == "zh" and entry.priority is Priority.NORMAL


def _bought(number: int) -> Bought:
    order = new_number(datetime(2026, 11, 1 + number % 28, tzinfo=UTC), number)
    return Bought(order, f"{10_000_000 + number}@qq.com", f"pw{number:06d}", f"KEYS-{number:04d}-{number * 7919:08d}")


def _columns(parts: app.Parts, bought: Bought) -> tuple[dict[str, object], dict[str, object], dict[str, object]]:
    now = datetime.now(UTC).timestamp()
    vault = parts.vault
    order: dict[str, object] = {
        "number": bought.number,
        "status": OrderStatus.DELIVERED.value,
        "amount": PRODUCT.price,
        "currency": "CNY",
        **contact_columns(vault, bought.contact),
        **password_columns(vault, bought.number, bought.password),
        "created_at": now,
        "paid_at": now,
        "delivered_at": now,
    }
    item: dict[str, object] = {"order_number": bought.number, "position": 0, "title": PRODUCT.title, "quantity": 1}
    key = sold_columns(vault, PRODUCT.id, bought.key, bought.number, 0)
    return order, item | {"product_id": PRODUCT.id}, dict(key)


def _insert(session: Session, rows: list[tuple[dict[str, object], dict[str, object], dict[str, object]]]) -> None:
    product = {"id": PRODUCT.id, "title": PRODUCT.title, "price": PRODUCT.price, "currency": "CNY", "kind": "auto"}
    insert_rows(session, ProductRow, [product | {"unlimited": False, "on_sale": True}])
    insert_rows(session, ShopOrderRow, [order for order, _, _ in rows])
    insert_rows(session, OrderItemRow, [item for _, item, _ in rows])
    insert_rows(session, CardKeyRow, [key for _, _, key in rows])
