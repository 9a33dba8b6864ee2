"""kamidesk demo: the whole product with a shop that has something to sell. What `make run` calls."""

import asyncio
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bots.cli.options import options_of

if TYPE_CHECKING:
    from rich.table import Table

    from bots.app import Parts, Started
    from config.settings import Settings

FOLDER = Path("var/demo")
PORT_VARIABLE = "KAMIDESK_WEB__PORT"
PORTS = range(8080, 8100)


def demo(context: typer.Context) -> None:
    """Open a demo shop with products, keys and 10,000 orders, until you press Ctrl+C."""
    from config.logs import set_up_logs

    set_up_logs("debug" if options_of(context).debug else "warning")
    _furnish()
    asyncio.run(_serve())


def demo_reset() -> None:
    """Forget the demo shop with all its conversations; the next start furnishes it anew."""
    import shutil

    from bots.cli.shown import sayer
    from core.errors import WrongSetting

    say = sayer()
    if not FOLDER.exists():
        typer.echo(say("cli-demo-nothing"))
        return
    if _is_running():
        raise WrongSetting("demo", "the demo shop is open.", "Close it first: Ctrl+C where it runs.")
    shutil.rmtree(FOLDER)
    typer.echo(say("cli-demo-forgotten"))


def _furnish() -> None:
    """Settings and secrets of its own, made once."""
    from bots.cli.firstfiles import FirstFiles
    from bots.cli.shown import sayer
    from config.config_file import FirstAnswers

    if (FOLDER / "kamidesk.toml").exists():
        return
    say = sayer("zh")
    answers = FirstAnswers(
        name=say("cli-demo-shop-name"), language="zh", agents=[say("cli-demo-agent-name")], data_dir="."
    )
    FirstFiles(FOLDER).write(answers)


async def _serve() -> None:
    """The port is chosen last: seeding takes seconds, in which somebody else may take it."""
    from bots import app

    async with app.opened(_settings(port=0)) as parts:
        await _seed(parts)
    await app.run(_settings(_free_port()), _tell)


def _settings(port: int) -> "Settings":
    from config.loading import load

    return load(FOLDER / "kamidesk.toml", {PORT_VARIABLE: str(port), **os.environ})


async def _seed(parts: "Parts") -> None:
    from rich.progress import Progress

    from bots.cli.shown import console, in_both
    from storage.demo import seed_demo

    with Progress(console=console(), transient=True) as bar:
        task = bar.add_task(in_both()("cli-demo-preparing"), total=None, visible=False)

        def tell(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole, visible=True)

        await seed_demo(parts.sessions, parts.vault, parts.clock.now(), tell)


def _tell(started: "Started") -> None:
    from rich.rule import Rule

    from bots.cli.shown import console, in_both

    say, below, out = in_both(), in_both("\n"), console()
    out.print(Rule(say("cli-demo-title"), style="green"))
    out.print(f"{say('cli-demo-buyer')}\n  [bold]{started.buyer_url}[/]\n", soft_wrap=True)
    for link in started.staff_links:
        out.print(f"{say('cli-demo-staff')}\n  [bold]{link}[/]\n", soft_wrap=True)
    out.print(below("cli-demo-try"))
    out.print(_orders_to_try())
    out.print(f"{below('cli-demo-person')}\n")
    out.print(Rule(say("cli-run-stop"), style="green"))


def _orders_to_try() -> "Table":
    from rich.table import Table

    from bots.cli.shown import in_both, sayer
    from storage.demo import demo_orders

    head, say = in_both("\n"), sayer()
    table = Table(box=None, padding=(0, 2))
    for column in ("cli-demo-order", "cli-demo-contact", "cli-demo-password", "cli-demo-status"):
        table.add_column(head(column), no_wrap=column != "cli-demo-status")
    for order in demo_orders():
        table.add_row(order.number, order.contact, order.password or "-", say(f"cli-story-{order.story}"))
    return table


def _free_port() -> int:
    """The first of our ports that nobody listens on; 0, which is any, if all are taken."""
    for port in PORTS:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                trial.bind(("127.0.0.1", port))
                return port
    return 0


def _is_running() -> bool:
    """The store holds a lock on a file beside the database."""
    import fcntl

    for file in FOLDER.glob("*.lock"):
        with file.open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
    return False
