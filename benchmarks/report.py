"""Tells what was measured: a table on the console, and the page in docs/."""

import platform
from collections.abc import Mapping
from pathlib import Path

import psutil
from rich.table import Table

from benchmarks.meaning import DATABASES, GOALS, MEANINGS, Meaning, meaning_of

PAGE = Path("docs/benchmarks.md")
Latencies = list[tuple[str, ...]]

HEAD = """# What it costs

Measured by `make bench` (`python -m benchmarks`): {rounds} interleaved rounds in one run, medians; {machine}.
Absolute figures vary with the machine and with what else it does; the ratios are of neighbours in time, so only they
are goals. Load, floors and product are processes of their own. The figures for machines are in `build/bench.json`.

Regenerate this page with `make bench`; do not edit it.

"""
WAY = """
## What is measured

* **Load**: {in_flight} requests in flight, each followed by the next; bare asyncio sockets, kept alive. Updates in
  Telegram's form come from 1,000 chats, with {texts} different questions that the starter FAQ answers.
* **Floors**: an aiohttp application with msgspec. `ack`: check the secret, parse, 200. `relay`: the same, and one HTTP
  POST to the fake platform, whose answer is awaited, before the 200. Nothing is stored.
* **Product**: `app.run` with everything that `kamidesk run` has: web server, store, brain, courier, timers, metrics; a
  demo shop with 10,000 orders. SQLite runs with synchronous=FULL, PostgreSQL with its defaults (synchronous_commit=on).
* **Acknowledgement**: a buyer edits a message. The event is stored under its idempotency key, every skill is asked, the
  conversation is updated, the transaction is on disk; then 200. There is nothing to send, so nothing else is measured.
  `ack_answered`: a question instead, whose answer is stored in the same transaction; the platform of that account takes
  connections and never replies, so no delivery is recorded meanwhile.
* **Pipeline**: a request is done with when the webhook has its 200 *and* the fake platform has the answer; the next one
  starts then. Recorded deliveries go into the same commits. Texts repeat, so the matcher's cache helps, as it does with
  what buyers ask most; `faq_lookup_us_median` is the price of a text that is new.
* **Latencies**: of the pipeline, from the moment the request is written: until its 200, and until the platform has the
  answer. With many requests in flight they are waiting time: in flight ÷ rate.
* **Start**: of a process on the seeded shop, until a first question is durable.
* **Memory**: resident memory of the server on SQLite after 10,000 chats have written and were answered, less what it
  had after the first hundred had. SQLite's page cache is part of it.
"""


def machine() -> str:
    gigabytes = round(psutil.virtual_memory().total / 2**30)
    return f"{psutil.cpu_count()} cores, {gigabytes} GB of memory, Python {platform.python_version()}"


def rows(figures: Mapping[str, float]) -> list[tuple[str, str, str, str]]:
    """Figure, value, goal, meaning; in the order of the meanings."""
    order = list(MEANINGS)
    known = [(name, meaning) for name in figures if (meaning := meaning_of(name))]
    known.sort(key=lambda one: order.index(next(key for key in order if MEANINGS[key] is one[1])))
    return [(name, _value(figures[name], meaning), _goal(name), meaning.words) for name, meaning in known]


def latencies(figures: Mapping[str, float]) -> Latencies:
    """Database, in flight, and the four latencies in milliseconds."""
    found: Latencies = []
    for database in DATABASES:
        prefix = f"ack_ms_p50_{database}_"
        for name in figures:
            if name.startswith(prefix):
                at = f"{database}_{name.removeprefix(prefix)}"
                kinds = ("ack_ms_p50", "ack_ms_p99", "reply_ms_p50", "reply_ms_p99")
                values = (f"{figures[f'{kind}_{at}']:.1f}" for kind in kinds)
                found.append((database, name.removeprefix(prefix), *values))
    return found


def tables(figures: Mapping[str, float]) -> list[Table]:
    first = Table("figure", "value", "goal", "meaning", title="Benchmarks")
    for row in rows(figures):
        first.add_row(*row, style="red" if _missed(row[0], figures) else "")
    second = Table(*LATENCY_HEAD, title="Latencies, milliseconds")
    for latency in latencies(figures):
        second.add_row(*latency)
    return [first, second]


LATENCY_HEAD = ("database", "in flight", "ack p50", "ack p99", "reply p50", "reply p99")


def write_page(figures: Mapping[str, float], rounds: int, in_flight: int, texts: int) -> Path:
    parts = [
        HEAD.format(rounds=rounds, machine=machine()),
        _markdown(("figure", "value", "goal", "meaning"), rows(figures)),
        "\n## Latencies of the pipeline, milliseconds\n\n",
        _markdown(LATENCY_HEAD, latencies(figures)),
        WAY.format(in_flight=in_flight, texts=texts),
    ]
    PAGE.write_text("".join(parts), "utf-8")
    return PAGE


def _markdown(head: tuple[str, ...], lines: list[tuple[str, str, str, str]] | Latencies) -> str:
    every = [head, ("---",) * len(head), *lines]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in every)


def _value(value: float, meaning: Meaning) -> str:
    return f"{value:,.4g} {meaning.unit}".strip() if value < 10_000 else f"{value:,.0f} {meaning.unit}".strip()


def _goal(name: str) -> str:
    return f"≥ {GOALS[name]:.2f}" if name in GOALS else ""


def _missed(name: str, figures: Mapping[str, float]) -> bool:
    return name in GOALS and figures[name] < GOALS[name]
