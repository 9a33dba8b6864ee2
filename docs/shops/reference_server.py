"""A whole shop that serves KamiDesk's contract (http.md), in a few lines: aiohttp and SQLite, to try and to copy from.

    SHOP_SECRET=$(openssl rand -hex 32) python docs/shops/reference_server.py shop.db --demo --port 8081

Nothing here is of KamiDesk, so that it reads the same in any other language."""

import argparse
import hashlib
import hmac
import json
import os
import re
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from aiohttp import web

SCHEMA = """
CREATE TABLE IF NOT EXISTS products (product TEXT, variant TEXT, title TEXT, PRIMARY KEY (product, variant));
CREATE TABLE IF NOT EXISTS orders (
  number TEXT PRIMARY KEY, status TEXT, product TEXT, variant TEXT, quantity INTEGER, amount TEXT, created_at TEXT,
  paid_at TEXT, contact TEXT, password TEXT, messenger TEXT, refunded TEXT, payment TEXT, change INTEGER);
CREATE INDEX IF NOT EXISTS orders_change ON orders (change);
CREATE TABLE IF NOT EXISTS cards (
  id INTEGER PRIMARY KEY, product TEXT, variant TEXT, card TEXT, number TEXT, replaced INTEGER DEFAULT 0);
CREATE INDEX IF NOT EXISTS cards_number ON cards (number);
CREATE TABLE IF NOT EXISTS done (name TEXT PRIMARY KEY, asked TEXT, answer TEXT);
CREATE VIEW IF NOT EXISTS sold AS SELECT o.*, p.title FROM orders o JOIN products p USING (product, variant);
"""
PARTS = "stock,search-contact,search-key,messengers,replacements,refunds,payments,changes,hook"
SEARCHES = {
    "contact": "SELECT * FROM sold WHERE lower(contact) = ? ORDER BY created_at DESC, number LIMIT ?",
    "key": "SELECT * FROM sold WHERE number IN (SELECT number FROM cards WHERE card = ?) LIMIT ?",
    "messenger": "SELECT * FROM sold WHERE messenger = ? ORDER BY created_at DESC, number LIMIT ?",
}
STOCK = """SELECT p.*, (SELECT count(*) FROM cards c
  WHERE c.product = p.product AND c.variant = p.variant AND c.number IS NULL) AS left
FROM products p WHERE CASE WHEN ?1 IS NULL THEN instr(lower(p.title), lower(?3))
  ELSE p.product = ?1 AND p.variant = ?2 END ORDER BY p.product, p.variant LIMIT ?4"""
TAKE = """UPDATE cards SET number = ? WHERE number IS NULL AND id =
  (SELECT id FROM cards WHERE product = ? AND variant = ? AND number IS NULL ORDER BY id LIMIT 1) RETURNING *"""
FORMS = {
    **{"number": r"[!-~]{1,64}", "limit": r"[1-9][0-9]{0,2}|1000", "cursor": r"[0-9]{0,18}", "way": "recorded|wallet"},
    **{"by": "contact|key|messenger", "amount": r"[0-9]{1,12}(\.[0-9]{1,8})?"},
    **dict.fromkeys(("product", "variant", "bad_id"), r"[^\x00-\x1f\x7f]{0,128}"),
}
Db = sqlite3.Connection
Asked = Mapping[str, Any]
Answer = dict[str, Any]
Handler = Callable[[Db, Asked], Answer]


