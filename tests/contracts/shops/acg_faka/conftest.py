"""A shop of acg-faka with some goods, opened with the documented rights."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from storage.shops.acg_faka.shop import AcgFakaShop
from storage.vault import FernetVault
from tests.contracts.shops.acgprogram import AcgProgram
from tests.contracts.shops.acgstand import AcgStand, installed
from tests.mariadb import Server


@dataclass(frozen=True, slots=True)
class Goods:
    """Numbers of products: `keys` from the list of cards, `person` delivered by hand, `upstream` bought elsewhere."""

    keys: int
    person: int
    upstream: int


@pytest.fixture
def stand(mariadb: Server, shop_database: str, vault: FernetVault) -> AcgStand:
    return installed(mariadb, shop_database, vault=vault)


@pytest.fixture
def program(stand: AcgStand) -> AcgProgram:
    return stand.program


@pytest.fixture
def goods(program: AcgProgram) -> Goods:
    keys = program.product("Steam 50 元", leave_message="<p>先登录<br>再兑换</p>")
    person = program.product("代充", delivery_way=1, stock=7, delivery_message="客服十分钟内处理，请稍候。")
    upstream = program.product("对接商品", shared_id=3, shared_code="ABCD")
    program.cards(keys, [f"STEAM-{number:04d}-ABCD" for number in range(6)])
    return Goods(keys, person, upstream)


@pytest.fixture
async def shop(stand: AcgStand) -> AsyncIterator[AcgFakaShop]:
    opened = stand.open()
    yield opened
    await opened.close()
