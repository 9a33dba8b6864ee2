"""What the tests of every shop ask, and what is typed at each."""

from collections.abc import Sequence
from typing import NoReturn

import pytest

from core.shop import DeliveredKey, Evidence, Order, OrderNo, Proof, ProvenOrder
from core.shopparts import FindsKeys, ListsOrders, ListsStock, Replacement, ReplacesKeys, TellsChanges
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.stands import Stand

KEYS = ("ABCD-EFGH-JKLM-NP01", "ABCD-EFGH-JKLM-NP02", "ABCD-EFGH-JKLM-NP03")
SPARE = ("WXYZ-0001-0002-0001", "WXYZ-0001-0002-0002", "WXYZ-0001-0002-0003")
WRITTEN = ("' OR '1'='1", '" OR ""="', "%", "_", "%s%s%(x)s{0}{}", "\\", "'; DROP TABLE orders; --")
ATTACKS = (*WRITTEN, "a\0b", "\ud800")
"""What buyers may type; the last two can be in no database, and names of things are never so."""


def lacks(what: str) -> NoReturn:
    pytest.skip(f"this platform has no {what}")


def replacing(stand: Stand) -> ReplacesKeys:
    return stand.port if isinstance(stand.port, ReplacesKeys) else lacks("ReplacesKeys")


def telling(stand: Stand) -> TellsChanges:
    return stand.port if isinstance(stand.port, TellsChanges) else lacks("TellsChanges")


def finding(stand: Stand) -> FindsKeys:
    return stand.port if isinstance(stand.port, FindsKeys) else lacks("FindsKeys")


def listing(stand: Stand) -> ListsStock:
    return stand.port if isinstance(stand.port, ListsStock) else lacks("ListsStock")


def knowing(stand: Stand) -> ListsOrders:
    return stand.port if isinstance(stand.port, ListsOrders) else lacks("ListsOrders")


async def proof(stand: Stand, number: str, contact: str, password: str = "") -> Proof:
    evidence = Evidence(contact, stand.vault.seal(password) if password else None)
    proven = await stand.port.verify_buyer(OrderNo(number), evidence)
    return proven.proof if proven else Proof.NONE


async def found(stand: Stand, number: str) -> Order:
    order = await stand.port.find_order(OrderNo(number))
    assert order is not None
    return order


def opened(stand: Stand, keys: Sequence[DeliveredKey]) -> list[str]:
    return [stand.vault.open(key.sealed) for key in keys]


async def keys_of(stand: Stand, number: str) -> list[str]:
    return opened(stand, await stand.port.delivered_keys(ProvenOrder(stand.port.shop, OrderNo(number), Proof.A)))


async def wanted(stand: Stand, number: str, bad: str, name: str = "r1") -> Replacement:
    order = await found(stand, number)
    return Replacement(name, order.number, order.items[0], key_fingerprint(stand.vault, bad))
