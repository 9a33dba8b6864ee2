"""kamidesk keys: card keys that go into the stock of the built-in shop."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.opening import on_the_shop

if TYPE_CHECKING:
    from bots.app import Parts
    from storage.shops.builtin import BuiltinShop

SHOWN = 50

group = typer.Typer(name="keys", help="Card keys of the built-in shop.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """A group of one command keeps its name."""


@group.command("add")
def add(
    context: typer.Context,
    product: Annotated[str, typer.Argument(help="The product, by its name or id.")],
    file: Annotated[
        Path, typer.Argument(help="One key a line; - reads what is typed or piped in.", allow_dash=True, dir_okay=False)
    ],
    batch: Annotated[str, typer.Option(help="A name for these keys: should they be bad, they are found by it.")] = "",
    supplier: Annotated[str, typer.Option(help="Where they come from.")] = "",
) -> None:
    """Put keys in stock. Orders that have been paid and wait get theirs at once, who paid first comes first."""
    from bots.cli.shown import sayer
    from core.shop import StockId

    keys = _lines(file)

    async def added(parts: "Parts") -> tuple[int, int | None] | list[str]:
        shop = _builtin(parts)
        titles = await shop.products()
        found = next((id_ for id_, title in titles.items() if product in (id_, title)), None)
        if found is None:
            return list(titles.values())[:SHOWN]
        return await shop.add_keys(found, keys, batch, supplier), await shop.stock(StockId(found))

    say, found = sayer(), on_the_shop(context, added)
    if isinstance(found, list):
        typer.echo(say("cli-keys-no-product", product=product, products=", ".join(found)), err=True)
        raise typer.Exit(2)
    new, left = found
    typer.echo(say("cli-keys-added", new=new, known=len(set(keys)) - new, left=left or 0))


def _lines(file: Path) -> list[str]:
    """Raises: typer.BadParameter: it is no text, or not there."""
    try:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise typer.BadParameter("cannot be read as UTF-8 text", param_hint="FILE") from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def _builtin(parts: "Parts") -> "BuiltinShop":
    """Raises: typer.BadParameter: the keys are in a shop of its own."""
    from storage.shops.builtin import BuiltinShop

    found = next((shop for shop in parts.shops if isinstance(shop, BuiltinShop)), None)
    if found is None:
        raise typer.BadParameter("no built-in shop is configured: put keys in the stock of your own shop")
    return found
