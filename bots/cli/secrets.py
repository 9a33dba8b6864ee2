"""kamidesk secrets: exchanging the key that seals card keys."""

import typer

from bots.cli.options import options_of

group = typer.Typer(name="secrets", help="The keys that seal card keys and passwords.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """A group of one command keeps its name."""


@group.command()
def rotate(context: typer.Context) -> None:
    """Put a new key before the others, which go on to open what they sealed."""
    from bots.cli.shown import sayer
    from config.loading import find_sources
    from config.problems import Wrong, WrongSettings
    from config.secrets_file import ENV_FILE, add_key

    sources = find_sources(options_of(context).config)
    if sources.secrets is None:
        remedy = "Put a new key before the others where you keep KAMIDESK_SECRETS__KEYS, parted by a comma."
        raise WrongSettings([Wrong(ENV_FILE, "is not there.", remedy)])
    typer.echo(sayer()("cli-secrets-rotated", count=add_key(sources.secrets)))
