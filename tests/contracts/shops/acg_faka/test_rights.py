"""With the documented rights everything works, and nothing else can be read or changed; `kamidesk check` says so."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pymysql
import pytest

from core.channel import Finding, Severity
from core.errors import ShopUnavailable
from core.shop import OrderNo
from core.shopparts import Replacement
from storage.shops.acg_faka.grants import grant, needed
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.acg_faka.conftest import Goods
from tests.contracts.shops.acgprogram import AcgProgram, Bought
from tests.contracts.shops.acgstand import ALL_LATER, AcgStand
from tests.contracts.surroundings import FixedClock
from tests.mariadb import Server

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "shops" / "acg-faka.md"
FORBIDDEN = [
    "SELECT * FROM acg_order",
    "SELECT pay_url FROM acg_order",
    "SELECT create_ip FROM acg_order",
    "SELECT password FROM acg_user",
    "SELECT app_key FROM acg_user",
    "SELECT balance FROM acg_user",
    "SELECT password FROM acg_manage",
    "SELECT app_key FROM acg_shared",
    "SELECT value FROM acg_config",
    "SELECT amount FROM acg_bill",
    "SELECT config FROM acg_commodity",
    "UPDATE acg_order SET amount = 0",
    "UPDATE acg_order SET status = 1",
    "UPDATE acg_card SET secret = 'x'",
    "UPDATE acg_user SET balance = 100",
    "UPDATE acg_commodity SET name = 'x'",
    "DELETE FROM acg_order",
    "DELETE FROM acg_card",
    "INSERT INTO acg_card (commodity_id, secret) VALUES (1, 'x')",
    "DROP TABLE acg_card",
    "CREATE TABLE x (id INT)",
    "SELECT authentication_string FROM mysql.user",
]


def of(findings: Sequence[Finding], subject: str) -> list[Finding]:
    return [finding for finding in findings if finding.subject == subject]


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_anything_else_is_refused(stand: AcgStand, goods: Goods, statement: str) -> None:
    ours = Server(stand.user, stand.password, stand.server.host, stand.server.port, stand.server.socket)
    with pytest.raises(pymysql.MySQLError) as refused:
        ours.run(statement, database=stand.database)
    assert refused.value.args[0] in {1044, 1142, 1143, 1370}


async def test_the_documented_statements_are_those_that_are_checked() -> None:
    told = re.findall(r"^GRANT .*?;$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    wanted = [grant(right, "shop", "'kamidesk'@'127.0.0.1'") for right in needed("acg_", ALL_LATER, refunds=False)]
    assert [" ".join(one.split()) for one in told[: len(wanted)]] == wanted


async def test_all_is_well_with_just_the_documented_rights(shop: AcgFakaShop, goods: Goods) -> None:
    findings = await shop.examine()
    assert [(finding.subject, finding.severity) for finding in findings] == [
        ("shop", Severity.OK),
        ("clock", Severity.OK),
        ("rights", Severity.OK),
        ("upstreams", Severity.WARNING),
    ]
    assert "3" in findings[-1].seen


async def test_a_missing_right_is_named_with_the_statement_that_gives_it(stand: AcgStand, goods: Goods) -> None:
    stand.server.run(
        f"REVOKE UPDATE (`secret`) ON `{stand.database}`.`acg_order` FROM '{stand.user}'@'%'",
        f"REVOKE SELECT (`qq`) ON `{stand.database}`.`acg_user` FROM '{stand.user}'@'%'",
    )
    shop = stand.open()
    read, write = of(await shop.examine(), "rights")
    assert (read.severity, write.severity) == (Severity.FAILURE, Severity.WARNING)
    stand.server.run(read.remedy.rstrip(";"), write.remedy.rstrip(";"))
    assert [finding.severity for finding in of(await shop.examine(), "rights")] == [Severity.OK]
    await shop.close()


@pytest.mark.parametrize(
    "right",
    [
        "SELECT ON `{database}`.`acg_user`",
        "SELECT (`password`) ON `{database}`.`acg_user`",
        "DELETE ON `{database}`.`acg_card`",
        "SELECT, INSERT ON `{database}`.*",
        "ALL PRIVILEGES ON `{database}`.*",
        "FILE ON *.*",
        "SELECT ON `{database}`.`acg_manage`",
    ],
)
async def test_a_right_too_many_is_named_with_the_statement_that_takes_it(
    stand: AcgStand, goods: Goods, right: str
) -> None:
    given = right.format(database=stand.database)
    stand.server.run(f"GRANT {given} TO '{stand.user}'@'%'")
    shop = stand.open()
    spare = of(await shop.examine(), "rights")
    assert {finding.severity for finding in spare} == {Severity.WARNING}
    for finding in spare:
        stand.server.run(*(statement for statement in finding.remedy.split(";") if statement.strip()))
    assert [finding.severity for finding in of(await shop.examine(), "rights")] == [Severity.OK]
    await shop.close()


async def test_without_any_right_on_orders_the_first_statement_is_told(stand: AcgStand, goods: Goods) -> None:
    stand.server.run(f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM '{stand.user}'@'%'")
    stand.server.run(f"GRANT SELECT (`id`) ON `{stand.database}`.`acg_user` TO '{stand.user}'@'%'")
    shop = stand.open()
    (finding,) = await shop.examine()
    assert finding.severity is Severity.FAILURE
    await shop.close()


async def test_a_wrong_prefix_is_told_with_the_right_one(stand: AcgStand, goods: Goods) -> None:
    shop = stand.open(prefix="faka_")
    (finding,) = await shop.examine()
    assert (finding.subject, finding.severity) == ("prefix", Severity.FAILURE)
    assert "acg_" in finding.remedy
    await shop.close()


async def test_a_clock_that_is_wrong_is_told(stand: AcgStand, goods: Goods) -> None:
    stand.clock = FixedClock(datetime.now(UTC) + timedelta(minutes=3))
    shop = stand.open()
    (clock,) = of(await shop.examine(), "clock")
    assert clock.severity is Severity.WARNING
    await shop.close()


async def test_deleted_cards_and_the_refund_plugin_are_noticed(
    stand: AcgStand, program: AcgProgram, goods: Goods
) -> None:
    for _ in range(12):
        program.cards(goods.keys, ["K"])
        program.sell(Bought(product=goods.keys))
    program.run("DELETE FROM $card WHERE status = 1")
    program.run("ALTER TABLE $order ADD refund_status TINYINT UNSIGNED NOT NULL DEFAULT 0")
    program.run(f"GRANT SELECT (refund_status) ON {stand.database}.$order TO '{stand.user}'@'%%'")
    shop = stand.open()
    findings = await shop.examine()
    assert "keeps_sold_cards" in of(findings, "cards")[0].remedy
    assert "refund_plugin" in of(findings, "refunds")[0].remedy
    await shop.close()


async def test_many_members_without_an_index_of_their_qq_are_told(
    stand: AcgStand, program: AcgProgram, goods: Goods
) -> None:
    program.run("ALTER TABLE $user AUTO_INCREMENT = 30000")
    program.member("member", qq="800000001")
    shop = stand.open()
    (indexes,) = of(await shop.examine(), "indexes")
    assert (indexes.severity, "no index on qq" in indexes.seen) == (Severity.WARNING, True)
    stand.server.run(indexes.remedy, database=stand.database)
    assert of(await shop.examine(), "indexes") == []
    await shop.close()


async def test_a_refund_plugin_that_is_not_there_is_a_failure(stand: AcgStand, goods: Goods) -> None:
    shop = stand.open(refund_plugin=True)
    findings = of(await shop.examine(), "rights")
    assert Severity.FAILURE in {finding.severity for finding in findings}
    assert any("refund_plugin = false" in finding.remedy for finding in findings)
    await shop.close()


async def test_an_older_version_lacks_no_right_on_what_it_has_not(
    stand: AcgStand, program: AcgProgram, goods: Goods
) -> None:
    program.run("ALTER TABLE $order DROP COLUMN sku, DROP COLUMN leave_message")
    program.run("ALTER TABLE $card DROP COLUMN sku")
    shop = stand.open()
    assert [finding.severity for finding in of(await shop.examine(), "rights")] == [Severity.OK]
    await shop.close()


async def test_without_the_right_to_write_a_replacement_is_refused_and_reading_goes_on(
    stand: AcgStand, program: AcgProgram, goods: Goods
) -> None:
    stand.server.run(f"REVOKE UPDATE (`secret`) ON `{stand.database}`.`acg_order` FROM '{stand.user}'@'%'")
    shop = stand.open()
    number = program.sell(Bought(product=goods.keys))
    order = await shop.find_order(OrderNo(number))
    assert order is not None
    replacement = Replacement("r", order.number, order.items[0], key_fingerprint(shop.vault, "STEAM-0000-ABCD"))
    aside = await shop.set_aside(replacement)
    with pytest.raises(ShopUnavailable, match="right is missing"):
        await shop.replace_key(replacement, aside)
    assert program.rows("SELECT COUNT(*) AS free FROM $card WHERE status = 0") == [{"free": 5}]
    assert await shop.find_order(OrderNo(number)) is not None
    await shop.close()


async def test_a_database_that_is_away_is_a_finding(stand: AcgStand, goods: Goods) -> None:
    shop = stand.open(socket="", host="127.0.0.1", port=1)
    (finding,) = await shop.examine()
    assert finding.severity is Severity.FAILURE
    await shop.close()
