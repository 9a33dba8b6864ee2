"""What `kamidesk check` tells about a dujiaoka shop: reachable, which layout, the rights of our user, the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.channel import Finding, Severity
from core.errors import ShopUnavailable
from storage.shops.dujiaoka.grants import granting, held, missing, needed, needless, revoking
from storage.shops.dujiaoka.layout import Layout, detect
from storage.shops.mysql import Connection, Mysql
from storage.shops.mysql_indexes import Searched, unindexed

SKEW = timedelta(seconds=60)
MANY = 200_000
SEARCHED = (
    Searched("orders", ("order_sn",)),
    Searched("orders", ("email",)),
    Searched("orders", ("updated_at",), MANY),
    Searched("carmis", ("goods_id", "status"), MANY),
)
"""The first two come with the shop. By the others all orders are searched every few minutes, and the cards of a product
for its stock."""
LOOPS = ("carmis", "SELECT", "is_loop")
CANNOT = "impossible here: refunds in the shop, payment times, signed callbacks; manual goods have no keys"


@dataclass(frozen=True, slots=True, repr=False)
class _Seen:
    """`grants` may hold the hash of a password: they are looked through, and never told."""

    version: str
    account: str
    grants: Sequence[str]
    now: datetime
    database: str


async def findings(mysql: Mysql, now: datetime, *, called_back: bool) -> Sequence[Finding]:
    """Raises nothing."""
    try:
        seen = await mysql.read(_look)
    except ShopUnavailable as away:
        remedy = "Look at host, port, user, password and database of the shop's settings, and whether the server runs."
        return [Finding("database", Severity.FAILURE, away.detail, remedy)]
    clock = _about_clock(seen.now, now)
    try:
        layout = await mysql.read(detect)
    except ShopUnavailable as unseen:
        layouts = [Layout(v3=v3, loops=True) for v3 in (False, True)]
        remedies = (f"For {one.name}: {granting(needed(one), seen.database, seen.account)}" for one in layouts)
        return [Finding("database", Severity.FAILURE, unseen.detail, " ".join(remedies)), clock]
    told = [Finding("database", Severity.OK, f"{seen.version}, dujiaoka {layout.name}"), clock]
    told += [*_about_rights(layout, seen), *_about_tables(layout), _about_events(called_back=called_back)]
    return [*told, *await _about_indexes(mysql, layout)]


def _look(connection: Connection) -> _Seen:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT VERSION() AS version, CURRENT_USER() AS account, UTC_TIMESTAMP() AS now, DATABASE() AS db"
        )
        row = cursor.fetchone() or {}
        cursor.execute("SHOW GRANTS FOR CURRENT_USER()")
        grants = [str(value) for line in cursor.fetchall() for value in line.values()]
    name, _, host = str(row.get("account")).rpartition("@")
    now = row.get("now")
    if not isinstance(now, datetime):
        raise ShopUnavailable("Its database does not tell the time.")
    return _Seen(str(row.get("version")), f"'{name}'@'{host}'", grants, now.replace(tzinfo=UTC), str(row.get("db")))


def _about_clock(theirs: datetime, ours: datetime) -> Finding:
    skew = abs(theirs - ours)
    if skew <= SKEW:
        return Finding("clock", Severity.OK, "the same as ours")
    return Finding("clock", Severity.WARNING, f"{skew.total_seconds():.0f} s apart", "Let both machines run NTP.")


def _about_rights(layout: Layout, seen: _Seen) -> Sequence[Finding]:
    have = held(seen.grants)
    lacking = missing(layout, seen.database, have, optional=() if layout.loops else (LOOPS,))
    if lacking:
        named = ", ".join(sorted({f"{right} on {table}" for table, right, _ in lacking}))
        remedy = granting(lacking, seen.database, seen.account)
        return [Finding("rights", Severity.FAILURE, f"too few: {named}", f"As the database's administrator: {remedy}")]
    more = needless(layout, seen.database, have)
    if more:
        just = granting(needed(layout), seen.database, seen.account)
        remedy = f"{revoking(more, seen.account)} Then: {just}"
        return [Finding("rights", Severity.WARNING, "our user may do more than it needs", remedy)]
    return [Finding("rights", Severity.OK, "just those that are needed")]


def _about_tables(layout: Layout) -> Sequence[Finding]:
    told = [Finding("abilities", Severity.OK, f"orders, keys, stock, replacement in the order; {CANNOT}")]
    if not layout.safe:
        remedy = "ALTER TABLE ... ENGINE=InnoDB, for orders, order_items and carmis, when nobody buys."
        told = [Finding("abilities", Severity.FAILURE, "no replacement: the tables know no transactions", remedy)]
    return told


def _about_events(*, called_back: bool) -> Finding:
    if called_back:
        return Finding("api_hook", Severity.OK, "calls are received, and orders polled")
    return Finding("api_hook", Severity.OK, "off (no callback_secret): orders are polled")


async def _about_indexes(mysql: Mysql, layout: Layout) -> Sequence[Finding]:
    searched = [*SEARCHED, *([Searched("order_items", ("order_id",))] if layout.v3 else [])]
    try:
        return await mysql.read(lambda connection: unindexed(connection, searched))
    except ShopUnavailable:
        return []
