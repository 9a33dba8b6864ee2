"""Tells what was measured: a table on the console, and the page in docs/."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import psutil
from rich.table import Table

from benchmarks.meaning import CEILINGS, DATABASES, GOALS, MEANINGS, Meaning, meaning_of

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

## What is measured on Telegram

* **Three bots, one fake Bot API**: the product with its shop bot and its staff bot, by webhook, on SQLite
  (synchronous=FULL); a plain echo bot on aiogram {aiogram}; a plain echo bot on python-telegram-bot {ptb} (with
  tornado {tornado}). All three run; one is loaded; the order is the same in every round. The fake Bot API answers
  sendMessage at once, with the whole message in Telegram's form.
* **The echo bots** are what their documentation shows (`benchmarks/echo_aiogram.py`, `benchmarks/echo_ptb.py`), with
  default options: SimpleRequestHandler with setup_application, and Application.run_webhook. Both take an update, say
  200 and answer by a call of sendMessage; aiogram could put the answer into its 200 instead, which is not its default.
  Each knows /start as
  well. They store nothing and log nothing.
* **Pipeline** (`telegram_vs_…`): done with when the 200 *and* sendMessage have arrived, as above. The echo bots repeat
  the words; the product stores the question, asks the whole brain, stores the answer, sends it and records that.
* **Acknowledgement** (`telegram_ack_vs_…`): an edited message, which none of the three answers. The product stores it
  and asks the brain before its 200; the echo bots parse it and find no handler.
* **Rates of Telegram**: the limit over all chats is lifted by `messages_per_second = 0`, which exists for test servers:
  Telegram's own limits stand, also behind a Bot API server of one's own. The limit of one message a second and chat
  stays; the load comes from 5,000 chats, so that it is never reached.
* **Processor time** (`…_cpu`): of the bot's process for one update. It holds where other programs use the machine.
* **Start and memory**: processes of their own, before the load. Both libraries are imported after the webhook's door
  is open, so the first update does not wait for them; `memory_mb` is taken when they are there.

## What is measured on WeChat

* **Official account**: the product on SQLite (synchronous=FULL) with accounts in plain and in secure mode. Callbacks
  as the platform makes them, of 5,000 buyers, each with a number of its own, are signed and encrypted before the clock
  runs; product and floor get the same ones. Each answer is looked at: an intake has to say `success`, a question has
  to be answered with XML.
* **Floors**: an aiohttp application that does what has to be done before a callback can be trusted, and says
  `success`. Plain: the signature over token, timestamp and nonce (SHA-1, compared in constant time), and how old it
  is. Secure (`aes`): that signature over what is encrypted, AES by wechatpy, whom it is for, and reading both XMLs
  with the standard library's expat, as the product does; xmltodict, which wechatpy reads with, takes three times as
  long. The plain floor reads no XML; the product has to.
* **Intake** (`wechat_plain_ratio`, `wechat_aes_ratio`): the buyer writes 查看回复 ("let me see what waits"), the one
  text that nobody answers when nothing waits. It is verified, decrypted, understood, stored under its idempotency
  key; the desk is asked, the conversation is written, the transaction is on disk; then `success`. `reply_seconds = 0`,
  so that nothing waits for an answer.
* **Passive replies** (`wechat_passive_…`): the account waits for its answer, as it does by default. 50 buyers ask the
  400 questions, each followed at once by the next; a question is stored, answered by the FAQ, the answer is stored,
  written into the platform's own request (encrypted in secure mode), and recorded.

## What is measured on the web

* **Open chats**: 2,000 real WebSockets to one process on SQLite, each a new visitor whom the bot has greeted. They
  come as through a proxy, each from an address of his own, so every limit is as it is by default. For so many
  connections the limit of open files is raised (2,000 and some more; many systems allow 1,024).
* **Memory**: resident memory when all of them are open, have said something and were answered, less what it was
  after a hundred chats had come, talked and gone. SQLite's page cache (at most 4 MiB a connection) is part of it.
* **Latencies** (`web_ack_…`, `web_answer_…`): each chat says something every 10 seconds, that is 200 messages a
  second, at its moment whether the others were answered or not. Acknowledged: the event and the page's own entry are
  on disk. Answered: the answer is stored, was sent, and its entry is on the page.
* **As fast as it goes** (`web_per_second`): {in_flight} messages in flight, each followed by another chat's.
* **Broadcast**: a buyer writes 转人工 while 200 agents have the staff room open; from his word until the new ticket's
  line is on the page of every one of them.
"""


def machine() -> str:
    gigabytes = round(psutil.virtual_memory().total / 2**30)
    return f"{psutil.cpu_count()} cores, {gigabytes} GB of memory, Python {platform.python_version()}"


def versions() -> dict[str, str]:
    """Of what the echo bots are made of."""
    return {"aiogram": version("aiogram"), "ptb": version("python-telegram-bot"), "tornado": version("tornado")}


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
        WAY.format(in_flight=in_flight, texts=texts, **versions()),
    ]
    PAGE.write_text("".join(parts), "utf-8")
    return PAGE


def _markdown(head: tuple[str, ...], lines: list[tuple[str, str, str, str]] | Latencies) -> str:
    every = [head, ("---",) * len(head), *lines]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in every)


def _value(value: float, meaning: Meaning) -> str:
    return f"{value:,.4g} {meaning.unit}".strip() if value < 10_000 else f"{value:,.0f} {meaning.unit}".strip()


def _goal(name: str) -> str:
    if name in CEILINGS:
        return f"< {CEILINGS[name]:.2f}"
    return f"≥ {GOALS[name]:.2f}" if name in GOALS else ""


def _missed(name: str, figures: Mapping[str, float]) -> bool:
    value = figures[name]
    return value < GOALS.get(name, value) or value >= CEILINGS.get(name, value + 1)
