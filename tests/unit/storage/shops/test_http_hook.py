"""The shop calls: signed and fresh, or not at all; and nobody is told twice."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from bots.webserver import _guarded
from core.errors import StoreUnavailable
from core.shop import OrderNo, ShopId
from docs.shops import reference_server
from storage.shops.http.hook import REMEMBERED, Hook
from storage.shops.http.signing import IDEMPOTENCY_KEY, SIGNATURE, TIMESTAMP, WITHIN, Signed
from tests.contracts.surroundings import NOON, FixedClock

SECRET = "the secret of shop and desk, long enough"
NOW = NOON.timestamp()
PAGE = Path(__file__).parents[4] / "docs" / "shops" / "http.md"


class TestASignature:
    def test_it_is_the_one_of_the_page(self) -> None:
        """The example of docs/shops/http.md, made with openssl."""
        signed = Signed("GET", "/v1/order?number=SHOP20261122000017")
        assert signed.signature("0123456789abcdef0123456789abcdef", "1795348800") == EXAMPLE
        assert EXAMPLE in PAGE.read_text(encoding="utf-8")

    @given(st.text(), st.text(), st.binary(), st.text(alphabet="abc-0"))
    def test_shop_and_desk_make_the_same(self, method: str, target: str, body: bytes, name: str) -> None:
        ours = Signed(method, target, body, name).signature(SECRET, "1795348800")
        assert ours == reference_server.signature(SECRET, method, target, "1795348800", name, body)

    @pytest.mark.parametrize(
        "other",
        [
            Signed("PUT", "/v1/refunds?a=1", b"{}", "n"),
            Signed("POST", "/v1/refunds?a=2", b"{}", "n"),
            Signed("POST", "/v1/refunds?a=1", b"{} ", "n"),
            Signed("POST", "/v1/refunds?a=1", b"{}", "m"),
            Signed("POST", "/v1/refunds?a=1", b"{}"),
        ],
    )
    def test_whatever_is_changed_it_fits_no_more(self, other: Signed) -> None:
        headers = Signed("POST", "/v1/refunds?a=1", b"{}", "n").headers(SECRET, NOW)
        assert Signed("POST", "/v1/refunds?a=1", b"{}", "n").is_signed(SECRET, headers, NOW)
        assert headers[IDEMPOTENCY_KEY] == "n"
        assert not other.is_signed(SECRET, headers, NOW)
        assert not Signed("POST", "/v1/refunds?a=1", b"{}", "n").is_signed(f"{SECRET}.", headers, NOW)

    @pytest.mark.parametrize(
        ("seconds", "fresh"), [(0, True), (WITHIN, True), (-WITHIN, True), (61, False), (-61, False)]
    )
    def test_it_holds_for_a_minute(self, seconds: int, fresh: bool) -> None:
        one = Signed("GET", "/v1/keys")
        assert one.is_signed(SECRET, one.headers(SECRET, NOW + seconds), NOW) is fresh

    @pytest.mark.parametrize("timestamp", ["", "-1", "1e9", "٣", "9" * 400, f"{NOW:.0f}.0", " 1"])
    def test_a_timestamp_is_digits(self, timestamp: str) -> None:
        one = Signed("GET", "/v1/keys")
        headers = {TIMESTAMP: timestamp, SIGNATURE: one.signature(SECRET, timestamp)}
        assert not one.is_signed(SECRET, headers, NOW)

    @pytest.mark.parametrize("signature", ["", "0" * 64, "签名", "\udcff"])
    def test_a_signature_that_is_none(self, signature: str) -> None:
        assert not Signed("GET", "/v1/keys").is_signed(SECRET, {TIMESTAMP: f"{NOW:.0f}", SIGNATURE: signature}, NOW)


EXAMPLE = "7b65aa03c5b3ad478d5f17c41692e61871c040a677b8a5f21050c6f7b19e5279"


class Desk:
    """Whoever is to be told; `away`: he cannot take it now."""

    def __init__(self) -> None:
        self.told: list[Sequence[OrderNo]] = []
        self.away = False

    async def poke(self, numbers: Sequence[OrderNo]) -> None:
        if self.away:
            raise StoreUnavailable
        self.told.append(numbers)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime.now(UTC))


@pytest.fixture
def hook(desk: Desk, clock: FixedClock) -> Hook:
    hook = Hook(ShopId("main"), SECRET, clock)
    hook.tell(desk.poke)
    return hook


@pytest.fixture
async def door(hook: Hook) -> AsyncIterator["TestClient[web.Request, web.Application]"]:
    """As the product's web server mounts it."""
    app = web.Application()
    for route in hook.routes():
        app.router.add_route(route.method, route.path, _guarded(route.handler, 5))
    async with TestClient(TestServer(app)) as client:
        yield client


