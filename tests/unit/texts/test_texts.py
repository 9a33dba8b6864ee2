"""Every word that is used exists, in every language, with the same arguments."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

from config.texts import (
    FIRST,
    TEXTS,
    BrokenText,
    UnknownText,
    is_for_staff,
    languages,
    load_words,
    nearest_for_staff,
    staff_languages,
)
from core.channelnames import CHANNELS
from core.kin import LinkStep
from core.language import LANGUAGES, NEAREST
from core.shop import OrderStatus
from core.shopparts import Paid
from core.smalltalk import Small
from core.turns import Asked, TicketState
from core.unread import PARTS
from core.work import Refusal
from handoff.allowances import Told
from handoff.cards import REASONS

WORDS = load_words()
ROOT = TEXTS.parent.parent
OTHERS = [language for language in languages() if language != FIRST]
SAYING = re.compile(r"(?:say|line|words)$")


class _Arguments(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


def arguments(language: str, *, buyers: bool = False) -> dict[str, frozenset[str]]:
    """Of every text, or of those alone that buyers read."""
    found = {}
    for file in (TEXTS / language).glob("*.ftl"):
        if buyers and is_for_staff(file.stem):
            continue
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            if isinstance(entry, Message):
                seen = _Arguments()
                seen.visit(entry)
                found[entry.id.name] = frozenset(seen.names)
    return found


def used_keys() -> Iterator[tuple[str, str]]:
    """Keys written out in `say("...")`, `line("...")`, `words(language, "...")`."""
    files = [file for folder in ("bots", "core", "handoff", "faq") for file in sorted((ROOT / folder).glob("*.py"))]
    for file in files:
        calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
        for call in (call for call in calls if SAYING.search(ast.unparse(call.func))):
            yield from ((file.name, key) for argument in call.args for key in _texts_in(argument))


def _texts_in(argument: ast.expr) -> Iterator[str]:
    constants = (node.value for node in ast.walk(argument) if isinstance(node, ast.Constant))
    return (value for value in constants if isinstance(value, str))


def test_buyers_have_four_languages_and_agents_two_and_chinese_is_the_first() -> None:
    assert languages() == list(LANGUAGES)
    assert languages()[0] == FIRST
    assert staff_languages() == ["zh", "en"]
    assert [nearest_for_staff(language) for language in LANGUAGES] == ["zh", "zh", "en", "en"]


@pytest.mark.parametrize("language", staff_languages()[1:])
def test_no_text_is_missing_and_none_too_many(language: str) -> None:
    assert len(WORDS.keys(FIRST)) > 200, "the texts were not found"
    assert WORDS.keys(language) ^ WORDS.keys(FIRST) == frozenset()


@pytest.mark.parametrize("language", OTHERS)
def test_buyers_find_all_that_is_said_to_them_in_their_own_language(language: str) -> None:
    first = arguments(FIRST, buyers=True).keys()
    assert len(first) > 200, "the texts were not found"
    assert WORDS.keys(language) >= first
    if language not in staff_languages():
        assert WORDS.keys(language) == first


def test_what_agents_read_is_marked_as_theirs_by_its_file() -> None:
    """What begins like a word for agents stands in no file of the buyers'."""
    mixed = [key for key in arguments(FIRST, buyers=True) if re.match(r"desk-|cli-|reason-|tried-|why-|.*-staff-", key)]
    assert mixed == []


@pytest.mark.parametrize("language", languages())
def test_labels_are_short_enough_for_buttons(language: str) -> None:
    """Two stand side by side on a phone; Discord takes 80 characters, and 100 for what a command does."""
    keys = arguments(FIRST, buyers=True)
    labels = {key: WORDS(language, key) for key in keys if key.startswith(("button-", "faq-category-"))}
    assert {key: text for key, text in labels.items() if key != "button-stale" and len(text) > 24} == {}
    commands = {key: WORDS(language, key) for key in keys if "-command-" in key or "-option-" in key}
    assert {key: text for key, text in commands.items() if len(text) > 100} == {}


