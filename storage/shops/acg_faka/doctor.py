"""What `kamidesk check` tells about an acg-faka shop: is it there, is it what we know, may we do what we must, and no
more than that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pymysql

from core.channel import Finding, Severity
from core.errors import ShopUnavailable
from storage.shops.acg_faka.grants import LATER, REFUND, Right, grant, granted, needed, revoke, too_much
from storage.shops.acg_faka.layout import Layout, Tables, ask
from storage.shops.acg_faka.settings import AcgFakaSettings
from storage.shops.mysql import Connection
from storage.shops.mysql_indexes import Searched, unindexed

DRIFT = timedelta(seconds=60)
SAMPLE = 500
NO_TABLE, NO_COLUMN = 1146, 1054
DENIED = frozenset({1142, 1143})
WITHOUT_CARDS = """
SELECT COUNT(*) AS looked_at, COALESCE(SUM(NOT EXISTS (SELECT 1 FROM $card k WHERE k.order_id = o.id)), 0) AS bare
FROM (SELECT x.id, x.commodity_id, x.status FROM $order x ORDER BY x.id DESC LIMIT %s) o
JOIN $commodity c ON c.id = o.commodity_id
WHERE o.status = 1 AND c.delivery_way = 0 AND COALESCE(c.shared_id, 0) = 0
"""
OTHER_PREFIXES = """
SELECT TABLE_NAME AS name FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE '%%order' LIMIT 5
"""
SEARCHED = {"order": ("trade_no", "contact", "owner", "create_time"), "card": ("order_id", "secret"), "user": ("qq",)}
"""All but `qq` have an index from the shop's own installation."""
UPSTREAMS = "SELECT DISTINCT c.shared_id AS id FROM $commodity c WHERE c.status = 1 AND c.shared_id > 0 LIMIT 20"


@dataclass(frozen=True, slots=True)
class _Rights:
    """`account`: quoted. `wanted`: what is needed; `missing`: what of it is not granted; `spare`: what is beside it."""

    account: str
    wanted: tuple[Right, ...]
    missing: tuple[Right, ...]
    spare: tuple[Right, ...]
    roles: bool


async def findings(tables: Tables, settings: AcgFakaSettings, now: datetime) -> Sequence[Finding]:
    """Raises nothing."""
    tables.forget()
    try:
        version, theirs = await tables.read(_version)
        seen = await tables.read(_tables)
        if seen is not None:
            return [_no_tables(settings, seen)]
        rights = await tables.write(lambda connection, layout: _rights(connection, layout, settings))
        told = [Finding("shop", Severity.OK, f"{version}, tables {settings.prefix}...")]
        told += [_clock(theirs, now), *_about_rights(settings, rights)]
        if not any(right.name == "SELECT" for right in rights.missing):
            told += await tables.read(lambda connection, layout: _about_goods(connection, layout, settings))
            told += await tables.read(lambda connection, _: unindexed(connection, _searched(settings.prefix)))
    except ShopUnavailable as away:
        return [Finding("shop", Severity.FAILURE, away.detail, "Look at host, user, password and database.")]
    return told


def _searched(prefix: str) -> list[Searched]:
    return [Searched(f"{prefix}{table}", (column,)) for table, columns in SEARCHED.items() for column in columns]


def _version(connection: Connection, _: Layout) -> tuple[str, datetime]:
    (row,) = ask(connection, "SELECT VERSION() AS version, UTC_TIMESTAMP() AS now")
    return str(row["version"]), row["now"].replace(tzinfo=UTC)


def _tables(connection: Connection, layout: Layout) -> list[str] | None:
    """None: there they are. Otherwise the tables that may be meant."""
    if _refusal(connection, layout.statement("SELECT o.id FROM $order o LIMIT 0")) is None:
        return None
    return [str(row["name"]) for row in ask(connection, OTHER_PREFIXES)]


def _no_tables(settings: AcgFakaSettings, seen: Sequence[str]) -> Finding:
    own = f"{settings.prefix}order"
    if own in seen:
        first = needed(settings.prefix, (), refunds=False)[0]
        return Finding(
            "rights", Severity.FAILURE, f"{own} may not be read", grant(first, settings.database, _somebody(settings))
        )
    meant = ", ".join(name.removesuffix("order") or '""' for name in seen)
    remedy = f"Set prefix to what stands in front of the shop's tables{f': {meant}?' if meant else '.'}"
    return Finding("prefix", Severity.FAILURE, f"there is no table {own} that this user may see", remedy)


def _clock(theirs: datetime, now: datetime) -> Finding:
    drift = abs(theirs - now)
    seen = f"{drift.total_seconds():.0f} s from the shop database's"
    if drift > DRIFT:
        return Finding("clock", Severity.WARNING, seen, "Let both machines set their clock by network time (NTP).")
    return Finding("clock", Severity.OK, seen)


