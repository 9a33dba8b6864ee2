"""What agents type with a slash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.commands import Command, is_inside, pressed_command, read_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/take", Command("take")),
        ("／TAKE", Command("take")),
        ("/Close 祝你顺利", Command("close", "祝你顺利")),
        ("/close\n第一行\n第二行", Command("close", "第一行\n第二行")),
        ("/resend@kamidesk_bot KD1", Command("resend", "KD1")),
        ("/order  KD20251122000017 ", Command("order", "KD20251122000017")),
        ("/note 这人很急", Command("note", "这人很急")),
        ("/接单", Command("take")),
        ("/重发", Command("resend")),
        ("/lang EN", Command("lang", "EN")),
        ("/?", Command("help")),
        ("/clsoe", Command("")),
        ("/", Command("")),
    ],
)
def test_commands(text: str, command: Command) -> None:
    assert read_command(text) == command


@pytest.mark.parametrize("text", ["你好", "1/2 张卡", "//内部", "／／ 内部", "see https://a.b", ""])
def test_words_are_no_commands(text: str) -> None:
    assert read_command(text) is None


@pytest.mark.parametrize("text", ["//x", "／／x", "/／ x", "  // x"])
def test_two_slashes_stay_inside(text: str) -> None:
    assert is_inside(text)


def test_buttons_are_commands() -> None:
    assert pressed_command("desk:take") == Command("take")
    assert pressed_command("desk:release:35.7") == Command("release", "35.7")
    assert pressed_command("desk:explode") == Command("")
    assert pressed_command("order") is None


@given(st.text(max_size=200))
def test_reading_never_fails(text: str) -> None:
    read_command(text)
    is_inside(text)
    pressed_command(text)
