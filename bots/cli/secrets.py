"""kamidesk secrets: exchanging the key that seals card keys."""

from typing import TYPE_CHECKING

import typer

from bots.cli.opening import on_the_shop
from bots.cli.options import options_of

if TYPE_CHECKING:
    from bots.app import Parts

group = typer.Typer(name="secrets", help="The keys that seal card keys and passwords.", no_args_is_help=True)


@group.command()
def rotate(context: typer.Context) -> None:
    """Put a new key before the others, which go on to open what they sealed. Restart, then `renew`."""
    from bots.cli.shown import sayer
    from config.loading import find_sources
    from config.problems import Wrong, WrongSettings
    from config.secrets_file import ENV_FILE, add_key

    sources = find_sources(options_of(context).config)
    if sources.secrets is None:
        remedy = "Put a new key before the others where you keep KAMIDESK_SECRETS__KEYS, parted by a comma."
        raise WrongSettings([Wrong(ENV_FILE, "is not there.", remedy)])
    typer.echo(sayer()("cli-secrets-rotated", count=add_key(sources.secrets)))


@group.command()
def renew(context: typer.Context) -> None:
    """Seal all stored card keys anew with the newest key. Interrupted? Type it again."""
    from bots.cli.shown import sayer
    from storage.shops.rotation import rotate_seals

    async def renewed(parts: "Parts") -> int:
        return await rotate_seals(parts.sessions, parts.vault)

    typer.echo(sayer()("cli-secrets-renewed", count=on_the_shop(context, renewed)))
