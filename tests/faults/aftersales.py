"""The races and kills of replacements at every shop that is here, and their figures."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.faults.benches import bench
from tests.faults.holders import Found
from tests.faults.race import Race, Raced
from tests.faults.replacing import Ending, Replacing
from tests.faults.rivals import RIVALS, rival

Tell = Callable[[int], None]
TOLD = 10


@dataclass(slots=True)
class Aftersales:
    """`missing`: shops whose database is not here, and how to get it."""

    races: list[Raced] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def guilty(self) -> bool:
        return any(found.double or found.lost for _, found in self._found())

    def race(self, name: str, rounds: int, tell: Tell) -> None:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            try:
                self.races.append(asyncio.run(_raced(name, Path(folder), rounds, tell)))
            except (ImportError, FileNotFoundError) as missing:
                self.missing[name] = str(missing)

    def kill(self, name: str, kills: int, tell: Tell) -> None:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            folder = Path(place)
            try:
                with bench(name, folder) as shop:
                    self.endings.append(asyncio.run(Replacing(shop, folder, kills, tell).run()))
            except (ImportError, FileNotFoundError) as missing:
                self.missing[name] = str(missing)

    def figures(self) -> dict[str, Any]:
        """Sums over the shops, and each of them."""
        races, kills = [one.figures() for one in self.races], [one.figures() for one in self.endings]
        return {
            "replace_race_double": _sum(races, "replace_race_double"),
            "replace_race_lost": _sum(races, "replace_race_lost"),
            "replace_race_sold": _sum(races, "sold"),
            "replace_race_replaced": _sum(races, "replaced"),
            "replace_kills": _sum(kills, "kills"),
            "replace_kill_double": _sum(kills, "replace_kill_double"),
            "replace_kill_lost": _sum(kills, "replace_kill_lost"),
            "replace_races": races,
            "replace_killed": kills,
            "replace_missing": self.missing,
        }

    def tell(self, console: Console) -> None:
        races, kills = [one.figures() for one in self.races], [one.figures() for one in self.endings]
        for title, figures in (("The shop sells while the bot replaces", races), ("Killed inside replacements", kills)):
            if figures:
                console.print(_table(title, figures))
        for name, found in self._found():
            for offence in [*found.double[:TOLD], *found.lost[:TOLD]]:
                console.print(f"[red]{name}:[/] {offence}", highlight=False)
        for name, why in self.missing.items():
            console.print(f"{name}: left out, {why}", highlight=False)

    def _found(self) -> list[tuple[str, Found]]:
        raced = [(one.name, one.found) for one in self.races]
        return [*raced, *((one.name, one.found) for one in self.endings)]


def sides(rounds: int, kills: int) -> Sequence[tuple[str, str, int]]:
    """What there is to do: `race` or `kill`, where, and how often."""
    return [(what, name, count) for what, count in (("race", rounds), ("kill", kills)) for name in RIVALS if count]


async def _raced(name: str, folder: Path, rounds: int, tell: Tell) -> Raced:
    async with rival(name, folder) as found:
        return await Race(found, tell).run(rounds)


def _sum(figures: Sequence[dict[str, Any]], name: str) -> int:
    return sum(one[name] for one in figures)


def _table(title: str, figures: Sequence[dict[str, Any]]) -> Table:
    table = Table("", *(str(one["name"]) for one in figures), title=title)
    for name in figures[0]:
        if name not in ("name", "killed_at"):
            style = "bold" if name.startswith("replace_") else ""
            table.add_row(name.replace("_", " "), *(str(one[name]) for one in figures), style=style)
    return table
