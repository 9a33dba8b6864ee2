"""dujiaoka sells without locks while we replace: no key is given twice, none is lost, and nothing is left half done."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from threading import Thread
from typing import TypeVar

import pytest

from core.errors import NothingInStock, PieceTaken, ShopUnavailable
from core.shop import OrderNo
from core.shopparts import Replacement, SetAside
from storage.shops.breaker import Breaker
from storage.shops.dujiaoka import replacing
from storage.shops.dujiaoka.cards import Reserved
from storage.shops.dujiaoka.replacing import Replacing
from storage.shops.dujiaoka.settings import DujiaokaSettings
from storage.shops.mysql import Connection, Mysql
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.dujiaokaprogram import COMPLETED, DujiaokaProgram, new_number
from tests.contracts.shops.dujiaokastand import NUMBERS, DujiaokaStand

T = TypeVar("T")
SOLD, REPLACED, SPARE = 400, 320, 40
"""What is sold and replaced at the same time, and how many cards there are more than that."""
ROUNDS = 48
OURS, THEIRS = NUMBERS[0], NUMBERS[1]


async def wanted(stand: DujiaokaStand, number: str, bad: str, name: str) -> Replacement:
    order = await stand.port.find_order(OrderNo(number))
    assert order is not None
    return Replacement(name, order.number, order.items[0], key_fingerprint(stand.vault, bad))


async def replaced(stand: DujiaokaStand, number: str, bad: str) -> str | None:
    """As the ledger does it: another piece is set aside as often as one is taken; None: there is none left."""
    asked = await wanted(stand, number, bad, f"replace {bad}")
    for _ in range(20):
        try:
            new = await stand.port.replace_key(asked, await stand.port.set_aside(asked))
        except PieceTaken:
            continue
        except NothingInStock:
            return None
        return stand.vault.open(new.key.sealed)
    raise AssertionError("twenty pieces in a row were taken")


class TestSellingWhileReplacing:
    @pytest.mark.parametrize("spare", [SPARE, -SPARE], ids=["enough for all", "the stock runs out"])
    async def test_no_key_is_given_twice_and_none_is_lost(
        self, classic: DujiaokaStand, monkeypatch: pytest.MonkeyPatch, spare: int
    ) -> None:
        monkeypatch.setattr(replacing, "SETTLE", replacing.SETTLE / 5)
        program = DujiaokaProgram(classic.server, classic.database, think=0.002)
        _stock(program, classic.goods, SOLD + REPLACED + spare)
        old = [f"OLD-{n:04d}" for n in range(REPLACED)]
        ours = [new_number() for _ in old]
        theirs = [new_number() for _ in range(SOLD)]
        for number, key in zip(ours, old, strict=True):
            program.order(classic.bought(number=number, status=COMPLETED, info=key))
        for number in theirs:
            program.order(classic.bought(number=number))
        selling = Thread(target=_sells, args=(program, theirs))
        selling.start()
        lanes = asyncio.Semaphore(6)

        async def one(number: str, key: str) -> str | None:
            async with lanes:
                return await replaced(classic, number, key)

        given = await asyncio.gather(*(one(number, key) for number, key in zip(ours, old, strict=True)))
        await asyncio.to_thread(selling.join)
        _nothing_twice_and_nothing_lost(program, [key for key in given if key], {*old})

    @pytest.mark.parametrize("layout", ["classic", "newer"])
    async def test_the_last_card_over_and_over(
        self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, layout: str
    ) -> None:
        """Both begin at about the same time, now the one and now the other a little earlier."""
        monkeypatch.setattr(replacing, "SETTLE", replacing.SETTLE / 5)
        stand: DujiaokaStand = request.getfixturevalue(f"installed_{layout}")
        program = DujiaokaProgram(stand.server, stand.database, stand.v3, think=0.004)
        for n in range(ROUNDS):
            ours, theirs = new_number(), new_number()
            program.cards(stand.goods, [f"LAST-{n:04d}"], sub=stand.sub)
            program.order(stand.bought(number=ours, status=COMPLETED, info=f"OLD-{n:04d}"))
            program.order(stand.bought(number=theirs))

            selling = asyncio.to_thread(program.paid, theirs)
            _, given = await asyncio.gather(selling, _later(n % 8 / 1000, replaced(stand, ours, f"OLD-{n:04d}")))
            shown = (program.shown(ours)[1:], f"LAST-{n:04d}" in program.shown(theirs))
            assert shown in (([], True), ([f"LAST-{n:04d}"], False)), "exactly one of the two has it"
            assert given == (shown[0][0] if shown[0] else None)
        await stand.port.close()
        assert program.unsold() == []

    async def test_replacements_of_one_order_never_share_a_key(self, newer: DujiaokaStand) -> None:
        program = newer.program
        _stock(program, newer.goods, 24, newer.sub)
        old = [f"OLD-{n:04d}" for n in range(30)]
        program.order(newer.bought(number=OURS, status=COMPLETED, quantity=30, info="\n".join(old)))
        given = await asyncio.gather(*(replaced(newer, OURS, key) for key in old))
        assert Counter(key for key in given if key).most_common(1)[0][1] == 1
        assert len([key for key in given if key]) == 24
        assert program.unsold() == []
        assert sorted(program.shown(OURS)) == sorted([*old, *(key for key in given if key)])


async def _later(after: float, what: Awaitable[T]) -> T:
    await asyncio.sleep(after)
    return await what


def _sells(program: DujiaokaProgram, numbers: Sequence[str]) -> None:
    for number in numbers:
        program.paid(number)


def _stock(program: DujiaokaProgram, goods: int, count: int, sub: int = 0) -> None:
    variant = ("sub_id, ", f"{sub}, ") if program.v3 else ("", "")
    rows = ", ".join(f"({goods}, {variant[1]}'KEY-{n:05d}')" for n in range(count))
    program.run(f"INSERT INTO carmis (goods_id, {variant[0]}carmi) VALUES {rows}")


def _nothing_twice_and_nothing_lost(program: DujiaokaProgram, given: list[str], old: set[str]) -> None:
    shown = Counter(
        line
        for row in program.rows("SELECT info FROM orders WHERE status = 4")
        for line in row["info"].split("\n")
        if line not in old
    )
    sold = {row["carmi"] for row in program.rows("SELECT carmi FROM carmis WHERE status = 2")}
    assert [key for key, times in shown.items() if times > 1] == [], "a key stands in two orders"
    assert set(shown) == sold, "a key is sold and in no order, or in an order and for sale"
    assert Counter(given) <= shown, "a key was given that is not in its order"
    assert len(given) + sum(1 for _ in program.rows("SELECT id FROM orders WHERE status = 4")) - len(old) == len(sold)


class TestTheLastCard:
    """The shop has read which card it will sell, and not written it yet, when we take that card."""

    async def test_the_shops_sale_wins(self, classic: DujiaokaStand) -> None:
        program = classic.program
        program.cards(classic.goods, ["LAST-0001"])
        program.order(classic.bought(number=OURS, status=COMPLETED, info="OLD-0001"))
        program.order(classic.bought(number=THEIRS))
        asked = await wanted(classic, OURS, "OLD-0001", "r1")
        aside = await classic.port.set_aside(asked)
        slow = DujiaokaProgram(classic.server, classic.database, think=0.15)
        selling = Thread(target=slow.paid, args=(THEIRS,))
        selling.start()
        await asyncio.sleep(0.05)
        for _ in range(2):
            with pytest.raises(PieceTaken):
                await classic.port.replace_key(asked, aside)
        await asyncio.to_thread(selling.join)
        assert program.shown(OURS) == ["OLD-0001"]
        assert program.shown(THEIRS) == ["LAST-0001"]
        assert program.unsold() == []

    async def test_a_sale_that_the_shop_takes_back_does_not_cost_the_key(self, classic: DujiaokaStand) -> None:
        program = classic.program
        program.cards(classic.goods, ["LAST-0001"])
        program.order(classic.bought(number=OURS, status=COMPLETED, info="OLD-0001"))
        program.order(classic.bought(number=THEIRS))
        asked = await wanted(classic, OURS, "OLD-0001", "r1")
        aside = await classic.port.set_aside(asked)
        with classic.server.connect(classic.database) as other, other.cursor() as cursor:
            other.begin()
            cursor.execute("UPDATE orders SET info = 'LAST-0001', status = 4 WHERE order_sn = %s", (THEIRS,))
            asyncio.get_running_loop().call_later(0.7, other.rollback)
            new = await classic.port.replace_key(asked, aside)
        assert classic.vault.open(new.key.sealed) == "LAST-0001"
        assert program.shown(OURS) == ["OLD-0001", "LAST-0001"]

    async def test_while_it_cannot_be_told_nothing_is_given(
        self, classic: DujiaokaStand, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replacing, "LOOKS", 2)
        program = classic.program
        program.cards(classic.goods, ["LAST-0001"])
        program.order(classic.bought(number=OURS, status=COMPLETED, info="OLD-0001"))
        program.order(classic.bought(number=THEIRS))
        asked = await wanted(classic, OURS, "OLD-0001", "r1")
        aside = await classic.port.set_aside(asked)
        with classic.server.connect(classic.database) as other, other.cursor() as cursor:
            other.begin()
            cursor.execute("UPDATE orders SET info = 'LAST-0001', status = 4 WHERE order_sn = %s", (THEIRS,))
            with pytest.raises(ShopUnavailable):
                await classic.port.replace_key(asked, aside)
            other.rollback()
        assert classic.vault.open((await classic.port.replace_key(asked, aside)).key.sealed) == "LAST-0001"


class Dying(Mysql):
    """A process that dies at its `at`-th question: before it is asked, or after it is answered."""

    def __init__(self, settings: DujiaokaSettings, at: int, *, after: bool) -> None:
        super().__init__(settings, Breaker())
        self.left, self.after = at, after

    async def read(self, job: Callable[[Connection], T]) -> T:
        return await self._perhaps(super().read, job)

    async def write(self, job: Callable[[Connection], T]) -> T:
        return await self._perhaps(super().write, job)

    async def _perhaps(self, ask: Callable[..., object], job: Callable[[Connection], T]) -> T:
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Died
        answer: T = await ask(job)  # type: ignore[misc]
        if self.left == 0:
            raise Died
        return answer


class Died(Exception):
    """The process is gone."""


class TestDying:
    @pytest.mark.parametrize("at", [1, 2, 3, 4])
    @pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
    @pytest.mark.parametrize("layout", ["classic", "newer"])
    async def test_whoever_goes_on_gives_exactly_one_key(
        self, request: pytest.FixtureRequest, layout: str, at: int, *, after: bool
    ) -> None:
        stand: DujiaokaStand = request.getfixturevalue(f"installed_{layout}")
        program = stand.program
        program.cards(stand.goods, ["NEW-0001", "NEW-0002"], sub=stand.sub)
        program.order(stand.bought(number=OURS, status=COMPLETED, info="OLD-0001"))
        asked = await wanted(stand, OURS, "OLD-0001", "r1")
        aside = await stand.port.set_aside(asked)
        await _until_it_dies(stand, asked, aside, at, after=after)
        new = await stand.port.replace_key(asked, aside)
        assert stand.vault.open(new.key.sealed) == "NEW-0002"
        assert program.shown(OURS) == ["OLD-0001", "NEW-0002"]
        assert program.unsold() == ["NEW-0001"]
        await stand.port.close()


async def _until_it_dies(stand: DujiaokaStand, asked: Replacement, aside: SetAside, at: int, *, after: bool) -> None:
    settings = DujiaokaSettings.model_validate(stand.settings())
    mysql = Dying(settings, at, after=after)
    layout = await stand.port._known_layout()
    try:
        await Replacing(mysql, stand.vault, Reserved()).replace_key(layout, asked, aside)
    except Died:
        pass
    else:
        assert mysql.left > 0, "it was to die and did not"
    await mysql.close()


async def test_a_conflict_with_the_shop_is_tried_again(classic: DujiaokaStand) -> None:
    program = classic.program
    program.cards(classic.goods, ["NEW-0001"])
    program.order(classic.bought(number=OURS, status=COMPLETED, info="OLD-0001"))
    asked = await wanted(classic, OURS, "OLD-0001", "r1")
    aside = await classic.port.set_aside(asked)
    with classic.server.connect(classic.database) as other, other.cursor() as cursor:
        other.begin()
        cursor.execute("UPDATE orders SET trade_no = 'T2' WHERE order_sn = %s", (OURS,))
        asyncio.get_running_loop().call_later(0.5, other.commit)
        new = await classic.port.replace_key(asked, aside)
    assert classic.vault.open(new.key.sealed) == "NEW-0001"
