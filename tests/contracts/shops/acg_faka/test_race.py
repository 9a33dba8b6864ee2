"""The shop sells while we replace: no key is given twice, none is lost."""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import NothingInStock
from storage.shops.acg_faka.shop import AcgFakaShop
from tests.contracts.shops.acg_faka.asking import replaced
from tests.contracts.shops.acgprogram import NOTHING_LEFT, AcgProgram, Bought
from tests.contracts.shops.acgstand import AcgStand


def sold_meanwhile(program: AcgProgram, product: int, count: int) -> list[str]:
    return [program.sell(Bought(product=product)) for _ in range(count)]


async def replaced_often(shop: AcgFakaShop, number: str, count: int) -> list[str]:
    """Until there is nothing left."""
    given: list[str] = []
    for name in range(count):
        try:
            given.append(await replaced(shop, number, f"{number} {name}"))
        except NothingInStock:
            break
    return given


@pytest.mark.parametrize("mode", [0, 1, 2], ids=["old first", "random", "new first"])
@pytest.mark.parametrize("sellers", [0, 3], ids=["gifts", "payments"])
async def test_the_shop_sells_while_we_replace(stand: AcgStand, sellers: int, mode: int) -> None:
    """Until nothing is left: no key is given twice, none is lost. Gifts of the staff are sold without any lock; so
    there is only one at a time, or the program would give a key twice without our help."""
    program = stand.program
    program.locks = bool(sellers)
    product = program.product("X", delivery_auto_mode=mode)
    program.cards(product, [f"OLD-{number:04d}" for number in range(6)])
    bad = [program.sell(Bought(product=product)) for _ in range(6)]
    program.cards(product, [f"NEW-{number:04d}" for number in range(80)])
    shop = stand.open()
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(4) as threads:
        count = 48 // (sellers or 1)
        selling = [loop.run_in_executor(threads, sold_meanwhile, program, product, count) for _ in range(sellers or 1)]
        given = await asyncio.gather(*(replaced_often(shop, number, 8) for number in bad))
        sold = [number for numbers in await asyncio.gather(*selling) for number in numbers]
    await shop.close()
    ours = [key for number in bad for key in program.secret(number).splitlines()[1:]]
    theirs = [key for number in sold for key in program.secret(number).splitlines() if key != NOTHING_LEFT]
    free = [row["secret"] for row in program.rows("SELECT secret FROM $card WHERE status = 0")]
    assert Counter(ours) == Counter(key for some in given for key in some)
    assert [key for key, times in Counter([*ours, *theirs]).items() if times > 1] == [], "given twice"
    assert {f"NEW-{number:04d}" for number in range(80)} == {*ours, *theirs, *free}, "lost"
    assert len(ours) + len(theirs) > 70