def _rights(connection: Connection, layout: Layout, settings: AcgFakaSettings) -> _Rights:
    later = [
        (table, column)
        for table, names in LATER.items()
        for column in names
        if _is_there(connection, layout, table, column)
    ]
    wanted = needed(settings.prefix, later, refunds=settings.refund_plugin)
    missing = [Right(right.name, right.what, tuple(_denied(connection, right))) for right in wanted]
    (account,) = ask(connection, "SELECT CURRENT_USER() AS name")
    lines = [str(next(iter(row.values()))) for row in ask(connection, "SHOW GRANTS")]
    spare = too_much(granted(lines), wanted, settings.database)
    roles = any(" ON " not in line for line in lines)
    return _Rights(
        _quoted(str(account["name"])), tuple(wanted), tuple(one for one in missing if one.columns), tuple(spare), roles
    )


def _is_there(connection: Connection, layout: Layout, table: str, column: str) -> bool:
    """Also one that may not be read: the database tells that from one that does not exist."""
    refused = _refusal(connection, f"SELECT `{column}` FROM `{layout.prefix}{table}` LIMIT 0")  # noqa: S608 - ours
    return refused != NO_COLUMN


def _denied(connection: Connection, right: Right) -> list[str]:
    """Its columns that this user may not use so."""

    def trial(column: str) -> str:
        if right.name == "SELECT":
            return f"SELECT `{column}` FROM `{right.what}` LIMIT 0"  # noqa: S608 - our own names, a checked prefix
        return f"UPDATE `{right.what}` SET `{column}` = DEFAULT WHERE 1 = 0"  # noqa: S608 - likewise

    return [column for column in right.columns if _refusal(connection, trial(column)) in DENIED | {NO_COLUMN}]


def _refusal(connection: Connection, statement: str) -> int | None:
    """The database's reason not to run it; it changes nothing."""
    try:
        ask(connection, statement)
    except pymysql.MySQLError as refused:
        code = refused.args[0]
        if code in {NO_TABLE, NO_COLUMN, *DENIED}:
            return int(code)
        raise
    return None


def _about_rights(settings: AcgFakaSettings, rights: _Rights) -> list[Finding]:
    told: list[Finding] = []
    for right in rights.missing:
        refund = right.columns == (REFUND,)
        seen = f"{right.name} on {right.what} lacks {', '.join(right.columns)}"
        remedy = grant(right, settings.database, rights.account)
        if refund:
            remedy += " Without the plugin 订单退款, set refund_plugin = false."
        severity = Severity.FAILURE if right.name == "SELECT" or refund else Severity.WARNING
        told.append(Finding("rights", severity, seen, remedy))
    for right in rights.spare:
        seen = f"{right.text} on {right.what} is not needed"
        told.append(
            Finding("rights", Severity.WARNING, seen, revoke(right, rights.account, settings.database, rights.wanted))
        )
    if rights.roles:
        told.append(Finding("rights", Severity.WARNING, "the user has roles, which are not looked into", "Use none."))
    if not told:
        told.append(Finding("rights", Severity.OK, "just what is needed"))
    return told


def _about_goods(connection: Connection, layout: Layout, settings: AcgFakaSettings) -> list[Finding]:
    (cards,) = ask(connection, layout.statement(WITHOUT_CARDS), SAMPLE)
    looked_at, bare = int(cards["looked_at"]), int(cards["bare"])
    told: list[Finding] = []
    if settings.keeps_sold_cards and looked_at >= 10 and bare * 2 > looked_at:
        seen = f"{bare} of the last {looked_at} paid orders have no card in the list"
        told.append(
            Finding("cards", Severity.WARNING, seen, "If sold cards get deleted, set keeps_sold_cards = false.")
        )
    unknown = [
        str(row["id"])
        for row in ask(connection, layout.statement(UPSTREAMS))
        if str(row["id"]) not in settings.upstreams
    ]
    if unknown:
        seen = f"the stock of goods from the upstream shops {', '.join(unknown)} is not known"
        told.append(Finding("upstreams", Severity.WARNING, seen, "Give each of them a section [...upstreams.NUMBER]."))
    if not settings.refund_plugin and layout.has("order", REFUND):
        told.append(Finding("refunds", Severity.WARNING, "the plugin 订单退款 is there", "Set refund_plugin = true."))
    return told


def _quoted(account: str) -> str:
    name, _, host = account.rpartition("@")
    return f"'{name}'@'{host}'"


def _somebody(settings: AcgFakaSettings) -> str:
    return f"'{settings.user}'@'%'"
