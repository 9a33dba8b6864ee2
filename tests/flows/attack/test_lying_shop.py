"""A shop that answers garbage, slowly, or with another order: its buyer is told that it is silent and sees nothing of
anybody else's, and the buyers of the other shop notice nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bots.fake.testkit import fake_platform
from tests.contracts.shops.http.asking import OTHERS_KEY, altered, answers
from tests.contracts.shops.httpprogram import SECRET, HttpProgram, Sold
from tests.contracts.shops.httpprogram import running as http_program
from tests.flows.attack.test_hostile_words import told
from tests.flows.desk import CONTACT, ORDER, PASSWORD, Desk, running, sell, settings_for

OURS, OTHER, KEY = "SHOP261122000017", "SHOP261122000018", "ABCD-EFGH-0001"
PROOF = f"订单 {OURS} Buyer@QQ.com 密码 Kami2026"


@pytest.fixture
async def program() -> AsyncIterator[HttpProgram]:
    async with http_program() as program:
        program.sell(Sold(OURS, password="Kami2026", keys=[KEY]))
        program.sell(Sold(OTHER, contact="other@qq.com", password="Other2026", keys=[OTHERS_KEY]))
        yield program


@pytest.fixture
async def desk(tmp_path: Path, program: HttpProgram) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack:
        buyers, agents = [await stack.enter_async_context(fake_platform()) for _ in range(2)]
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        settings = settings_for(tmp_path, "", channels, "fake/staff")
        theirs = {"url": program.url, "secret": SECRET, "serves": [], "within": 1, "name": "星空商城"}
        settings = settings.model_copy(update={"shops": {"builtin": {"own": {}}, "http": {"theirs": theirs}}})
        await sell(settings, tmp_path)
        port = await stack.enter_async_context(running(settings))
        buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
        agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
        yield Desk(buyers, agents, settings, port)


def garbage(program: HttpProgram) -> None:
    answers(program, [{"order": f"' OR 1=1 {OTHERS_KEY}"}])


def broken(program: HttpProgram) -> None:
    answers(program, {"message": f"Traceback {OTHERS_KEY}"}, 500)


def another_order(program: HttpProgram) -> None:
    altered(program, number=OTHER)


def slow(program: HttpProgram) -> None:
    async def meddle(_: web.Request, __: Any) -> None:
        await asyncio.sleep(30)

    program.meddle = meddle


@pytest.mark.parametrize("lies", [garbage, broken, another_order, slow])
async def test_its_buyer_is_told_and_nobody_else_waits(
    desk: Desk, program: HttpProgram, lies: Callable[[HttpProgram], None]
) -> None:
    lies(program)
    await desk.buyers.buyer_says("小红", PROOF)
    await desk.buyers.buyer_says("小明", f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}")
    await told(desk.buyers, "小明", ORDER)
    await told(desk.buyers, "小红", "暂时没有回应")
    for one in desk.buyers.answers_in("小红"):
        assert OTHER not in one.text
        assert OTHERS_KEY not in one.text
    assert not any(OTHERS_KEY in one.text for one in desk.agents.answers_in("staff-room"))


async def test_what_is_true_is_told(desk: Desk) -> None:
    """The same buyer, when nobody lies."""
    await desk.buyers.buyer_says("小红", PROOF)
    await told(desk.buyers, "小红", OURS)