Door = TestClient[web.Request, web.Application]


async def called(door: Door, call: tuple[str, dict[str, str], bytes], **headers: str) -> int:
    path, signed, body = call
    async with door.post(path, headers=signed | headers, data=body) as response:
        return response.status


class TestTheHook:
    async def test_the_reference_server_s_call_is_heard(self, door: Door, desk: Desk) -> None:
        assert await called(door, reference_server.call(SECRET, "main", "S1", "S2")) == 200
        assert await called(door, reference_server.call(SECRET, "main")) == 200
        assert desk.told == [["S1", "S2"], []]

    async def test_what_comes_twice_is_told_once(self, door: Door, desk: Desk) -> None:
        call = reference_server.call(SECRET, "main", "S1")
        assert [await called(door, call) for _ in range(3)] == [200, 200, 200]
        assert desk.told == [["S1"]]

    async def test_what_could_not_be_taken_may_come_again(self, door: Door, desk: Desk) -> None:
        call = reference_server.call(SECRET, "main", "S1")
        desk.away = True
        assert await called(door, call) == 503
        desk.away = False
        assert await called(door, call) == 200
        assert desk.told == [["S1"]]

    @pytest.mark.parametrize("minutes", [-2, 2])
    async def test_an_old_one_is_turned_away(self, door: Door, desk: Desk, clock: FixedClock, minutes: int) -> None:
        call = reference_server.call(SECRET, "main", "S1")
        clock.forward(timedelta(minutes=minutes))
        assert await called(door, call) == 403
        assert desk.told == []

    async def test_a_forged_one_is_turned_away(self, door: Door, desk: Desk) -> None:
        path, headers, body = reference_server.call(SECRET, "main", "S1")
        forged = [
            reference_server.call("another secret", "main", "S1"),
            (path, headers, body.replace(b"S1", b"S2")),
            (path, headers | {TIMESTAMP: str(int(headers[TIMESTAMP]) + 1)}, body),
            (path, headers | {SIGNATURE: ""}, body),
            (path, reference_server.call(SECRET, "other", "S1")[1], body),
            (path, {"Content-Type": "application/json"}, body),
        ]
        assert {await called(door, call) for call in forged} == {403}
        assert desk.told == []

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"{", b'{"numbers": "S1"}', b'{"numbers": ["\xe8\xae\xa2"]}', b"[" * 100_000]
    )
    async def test_signed_garbage_is_unreadable(self, door: Door, desk: Desk, hook: Hook, body: bytes) -> None:
        signed = Signed("POST", hook.path, body).headers(SECRET, datetime.now(UTC).timestamp())
        assert await called(door, (hook.path, signed | {"Content-Type": "application/json"}, body)) == 400
        assert desk.told == []

    async def test_too_many_numbers_at_once(self, door: Door, desk: Desk) -> None:
        assert await called(door, reference_server.call(SECRET, "main", *(f"S{n}" for n in range(101)))) == 400
        assert desk.told == []

    async def test_another_kind_of_body_is_not_read(self, door: Door, desk: Desk) -> None:
        call = reference_server.call(SECRET, "main", "S1")
        assert await called(door, call, **{"Content-Type": "text/plain"}) == 400
        assert desk.told == []

    async def test_without_anybody_to_tell_it_is_taken(self) -> None:
        alone = Hook(ShopId("main"), SECRET, FixedClock(datetime.now(UTC)))
        app = web.Application()
        app.router.add_route("POST", alone.path, alone.routes()[0].handler)
        async with TestClient(TestServer(app)) as door:
            assert await called(door, reference_server.call(SECRET, "main", "S1")) == 200

    async def test_what_is_remembered_stays_small(self, hook: Hook, clock: FixedClock) -> None:
        for n in range(REMEMBERED + 50):
            hook._remember(str(n), clock.now().timestamp())
        assert len(hook._seen) == REMEMBERED
        clock.forward(timedelta(seconds=2 * WITHIN + 1))
        hook._remember("late", clock.now().timestamp())
        assert len(hook._seen) == 1
