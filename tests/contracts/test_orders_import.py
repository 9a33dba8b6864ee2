"""What a shop owner may rely on when he brings his orders in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from sqlmodel import Session

from core.errors import StoreUnavailable
from core.shop import Evidence, OrderNo, OrderStatus, Proof, ProvenOrder, StockId
from storage.orders_csv import Trouble
from storage.orders_import import BATCH, Progress, Summary, import_orders
from storage.sessions import Sessions
from storage.shops.builtin import BUILTIN, BuiltinShop
from tests.contracts.surroundings import everything, goods_and_orders, on_offer

T = TypeVar("T")

HEADER = "订单号,商品,数量,金额,状态,联系方式,查询密码,下单时间,付款时间,发货时间,卡密"


def line(number: str, product: str = "Steam 50", status: str = "已完成", keys: str = "ABCD-0001-0001-0001") -> str:
    times = "2026-11-22 08:06:00,2026-11-22 08:07:00,2026-11-22 08:07:02"
    return f"{number},{product},1,48.50,{status},Zhang@QQ.com,kami2026,{times},{keys}"


def written(folder: Path, *lines: str, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return path


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.imported, summary.updated, summary.unchanged, summary.bad_count


async def keys(shop: BuiltinShop, number: str) -> list[str]:
    delivered = await shop.delivered_keys(ProvenOrder(BUILTIN, OrderNo(number), Proof.A))
    return [shop.vault.open(key.sealed) for key in delivered]


@dataclass(frozen=True, slots=True)
class Bringing:
    """The shop, and the file that is brought into it."""

    shop: BuiltinShop
    folder: Path

    async def bring(self, *lines: str) -> Summary:
        return await import_orders(self.shop.sessions, self.shop.vault, written(self.folder, *lines))


@pytest.fixture
def owner(shop: BuiltinShop, tmp_path: Path) -> Bringing:
    return Bringing(shop, tmp_path)


class TestAnImport:
    async def test_the_orders_are_there_and_can_be_proven(self, owner: Bringing) -> None:
        assert counts(await owner.bring(line("KD1", keys="K-0001|K-0002"), line("KD2", status="待付款", keys=""))) == (
            2,
            0,
            0,
            0,
        )
        order = await owner.shop.find_order(OrderNo("KD1"))
        assert order is not None
        assert (order.status, order.contact, order.items[0].title) == (OrderStatus.DELIVERED, "z***@qq.com", "Steam 50")
        evidence = Evidence("zhang@qq.com", owner.shop.vault.seal("kami2026"))
        proven = await owner.shop.verify_buyer(OrderNo("KD1"), evidence)
        assert proven == ProvenOrder(BUILTIN, OrderNo("KD1"), Proof.A)
        assert await keys(owner.shop, "KD1") == ["K-0001", "K-0002"]
        assert await keys(owner.shop, "KD2") == []

    async def test_the_same_file_again_changes_nothing(self, owner: Bringing) -> None:
        lines = [line("KD1"), line("KD2")]
        await owner.bring(*lines)
        before = await owner.shop.sessions.read(goods_and_orders)
        assert counts(await owner.bring(*lines)) == (0, 0, 2, 0)
        assert await owner.shop.sessions.read(goods_and_orders) == before

    async def test_a_newer_export_updates_what_has_changed(self, owner: Bringing) -> None:
        await owner.bring(line("KD1", status="待发货", keys=""), line("KD2"))
        newer = [line("KD1", keys="NEW-0001"), line("KD2"), line("KD3")]
        assert counts(await owner.bring(*newer)) == (1, 1, 1, 0)
        assert await keys(owner.shop, "KD1") == ["NEW-0001"]
        order = await owner.shop.find_order(OrderNo("KD1"))
        assert order is not None
        assert order.status is OrderStatus.DELIVERED

    async def test_keys_that_the_file_does_not_know_are_kept(self, owner: Bringing) -> None:
        await owner.bring(line("KD1", keys="K-0001"))
        assert counts(await owner.bring(line("KD1", status="已退款", keys=""))) == (0, 1, 0, 0)
        assert await keys(owner.shop, "KD1") == ["K-0001"]

    async def test_a_key_that_was_delivered_leaves_the_stock(self, owner: Bringing) -> None:
        await on_offer(owner.shop.sessions, "steam")
        await owner.shop.add_keys("steam", ["K-0001", "K-0002"])
        await owner.bring(line("KD1", keys="K-0001"))
        assert await owner.shop.stock(StockId("steam")) == 1
        assert await owner.shop.owner_of_key("K-0001") == "KD1"

    async def test_one_account_sold_to_many_is_in_all_their_orders(self, owner: Bringing) -> None:
        assert counts(await owner.bring(line("KD1", keys="a----b"), line("KD2", keys="a----b"))) == (2, 0, 0, 0)
        assert await keys(owner.shop, "KD1") == await keys(owner.shop, "KD2") == ["a----b"]

    async def test_a_product_that_is_on_offer_is_recognised_by_its_title(self, owner: Bringing) -> None:
        await on_offer(owner.shop.sessions, "steam")
        await owner.bring(line("KD1", product="steam title"), line("KD2", product="其它"))
        orders = [await owner.shop.find_order(OrderNo(number)) for number in ("KD1", "KD2")]
        products = [order.items[0].product for order in orders if order]
        assert products[0] == "steam"
        assert products[1].startswith("import-")

    async def test_no_secret_is_in_the_tables(self, owner: Bringing) -> None:
        await owner.bring(line("KD1"), f"{line('KD2')},too much")
        text = await owner.shop.sessions.read(everything)
        assert "KD1" in text
        assert not any(secret in text for secret in ("ABCD-0001", "kami2026", "Zhang", "zhang@"))


class TestBadLines:
    async def test_they_are_told_and_nothing_else_is_lost(self, owner: Bringing) -> None:
        summary = await owner.bring(line("KD1"), line("KD2", status="?"), line(""), line("KD4"), 'KD5,"')
        assert counts(summary) == (2, 0, 0, 3)
        assert [(bad.no, bad.why.trouble) for bad in summary.bad] == [
            (3, Trouble.UNREADABLE),
            (4, Trouble.EMPTY),
            (6, Trouble.QUOTES),
        ]

    async def test_a_repeated_number_is_bad_every_time(self, owner: Bringing) -> None:
        lines = [line("KD1"), line("KD2"), line("KD1", product="Apple")]
        for expected in ((2, 0, 0, 1), (0, 0, 2, 1)):
            summary = await owner.bring(*lines)
            assert counts(summary) == expected
            assert [(bad.no, bad.why.trouble) for bad in summary.bad] == [(4, Trouble.REPEATED)]
        order = await owner.shop.find_order(OrderNo("KD1"))
        assert order is not None
        assert order.items[0].title == "Steam 50"

    async def test_their_file_can_be_mended_and_imported(self, owner: Bringing) -> None:
        bad = [line("KD2", status="?"), f'{line("KD3")},"extra"', line("KD1")]
        summary = await owner.bring(line("KD1"), *bad)
        assert summary.bad_file == owner.folder / "orders.bad.csv"
        assert summary.bad_file.stat().st_mode & 0o777 == 0o600
        text = summary.bad_file.read_text("utf-8-sig")
        assert "status cannot be understood" in text
        mended = owner.folder / "mended.csv"
        mended.write_text(text.replace("?", "已完成").replace(',"extra"', ""), "utf-8")
        assert counts(await import_orders(owner.shop.sessions, owner.shop.vault, mended)) == (2, 0, 1, 0)

    async def test_a_file_without_them_leaves_no_file(self, owner: Bringing) -> None:
        assert (await owner.bring(line("KD1"))).bad_file is None
        assert sorted(path.name for path in owner.folder.glob("orders*")) == ["orders.csv"]

    @pytest.mark.parametrize("content", [b"", b"\n", b"hello\nworld\n", b"\xff\xfe", b"PK\x03\x04" + bytes(range(256))])
    async def test_what_is_no_export_is_told_and_brings_nothing(self, owner: Bringing, content: bytes) -> None:
        path = owner.folder / "orders.csv"
        path.write_bytes(content)
        summary = await import_orders(owner.shop.sessions, owner.shop.vault, path)
        assert counts(summary) == (0, 0, 0, 1)
        assert summary.bad_file is None

    async def test_a_file_that_is_not_there_is_an_error_of_the_system(self, owner: Bringing) -> None:
        with pytest.raises(FileNotFoundError):
            await import_orders(owner.shop.sessions, owner.shop.vault, owner.folder / "nothing.csv")


@dataclass(slots=True)
class Dying:
    """Sessions that stop working after some writes, as a process does that is killed."""

    sessions: Sessions
    writes_left: int

    async def read(self, job: Callable[[Session], T]) -> T:
        return await self.sessions.read(job)

    async def write(self, job: Callable[[Session], T]) -> T:
        if not self.writes_left:
            raise StoreUnavailable
        self.writes_left -= 1
        return await self.sessions.write(job)


class TestAnInterruptedImport:
    def many(self) -> Sequence[str]:
        """Three batches, with bad lines in each, one of them a repeated number."""
        lines = [line(f"KD{n}", keys=f"KEY-{n:05d}") for n in range(3 * BATCH)]
        lines[10], lines[BATCH + 10], lines[2 * BATCH + 10] = line(""), line("", status="?"), line("KD99", status="?")
        lines[20] = line("KD1", product="Apple")
        return lines

    @pytest.mark.parametrize("writes", [1, 2, 3])
    async def test_it_goes_on_where_it_stopped(self, owner: Bringing, writes: int) -> None:
        path = written(owner.folder, *self.many())
        with pytest.raises(StoreUnavailable):
            await import_orders(Dying(owner.shop.sessions, writes), owner.shop.vault, path)
        assert list(owner.folder.glob("orders*")) == [path]
        summary = await import_orders(owner.shop.sessions, owner.shop.vault, path)
        assert counts(summary) == (3 * BATCH - 4, 0, 0, 4)
        assert (summary.resumed_at > 0) == (writes > 1)
        assert [bad.no for bad in summary.bad] == [12, 22, BATCH + 12, 2 * BATCH + 12]
        assert await keys(owner.shop, f"KD{3 * BATCH - 1}") == [f"KEY-{3 * BATCH - 1:05d}"]

    async def test_progress_only_grows_and_reaches_the_end(self, owner: Bringing) -> None:
        steps: list[Progress] = []
        path = written(owner.folder, *self.many())
        await import_orders(owner.shop.sessions, owner.shop.vault, path, steps.append)
        assert [step.read for step in steps] == sorted(step.read for step in steps)
        assert steps[-1].read == steps[-1].size == path.stat().st_size
        assert steps[-1].bad == 4
