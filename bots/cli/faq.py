"""kamidesk faq: files in, files out, and how well it answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bots.cli import faq_figures
from bots.cli.opening import on_the_shop

if TYPE_CHECKING:
    from bots.app import Parts
    from faq.entries import Entry
    from faq.matcher import Matcher

group = typer.Typer(name="faq", help="The questions and answers.", no_args_is_help=True)


@group.command("import")
def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="YAML, CSV or XLSX files.")],
) -> None:
    """Add entries, or replace those with the same id and language. A file with errors changes nothing."""
    from bots.cli.shown import sayer
    from faq.book import OWNER
    from faq.files import FaqFileBroken, read
    from faq.filing.importing import compare

    reading = read(files)
    if reading.problems:
        raise FaqFileBroken(reading.problems)

    async def save(parts: "Parts") -> None:
        known, _ = await parts.faq_book.load()
        imported = compare(reading.entries, {entry.key: entry for entry in known}, reading.absent)
        await parts.faq_book.edit(list(imported.changes.items()), OWNER, parts.clock.now())

    on_the_shop(context, save)
    typer.echo(sayer()("cli-faq-imported", count=len(reading.entries)))


@group.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write: .yaml, .csv or .xlsx.")] = Path("faq.yaml"),
) -> None:
    """Write all entries to a file, which `import` takes back."""
    from bots.cli.shown import sayer
    from faq.filing.importing import FORMATS

    entries = on_the_shop(context, _entries)
    form = FORMATS.get(file.suffix.lower().removeprefix("."), FORMATS["yaml"])
    file.write_bytes(form.write(entries))
    typer.echo(sayer()("cli-faq-exported", count=len(entries), file=str(file)))


group.command()(faq_figures.evaluate)
group.command()(faq_figures.report)


@group.command()
def why(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What a buyer would write.")],
    learn: Annotated[
        bool, typer.Option("--learn", help="Learn first how sure to be, as a running shop does: up to a minute.")
    ] = False,
) -> None:
    """Tell what the FAQ would do with a question, how sure it is, and which entries came into question."""
    from bots.cli.shown import speech
    from config.texts import load_words
    from core.language import first_language
    from faq.admin.voice import Voice
    from faq.admin.why import explained
    from faq.entries import Situation
    from faq.matcher import FuzzyMatcher

    matcher, voice = FuzzyMatcher(on_the_shop(context, _entries)), Voice(load_words(), speech(), ZoneInfo("UTC"))
    if learn:
        matcher.learn()
        on_the_shop(context, lambda parts: _heed(parts, matcher))
    found = matcher.explain(text, Situation(language=first_language(None, text, voice.language)))
    typer.echo(explained(voice, text, found).text)


async def _heed(parts: "Parts", matcher: "Matcher") -> None:
    from bots.faqkeeper import faq_heeding

    if heeding := faq_heeding(parts.settings, parts.database, matcher, parts.clock):
        await heeding.renew_if_due()


async def _entries(parts: "Parts") -> "Sequence[Entry]":
    """The shop's own; the starter FAQ until the shop runs for the first time."""
    from faq.files import load_starter

    known, last = await parts.faq_book.load()
    return known if last else known or load_starter()
