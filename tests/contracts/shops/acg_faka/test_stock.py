"""What is left: counted as the shop counts it, and asked of the upstream shop where the goods come from there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from core.channel import Severity
from core.errors import ShopUnavailable
from core.shop import StockId
from core.shopparts import StockLine
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.acg_faka.signing import is_signed
from tests.contracts.shops.acg_faka.conftest import Goods
from tests.contracts.shops.acgprogram import AcgProgram
from tests.contracts.shops.acgstand import AcgStand

APP_KEY = "the-key-of-the-upstream"


class TestCards:
    async def test_only_the_unsold_of_that_variant_are_counted(self, shop: AcgFakaShop, program: AcgProgram) -> None:
        product = program.product("会员")
        program.cards(product, ["1", "2", "3"], "月卡", {"区": "国服"})
        program.cards(product, ["4"], "月卡", {"区": "外服"})
        program.cards(product, ["5"], "年卡")
        program.run("UPDATE $card SET status = 2 WHERE secret = '3'")
        program.run("UPDATE $card SET status = 1, order_id = 1 WHERE secret = '2'")
        for variant, left in (
            ("月卡/区=国服", 1),
            ("月卡/区=外服", 1),
            ("月卡", 2),
            ("年卡", 1),
            ("", 3),
            ("周卡", 0),
            ("a=b", None),
        ):
            assert await shop.stock(StockId(str(product), variant)) == left, variant

    async def test_the_list_names_each_variant(self, shop: AcgFakaShop, program: AcgProgram, goods: Goods) -> None:
        product = program.product("会员_50%")
        program.cards(product, ["1", "2"], "月卡")
        program.cards(product, ["3"], "年卡", {"区": "国服"})
        program.product("会员 empty")
        program.product("会员 hidden", status=0)
        lines = await shop.stock_lines("会员", 10)
        assert [(line.title, line.stock.variant, line.left) for line in lines] == [
            ("会员_50%", "年卡/区=国服", 1),
            ("会员_50%", "月卡", 2),
            ("会员 empty", "", 0),
        ]
        assert [line.title for line in await shop.stock_lines("_50%", 10)] == ["会员_50%", "会员_50%"]
        assert len(await shop.stock_lines("", 2)) == 2

    async def test_what_a_person_delivers_has_the_shops_count(self, shop: AcgFakaShop, goods: Goods) -> None:
        assert await shop.stock(StockId(str(goods.person))) == 7
        assert StockLine(StockId(str(goods.person)), "代充", 7) in await shop.stock_lines("", 10)


class Upstream:
    """The open API of another acg-faka, as far as it is asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.data: object = {"stock": "12"}
        self.status = 200

    async def answer(self, request: web.Request) -> web.Response:
        form = [(name, str(value)) for name, value in (await request.post()).items()]
        self.asked.append(dict(form))
        if not is_signed(form, APP_KEY):
            return self._json({"code": 0, "msg": "密钥错误"})
        shop = request.path.endswith("/connect")
        return self._json({"code": 200, "msg": "success", "data": {"shopName": "上游"} if shop else self.data})

    def _json(self, told: object) -> web.Response:
        """PHP's own content type, as the program sends it."""
        return web.json_response(told, status=self.status, content_type="text/html")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        app = web.Application()
        for path in ("commodity/stock", "authentication/connect"):
            app.router.add_post(f"/shared/{path}", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


@asynccontextmanager
async def with_upstream(stand: AcgStand, upstream: Upstream, key: str = APP_KEY) -> AsyncIterator[AcgFakaShop]:
    async with upstream.running() as url:
        shop = stand.open(upstreams={"3": {"url": url, "app_id": "1007", "app_key": key}})
        yield shop
        await shop.close()


class TestGoodsOfAnotherShop:
    async def test_their_stock_is_unknown_unless_the_other_shop_may_be_asked(
        self, shop: AcgFakaShop, goods: Goods
    ) -> None:
        assert await shop.stock(StockId(str(goods.upstream))) is None

    async def test_the_other_shop_is_asked_with_a_signature(
        self, stand: AcgStand, goods: Goods, upstream: Upstream
    ) -> None:
        async with with_upstream(stand, upstream) as shop:
            assert await shop.stock(StockId(str(goods.upstream), "月卡/颜 色=红&蓝")) == 12
        (asked,) = upstream.asked
        assert asked.pop("sign")
        assert asked == {"app_id": "1007", "code": "ABCD", "race": "月卡", "sku[颜 色]": "红&蓝"}

    async def test_a_wrong_key_is_told_and_never_sent(self, stand: AcgStand, goods: Goods, upstream: Upstream) -> None:
        async with with_upstream(stand, upstream, "another-key") as shop:
            with pytest.raises(ShopUnavailable):
                await shop.stock(StockId(str(goods.upstream)))
            (finding,) = [one for one in await shop.examine() if one.subject == "upstream 3"]
        assert finding.severity is Severity.WARNING
        assert "another-key" not in f"{upstream.asked} {finding}"

    async def test_the_right_key_is_told_too(self, stand: AcgStand, goods: Goods, upstream: Upstream) -> None:
        async with with_upstream(stand, upstream) as shop:
            (finding,) = [one for one in await shop.examine() if one.subject == "upstream 3"]
        assert (finding.severity, finding.seen) == (Severity.OK, "上游")

    @pytest.mark.parametrize(("told", "left"), [({"stock": 5}, 5), ({"stock": "充足"}, None), ({}, None), ([], None)])
    async def test_only_a_number_is_a_count(
        self, stand: AcgStand, goods: Goods, upstream: Upstream, told: object, left: int | None
    ) -> None:
        upstream.data = told
        async with with_upstream(stand, upstream) as shop:
            assert await shop.stock(StockId(str(goods.upstream))) == left

    @pytest.mark.parametrize(("data", "status"), [("text", 200), (7, 200), ({"stock": 1}, 500)])
    async def test_nonsense_is_no_answer(
        self, stand: AcgStand, goods: Goods, upstream: Upstream, data: object, status: int
    ) -> None:
        upstream.data, upstream.status = data, status
        async with with_upstream(stand, upstream) as shop:
            with pytest.raises(ShopUnavailable):
                await shop.stock(StockId(str(goods.upstream)))
