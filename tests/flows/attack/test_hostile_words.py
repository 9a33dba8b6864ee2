"""Whatever is typed into whatever field, by buyers and by agents, is words: in our database and in the shops' own."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlmodel import select

from bots import app
from bots.fake.testkit import FakePlatform, fake_platform
from storage.audit import verify_audit
from storage.tables import PARKED, EventRow
from tests.contracts.shops.acgstand import AcgStand
from tests.contracts.shops.dujiaokastand import NUMBERS, DujiaokaStand, installed
from tests.contracts.shops.stands import Sale
from tests.flows.desk import CONTACT, ORDER, PASSWORD, Desk, running, sell, settings_for
from tests.mariadb import Server

THEIRS, SECRET, KEY = NUMBERS[0], "kami2026", "DUJ1-AOKA-KEY0-0001"
HOSTILE = (
    "' OR '1'='1",
    '" OR ""="',
    "'; DROP TABLE orders; --",
    "') UNION SELECT 1,2,3 -- ",
    "%s%n%x%(number)s{0}{order.__class__}",
    "${jndi:ldap://x}",
    "{ $number }",
    "\\'; \\x00 \\",
    "a\0b\x1b[31m",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u202eb\u2066a\ue000",
    "0x1 OR 1=1 LIMIT 1",
    "𝕺𝖗𝖉𝖊𝖗'" * 40,
)


@pytest.fixture
def dujiaoka(mariadb: Server, shop_database: str) -> DujiaokaStand:
    return installed(mariadb, shop_database, v3=False)


@pytest.fixture
def acg(mariadb: Server) -> Iterator[AcgStand]:
    stand = AcgStand(mariadb, mariadb.fresh_database())
    stand.install()
    yield stand
    mariadb.drop_database(stand.database)


@asynccontextmanager
async def three_shops(folder: Path, database_url: str, dujiaoka: DujiaokaStand, acg: AcgStand) -> AsyncIterator[Desk]:
    """Our own, and two that live in MariaDB, with one order each."""
    async with AsyncExitStack() as stack:
        buyers, agents = [await stack.enter_async_context(fake_platform()) for _ in range(2)]
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        shops = {"builtin": {"own": {}}, "dujiaoka": {"dj": dujiaoka.settings()}, "acg-faka": {"acg": acg.settings()}}
        proof = {"tries": 1000, "account_tries": 100_000}
        settings = settings_for(folder, database_url, channels, "fake/staff")
        settings = settings.model_copy(update={"shops": shops, "proof": settings.proof.model_copy(update=proof)})
        await sell(settings, folder)
        port = await stack.enter_async_context(running(settings))
        buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
        agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
        yield Desk(buyers, agents, settings, port)


@pytest.fixture
async def desk(tmp_path: Path, database_url: str, dujiaoka: DujiaokaStand, acg: AcgStand) -> AsyncIterator[Desk]:
    await dujiaoka.sell(Sale(THEIRS, "buyer@qq.com", SECRET, keys=[KEY]))
    await acg.sell(Sale(acg.numbers[1], "buyer@qq.com", SECRET, keys=["ACGF-AKA0-KEY0-0001"]))
    async with three_shops(tmp_path, database_url, dujiaoka, acg) as opened:
        yield opened


async def tables(desk: Desk) -> Sequence[str]:
    async with app.opened(desk.settings) as parts:
        found = await parts.sessions.read(lambda session: inspect(session.connection()).get_table_names())
    return sorted(found)


async def answered(platform: FakePlatform, chat: str) -> str:
    """Anything, but that we have failed on it."""
    line = (await platform.hears(chat)).text
    assert "我这边出了点问题" not in line
    assert "没处理好" not in line
    return line


async def told(platform: FakePlatform, chat: str, words: str) -> None:
    """Raises: TimeoutError: he is told something else."""
    while words not in await answered(platform, chat):
        continue


async def asks_with(desk: Desk, buyer: str, *fields: str) -> str:
    """The bot asks for one field after another; whatever is typed, there is an answer."""
    await desk.buyers.buyer_says(buyer, "查订单")
    heard = await answered(desk.buyers, buyer)
    for typed in fields:
        await desk.buyers.buyer_says(buyer, typed)
        heard = await answered(desk.buyers, buyer)
    return heard


async def is_well(desk: Desk, before: Sequence[str], dujiaoka: DujiaokaStand) -> None:
    """Nothing is gone, and the right buyer of each shop gets what is his."""
    await desk.buyers.buyer_says("小明", f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}")
    await told(desk.buyers, "小明", ORDER)
    await desk.buyers.buyer_says("小红", f"订单 {THEIRS} buyer@qq.com 密码 {SECRET}")
    await told(desk.buyers, "小红", "已发货")
    await desk.buyers.buyer_says("小红", "把卡密发给我")
    await told(desk.buyers, "小红", KEY)
    assert await tables(desk) == before
    assert list(await dujiaoka.shown(THEIRS)) == [KEY]
    async with app.opened(desk.settings) as parts:
        assert (await verify_audit(parts.sessions)).broken is None
        parked = await parts.sessions.read(
            lambda session: session.exec(select(EventRow.id).where(EventRow.state == PARKED)).all()
        )
    assert list(parked) == []


async def test_in_every_field_of_a_buyer(desk: Desk, dujiaoka: DujiaokaStand) -> None:
    before = await tables(desk)
    for place, typed in enumerate(HOSTILE):
        for fields in (
            (typed,),
            (THEIRS, typed, typed),
            (THEIRS, "buyer@qq.com", typed),
            (f"订单 {THEIRS}{typed}", typed, typed),
            (f"订单 {THEIRS} {typed} 密码 {typed}",),
        ):
            heard = await asks_with(desk, f"guest{place}", *fields)
            assert KEY not in heard
    await is_well(desk, before, dujiaoka)


async def test_in_names_and_links_and_buttons(desk: Desk, dujiaoka: DujiaokaStand) -> None:
    before = await tables(desk)
    for place, typed in enumerate(HOSTILE):
        guest = f"visitor{place}"
        await desk.buyers.opens(guest, f"order_{typed}")
        await desk.buyers.opens(guest, typed)
        await desk.buyers.buyer_says(guest, "你好", by=typed)
        await answered(desk.buyers, guest)
    await is_well(desk, before, dujiaoka)


async def test_in_every_command_of_an_agent(desk: Desk, dujiaoka: DujiaokaStand) -> None:
    before = await tables(desk)
    commands = ("/order", "/search", "/stock", "/replacements", "/incident", "/faq", "/replace", "/refund", "/resend")
    for typed in HOSTILE[:8]:
        for command in commands:
            await desk.agents.buyer_says("staff-room", f"{command} {typed}", by="小王")
            await answered(desk.agents, "staff-room")
    await is_well(desk, before, dujiaoka)
