"""With the documented rights everything works and nothing else does; `check` tells what is too few or too many."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pymysql
import pytest

from core.channel import Finding, Severity
from core.errors import ShopUnavailable
from core.shop import OrderNo
from storage.shops.dujiaoka.grants import granting, held, missing, needed, needless
from storage.shops.dujiaoka.layout import Layout
from tests.contracts.shops.dujiaokaprogram import COMPLETED
from tests.contracts.shops.dujiaokastand import NUMBERS, DujiaokaStand
from tests.contracts.surroundings import FixedClock

PAGE = Path(__file__).parents[3] / "docs" / "shops" / "dujiaoka.md"
FORBIDDEN = (
    "SELECT merchant_pem FROM pays",
    "SELECT password FROM admin_users",
    "SELECT buy_ip FROM orders",
    "UPDATE orders SET actual_price = 0",
    "UPDATE orders SET email = 'thief@example.com'",
    "UPDATE carmis SET carmi = 'x'",
    "DELETE FROM orders",
    "DELETE FROM carmis",
    "INSERT INTO carmis (goods_id, carmi) VALUES (1, 'x')",
    "UPDATE goods SET is_open = 0",
    "DROP TABLE orders",
    "SELECT User FROM mysql.user",
    "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/dev/null'",
)


def told(findings: list[Finding], subject: str) -> Finding:
    (finding,) = [finding for finding in findings if finding.subject == subject]
    return finding


async def examined(stand: DujiaokaStand) -> list[Finding]:
    return list(await stand.port.examine())


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("layout", ["classic", "newer"])
def test_nothing_else_is_allowed(request: pytest.FixtureRequest, layout: str, statement: str) -> None:
    stand: DujiaokaStand = request.getfixturevalue(f"installed_{layout}")
    with (
        pymysql.connect(
            user=stand.user,
            password=stand.password,
            host=stand.server.host,
            port=stand.server.port,
            unix_socket=stand.server.socket or None,
            database=stand.database,
            ssl_disabled=True,
        ) as connection,
        connection.cursor() as cursor,
        pytest.raises(pymysql.MySQLError) as denied,
    ):
        cursor.execute(statement)
    assert denied.value.args[0] in {1044, 1045, 1142, 1143, 1227}


@pytest.mark.parametrize("layout", ["classic", "newer"])
async def test_the_page_gives_just_the_rights_that_are_needed(request: pytest.FixtureRequest, layout: str) -> None:
    """Word for word: an owner copies them."""
    stand: DujiaokaStand = request.getfixturevalue(f"installed_{layout}")
    written = granting(needed(Layout(v3=stand.v3, loops=True)), "dujiaoka", "'kamidesk'@'127.0.0.1'")
    page = PAGE.read_text(encoding="utf-8")
    for statement in written.split(";"):
        assert f"{statement.strip()};" in page or not statement.strip()


@pytest.mark.parametrize("layout", ["classic", "newer"])
async def test_with_just_these_all_is_well(request: pytest.FixtureRequest, layout: str) -> None:
    stand: DujiaokaStand = request.getfixturevalue(f"installed_{layout}")
    findings = await examined(stand)
    await stand.port.close()
    assert {finding.severity for finding in findings} == {Severity.OK}
    assert ("V3" if stand.v3 else "2.0.x") in told(findings, "database").seen
    assert stand.password not in str(findings)


async def test_too_few_are_named_with_the_statement_that_gives_them(classic: DujiaokaStand) -> None:
    account = f"'{classic.user}'@'%'"
    classic.server.run(f"REVOKE UPDATE (info) ON {classic.database}.orders FROM {account}")
    rights = told(await examined(classic), "rights")
    assert rights.severity is Severity.FAILURE
    statement = f"GRANT UPDATE (info) ON `{classic.database}`.`orders` TO {account};"
    assert statement in rights.remedy
    classic.server.run(statement)
    assert told(await examined(classic), "rights").severity is Severity.OK


async def test_no_right_at_all_is_told_with_all_statements(classic: DujiaokaStand) -> None:
    classic.user = classic.server.new_user(
        classic.database, "GRANT SELECT (id) ON {database}.goods TO {user}", password=classic.password
    )
    database = told(await examined(classic), "database")
    assert database.severity is Severity.FAILURE
    older, newer = database.remedy.removeprefix("For 2.0.x: ").split(" For V3: ")
    assert "order_items" in newer
    for statement in older.split(";"):
        if statement.strip():
            classic.server.run(statement)
    assert {finding.severity for finding in await examined(classic)} == {Severity.OK}


@pytest.mark.parametrize(
    "grant",
    [
        "GRANT ALL PRIVILEGES ON {database}.* TO {user}",
        "GRANT SELECT ON *.* TO {user}",
        "GRANT SELECT ON {database}.pays TO {user}",
        "GRANT DELETE ON {database}.orders TO {user}",
        "GRANT UPDATE (actual_price) ON {database}.orders TO {user}",
    ],
)
async def test_too_many_are_told_with_the_statement_that_takes_them_away(classic: DujiaokaStand, grant: str) -> None:
    account = f"'{classic.user}'@'%'"
    classic.server.run(grant.format(database=classic.database, user=account))
    rights = told(await examined(classic), "rights")
    assert rights.severity is Severity.WARNING
    for statement in rights.remedy.replace("Then: ", "").split(";"):
        if statement.strip():
            classic.server.run(statement)
    assert told(await examined(classic), "rights").severity is Severity.OK


async def test_clocks_that_differ_are_told(classic: DujiaokaStand) -> None:
    classic.clock = FixedClock(datetime.now(UTC) + timedelta(minutes=10))
    clock = told(await examined(classic), "clock")
    assert clock.severity is Severity.WARNING
    assert "NTP" in clock.remedy


async def test_tables_without_transactions_are_told(classic: DujiaokaStand) -> None:
    classic.program.run("ALTER TABLE carmis ENGINE = MyISAM")
    assert told(await examined(classic), "abilities").severity is Severity.FAILURE


async def test_many_orders_without_an_index_are_told(classic: DujiaokaStand) -> None:
    classic.program.run("ALTER TABLE orders AUTO_INCREMENT = 1000000")
    classic.program.order(classic.bought(number=NUMBERS[0], status=COMPLETED))
    indexes = told(await examined(classic), "indexes")
    assert (indexes.severity, "updated_at" in indexes.seen) == (Severity.WARNING, True)
    classic.server.run(indexes.remedy, database=classic.database)
    assert "indexes" not in {finding.subject for finding in await examined(classic)}


async def test_a_shop_that_has_lost_the_index_of_its_contacts_is_told(classic: DujiaokaStand) -> None:
    classic.program.run("ALTER TABLE orders DROP INDEX idex_email, AUTO_INCREMENT = 30000")
    classic.program.order(classic.bought(number=NUMBERS[0], status=COMPLETED))
    indexes = told(await examined(classic), "indexes")
    assert "no index on email" in indexes.seen
    classic.server.run(indexes.remedy, database=classic.database)
    assert "indexes" not in {finding.subject for finding in await examined(classic)}


async def test_a_server_that_is_away_is_a_finding_and_no_error(classic: DujiaokaStand) -> None:
    shop = classic.open(socket="", port=1)
    (finding,) = await shop.examine()
    assert finding.severity is Severity.FAILURE
    with pytest.raises(ShopUnavailable):
        await shop.find_order(OrderNo(NUMBERS[0]))
    await shop.close()


class TestReadingGrants:
    """Servers write the same rights differently."""

    LAYOUT = Layout(v3=False, loops=True)

    @pytest.mark.parametrize(
        "line",
        [
            "GRANT SELECT (`id`, `carmi`), UPDATE (`status`) ON `my_shop`.`carmis` TO `u`@`%`",
            "GRANT SELECT (id, carmi), UPDATE (status) ON `my\\_shop`.`carmis` TO 'u'@'%'",
            "GRANT SELECT (carmi, id), UPDATE (status) ON my_shop.carmis TO 'u'@'%' WITH GRANT OPTION",
        ],
    )
    def test_of_columns(self, line: str) -> None:
        lacking = missing(self.LAYOUT, "my_shop", held([line]))
        gone = needed(self.LAYOUT) - lacking
        assert gone == {("carmis", "SELECT", "id"), ("carmis", "SELECT", "carmi"), ("carmis", "UPDATE", "status")}
        assert needless(self.LAYOUT, "my_shop", held([line])) == []

    @pytest.mark.parametrize(
        "line",
        [
            "GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` IDENTIFIED BY PASSWORD '*2470C0' WITH GRANT OPTION",
            "GRANT ALL PRIVILEGES ON `shop`.* TO 'u'@'%'",
            "GRANT SELECT, INSERT, UPDATE, DELETE, SHOW VIEW ON `shop`.* TO 'u'@'%'",
        ],
    )
    def test_of_everything(self, line: str) -> None:
        assert missing(self.LAYOUT, "shop", held([line])) == frozenset()
        assert needless(self.LAYOUT, "shop", held([line])) != []

    def test_of_another_shop_they_are_none(self) -> None:
        line = "GRANT ALL PRIVILEGES ON `other`.* TO 'u'@'%'"
        assert missing(self.LAYOUT, "shop", held([line])) == needed(self.LAYOUT)

    @pytest.mark.parametrize(
        "line", ["GRANT USAGE ON *.* TO 'u'@'%'", "GRANT `support`@`%` TO `u`@`%`", "nonsense", ""]
    )
    def test_of_nothing(self, line: str) -> None:
        assert missing(self.LAYOUT, "shop", held([line])) == needed(self.LAYOUT)
        assert needless(self.LAYOUT, "shop", held([line])) == []
