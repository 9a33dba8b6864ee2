"""The vault's secret is exchanged while the shop is full."""

import pytest

from core.errors import SecretUnreadable
from core.shop import Evidence, Proof, ProvenOrder
from storage.shops import rotation
from storage.shops.builtin import BUILTIN, BuiltinShop
from storage.shops.rotation import rotate_seals
from tests.contracts.surroundings import KEYS, OURS, Sale, a_vault, sold

OLD, NEW = "the secret of the test, long enough", "the new secret of the test, long enough"


async def test_afterwards_the_new_secret_is_enough(opened: BuiltinShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 3)
    await sold(opened.sessions, opened.vault, Sale("KD7", contact=""))
    await opened.add_keys("steam-50", [f"KEY-{n:04d}" for n in range(5)])
    assert await rotate_seals(opened.sessions, a_vault(NEW, OLD)) == 5 + 4 + 2
    shop = BuiltinShop(opened.sessions, a_vault(NEW), opened.clock)
    keys = await shop.delivered_keys(ProvenOrder(BUILTIN, OURS, Proof.A))
    assert [shop.vault.open(key.sealed) for key in keys] == list(KEYS)
    proven = await shop.verify_buyer(OURS, Evidence("buyer@qq.com", shop.vault.seal("kami2026")))
    assert proven == ProvenOrder(BUILTIN, OURS, Proof.A)
    assert await shop.owner_of_key(KEYS[0]) == OURS


async def test_without_the_old_secret_nothing_is_changed(opened: BuiltinShop) -> None:
    with pytest.raises(SecretUnreadable):
        await rotate_seals(opened.sessions, a_vault(NEW))
    keys = await opened.delivered_keys(ProvenOrder(BUILTIN, OURS, Proof.A))
    assert [opened.vault.open(key.sealed) for key in keys] == list(KEYS)


async def test_an_empty_shop_has_nothing_to_seal(shop: BuiltinShop) -> None:
    assert await rotate_seals(shop.sessions, a_vault(NEW, OLD)) == 0
