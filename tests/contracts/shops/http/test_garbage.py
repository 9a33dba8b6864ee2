"""A shop that answers garbage, or slowly: nothing of it is believed."""

import asyncio
from contextlib import suppress
from typing import Any, cast

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShopUnavailable
from core.shop import ShopId
from storage.shops.breaker import FAILURES
from storage.shops.http import HttpShop
from storage.shops.http.parts import (
    Replaces,
    SearchesContact,
    TellsWhatChanged,
)
from storage.shops.http.payloads import OrderTold, order_of, told
from tests.contracts.shops.http.asking import (
    KEY,
    OTHERS_KEY,
    OURS,
    QUESTIONS,
    altered,
    answers,
    fails,
)
from tests.contracts.shops.httpprogram import HttpProgram


async def each_fails(program: HttpProgram, within: float = 2) -> set[str]:
    """Every question, to a shop that is not yet left alone; why."""
    causes = set()
    for question in QUESTIONS.values():
        shop = program.open(within=within)
        causes.add(await fails(shop, question))
        await shop.close()
    return causes


class TestGarbage:
    @pytest.mark.parametrize("payload", [None, [], {}, 1, "x", [[]], {"orders": 1}, {"keys": [{}]}, {"lines": {}}])
    async def test_json_of_another_kind(self, program: HttpProgram, payload: Any) -> None:
        answers(program, payload)
        assert all("follow the contract" in cause for cause in await each_fails(program))

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 418, 429, 500, 503, 302])
    async def test_a_refusal_without_the_envelope(self, program: HttpProgram, status: int) -> None:
        answers(program, {"message": f"{KEY} {OTHERS_KEY}"}, status)
        assert all(str(status) in cause for cause in await each_fails(program))

    async def test_slow(self, program: HttpProgram) -> None:
        async def meddle(_: web.Request, __: Any) -> None:
            await asyncio.sleep(60)

        program.meddle = meddle
        assert await each_fails(program, within=0.1) == {"It does not answer in time."}

    async def test_after_five_times_it_is_left_alone(self, program: HttpProgram, shop: HttpShop) -> None:
        answers(program, {}, 500)
        for question in [*QUESTIONS.values()][: FAILURES + 2]:
            await fails(shop, question)
        assert len(program.asked) == FAILURES

    @pytest.mark.parametrize(
        "changes",
        [
            {"status": "gone"},
            {"amount": 9.9},
            {"amount": "NaN"},
            {"amount": "-1"},
            {"amount": "1e9"},
            {"currency": "¥"},
            {"created_at": "2026-11-22T20:00:00"},
            {"created_at": "yesterday"},
            {"items": None},
            {"items__0__quantity": 0},
            {"items__0__quantity": 10**9},
            {"items__0__handing": "magic"},
            {"has_password": "yes"},
            {"contact": "x" * 129},
            {"refunded": "-5"},
            {"pieces": -1},
            {"payment": "maybe"},
            {"note": "x" * 8001},
            {"number": "订单"},
            {"number": f"{OURS}\n"},
            {"amount": "9.90\n"},
            {"currency": "CNY\n"},
            {"items__0__product": "steam\n50"},
            {"items__0__variant": "\0"},
        ],
    )
    async def test_an_order_with_a_field_that_cannot_be(
        self, program: HttpProgram, shop: HttpShop, changes: dict[str, Any]
    ) -> None:
        altered(program, **changes)
        assert "follow the contract" in await fails(shop, QUESTIONS["order"])

    @pytest.mark.parametrize(
        "changes",
        [
            {"keys__0__key": ""},
            {"keys__0__key": " "},
            {"keys__0__id": KEY},
            {"keys__0__id": ""},
            {"keys__0__id": "1\n2"},
        ],
    )
    async def test_a_key_that_cannot_be(self, program: HttpProgram, shop: HttpShop, changes: dict[str, Any]) -> None:
        altered(program, **changes)
        assert "follow the contract" in await fails(shop, QUESTIONS["keys"])

    @pytest.mark.parametrize("cursor", ["", "5\n6", "\x1b[31m", "x" * 501])
    async def test_a_place_to_go_on_that_cannot_be(self, program: HttpProgram, shop: HttpShop, cursor: str) -> None:
        answers(program, {"orders": [], "cursor": cursor, "more": False})
        assert "follow the contract" in await fails(shop, QUESTIONS["changes"])

    @pytest.mark.parametrize("cursor", ["?a=1&b=2#%2F", "2026-11-22T20:00:00+08:00|17", "游标 17", "x" * 500])
    async def test_any_other_comes_back_as_it_was(self, program: HttpProgram, shop: HttpShop, cursor: str) -> None:
        asked: list[str] = []

        async def meddle(request: web.Request, _: Any) -> web.StreamResponse:
            asked.append(request.query.get("cursor", ""))
            return web.json_response({"orders": [], "cursor": cursor, "more": False})

        program.meddle = meddle
        told = await cast("TellsWhatChanged", shop).changes("", 10)
        await cast("TellsWhatChanged", shop).changes(told.cursor, 10)
        assert asked == ["", cursor]

    async def test_changes_that_do_not_move_on(self, program: HttpProgram, shop: HttpShop) -> None:
        answers(program, {"orders": [], "cursor": "5", "more": True})
        assert "move on" in await fails(shop, QUESTIONS["changes"])

    async def test_more_than_was_asked_for_is_cut(self, program: HttpProgram, shop: HttpShop) -> None:
        async def meddle(_: web.Request, payload: Any) -> web.StreamResponse:
            return web.json_response({name: many * 50 for name, many in payload.items()})

        program.meddle = meddle
        assert len(await cast("SearchesContact", shop).orders_with("buyer@qq.com", 5)) == 5
        assert len(await cast("Replaces", shop).stock_lines("", 5)) == 5

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
    def test_no_value_of_any_field_breaks_more_than_the_answer(self, value: Any) -> None:
        order: dict[str, Any] = {
            "number": OURS,
            "status": "delivered",
            "items": [],
            "amount": "1",
            "currency": "CNY",
            "created_at": "2026-11-22T20:00:00Z",
            "has_password": None,
        }
        for name in OrderTold.__struct_fields__:
            with suppress(ShopUnavailable):
                assert order_of(ShopId("main"), told({**order, name: value}, OrderTold)).shop == "main"
