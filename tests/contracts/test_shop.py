"""What everybody may rely on of a shop, tried on the built-in one."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import pytest

from core.channel import Severity
from core.errors import ShopUnavailable
from core.messages import Sealed
from core.shop import Evidence, Order, OrderItem, OrderNo, OrderStatus, Proof, ProvenOrder
from storage.shops.builtin import BUILTIN, BuiltinShop
from storage.shops.tables import AUTO, MANUAL
from storage.vault import FernetVault
from tests.contracts.surroundings import (
    FREE,
    KEYS,
    NOBODY_S,
    NOON,
    OURS,
    Away,
    FixedClock,
    Sale,
    a_vault,
    everything,
    on_offer,
    sold,
)


def evidence(shop: BuiltinShop, contact: str, password: str = "") -> Evidence:
    return Evidence(contact, shop.vault.seal(password) if password else None)


async def proof(shop: BuiltinShop, number: str, contact: str, password: str = "") -> Proof:
    proven = await shop.verify_buyer(OrderNo(number), evidence(shop, contact, password))
    return proven.proof if proven else Proof.NONE


class TestFindingAnOrder:
    async def test_it_is_told_as_it_is(self, opened: BuiltinShop) -> None:
        assert await opened.find_order(OURS) == Order(
            shop=BUILTIN,
            number=OURS,
            status=OrderStatus.DELIVERED,
            items=(OrderItem("steam-50", "steam-50 title", 3),),
            amount=Decimal("9.90"),
            currency="CNY",
            created_at=NOON,
            pieces=3,
            paid_at=NOON,
            contact="b***@qq.com",
        )

    @pytest.mark.parametrize("typed", ["kd20261122000001", " KD20261122000001 ", "＃KD20261122000001"])
    async def test_it_is_found_however_it_is_typed(self, opened: BuiltinShop, typed: str) -> None:
        order = await opened.find_order(OrderNo(typed))
        assert order is not None
        assert order.number == OURS

    @pytest.mark.parametrize("typed", [NOBODY_S, "", "KD202611220_", "KD%", "a\0b", "\ud800", "' OR 1=1", "订单"])
    async def test_what_no_order_has_finds_none(self, opened: BuiltinShop, typed: str) -> None:
        assert await opened.find_order(OrderNo(typed)) is None
        assert await proof(opened, typed, "Buyer@QQ.com", "kami2026") is Proof.NONE

    async def test_two_numbers_that_differ_in_case_are_two_orders(self, opened: BuiltinShop) -> None:
        await sold(opened.sessions, opened.vault, Sale("AB12cd"), Sale("AB12CD", status=OrderStatus.UNPAID))
        small, large = await opened.find_order(OrderNo("AB12cd")), await opened.find_order(OrderNo("ab12cd"))
        assert small is not None
        assert large is not None
        assert (small.number, large.number) == ("AB12cd", "AB12CD")


class TestProvingAnOrder:
    async def test_contact_and_password_prove_it_fully(self, opened: BuiltinShop) -> None:
        proven = await opened.verify_buyer(OURS, evidence(opened, "buyer@qq.com", "kami2026"))
        assert proven == ProvenOrder(BUILTIN, OURS, Proof.A)

    async def test_the_password_may_be_typed_in_full_width(self, opened: BuiltinShop) -> None:
        assert await proof(opened, OURS, "buyer@qq.com", " ｋａｍｉ２０２６ ") is Proof.A

    async def test_without_a_password_on_the_order_the_contact_is_enough_for_b(self, opened: BuiltinShop) -> None:
        assert await proof(opened, FREE, "138 0013 8000") is Proof.B

    async def test_a_password_for_an_order_without_one_adds_nothing(self, opened: BuiltinShop) -> None:
        assert await proof(opened, FREE, "13800138000", "whatever") is Proof.B

    @pytest.mark.parametrize(
        "contact", ["BUYER@QQ.COM", " buyer@qq.com", "ｂｕｙｅｒ＠ｑｑ。com", "邮箱：buyer@qq.com"]
    )
    async def test_the_contact_may_be_written_otherwise(self, opened: BuiltinShop, contact: str) -> None:
        assert await proof(opened, OURS, contact, "kami2026") is Proof.A

    @pytest.mark.parametrize("password", ["", "kami2025", "KAMI2026", "kami2026x", "kami 2026"])
    async def test_a_wrong_password_proves_nothing(self, opened: BuiltinShop, password: str) -> None:
        assert await proof(opened, OURS, "buyer@qq.com", password) is Proof.NONE

    @pytest.mark.parametrize("contact", ["", "buyer@qq.co", "buyerqq.com", "b***@qq.com", "nobody", "-"])
    async def test_a_wrong_contact_proves_nothing(self, opened: BuiltinShop, contact: str) -> None:
        assert await proof(opened, OURS, contact, "kami2026") is Proof.NONE
        assert await proof(opened, FREE, contact) is Proof.NONE

    async def test_the_password_of_one_order_does_not_open_another(self, opened: BuiltinShop) -> None:
        await sold(opened.sessions, opened.vault, Sale("KD20261122000003", password="other1"))
        assert await proof(opened, "KD20261122000003", "buyer@qq.com", "kami2026") is Proof.NONE

    async def test_an_order_without_contact_cannot_be_proven(self, opened: BuiltinShop) -> None:
        await sold(opened.sessions, opened.vault, Sale("KD20261122000003", contact=""))
        assert await proof(opened, "KD20261122000003", "") is Proof.NONE

    async def test_a_wrong_number_takes_the_same_work_as_a_wrong_password(self, opened: BuiltinShop) -> None:
        counting = CountingVault(("the secret of the test, long enough",), "fingerprint key of the test, long enough")
        shop = BuiltinShop(opened.sessions, counting, opened.clock)
        work = []
        for number, contact in ((OURS, "buyer@qq.com"), (OURS, "other@qq.com"), (NOBODY_S, "buyer@qq.com")):
            counting.work.clear()
            await shop.verify_buyer(number, evidence(opened, contact, "wrong"))
            work.append(dict(counting.work))
        assert work[0] == work[1] == work[2] == {"open": 1, "fingerprint": 2}

    async def test_a_password_sealed_with_a_lost_secret_is_our_trouble(self, opened: BuiltinShop) -> None:
        lost = a_vault("a secret that nobody configured any more").seal("kami2026")
        with pytest.raises(ShopUnavailable):
            await opened.verify_buyer(OURS, Evidence("buyer@qq.com", lost))


class CountingVault(FernetVault):
    """Counts what is done with it."""

    def __init__(self, secrets: Sequence[str], fingerprint_key: str) -> None:
        super().__init__(secrets, fingerprint_key)
        self.work: Counter[str] = Counter()

    def open(self, sealed: Sealed) -> str:
        self.work["open"] += 1
        return super().open(sealed)

    def fingerprint(self, text: str) -> str:
        self.work["fingerprint"] += 1
        return super().fingerprint(text)


class TestKeys:
    async def test_they_come_sealed_and_masked_in_order(self, opened: BuiltinShop) -> None:
        keys = await opened.delivered_keys(ProvenOrder(BUILTIN, OURS, Proof.A))
        assert [opened.vault.open(key.sealed) for key in keys] == list(KEYS)
        assert [key.masked for key in keys] == ["ABCD-****-****-***1", "ABCD-****-****-***2", "ABCD-****-****-***3"]
        assert {key.product for key in keys} == {"steam-50"}

    async def test_an_order_without_keys_has_none(self, opened: BuiltinShop) -> None:
        await sold(opened.sessions, opened.vault, Sale("KD20261122000003", status=OrderStatus.UNPAID))
        assert await opened.delivered_keys(ProvenOrder(BUILTIN, OrderNo("KD20261122000003"), Proof.A)) == ()

    @pytest.mark.parametrize("weak", [Proof.NONE, Proof.C])
    async def test_a_weak_proof_brings_none(self, opened: BuiltinShop, weak: Proof) -> None:
        assert await opened.delivered_keys(ProvenOrder(BUILTIN, OURS, weak)) == ()

    async def test_a_key_leads_to_its_order(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["STOCK-0001-0001-0001"])
        assert await opened.owner_of_key(f" {KEYS[1]} ") == OURS
        assert await opened.owner_of_key("STOCK-0001-0001-0001") is None
        assert await opened.owner_of_key("no such key") is None


class TestExamining:
    async def test_a_new_shop_is_told_how_to_begin(self, shop: BuiltinShop) -> None:
        orders, keys = await shop.examine()
        assert (orders.severity, keys.severity) == (Severity.WARNING, Severity.OK)
        assert "orders import" in orders.remedy

    async def test_low_stock_is_told_by_name(self, opened: BuiltinShop) -> None:
        await on_offer(opened.sessions, "upgrade", kind=MANUAL)
        await opened.add_keys("apple-100", [f"KEY-{n:04d}" for n in range(10)])
        findings = [finding for finding in await opened.examine() if finding.subject == "stock"]
        assert [finding.seen for finding in findings] == ["steam-50 title: 0 left"]

    async def test_keys_under_a_lost_secret_are_noticed(self, opened: BuiltinShop) -> None:
        other = BuiltinShop(opened.sessions, a_vault("another secret, which is long enough"), opened.clock)
        (finding,) = [finding for finding in await other.examine() if finding.subject == "card keys"]
        assert finding.severity is Severity.FAILURE
        assert "4 of 4" in finding.seen

    async def test_a_database_that_is_away_is_a_finding_and_no_error(self, vault: FernetVault) -> None:
        shop = BuiltinShop(Away(), vault, FixedClock())
        (finding,) = await shop.examine()
        assert finding.severity is Severity.FAILURE


async def test_a_database_that_is_away_makes_the_shop_unavailable(vault: FernetVault) -> None:
    shop = BuiltinShop(Away(), vault, FixedClock())
    with pytest.raises(ShopUnavailable):
        await shop.find_order(OURS)
    with pytest.raises(ShopUnavailable):
        await shop.verify_buyer(OURS, Evidence("buyer@qq.com"))
    with pytest.raises(ShopUnavailable):
        await shop.mark_paid(OURS)


async def test_nothing_secret_is_in_the_tables(opened: BuiltinShop) -> None:
    await opened.add_keys("steam-50", ["STOCK-0001-0001-0001"])
    text = await opened.sessions.read(everything)
    assert OURS in text
    assert AUTO in text
    for secret in (*KEYS, "STOCK-0001", "kami2026", "Buyer@QQ", "buyer@qq", "13800138000"):
        assert secret not in text
