"""A platform for the tests of every shop: the program sells, the connector is asked about it.

A platform joins by a module `<name>stand.py` here with `STANDS`: a name, and what opens such a stand for one test."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol

import pytest

from core.ports import ShopPort, Vault
from core.shop import OrderStatus, StockId


class RealClock:
    """core.ports.Clock, for platforms whose programs look at the real one."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sale:
    """An order of the stand's one product, as the program itself would have written it; `keys` were delivered."""

    number: str
    contact: str = "Buyer@QQ.com"
    password: str = ""
    status: OrderStatus = OrderStatus.DELIVERED
    quantity: int = 1
    keys: Sequence[str] = ()


class Stand(Protocol):
    """`numbers`: at least three order numbers as the platform makes them. `product`: the one that is sold here."""

    numbers: Sequence[str]
    vault: Vault

    @property
    def port(self) -> ShopPort:
        """The connector, with just the documented rights."""

    @property
    def product(self) -> StockId: ...

    async def sell(self, *sales: Sale) -> None: ...

    async def stock_up(self, *keys: str) -> None:
        """Puts keys in stock."""

    async def pays(self, number: str) -> None:
        """An unpaid order is paid: the program gives it keys from stock, in its own way."""

    async def shown(self, number: str) -> Sequence[str]:
        """The keys that the platform itself shows in an order."""

    async def unsold(self) -> Sequence[str]:
        """Keys in stock."""


Opening = Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Stand]]
"""Called outside of the event loop, so that it can ask for any fixture."""


def stands() -> Mapping[str, Opening]:
    """All that have joined, by name."""
    here = Path(__file__).parent
    found: dict[str, Opening] = {}
    for module in sorted(here.glob("*stand.py")):
        found |= getattr(import_module(f"{__package__}.{module.stem}"), "STANDS", {})
    return found
