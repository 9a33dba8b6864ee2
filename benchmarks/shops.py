"""Look-ups in a shop's own database, a real MariaDB: `python -m benchmarks.shops [ORDERS [PLATFORM...]]`.

It only tells figures, and keeps them in build/shops.json."""

import asyncio
import gc
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.figures import write_figures
from benchmarks.shopfill import FILLS, Filled
from benchmarks.shopquestions import Ask, questions
from benchmarks.shoptimes import Log, keep_log
from core.shopparts import TellsChanges
from tests.mariadb import Server, server

ORDERS = 1_000_000
POLLS = 600
PAGE = 200
_VALUE = re.compile(r"'[^']*'|(?<![\w`])[0-9]+")


async def main(count: int, platforms: Sequence[str]) -> None:
    console = Console(width=150)
    figures: dict[str, Any] = {"orders": count}
    with tempfile.TemporaryDirectory(prefix="shops") as folder, server(Path(folder)) as running:
        keep_log(running)
        for platform in platforms:
            began = perf_counter()
            filled = await FILLS[platform](running, count)
            console.rule(f"{platform}: {count} orders and cards, made in {perf_counter() - began:.0f} s")
            figures[platform] = {
                "asked": await _asked(console, running, filled, count),
                "polled": await _polled(console, filled, count),
            }
            await filled.port.close()
            running.drop_database(filled.stand.database)
    write_figures("shops", figures)


async def _asked(console: Console, running: Server, filled: Filled, count: int) -> list[dict[str, Any]]:
    log = Log(running, filled.stand.user)
    table = Table(
        "question", "in the database: median ms", "95 %", "rows read", "asked here: median ms", "95 %", "times"
    )
    explained: dict[str, tuple[str, str]] = {}
    told: list[dict[str, Any]] = []
    for what, ask, times in await questions(filled, count):
        await ask(0)
        log.begin()
        here = await _timed(ask, times)
        cost = log.cost()
        for statement in cost.statements:
            explained.setdefault(_VALUE.sub("?", statement), (what, statement))
        table.add_row(what, f"{cost.median:.2f}", f"{cost.high:.2f}", str(cost.rows), *map(_ms, here), str(times))
        told.append({"question": what, **asdict(cost), "here_median": here[0], "here_high": here[1]})
    console.print(table)
    for what, statement in explained.values():
        console.print(_explained(filled, what, statement))
    return told


def _explained(filled: Filled, what: str, statement: str) -> Table:
    rows = filled.stand.program.rows("EXPLAIN " + statement.replace("%", "%%"))
    table = Table("table", "type", "key", "rows", "Extra", title=what, title_justify="left")
    for row in rows:
        table.add_row(
            *("" if row[name] is None else str(row[name]) for name in ("table", "type", "key", "rows", "Extra"))
        )
    return table


async def _timed(ask: Ask, times: int) -> tuple[float, float]:
    """Median and 95 %, in ms."""
    took: list[float] = []
    for n in range(times):
        began = perf_counter()
        await ask(n)
        took.append((perf_counter() - began) * 1000)
    return median(took), quantiles(took, n=20)[-1]


async def _polled(console: Console, filled: Filled, count: int) -> list[dict[str, Any]]:
    """A day of polling, then everything there is, page by page, as after a long absence."""
    shop = filled.port
    table = Table("polling for changes", "pages", "orders told", "median ms", "95 %", "memory before", "most", "after")
    told = [await _pages(shop, (await shop.changes("", PAGE)).cursor, POLLS, "nothing new", idle=True)]
    if filled.index:
        told.append(await _pages(shop, filled.since, 20, "all orders, without the index that is advised"))
        filled.stand.program.run(filled.index)
    told.append(await _pages(shop, filled.since, count, "all orders"))
    assert told[-1]["orders"] >= count
    for row in told:
        memory = (f"{row[name] / 1e6:.1f} MB" for name in ("before", "most", "after"))
        table.add_row(row["what"], str(row["pages"]), str(row["orders"]), _ms(row["median"]), _ms(row["high"]), *memory)
    console.print(table)
    return told


async def _pages(shop: TellsChanges, cursor: str, most: int, what: str, *, idle: bool = False) -> dict[str, Any]:
    """Until there are no more, unless `idle`; at most so many."""
    process, took, orders, highest = psutil.Process(), [], 0, 0
    gc.collect()
    before = process.memory_info().rss
    for _ in range(most):
        began = perf_counter()
        page = await shop.changes(cursor, PAGE)
        took.append((perf_counter() - began) * 1000)
        cursor, orders = page.cursor, orders + len(page.orders)
        highest = max(highest, process.memory_info().rss)
        if not (page.more or idle):
            break
    del page
    gc.collect()
    told = {
        "what": what,
        "pages": len(took),
        "orders": orders,
        "median": median(took),
        "high": quantiles(took, n=20)[-1],
    }
    return {**told, "before": before, "most": highest, "after": process.memory_info().rss}


def _ms(took: float) -> str:
    return f"{took:.2f}"


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS, sys.argv[2:] or list(FILLS)))