class Refusal(Exception):
    """`message` is for people: no secret in it."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        self.status, self.code, self.message = status, code, message


def signature(secret: str, method: str, target: str, timestamp: str, name: str, body: bytes) -> str:
    """The same in both directions. `name`: the Idempotency-Key."""
    lines = ["kamidesk-v1", method, target, timestamp, name, hashlib.sha256(body).hexdigest()]
    return hmac.new(secret.encode(), "\n".join(lines).encode(errors="replace"), hashlib.sha256).hexdigest()


def check(secret: str, request: web.Request, body: bytes) -> None:
    timestamp, name = request.headers.get("KamiDesk-Timestamp", ""), request.headers.get("Idempotency-Key", "")
    target = request.raw_path[request.raw_path.index("/v1/") :]
    expected = signature(secret, request.method, target, timestamp, name, body)
    if not hmac.compare_digest(
        request.headers.get("KamiDesk-Signature", "").encode(errors="replace"), expected.encode()
    ):
        raise Refusal(401, "bad-signature")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 60:
        raise Refusal(401, "bad-clock")


def checked(asked: Answer) -> Answer:
    """Raises: ValueError: it does not follow the contract."""
    for name, value in asked.items():
        plain = isinstance(value, str) or (name == "limit" and isinstance(value, int))
        if (name, value) != ("bad_id", None) and not (plain and re.fullmatch(FORMS.get(name, "(?s:.*)"), str(value))):
            raise ValueError(name)
    return asked


def capabilities(_: Db, __: Asked) -> Answer:
    return {"contract": 1, "name": "Reference shop", "parts": PARTS.split(","), "time": datetime.now(UTC).isoformat()}


def order(db: Db, asked: Asked) -> Answer:
    return told(row_of(db, asked["number"]))


def verify(db: Db, asked: Asked) -> Answer:
    """The same work and the same answer whatever is wrong."""
    row = found(db, asked["number"])
    known = dict(row) if row else {"number": asked["number"], "contact": "", "password": "-", "messenger": ""}
    if "messenger_id" in asked:
        bound = known["messenger"] == f"{asked['messenger']}:{asked['messenger_id']}"
        return {"number": known["number"], "proof": "messenger" if bound else "none"}
    contact = same(known["contact"].lower() or "-", asked["contact"]) and row is not None
    password = same(known["password"] or "", scrambled(asked["password"], known["number"]))
    proof = ("password" if password else "none") if known["password"] else "contact"
    return {"number": known["number"], "proof": proof if contact else "none"}


def keys(db: Db, asked: Asked) -> Answer:
    row = row_of(db, asked["number"])
    cards = db.execute("SELECT * FROM cards WHERE number = ? AND NOT replaced ORDER BY id", (row["number"],))
    return {"number": row["number"], "keys": [piece(card) for card in cards]}


def search(db: Db, asked: Asked) -> Answer:
    value = f"{asked['messenger']}:{asked['value']}" if asked["by"] == "messenger" else asked["value"]
    return {"orders": [told(row) for row in db.execute(SEARCHES[asked["by"]], (value, asked["limit"]))]}


def stock(db: Db, asked: Asked) -> Answer:
    wanted = (asked.get("product"), asked.get("variant", ""), asked.get("words", ""), int(asked.get("limit", 100)))
    return {"lines": [dict(row) for row in db.execute(STOCK, wanted)]}


def replace(db: Db, asked: Asked) -> Answer:
    number, bad = row_of(db, asked["number"])["number"], asked["bad_id"]
    out = "UPDATE cards SET replaced = 1 WHERE id = ? AND number = ? AND NOT replaced"
    if bad is not None and db.execute(out, (bad, number)).rowcount != 1:
        raise Refusal(409, "not-possible", "That key has been replaced already.")
    card = db.execute(TAKE, (number, asked["product"], asked["variant"])).fetchone()
    if card is None:
        raise Refusal(409, "nothing-in-stock")
    changed(db, number)
    return {"number": number, "key": piece(card), "visible": "in-order"}


def refund(db: Db, asked: Asked) -> Answer:
    row = row_of(db, asked["number"])
    amount, refunded = Decimal(asked["amount"]), Decimal(row["refunded"] or "0") + Decimal(asked["amount"])
    if asked["way"] != "recorded" or not 0 < amount <= refunded <= Decimal(row["amount"]):
        raise Refusal(409, "not-possible", f"Of this order {row['amount']} can be refunded, and only on record.")
    status = "refunded" if refunded == Decimal(row["amount"]) else "partly-refunded"
    noted = "UPDATE orders SET refunded = ?, status = ? WHERE number = ?"
    db.execute(noted, (f"{refunded:f}", status, row["number"]))
    changed(db, row["number"])
    return {"number": row["number"], "amount": asked["amount"], "way": asked["way"]}


def changes(db: Db, asked: Asked) -> Answer:
    """SQLite has one writer at a time, so that the numbers appear in their order."""
    limit = int(asked.get("limit", 100))
    if not asked.get("cursor"):
        return {"orders": [], "cursor": str(last_change(db)), "more": False}
    after = "SELECT * FROM sold WHERE change > ? ORDER BY change LIMIT ?"
    rows = db.execute(after, (int(asked["cursor"]), limit + 1)).fetchall()
    cursor = str(rows[:limit][-1]["change"]) if rows else asked["cursor"]
    return {"orders": [told(row) for row in rows[:limit]], "cursor": cursor, "more": len(rows) > limit}


def once(act: Handler) -> Handler:
    """What was done under an Idempotency-Key is told again and not done again; a refusal is not kept."""

    def handle(db: Db, asked: Asked) -> Answer:
        name, words = asked["Idempotency-Key"], json.dumps(asked, sort_keys=True)
        known = db.execute("SELECT asked, answer FROM done WHERE name = ?", (name,)).fetchone()
        if known and known["asked"] != words:
            raise Refusal(409, "other-request", "This Idempotency-Key was another request's.")
        answer = json.loads(known["answer"]) if known else act(db, asked)
        db.execute("INSERT OR IGNORE INTO done VALUES (?, ?, ?)", (name, words, json.dumps(answer)))
        return dict(answer)

    return handle


HANDLERS: Mapping[tuple[str, str], Handler] = {
    **{("GET", act.__name__): act for act in (capabilities, order, keys, stock, changes)},
    **{("POST", act.__name__): act for act in (verify, search)},
    **{("POST", "replacements"): once(replace), ("POST", "refunds"): once(refund)},
}


def found(db: Db, number: str) -> sqlite3.Row | None:
    """Just this number; else one that differs in case, where there is only one."""
    rows = db.execute("SELECT * FROM sold WHERE number = ?", (number,)).fetchall()
    rows = rows or db.execute("SELECT * FROM sold WHERE number = ? COLLATE NOCASE", (number,)).fetchall()
    return rows[0] if len(rows) == 1 else None


def row_of(db: Db, number: str) -> sqlite3.Row:
    if (row := found(db, number)) is None:
        raise Refusal(404, "no-such-order")
    return row


def told(row: sqlite3.Row) -> Answer:
    names = ("number", "status", "amount", "created_at", "paid_at", "contact", "refunded", "payment")
    item = {name: row[name] for name in ("product", "variant", "title", "quantity")}
    password = bool(row["password"])
    return {name: row[name] for name in names} | {"currency": "CNY", "items": [item], "has_password": password}


def piece(card: sqlite3.Row) -> Answer:
    return {"id": str(card["id"]), "product": card["product"], "variant": card["variant"], "key": card["card"]}


def changed(db: Db, number: str) -> None:
    """To be called in the same transaction as every change of an order."""
    db.execute("UPDATE orders SET change = ? WHERE number = ?", (last_change(db) + 1, number))


def last_change(db: Db) -> int:
    return int(db.execute("SELECT coalesce(max(change), 0) FROM orders").fetchone()[0])


def scrambled(password: str, number: str) -> str:
    """How a query password is stored; empty: there is none."""
    return hashlib.scrypt(password.encode(), salt=number.encode(), n=2**12, r=8, p=1).hex() if password else ""


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def application(db: Db, secret: str) -> web.Application:
    async def handle(request: web.Request) -> web.Response:
        try:
            body = await request.read()
            check(secret, request, body)
            answer = answered(db, request, checked(json.loads(body) if body else dict(request.query)))
        except Refusal as no:
            return web.json_response({"error": {"code": no.code, "message": no.message}}, status=no.status)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            return web.json_response({"error": {"code": "bad-request"}}, status=400)
        return web.json_response(answer)

    app = web.Application()
    app.router.add_route("*", "/{before:.*?}v1/{what}", handle)
    return app


def answered(db: Db, request: web.Request, asked: Answer) -> Answer:
    """In one transaction, which is undone by a refusal."""
    handler = HANDLERS.get((request.method, request.match_info["what"]))
    if handler is None:
        raise Refusal(404, "not-served")
    if request.method == "POST" and request.match_info["what"] in ("replacements", "refunds"):
        asked |= {"Idempotency-Key": request.headers["Idempotency-Key"], "what": request.match_info["what"]}
    with db:
        db.execute("BEGIN IMMEDIATE" if request.method == "POST" else "BEGIN")
        return handler(db, asked)


def call(secret: str, shop: str, *numbers: str) -> tuple[str, dict[str, str], bytes]:
    """Path, headers and body of a POST to KamiDesk, when something has happened to these orders."""
    path, timestamp = f"/shops/http/{shop}/changed", str(int(time.time()))
    body = json.dumps({"numbers": numbers}).encode()
    signed = signature(secret, "POST", path, timestamp, "", body)
    headers = {"KamiDesk-Timestamp": timestamp, "KamiDesk-Signature": signed, "Content-Type": "application/json"}
    return path, headers, body


def opened(path: str) -> Db:
    db = sqlite3.connect(path, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.executescript(SCHEMA)
    return db


def demo(db: Db) -> None:
    """An order of a buyer with a password, its key, and two more in stock."""
    number, now = "SHOP20261122000001", datetime.now(UTC).isoformat()
    db.execute("INSERT OR IGNORE INTO products VALUES ('steam-50', '', 'Steam 50')")
    db.execute(
        "INSERT OR IGNORE INTO orders VALUES (?, 'delivered', 'steam-50', '', 1, '49.90', ?, ?, 'buyer@example.com',"
        " ?, NULL, NULL, NULL, 1)",
        (number, now, now, scrambled("kami2026", number)),
    )
    cards = [(1, "DEMO-AAAA-0001", number), (2, "DEMO-AAAA-0002", None), (3, "DEMO-AAAA-0003", None)]
    db.executemany("INSERT OR IGNORE INTO cards VALUES (?, 'steam-50', '', ?, ?, 0)", cards)


def main() -> None:
    words = argparse.ArgumentParser(description="A shop that serves KamiDesk's contract.")
    words.add_argument("database")
    words.add_argument("--port", type=int, default=8081)
    words.add_argument("--demo", action="store_true", help="with an order and a few keys")
    chosen = words.parse_args()
    with closing(opened(chosen.database)) as db:
        if chosen.demo:
            demo(db)
        web.run_app(application(db, os.environ["SHOP_SECRET"]), host="127.0.0.1", port=chosen.port)


if __name__ == "__main__":
    main()