@pytest.mark.parametrize("language", languages())
def test_a_button_that_a_text_names_is_called_so(language: str) -> None:
    """ "tap X" names a button of the same language."""
    keys = arguments(language, buyers=True)
    labels = {WORDS(language, key) for key in keys if key.startswith("button-")}
    tap = re.compile(
        r"(?:点|點|選|选)「([^」]+)」|(?:\btap|choose) \"([^\"]+)\"|\b(?:toca|elige) «([^»]+)»", re.IGNORECASE
    )
    sources = [file.read_text("utf-8") for file in (TEXTS / language).glob("*.ftl") if not is_for_staff(file.stem)]
    named = {next(filter(None, found)) for source in sources for found in tap.findall(source)}
    assert len(named) > 5
    assert named <= labels


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_takes_the_same_arguments_in_every_language(language: str) -> None:
    chinese, other = arguments(FIRST), arguments(language)
    differing = {key for key in chinese if chinese[key] != other.get(key, chinese[key])}
    assert differing == set()


def test_every_key_that_the_code_writes_out_exists() -> None:
    keys = [(file, key) for file, key in used_keys() if re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)+|sorry", key)]
    assert len(keys) > 60, "the code was not found"
    assert [(file, key) for file, key in keys if key not in WORDS.keys(FIRST)] == []


@pytest.mark.parametrize(
    ("pattern", "values"),
    [
        ("status-{}", OrderStatus),
        ("next-{}", OrderStatus),
        ("next-{}-nowhere", [OrderStatus.UNPAID, OrderStatus.EXPIRED]),
        ("desk-order-{}", [Paid.AT_GATEWAY, Paid.UNPAID]),
        ("refused-{}", Refusal),
        ("desk-refused-{}", Refusal),
        ("ask-{}", Asked),
        ("asked-again-{}", Asked),
        ("small-{}", Small),
        ("desk-state-{}", TicketState),
        ("reason-{}", sorted(REASONS)),
        ("channel-{}", sorted(CHANNELS)),
        ("link-{}", set(LinkStep)),
        ("desk-allowance-{}", Told),
        ("part-{}", sorted(PARTS)),
        ("{}", ["desk-open", "desk-open-none", "desk-search", "desk-search-none"]),
        ("month-{}", range(1, 13)),
    ],
)
def test_every_key_that_the_code_composes_exists(pattern: str, values: list[object]) -> None:
    assert {pattern.format(value) for value in values} <= WORDS.keys(FIRST)


@pytest.mark.parametrize("language", languages())
def test_words_are_short_enough_for_a_phone_and_address_the_buyer_alike(language: str) -> None:
    text = (TEXTS / language / "chat.ftl").read_text("utf-8")
    assert "您" not in text
    assert not re.search(r"\busted(?:es)?\b", text)
    assert all(len(line) < 180 for line in text.splitlines())


def test_arguments_are_filled_in_and_numbers_bend_words() -> None:
    assert WORDS("en", "wait-minutes", minutes=1) == "1 minute"
    assert WORDS("en", "wait-minutes", minutes=5) == "5 minutes"
    assert "KD1" in WORDS("zh", "keys-here", number="KD1", count=2)
    assert not re.search(r"[\u2066-\u2069]", WORDS("zh", "keys-here", number="KD1", count=2))


def test_an_unknown_language_reads_chinese() -> None:
    assert WORDS("fr", "button-cancel") == WORDS("zh", "button-cancel") == "取消"


def test_what_is_missing_in_a_language_is_said_in_chinese(tmp_path: Path) -> None:
    write(tmp_path / "zh" / "chat.ftl", "hello = 你好\nbye = 再见\n")
    write(tmp_path / "en" / "chat.ftl", "hello = Hello\n")
    words = load_words(tmp_path)
    assert (words("en", "hello"), words("en", "bye")) == ("Hello", "再见")


def test_spanish_borrows_from_english_and_traditional_chinese_from_simplified() -> None:
    for key in ("desk-nameless", "desk-card-orders"):
        assert {language: WORDS(language, key) for language in NEAREST} == {
            language: WORDS(near, key) for language, near in NEAREST.items()
        }


def test_an_unknown_key_and_a_missing_argument_are_told_by_name() -> None:
    with pytest.raises(UnknownText, match="no-such-text"):
        WORDS("zh", "no-such-text")
    with pytest.raises(BrokenText, match="choice-beyond"):
        WORDS("zh", "choice-beyond")


@pytest.mark.parametrize(
    ("source", "told"),
    [("hello = 你好\n= oops\n", "zh/chat.ftl line 2"), ("a = 1\na = 2\n", "stands twice")],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, source: str, told: str) -> None:
    write(tmp_path / "zh" / "chat.ftl", source)
    with pytest.raises(BrokenText, match=told):
        load_words(tmp_path)


def write(path: Path, source: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
