"""What `kamidesk check` tells about the built-in shop: its orders, its keys, its stock."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from core.channel import Finding, Severity
from core.errors import SecretUnreadable, StoreUnavailable
from core.messages import Sealed
from core.ports import Vault
from storage.sessions import Sessions
from storage.shops.tables import AUTO, AVAILABLE, CardKeyRow, ProductRow, ShopOrderRow

LOW_STOCK = 5
SAMPLE = 200
"""Keys that are tried, half from the oldest and half from the newest: a lost secret shows at one end or the other."""


async def findings(sessions: Sessions, vault: Vault) -> Sequence[Finding]:
    """Raises nothing."""
    try:
        orders, sample, low = await sessions.read(_look)
    except StoreUnavailable as away:
        return [Finding("shop", Severity.FAILURE, str(away), "Look at the findings about the database first.")]
    return [_about_orders(orders), _about_keys(vault, sample), *(_about_stock(title, left) for title, left in low)]


def _look(session: Session) -> tuple[int, Sequence[str], Sequence[tuple[str, int]]]:
    orders = session.exec(select(func.count()).select_from(ShopOrderRow)).one()
    half = SAMPLE // 2
    oldest = session.exec(select(CardKeyRow.sealed).order_by(col(CardKeyRow.id)).limit(half)).all()
    newest = session.exec(select(CardKeyRow.sealed).order_by(col(CardKeyRow.id).desc()).limit(half)).all()
    watched = select(ProductRow).where(ProductRow.kind == AUTO, col(ProductRow.on_sale), ~col(ProductRow.unlimited))
    free = dict(
        session.exec(
            select(CardKeyRow.product_id, func.count())
            .where(CardKeyRow.state == AVAILABLE)
            .group_by(col(CardKeyRow.product_id))
        ).all()
    )
    left = [(product.title, free.get(product.id, 0)) for product in session.exec(watched.order_by(ProductRow.id))]
    return orders, list({*oldest, *newest}), [(title, count) for title, count in left if count < LOW_STOCK]


def _about_orders(orders: int) -> Finding:
    if orders:
        return Finding("orders", Severity.OK, f"{orders} orders")
    return Finding("orders", Severity.WARNING, "no orders yet", "Bring them in with `kamidesk orders import FILE.csv`.")


def _about_keys(vault: Vault, sample: Sequence[str]) -> Finding:
    unreadable = sum(not _opens(vault, Sealed(sealed)) for sealed in sample)
    if not unreadable:
        return Finding("card keys", Severity.OK, f"{len(sample)} tried, all can be opened")
    seen = f"{unreadable} of {len(sample)} tried cannot be opened with the configured secrets"
    return Finding("card keys", Severity.FAILURE, seen, "Add the secret they were sealed with to `vault_secrets`.")


def _opens(vault: Vault, sealed: Sealed) -> bool:
    try:
        vault.open(sealed)
    except SecretUnreadable:
        return False
    return True


def _about_stock(title: str, left: int) -> Finding:
    return Finding("stock", Severity.WARNING, f"{title}: {left} left", "Put new keys in stock.")
