"""The commands. Each module is one group; what is heavy is imported when a command runs, so that --help is quick."""

from pathlib import Path
from typing import Annotated

import typer

from bots.cli import audit, check, database, demo, faq, init, keys, orders, run, secrets, staff
from bots.cli.failing import InPlainWords
from bots.cli.options import Options

app = typer.Typer(
    name="kamidesk",
    help="The support desk of your card-key shop, living in messengers.",
    cls=InPlainWords,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="The kamidesk.toml to use; otherwise the one in this folder.")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Tell everything, and show where an error came from.")] = False,
) -> None:
    context.obj = Options(config, debug)


for command in (init.init, check.check, run.run, run.version, demo.demo, demo.demo_reset):
    app.command()(command)
for group in (orders.group, keys.group, faq.group, staff.group, database.group, audit.group, secrets.group):
    app.add_typer(group)
