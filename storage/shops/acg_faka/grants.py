"""The rights that the connector needs in the shop's database, as statements to type, and what is too much. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

READ: Mapping[str, tuple[str, ...]] = {
    "order": (
        "id", "owner", "trade_no", "amount", "commodity_id", "card_id", "card_num", "create_time", "pay_time", "status",
        "secret", "password", "contact", "delivery_status", "race",
    ),
    "card": ("id", "commodity_id", "secret", "status", "order_id", "purchase_time", "race"),
    "commodity": (
        "id", "name", "status", "delivery_way", "delivery_auto_mode", "delivery_message", "leave_message", "shared_id",
        "shared_code",
    ),
    "user": ("id", "username", "email", "phone", "qq"),
}  # fmt: skip
LATER: Mapping[str, tuple[str, ...]] = {"order": ("sku", "leave_message"), "card": ("sku",), "commodity": ("stock",)}
"""To be read where the version of the shop has them."""
WRITE: Mapping[str, tuple[str, ...]] = {
    "order": ("secret", "delivery_status"),
    "card": ("status", "order_id", "purchase_time"),
}
"""For replacements only."""
REFUND = "refund_status"

_GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?P<what>\S+) TO ", re.DOTALL)
_RIGHT = re.compile(r"\s*(?P<name>[A-Z][A-Z ]*[A-Z])\s*(?:\((?P<columns>[^)]*)\))?\s*(?:,|$)")
_HARMLESS = frozenset({"USAGE"})


@dataclass(frozen=True, slots=True)
class Right:
    """`columns`: empty: the whole of `what`."""

    name: str
    what: str
    columns: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.name} ({', '.join(f'`{column}`' for column in self.columns)})" if self.columns else self.name


def needed(prefix: str, columns: Iterable[tuple[str, str]], *, refunds: bool) -> list[Right]:
    """`columns`: those of LATER (table, column) that this shop has. What is read comes first."""
    later = set(columns)
    read = {
        table: (*names, *(one for one in LATER.get(table, ()) if (table, one) in later))
        for table, names in READ.items()
    }
    write = dict(WRITE)
    if refunds:
        read["order"], write["order"] = (*read["order"], REFUND), (*write["order"], REFUND)
    return [
        *(Right("SELECT", f"{prefix}{table}", names) for table, names in read.items()),
        *(Right("UPDATE", f"{prefix}{table}", names) for table, names in write.items()),
    ]


def grant(right: Right, database: str, account: str) -> str:
    """The statement to type. `account`: quoted already."""
    return f"GRANT {right.text} ON `{database}`.`{right.what}` TO {account};"


def revoke(right: Right, account: str, database: str, wanted: Iterable[Right]) -> str:
    """The statements to type. Taking the right to a whole table takes that to its columns too: they are given anew."""
    statements = [f"REVOKE {right.text} ON {right.what} FROM {account};"]
    if not right.columns:
        again = [one for one in wanted if (one.name, _place(database, one.what)) == (right.name, right.what)]
        statements += [grant(one, database, account) for one in again]
    return " ".join(statements)


def granted(lines: Iterable[str]) -> list[Right]:
    """What SHOW GRANTS tells; `what` as it stands there, quoted. Roles are not among them."""
    found: list[Right] = []
    for line in lines:
        match = _GRANT.match(line)
        for right in _RIGHT.finditer(match["rights"]) if match else ():
            names = tuple(column.strip().strip("`") for column in (right["columns"] or "").split(",") if column.strip())
            found.append(Right(right["name"].strip(), match["what"] if match else "", names))
        if match and "WITH GRANT OPTION" in line:
            found.append(Right("GRANT OPTION", match["what"]))
    return found


def too_much(given: Iterable[Right], wanted: Iterable[Right], database: str) -> Sequence[Right]:
    """Everything that is not needed: other tables and columns, whole tables, other rights. A right to a column that a
    version of the shop does not have stays where it is."""
    later = {column for columns in LATER.values() for column in columns}
    allowed = {
        (right.name, _place(database, right.what)): {*right.columns, *(later if right.name == "SELECT" else ())}
        for right in wanted
    }
    spare: list[Right] = []
    for right in given:
        columns = allowed.get((right.name, right.what.replace("\\_", "_")))
        if right.name in _HARMLESS:
            continue
        if columns is None or not right.columns:
            spare.append(right)
        elif not_needed := tuple(column for column in right.columns if column not in columns):
            spare.append(Right(right.name, right.what, not_needed))
    return spare


def _place(database: str, table: str) -> str:
    return f"`{database}`.`{table}`"
