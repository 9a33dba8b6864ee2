"""Replacements as the ledger asks for them, for the tests."""

from core.errors import PieceTaken, ShopUnavailable
from core.shop import OrderNo, Proof, ProvenOrder
from core.shopparts import Replacement, Visible
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.acgstand import SHOP


async def wanted(shop: AcgFakaShop, number: str, name: str = "r1") -> Replacement:
    """Of its first key; or of one that is missing, if it has none."""
    order = await shop.find_order(OrderNo(number))
    assert order is not None
    bad = [key_fingerprint(shop.vault, key) for key in await keys(shop, number)]
    return Replacement(name, order.number, order.items[0], (bad or [""])[0])


async def replaced(shop: AcgFakaShop, number: str, name: str = "r1") -> str:
    """As the ledger does it: the same again if the shop was busy, another piece if that one was taken meanwhile."""
    replacement = await wanted(shop, number, name)
    aside = await shop.set_aside(replacement)
    while True:
        try:
            new = await shop.replace_key(replacement, aside)
        except ShopUnavailable:
            continue
        except PieceTaken:
            aside = await shop.set_aside(replacement)
            continue
        assert new.visible is Visible.IN_ORDER
        return shop.vault.open(new.key.sealed)


async def keys(shop: AcgFakaShop, number: str) -> list[str]:
    delivered = await shop.delivered_keys(ProvenOrder(SHOP, OrderNo(number), Proof.A))
    return [shop.vault.open(key.sealed) for key in delivered]
