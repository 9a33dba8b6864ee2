"""The vault's secret is exchanged while the shop is full."""

from dataclasses import replace

import pytest

from core.errors import SecretUnreadable
from core.shop import Evidence, Proof, ProvenOrder
from storage.database import Database
from storage.replacements import LedgerInSql
from storage.shops import rotation
from storage.shops.builtin import BUILTIN, BuiltinShop
from storage.shops.rotation import rotate_seals
from tests.contracts.surroundings import KEYS, OURS, Sale, a_vault, sold
from tests.contracts.test_ledger import entry

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


async def test_the_keys_of_the_ledger_are_sealed_anew_too(opened: BuiltinShop, sessions: Database) -> None:
    ledger, given = LedgerInSql(sessions), replace(entry("1.1"), sealed=opened.vault.seal("NEW-0001"))
    await ledger.run(lambda shelf: shelf.put(given))
    await rotate_seals(opened.sessions, a_vault(NEW, OLD))
    kept = await ledger.look(lambda shelf: shelf.entry("1.1"))
    assert kept is not None
    assert kept.sealed is not None
    assert a_vault(NEW).open(kept.sealed) == "NEW-0001"


async def test_without_the_old_secret_nothing_is_changed(opened: BuiltinShop) -> None:
    with pytest.raises(SecretUnreadable):
        await rotate_seals(opened.sessions, a_vault(NEW))
    keys = await opened.delivered_keys(ProvenOrder(BUILTIN, OURS, Proof.A))
    assert [opened.vault.open(key.sealed) for key in keys] == list(KEYS)


async def test_an_empty_shop_has_nothing_to_seal(shop: BuiltinShop) -> None:
    assert await rotate_seals(shop.sessions, a_vault(NEW, OLD)) == 0
