"""What somebody new is spoken to in."""

import pytest

from core.language import first_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我的邮箱 xiaoming@example.com", "zh"),
        ("my order is 302261122095245598, thanks!", "en"),
        ("I'm lost", "en"),
        ("привет", "en"),
        ("xiaoming@example.com", None),
        ("Pw12", None),
        ("302261122095245598 xiaoming@example.com Pw12", None),
        ("👋", None),
        ("", None),
    ],
)
def test_words_tell_the_language_and_addresses_and_codes_do_not(text: str, language: str | None) -> None:
    assert first_language(None, text) == language


def test_the_platform_is_believed_before_the_words() -> None:
    assert first_language("en-GB", "在吗") == "en"
    assert first_language("ja", "在吗") == "zh"
