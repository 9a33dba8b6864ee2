"""The check that a stranger's page passes by itself while somebody guesses orders."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from bots.web.browser import Browser
from bots.web.entries import Entry
from bots.web.protocol import Solve
from bots.web.puzzles import MOST, Puzzle, Puzzles, hash_of, solves
from bots.web.signing import Signer
from core.checks import Check
from core.reported import CheckPassed
from tests.unit.web.world import World, running

EASY = {"check_hashes": 1000}
PUZZLES = Puzzles(Signer(b"k" * 32), 50)


def found(puzzle: Puzzle) -> int:
    """As a page does it."""
    return next(number for number in range(puzzle.top) if hash_of(puzzle.salt, number) == puzzle.target)


@given(st.text(max_size=30), st.integers(0, 3))
def test_every_check_has_its_number(name: str, hardness: int) -> None:
    puzzle = PUZZLES.of(Check(name, hardness), "box")
    assert puzzle.top == 50 << hardness
    assert solves(puzzle, found(puzzle))
    assert not solves(puzzle, puzzle.top)


def test_it_is_another_one_for_everybody_and_every_time_and_under_every_key() -> None:
    mine = PUZZLES.of(Check("1"), "anna")
    others = [
        PUZZLES.of(Check("1"), "ben"),
        PUZZLES.of(Check("2"), "anna"),
        Puzzles(Signer(b"x" * 32), 50).of(Check("1"), "anna"),
    ]
    assert len({mine.salt, *(other.salt for other in others)}) == 4
    assert PUZZLES.of(Check("1"), "anna") == mine


def test_the_hardest_one_is_bounded() -> None:
    assert Puzzles(Signer(b"k" * 32), 4_000_000).of(Check("1", 60), "anna").top == MOST


async def checked(world: World, browser: Browser, name: str = "work:7.1") -> tuple[str, Entry]:
    """A message with a check, as the page has it."""
    (key,) = (await world.tell_buyer(browser, "稍等两秒", check=Check(name))).ids
    await browser.until(lambda: key in browser.boxes["chat"])
    return key, dict(browser.shown("chat"))[key]


def solve(key: str, number: int) -> Solve:
    return Solve(id=str(uuid4()), message=key, number=number)


async def test_who_finds_the_number_has_passed_and_once_is_enough() -> None:
    async with running(buyer=EASY) as world:
        browser = await world.buyer()
        key, entry = await checked(world, browser)
        assert entry.check is not None
        number = found(entry.check)
        for _ in range(3):
            assert (await browser.do(solve(key, number)))["type"] == "ack"
        (passed,) = world.intake.of(CheckPassed)
        assert (passed.check, passed.where) == ("work:7.1", world.chat_of(browser))
        await browser.until(lambda: dict(browser.shown("chat"))[key].checked)


async def test_a_wrong_number_and_a_number_for_somebody_else_s_check_pass_nothing() -> None:
    async with running(buyer=EASY) as world:
        browser, other = await world.buyer(), await world.buyer()
        key, entry = await checked(world, browser)
        others, theirs = await checked(world, other)
        plain = (await world.tell_buyer(browser, "没有题")).ids[0]
        assert entry.check is not None
        assert theirs.check is not None
        number = found(entry.check)
        for frame in (solve(key, number + 1), solve(others, number), solve(plain, number), solve("nothing", number)):
            refusal = await browser.do(frame)
            assert (refusal["type"], refusal["why"]) == ("refused", "gone")
        assert world.intake.of(CheckPassed) == []


async def test_the_number_is_nowhere_on_the_page() -> None:
    async with running(buyer=EASY) as world:
        browser = await world.buyer()
        key, entry = await checked(world, browser)
        assert set(browser.boxes["chat"][key][1]["check"]) == {"id", "salt", "target", "top"}
        assert entry.check is not None
        assert len(entry.check.target) == 64
