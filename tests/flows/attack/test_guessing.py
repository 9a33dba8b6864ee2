"""Guessing order numbers and passwords, on the whole product and on both databases: slowed, seen and stopped."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.flows.attack.webshop import RIGHT, ROOM, WebShop, number_of, web_shop, wrong
from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD

RUN = 12
"""Wrong proofs that are a run in this shop."""
NOT_FOUND, TOO_MANY, CHECK = "没对上|对不上|没找到", "试的次数有点多", "自动检查"


@pytest.fixture
async def shop(tmp_path: Path, database_url: str) -> AsyncIterator[WebShop]:
    async with web_shop(tmp_path, database_url, guessing={"failures": RUN}) as opened:
        yield opened


async def guesses_once(shop: WebShop, place: int) -> str:
    """A fresh visitor each time, who leaves checks alone, as scripts do."""
    guesser = await shop.visitor(passes=False)
    await guesser.says(wrong(number_of(place)))
    heard = await guesser.hears(f"{NOT_FOUND}|{TOO_MANY}|{CHECK}")
    await guesser.page.close()
    return heard


async def attacked(shop: WebShop) -> None:
    await asyncio.gather(*(guesses_once(shop, place) for place in range(RUN)))
    await shop.room_hears("在猜订单")


async def test_many_visitors_guess_many_orders(shop: WebShop) -> None:
    regular = await shop.visitor()
    await regular.says(RIGHT)
    assert ORDER in await regular.hears(ORDER)

    await asyncio.gather(*(guesses_once(shop, place) for place in range(RUN)))
    alert = await shop.room_hears("在猜订单")
    assert f"{RUN} 次没对上，{RUN} 位买家试了 {RUN} 个订单号" in alert.text
    assert "自动检查" in alert.text

    for place in range(RUN, RUN + 3):
        assert "自动检查" in await guesses_once(shop, place)
    stranger = await shop.visitor()
    await stranger.says(RIGHT)
    assert "不用重新输入" in await stranger.hears(CHECK)
    assert ORDER in await stranger.hears("已发货")
    assert len(stranger.checks) == 1

    await regular.says(wrong(number_of(77)))
    await regular.hears(NOT_FOUND)
    assert regular.checks == [], "who has bought here before notices nothing"


async def test_a_check_left_alone_shows_nothing_and_asks_the_shop_nothing(shop: WebShop) -> None:
    await attacked(shop)
    guesser = await shop.visitor(passes=False)
    await guesser.says(RIGHT)
    await guesser.hears(CHECK)
    await asyncio.sleep(0.5)
    assert all(ORDER not in entry.text for _, entry in guesser.page.shown("chat") if entry.side != "buyer")
    assert [entry.record.action for entry in await shop.audited("proof.check-first")]


async def test_many_visitors_guess_one_order_s_password(shop: WebShop) -> None:
    ends: list[str] = []
    for _ in range(7):
        guesser = await shop.visitor(passes=False)
        await guesser.says(f"订单 {ORDER} {CONTACT} 密码 guess{len(ends)}")
        ends.append(await guesser.hears(f"{NOT_FOUND}|{TOO_MANY}"))
    assert ["试的次数" in end for end in ends] == [False] * 5 + [True] * 2
    alert = await shop.room_hears(f"订单 {ORDER} 有 4 位不同的人在试")
    assert CONTACT not in alert.text


async def test_one_buyer_guesses_many_orders(shop: WebShop) -> None:
    guesser = await shop.visitor(passes=False)
    ends: list[str] = []
    for place in range(8):
        await guesser.says(wrong(number_of(place)))
        ends.append(await guesser.hears(f"{NOT_FOUND}|{TOO_MANY}"))
    assert ["试的次数" in end for end in ends] == [False] * 5 + [True] * 3
    assert "15 分钟" in ends[-1]


async def test_right_number_wrong_password_reads_like_no_such_number(shop: WebShop) -> None:
    heard = []
    for text in (f"订单 {ORDER} {CONTACT} 密码 hunter2", wrong(number_of(1))):
        guesser = await shop.visitor(passes=False)
        await guesser.says(text)
        heard.append(await guesser.hears(NOT_FOUND))
    assert heard[0] == heard[1]


async def test_every_try_stands_in_the_log_and_no_password_and_no_contact(shop: WebShop) -> None:
    buyer, guesser = await shop.visitor(), await shop.visitor(passes=False)
    await buyer.says(RIGHT)
    await buyer.hears("已发货")
    for place in range(6):
        await guesser.says(wrong(number_of(place), "s3cret-guess"))
        await guesser.hears(f"{NOT_FOUND}|{TOO_MANY}")
    entries = await shop.audited("proof.")
    assert [entry.record.action for entry in entries] == [
        "proof.passed",
        *["proof.no-match"] * 5,
        "proof.too-many-tries",
    ]
    assert [entry.record.subject for entry in entries] == [ORDER, *(number_of(place) for place in range(6))]
    assert {entry.record.actor for entry in entries} == {buyer.page.me, guesser.page.me}
    log = "\n".join(str(entry) for entry in await shop.audited())
    for secret in (PASSWORD, CONTACT, "s3cret-guess", "somebody@example.com", *KEYS):
        assert secret not in log


async def test_when_it_is_calm_again_the_message_says_so_and_nobody_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.server.GUESSES", timedelta(milliseconds=300))
    soon = {"failures": RUN, "calm_after": timedelta(seconds=3)}
    async with web_shop(tmp_path, guessing=soon) as shop:
        await attacked(shop)
        await shop.agents.until(lambda: any("没人猜订单了" in one.text for one in shop.agents.answers_in(ROOM)))
        told = [one.text for one in shop.agents.answers_in(ROOM) if "猜订单" in one.text]
        assert len(told) == 1, "the same message, brought up to date"
        stranger = await shop.visitor()
        await stranger.says(RIGHT)
        assert ORDER in await stranger.hears("已发货")
        assert stranger.checks == []
        steps = [entry.record.action for entry in await shop.audited("guessing.")]
        assert steps == ["guessing.begun", "guessing.over"]
