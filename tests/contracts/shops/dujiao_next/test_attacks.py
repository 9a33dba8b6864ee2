"""A shop, or who stands in its place, that answers anything at all: it is unavailable, and nothing wrong is shown."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientTimeout, web
from structlog.testing import capture_logs

from core.errors import ShopUnavailable
from core.shop import Evidence, Proof, ProvenOrder, StockId
from core.shopparts import Known
from storage.shops.dujiao_next.parts import WithBoth
from tests.contracts.shops.nextstand import SHOP, NextStand, numbered
from tests.contracts.surroundings import Sale

OURS, THEIRS = numbered(1), numbered(2)
MAIL, PASSWORD, KEY = "buyer@qq.com", "kami2026 long", "ABCD-EFGH-0001"
Question = Callable[[NextStand, WithBoth], Awaitable[object]]

QUESTIONS: dict[str, Question] = {
    "find": lambda _, shop: shop.find_order(OURS),
    "verify": lambda stand, shop: shop.verify_buyer(OURS, Evidence(MAIL, stand.vault.seal(PASSWORD))),
    "keys": lambda _, shop: shop.delivered_keys(ProvenOrder(SHOP, OURS, Proof.A)),
    "stock": lambda _, shop: shop.stock(StockId("1")),
    "lines": lambda _, shop: shop.stock_lines("", 5),
    "contact": lambda _, shop: shop.orders_with(MAIL, 5),
    "key": lambda _, shop: shop.orders_with_key(KEY),
    "changes": lambda _, shop: shop.changes("2026-11-22T00:00:00+00:00|", 5),
    "payment": lambda _, shop: shop.payment_of(OURS),
    "telegram": lambda _, shop: shop.proven_by(OURS, Known("telegram", "4711")),
    "orders": lambda _, shop: shop.orders_of(Known("telegram", "4711"), 5),
}


@pytest.fixture
def sold(stand: NextStand) -> None:
    stand.program.goods.telegram["4711"] = 7
    stand.sold(Sale(OURS, MAIL, PASSWORD, keys=[KEY]))


def text(body: str, content_type: str = "application/json", status: int = 200) -> web.Response:
    return web.Response(text=body, content_type=content_type, status=status)


GARBAGE: dict[str, Callable[[], web.Response]] = {
    "nothing": lambda: text(""),
    "page": lambda: text("<html>ABCD-EFGH-0001</html>", "text/html"),
    "no json": lambda: text("{"),
    "deep": lambda: text("[" * 200_000),
    "text": lambda: text('"ok"'),
    "list": lambda: text("[]"),
    "null": lambda: text("null"),
    "no code": lambda: text('{"data": []}'),
    "odd code": lambda: text('{"status_code": "0", "data": []}'),
    "true code": lambda: text('{"status_code": true, "data": []}'),
    "number": lambda: text('{"status_code": 0, "data": 7}'),
    "odd rows": lambda: text('{"status_code": 0, "data": [{"order_no": 7, "token": 1, "bound": "?"}]}'),
    "nan": lambda: text('{"status_code": 0, "data": [{"total_amount": NaN}]}'),
    "fails": lambda: text('{"status_code": 500, "msg": "ABCD-EFGH-0001"}'),
    "fails in http": lambda: text('{"status_code": 0, "data": []}', status=500),
    "elsewhere": lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}),
    "file": lambda: text("id,secret\n1,ABCD", "text/csv"),
    "huge": lambda: web.Response(body=b'{"data":"' + b"x" * 9_000_000 + b'"}', content_type="application/json"),
    "declined": lambda: text('{"status_code": 418, "msg": "ABCD-EFGH-0001"}'),
}


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("garbage", GARBAGE)
async def test_garbage_is_no_answer(stand: NextStand, garbage: str) -> None:
    async def meddle(_: web.Request) -> web.StreamResponse:
        return GARBAGE[garbage]()

    stand.program.meddle = meddle
    with capture_logs() as logged:
        for name in QUESTIONS:
            assert KEY not in await unavailable(stand, name)
    assert KEY not in str(logged)


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("garbage", sorted(set(GARBAGE) - {"null", "list"}))
async def test_garbage_after_a_good_login_is_none_either(stand: NextStand, garbage: str) -> None:
    async def meddle(request: web.Request) -> web.StreamResponse | None:
        return None if request.path.endswith(("/login", "/resolve")) else GARBAGE[garbage]()

    stand.program.meddle = meddle
    for name in QUESTIONS:
        if (name, garbage) != ("stock", "declined"):  # goods that the shop keeps no keys of: nothing is known
            assert "left alone" not in await unavailable(stand, name)


async def unavailable(stand: NextStand, name: str) -> str:
    """What it says: of a connector of its own, or one question would let the next ones rest."""
    shop = stand.open()
    stand.program.admin.tries.clear()
    with pytest.raises(ShopUnavailable) as away:
        await QUESTIONS[name](stand, shop)
    await shop.close()
    return f"{away.value}{away.value!r}"


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("name", ["find", "verify", "keys", "payment"])
async def test_an_answer_about_another_order_is_not_believed(stand: NextStand, shop: WithBoth, name: str) -> None:
    def twist(_: str, told: Any) -> Any:
        data = told["data"]
        for order in data if isinstance(data, list) else [data]:
            if isinstance(order, dict) and "order_no" in order:
                order["order_no"] = THEIRS
        return told

    stand.program.twist = twist
    with pytest.raises(ShopUnavailable, match="another order"):
        await QUESTIONS[name](stand, shop)


@pytest.mark.usefixtures("sold")
async def test_an_order_of_another_mail_is_not_believed(stand: NextStand, shop: WithBoth) -> None:
    def twist(_: str, told: Any) -> Any:
        told["data"]["guest_email"] = "other@qq.com"
        return told

    stand.program.twist = twist
    with pytest.raises(ShopUnavailable, match="another order"):
        await QUESTIONS["verify"](stand, shop)


async def test_two_orders_of_one_number_are_not_believed(stand: NextStand, shop: WithBoth) -> None:
    stand.sold(Sale(OURS, MAIL, PASSWORD))
    stand.sold(Sale(OURS, MAIL, PASSWORD))
    with pytest.raises(ShopUnavailable, match="another order"):
        await shop.find_order(OURS)


async def test_a_telegram_account_that_is_another_s_is_not_believed(stand: NextStand, shop: WithBoth) -> None:
    stand.program.goods.telegram["4711"] = 7

    def twist(_: str, told: Any) -> Any:
        told["data"]["identity"]["provider_user_id"] = "4712"
        return told

    stand.program.twist = twist
    with pytest.raises(ShopUnavailable, match="another buyer"):
        await QUESTIONS["telegram"](stand, shop)


@pytest.mark.usefixtures("sold")
async def test_a_slow_shop_is_given_up_and_then_left_alone(stand: NextStand, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = stand.open()
    released = asyncio.Event()
    monkeypatch.setattr(shop.asking._calls, "_timeout", ClientTimeout(total=0.2))

    async def slow(_: web.Request) -> web.StreamResponse | None:
        await released.wait()
        return None

    stand.program.meddle = slow
    for _ in range(5):
        with pytest.raises(ShopUnavailable, match="in time"):
            await QUESTIONS["verify"](stand, shop)
    asked = len(stand.program.asked)
    with pytest.raises(ShopUnavailable, match="left alone"):
        await QUESTIONS["verify"](stand, shop)
    assert len(stand.program.asked) == asked
    released.set()
    await shop.close()


NASTY = ["'; DROP TABLE orders; --", "%s%n%x", "{0.__class__}", "${jndi:ldap://x}", "<script>", "\r\nX-Evil: 1", "\0"]


@pytest.mark.parametrize("nasty", NASTY)
async def test_odd_words_in_every_field_change_nothing(stand: NextStand, shop: WithBoth, nasty: str) -> None:
    order = stand.sold(Sale(OURS, MAIL, PASSWORD, keys=[KEY]))
    stand.program.goods.products[1].title = nasty
    order.status = nasty
    found = await shop.find_order(OURS)
    assert found is not None
    assert (found.raw_status, found.items[0].title) == (nasty, nasty.strip())
    await shop.orders_with(f"{nasty}@qq.com", 5)
    assert await shop.orders_with_key(nasty) == []
    await shop.stock_lines(nasty, 5)
    assert await shop.verify_buyer(OURS, Evidence(f"{nasty}@qq.com", stand.vault.seal(nasty))) is None
    assert await shop.stock(StockId(nasty, nasty)) is None
