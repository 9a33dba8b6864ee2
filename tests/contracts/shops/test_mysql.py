"""A shop's database, asked: what is read is read, what fails changes nothing, and a server that is away is told so."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Barrier
from typing import Any

import pytest

from core.errors import KamiDeskError, PieceTaken, ShopUnavailable
from core.shop import ShopId
from storage.shops import mysql_access
from storage.shops.breaker import Breaker
from storage.shops.decoding import decode
from storage.shops.mysql import POOL, Connection, Mysql, MysqlAccess
from tests.mariadb import Server

Rows = list[dict[str, Any]]


def told(question: str, *values: object) -> Callable[[Connection], Rows]:
    def job(connection: Connection) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(question, values)
            return list(cursor.fetchall())

    return job


COUNTED = told("SELECT count FROM tally ORDER BY id")


@pytest.fixture
def access(mariadb: Server, shop_database: str) -> MysqlAccess:
    """Of a user who may read and change the table `tally`, and see nothing else."""
    mariadb.run(
        "CREATE TABLE tally (id INT PRIMARY KEY, count INT, secret TEXT) ENGINE=InnoDB",
        "INSERT INTO tally VALUES (1, 0, 'KEY-0001'), (2, 0, 'KEY-0002')",
        database=shop_database,
    )
    rights = "GRANT SELECT (id, count), UPDATE (count) ON {database}.tally TO {user}"
    user = mariadb.new_user(shop_database, rights, password="pw-of-the-shop")
    return MysqlAccess.model_validate(mariadb.reached_by(user, shop_database, "pw-of-the-shop"))


@pytest.fixture
async def opened(access: MysqlAccess) -> AsyncIterator[Mysql]:
    mysql = Mysql(access, Breaker())
    yield mysql
    await mysql.close()


async def test_what_is_in_the_database_is_read(opened: Mysql) -> None:
    assert await opened.read(COUNTED) == [{"count": 0}, {"count": 0}]


@pytest.mark.parametrize("value", ["' OR 1=1 -- ", "%s %(x)s {0}", '\\"; DROP TABLE tally', "卡密\U0001f511", "a\0b"])
async def test_a_value_is_a_value_whatever_it_looks_like(opened: Mysql, value: str) -> None:
    assert await opened.read(told("SELECT %s AS back", value)) == [{"back": value}]


async def test_what_is_written_stays(opened: Mysql) -> None:
    await opened.write(told("UPDATE tally SET count = count + 1"))
    assert await opened.read(COUNTED) == [{"count": 1}, {"count": 1}]


async def test_reading_can_change_nothing(opened: Mysql) -> None:
    with pytest.raises(ShopUnavailable):
        await opened.read(told("UPDATE tally SET count = count + 1"))
    assert await opened.read(COUNTED) == [{"count": 0}, {"count": 0}]


async def test_a_job_that_gives_up_has_changed_nothing(opened: Mysql) -> None:
    def give_up(connection: Connection) -> None:
        told("UPDATE tally SET count = 7")(connection)
        raise PieceTaken

    with pytest.raises(PieceTaken):
        await opened.write(give_up)
    assert await opened.read(COUNTED) == [{"count": 0}, {"count": 0}]


async def test_what_the_user_may_not_see_is_refused_without_a_word_of_it(opened: Mysql, access: MysqlAccess) -> None:
    for _ in range(10):
        with pytest.raises(ShopUnavailable) as refused:
            await opened.read(told("SELECT secret FROM tally WHERE secret = 'KEY-0001'"))
        text = f"{refused.value!r} {refused.value.__cause__!r}"
        assert "1143" in text
        for word in ("KEY-0001", access.user, "pw-of-the-shop", "tally"):
            assert word not in text
    assert len(await opened.read(COUNTED)) == 2, "a refusal is an answer: the shop is not left alone for it"


async def test_what_no_database_can_hold_is_not_the_servers_fault(opened: Mysql) -> None:
    for _ in range(10):
        with pytest.raises(ShopUnavailable):
            await opened.read(told("SELECT %s AS back", "\ud800"))
    assert len(await opened.read(COUNTED)) == 2


async def test_two_that_lock_each_other_both_get_through(opened: Mysql) -> None:
    both_hold_one = Barrier(2)

    def crosswise(first: int, second: int) -> Callable[[Connection], None]:
        tries = 0

        def job(connection: Connection) -> None:
            nonlocal tries
            told("UPDATE tally SET count = count + 1 WHERE id = %s", first)(connection)
            if not tries:
                tries += 1
                both_hold_one.wait(10)
            told("UPDATE tally SET count = count + 1 WHERE id = %s", second)(connection)

        return job

    await asyncio.gather(opened.write(crosswise(1, 2)), opened.write(crosswise(2, 1)))
    assert await opened.read(COUNTED) == [{"count": 2}, {"count": 2}]


async def test_a_hundred_questions_at_once_need_only_a_few_connections(opened: Mysql, access: MysqlAccess) -> None:
    who = told("SELECT CONNECTION_ID() AS id, SLEEP(0.01) AS slept")
    answers = await asyncio.gather(*(opened.read(who) for _ in range(100)))
    assert len({rows[0]["id"] for rows in answers}) <= POOL


async def test_a_connection_that_was_cut_is_replaced(opened: Mysql, mariadb: Server) -> None:
    (row,) = await opened.read(told("SELECT CONNECTION_ID() AS id"))
    mariadb.run(f"KILL {row['id']}")
    assert len(await opened.read(COUNTED)) == 2


async def test_the_connections_are_gone_after_closing(opened: Mysql, mariadb: Server, access: MysqlAccess) -> None:
    await opened.read(COUNTED)
    await opened.close()
    with pytest.raises(ShopUnavailable):
        await opened.read(COUNTED)
    await opened.close()
    with mariadb.connect() as connection:
        for _ in range(100):
            left = told("SELECT id FROM information_schema.processlist WHERE user = %s", access.user)(connection)
            if not left:
                break
            await asyncio.sleep(0.02)
    assert not left


async def test_a_wrong_password_is_told_without_the_password(access: MysqlAccess) -> None:
    wrong = MysqlAccess.model_validate({**access.model_dump(), "password": "not-the-password"})
    with pytest.raises(ShopUnavailable, match="1045") as refused:
        await Mysql(wrong, Breaker()).read(COUNTED)
    assert "not-the-password" not in str(refused.value)
    assert "not-the-password" not in repr(wrong)


@asynccontextmanager
async def talking(first: bytes) -> AsyncIterator[int]:
    """A server that says just this to everybody, and then nothing; its port."""
    done = asyncio.Event()

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        await done.wait()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        done.set()


GARBAGE = [
    pytest.param(b"", id="silence"),
    pytest.param(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9, id="a web server"),
    pytest.param(b"\x01\0\0\0\xff", id="an error without a number"),
    pytest.param(b"\x05\0\0\0\x0aabcd", id="a greeting cut off"),
    pytest.param(b"\xff\xff\xff\0" + b"\xfe" * 4096, id="a long one that never ends"),
]


@pytest.mark.parametrize("said", GARBAGE)
async def test_a_server_that_talks_nonsense_is_one_that_does_not_answer(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mysql_access, "CONNECT_WITHIN", 0.3)
    monkeypatch.setattr(mysql_access, "READ_WITHIN", 0.3)
    breaker = Breaker(failures=1)
    async with talking(said) as port:
        access = MysqlAccess.model_validate({"port": port, "user": "u", "password": "p", "database": "d", "tls": "off"})
        mysql = Mysql(access, breaker)
        with pytest.raises(ShopUnavailable):
            await mysql.read(COUNTED)
        await mysql.close()
    assert breaker.open, "the next question does not wait for it"


async def test_a_slow_statement_is_ended_by_the_server(opened: Mysql, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mysql_access, "STATEMENT_WITHIN", 0.2)
    with pytest.raises(ShopUnavailable, match="1969"):
        await opened.read(told("SELECT SLEEP(30) AS slept"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"port": "many"}, "port"),
        ({"user": ""}, "user"),
        ({"database": "shop; DROP TABLE orders"}, "database"),
        ({"tls": "maybe"}, "tls"),
        ({"tls_ca": "ca.pem"}, "shops.dujiaoka.main"),
        ({"passwort": "x"}, "passwort"),
        ({"password": None}, "password"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_not_shown(change: dict[str, Any], named: str) -> None:
    settings = {"user": "kamidesk", "password": "a-secret", "database": "shop", **change}
    with pytest.raises(KamiDeskError) as wrong:
        decode(MysqlAccess, "dujiaoka", ShopId("main"), settings)
    assert named in str(wrong.value)
    assert "a-secret" not in str(wrong.value)
