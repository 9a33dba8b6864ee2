"""How we hear from a dujiaoka shop: by polling, which leaves out nothing, and by `api_hook`, which is only a hint."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import structlog
from aiohttp import ClientSession

from bots.webserver import Health, WebServer
from core.channel import HttpRoute
from core.errors import ShopUnavailable
from core.shop import OrderNo, OrderStatus
from storage.shops.dujiaoka import changes
from tests.contracts.shops.dujiaokaprogram import COMPLETED, new_number
from tests.contracts.shops.dujiaokastand import NUMBERS, SECRET, DujiaokaStand
from tests.contracts.shops.mysqlprogram import shop_time

OURS = NUMBERS[0]
LONG_AGO = datetime(2026, 1, 1)  # noqa: DTZ001 - as PHP writes it


async def news(stand: DujiaokaStand, cursor: str, limit: int = 100) -> tuple[list[str], str]:
    """All numbers up to now, and where to go on."""
    numbers: list[str] = []
    more = True
    while more:
        page = await stand.port.changes(cursor, limit)
        numbers += [order.number for order in page.orders]
        cursor, more = page.cursor, page.more
    return numbers, cursor


def swept_long_ago(cursor: str) -> str:
    at, order, swept, sweeping = cursor.split("|")
    earlier = datetime.fromisoformat(swept) - changes.SWEEP
    return "|".join((at, order, earlier.isoformat(), sweeping))


class TestPolling:
    async def test_nothing_old_is_told(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, at=LONG_AGO))
        _, cursor = await news(classic, "")
        assert (await news(classic, cursor))[0] == []

    async def test_what_is_committed_late_is_told_nevertheless(self, classic: DujiaokaStand) -> None:
        """A transaction writes its time and commits after others that wrote later ones."""
        late, other = new_number(), new_number()
        row = classic.program.order(classic.bought(number=late, at=LONG_AGO))
        _, cursor = await news(classic, "")
        with classic.server.connect(classic.database) as slow, slow.cursor() as statement:
            slow.begin()
            early = shop_time() - timedelta(seconds=60)
            statement.execute("UPDATE orders SET status = 4, updated_at = %s WHERE id = %s", (early, row))
            classic.program.order(classic.bought(number=other))
            told, cursor = await news(classic, cursor, limit=1)
            assert told == [other]
            slow.commit()
        assert late in (await news(classic, cursor))[0]

    async def test_an_old_order_that_changes_is_told_within_minutes(
        self, classic: DujiaokaStand, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(changes, "NEWEST", 10)
        for _ in range(20):
            classic.program.order(classic.bought(at=LONG_AGO))
        classic.program.order(classic.bought(number=OURS, at=LONG_AGO))
        for _ in range(20):
            classic.program.order(classic.bought(at=LONG_AGO))
        _, cursor = await news(classic, "")
        classic.program.paid(OURS)
        assert (await news(classic, cursor))[0] == [], "it is too old for each look"
        told, cursor = await news(classic, swept_long_ago(cursor), limit=1)
        assert told == [OURS]
        assert OURS not in (await news(classic, cursor))[0]

    async def test_a_shop_whose_clock_is_behind_is_heard_too(self, classic: DujiaokaStand) -> None:
        _, cursor = await news(classic, "")
        for number in NUMBERS:
            behind = shop_time() - changes.BEHIND + timedelta(seconds=20)
            classic.program.order(classic.bought(number=number, at=behind))
            told, cursor = await news(classic, swept_long_ago(cursor))
            assert number in told

    async def test_what_is_in_order_is_not_told_for_ever(self, classic: DujiaokaStand) -> None:
        _, cursor = await news(classic, "")
        classic.program.order(classic.bought(number=OURS, at=shop_time() - changes.BEHIND - timedelta(seconds=9)))
        _, cursor = await news(classic, swept_long_ago(cursor))
        assert (await news(classic, cursor))[0] == []

    async def test_deliveries_failures_and_expiries_are_all_told(self, newer: DujiaokaStand) -> None:
        _, cursor = await news(newer, "")
        states = {}
        for status in (1, 2, 3, 4, 5, 6, -1):
            number = new_number()
            states[number] = status
            newer.program.order(newer.bought(number=number, status=status))
        page = await newer.port.changes(cursor, 100)
        assert {order.number: int(order.raw_status) for order in page.orders} == states

    async def test_a_replacement_is_a_change(self, newer: DujiaokaStand) -> None:
        newer.program.order(newer.bought(number=OURS, status=COMPLETED, info="OLD-0001", at=LONG_AGO))
        newer.program.cards(newer.goods, ["NEW-0001"], sub=newer.sub)
        _, cursor = await news(newer, "")
        page = await newer.port.changes(cursor, 10)
        assert list(page.orders) == []
        newer.program.run("UPDATE orders SET updated_at = %s", shop_time())
        assert (await news(newer, page.cursor))[0] == [OURS]

    @pytest.mark.parametrize("cursor", ["nonsense", "1|2", "%s|{}|x|1", "' OR 1=1", "2026-01-01|x|2026-01-01|0"])
    async def test_a_place_of_another_shop_is_refused(self, classic: DujiaokaStand, cursor: str) -> None:
        with pytest.raises(ShopUnavailable):
            await classic.port.changes(cursor, 10)


class Heard:
    """core.shopparts.Poke"""

    def __init__(self) -> None:
        self.numbers: list[list[str]] = []

    async def __call__(self, numbers: Sequence[OrderNo]) -> None:
        self.numbers.append([str(number) for number in numbers])


class TestApiHook:
    @pytest.fixture
    def heard(self) -> Heard:
        return Heard()

    @pytest.fixture
    async def url(self, classic: DujiaokaStand, heard: Heard) -> AsyncIterator[str]:
        async def examine() -> Health:
            return Health(ok=True)

        classic.port.call_back(heard)
        server = WebServer(examine, lambda: b"")
        server.mount(classic.port.routes())
        port = await server.start("127.0.0.1", 0)
        yield f"http://127.0.0.1:{port}/shops/dujiaoka/main/"
        await server.stop()

    async def _call(self, url: str, body: bytes) -> int:
        headers = {"Content-Type": "application/json"}
        async with ClientSession() as session, session.post(url, data=BytesIO(body), headers=headers) as reply:
            assert "KEY-0001" not in await reply.text()
            return reply.status

    async def test_a_call_makes_us_look_and_nothing_more(
        self, classic: DujiaokaStand, url: str, heard: Heard, capsys: pytest.CaptureFixture[str]
    ) -> None:
        classic.program.order(classic.bought(number=OURS))
        lie = f'{{"title": "x", "order_sn": "{OURS}", "status": 4, "order_info": "KEY-0001", "email": "a@b.c"}}'
        with structlog.testing.capture_logs() as logs:
            assert await self._call(url + SECRET, lie.encode()) == 200
        assert heard.numbers == [[OURS]]
        order = await classic.port.find_order(OrderNo(OURS))
        assert order is not None
        assert order.status is OrderStatus.UNPAID, "what the call says is not believed"
        assert "KEY-0001" not in f"{logs}{capsys.readouterr()}"
        assert SECRET not in f"{logs}"

    async def test_a_call_that_is_played_again_makes_us_look_again(self, url: str, heard: Heard) -> None:
        body = f'{{"order_sn": "{OURS}"}}'.encode()
        assert [await self._call(url + SECRET, body) for _ in range(3)] == [200] * 3
        assert heard.numbers == [[OURS]] * 3

    @pytest.mark.parametrize("secret", [SECRET[:-1], SECRET + "x", SECRET.upper(), "x", "%00", "%E5%8D%A1"])
    async def test_without_the_secret_nobody_is_heard(self, url: str, heard: Heard, secret: str) -> None:
        assert await self._call(url + secret, b'{"order_sn": "x"}') == 403
        assert heard.numbers == []

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"[" * 100_000,
            b'{"order_sn": 7}',
            b'{"order_sn": ["x"]}',
            b'{"order_sn": "a b"}',
            b'{"order_sn": "\\ud800"}',
            b"\xff\xfe",
            b"null",
        ],
    )
    async def test_nonsense_makes_us_look_at_what_is_new(self, url: str, heard: Heard, body: bytes) -> None:
        assert await self._call(url + SECRET, body) == 200
        assert heard.numbers == [[]]

    async def test_more_than_a_call_can_need_is_not_read(self, url: str, heard: Heard) -> None:
        assert await self._call(url + SECRET, b"x" * 2_000_000) == 413
        assert heard.numbers == []

    async def test_without_a_secret_there_is_no_such_address(self, classic: DujiaokaStand) -> None:
        shop = classic.open(callback_secret=None)
        assert list(shop.routes()) == []
        assert all(isinstance(route, HttpRoute) for route in classic.port.routes())
        assert all(SECRET not in route.path for route in classic.port.routes())
        await shop.close()
