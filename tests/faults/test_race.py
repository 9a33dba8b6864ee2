"""The short form of the race between shop and bot: a few rounds at each shop that is here; and its judge."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.aftersales import Aftersales
from tests.faults.holders import Found, Held, look
from tests.faults.race import REPLACED, SOLD, Race, Raced
from tests.faults.rivals import ACG_FAKA, DUJIAOKA, POSTGRESQL, SQLITE, rival

ROUNDS = 2
FAIR = Held(frozenset({"N1", "N2", "N3"}), {"ours": ["OLD", "N1"], "theirs": ["N2"]}, {"ours": ("N1",)}, ["N3"])


async def _raced(name: str, folder: Path) -> Raced:
    async with rival(name, folder) as found:
        return await Race(found).run(ROUNDS)


@pytest.mark.faults
@pytest.mark.parametrize("name", [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgresql), ACG_FAKA, DUJIAOKA])
def test_no_key_is_given_twice_and_none_is_lost(name: str, tmp_path: Path) -> None:
    try:
        raced = asyncio.run(_raced(name, tmp_path))
    except (ImportError, FileNotFoundError) as missing:
        pytest.skip(str(missing))
    assert (raced.found.double, raced.found.lost) == ([], [])
    assert raced.replaced + raced.empty == ROUNDS * REPLACED
    assert min(raced.sold, raced.replaced) > ROUNDS * min(SOLD, REPLACED) / 2


def test_a_fair_end_is_seen_as_one() -> None:
    found = look(FAIR)
    assert (found.double, found.lost) == ([], [])


@pytest.mark.parametrize(
    "held",
    [
        replace(FAIR, pages={**FAIR.pages, "theirs": ["N2", "N1"]}),
        replace(FAIR, pages={**FAIR.pages, "theirs": ["N2", "N2"]}),
        replace(FAIR, unsold=["N3", "N1"]),
        replace(FAIR, pages={"ours": ["OLD"], "theirs": ["N2"]}, unsold=["N3", "N1"]),
        replace(FAIR, handed={"ours": ("N1", "N3")}, unsold=[]),
    ],
    ids=["two pages", "one page twice", "still for sale", "handed and still for sale", "two for one"],
)
def test_a_key_that_is_given_twice_is_seen(held: Held) -> None:
    found = look(held)
    assert (len(found.double), found.lost) == (1, [])


@pytest.mark.parametrize(
    "held",
    [replace(FAIR, unsold=[]), replace(FAIR, handed={"ours": ()})],
    ids=["nowhere", "on the page and not in the buyer's hands"],
)
def test_a_key_that_is_lost_is_seen(held: Held) -> None:
    found = look(held)
    assert (found.double, len(found.lost)) == ([], 1)


def test_the_figures_are_sums_over_the_shops() -> None:
    fair = Raced("a", Found(), sold=4, replaced=5, empty=1, took_seconds=1.0)
    bad = Raced("b", Found(double=["N1: twice"], lost=["N2", "N3"]), sold=3, replaced=2, empty=0, took_seconds=1.0)
    after = Aftersales(races=[fair, bad])
    assert [Aftersales(races=[fair]).guilty, after.guilty] == [False, True]
    figures = after.figures()
    assert (figures["replace_race_double"], figures["replace_race_lost"]) == (1, 2)
    assert (figures["replace_race_sold"], figures["replace_race_replaced"]) == (7, 7)
    assert [one["replace_race_double"] for one in figures["replace_races"]] == [0, 1]
