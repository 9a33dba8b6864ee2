"""Seals everything that the shop keeps anew, under the vault's first secret; afterwards the old one can be dropped."""

from typing import Any, Protocol

from sqlalchemy import Column, bindparam, select, update
from sqlmodel import Session

from core.messages import Sealed
from core.ports import Vault
from storage.bulk import table_of
from storage.replacements import ReplacementRow
from storage.sessions import Sessions
from storage.shops.dujiao_next.exports import ShopExportRow
from storage.shops.tables import CardKeyRow, ShopOrderRow

BATCH = 1000


class RotatingVault(Vault, Protocol):
    """A vault with more than one secret."""

    def rotate(self, sealed: Sealed) -> Sealed:
        """The same text under the first secret. Raises: SecretUnreadable."""


async def rotate_seals(sessions: Sessions, vault: RotatingVault) -> int:
    """Gives how many seals there are; may be interrupted and run again.

    Raises: SecretUnreadable: a seal needs a secret that is not configured, and stays as it is; StoreUnavailable."""
    keys, orders, ledger = table_of(CardKeyRow), table_of(ShopOrderRow), table_of(ReplacementRow)
    exports = table_of(ShopExportRow)
    count = 0
    sealed_columns = (
        (keys.c.id, keys.c.sealed),
        (orders.c.number, orders.c.contact_sealed),
        (ledger.c.name, ledger.c.sealed),
        (exports.c.name, exports.c.sealed),
    )
    for name, sealed in sealed_columns:
        last: Any = None
        while done := await sessions.write(_Rotation(vault, name, sealed, last)):
            last = done[-1]
            count += len(done)
    return count


class _Rotation:
    """One batch, in a transaction: the rows after `last`, locked so that no change is overwritten."""

    def __init__(self, vault: RotatingVault, name: Column[Any], sealed: Column[Any], last: object) -> None:
        self._vault = vault
        self._name = name
        self._sealed = sealed
        self._last = last

    def __call__(self, session: Session) -> list[Any]:
        wanted = select(self._name, self._sealed).where(self._sealed.is_not(None)).order_by(self._name).limit(BATCH)
        if self._last is not None:
            wanted = wanted.where(self._name > self._last)
        found = session.connection().execute(wanted.with_for_update()).all()
        rows = [{"which": name, "seal": self._vault.rotate(Sealed(sealed))} for name, sealed in found]
        if rows:
            change = update(self._name.table).where(self._name == bindparam("which"))
            session.connection().execute(change.values({self._sealed.name: bindparam("seal")}), rows)
        return [name for name, _ in found]
