"""What somebody new is spoken to in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.hanzi import hanzi
from core.language import LANGUAGES, NEAREST, first_language, more_exactly, spoken_by
from core.reading import fold


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
    assert first_language("zh-TW", "hola") == "zh-Hant"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh_SG", "zh"),
        ("zh-Hans-HK", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh_HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-hant", "zh-Hant"),
        ("zh-Hant-MY", "zh-Hant"),
        ("es", "es"),
        ("es-419", "es"),
        ("ES_mx", "es"),
        ("en-GB", "en"),
        ("ja", None),
        ("est", None),
        ("", None),
    ],
)
def test_tags_of_platforms(tag: str, language: str | None) -> None:
    assert spoken_by(tag) == language


@pytest.mark.parametrize(
    "text",
    [
        "我付款了沒收到序號",
        "訂單",
        "幫我轉人工",
        "妳好",
        "在ㄇ",
        "我在群裡問過",
        "老闆在嗎",
        "臺灣",
        "Steam 點數卡沒收到 QQ",
    ],
)
def test_traditional_characters_are_answered_in_traditional_ones(text: str) -> None:
    assert first_language(None, text) == "zh-Hant"


@pytest.mark.parametrize(
    "text",
    ["你好", "在", "后面只有一台", "余干面里", "乾隆", "我要《魔獸世界》的卡密为什么没到", "群里问过", "著名的"],
)
def test_characters_of_both_scripts_and_a_quoted_title_prove_nothing(text: str) -> None:
    assert first_language(None, text) == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "hola",
        "Gracias!",
        "¿Y mi clave?",
        "¿?",
        "no me llego la clave pero ya pague",
        "No me llegó la clave",
        "buenos días",
        "QUIERO HABLAR CON UNA PERSONA",
        "mi pedido",
        "por favor",
        "compré ayer",
        "el código no funciona",
        "España",
    ],
)
def test_spanish_is_told_by_its_letters_and_its_small_words(text: str) -> None:
    assert first_language(None, text) == "es"


@pytest.mark.parametrize(
    "text",
    [
        "El Salvador gift card",
        "j'ai payé mais je n'ai pas reçu la clé",
        "não recebi a chave, obrigado",
        "non mi è arrivata la chiave con il gioco",
        "Pokémon key",
        "wo ist mein key",
        "Xin chào, tôi chưa nhận được mã",
        "me and my son",
    ],
)
def test_names_and_neighbours_of_spanish_are_not_taken_for_it(text: str) -> None:
    assert first_language(None, text) == "en"


def test_where_the_words_fit_two_languages_the_shops_own_is_spoken() -> None:
    assert first_language(None, "你好", "zh-Hant") == "zh-Hant"
    assert first_language(None, "你们好", "zh-Hant") == "zh"
    assert first_language(None, "你們好", "zh") == "zh-Hant"
    assert first_language(None, "Steam 50", "es") == "es"
    assert first_language(None, "where is my key", "es") == "en"


def test_later_words_say_more_exactly_which_language_it_is_and_never_another() -> None:
    assert more_exactly("zh", "沒收到") == "zh-Hant"
    assert more_exactly("en", "¿y mi clave?") == "es"
    assert more_exactly("zh", "This code has been redeemed") == "zh"
    assert more_exactly("zh-Hant", "为什么") == "zh-Hant"
    assert more_exactly("es", "ok") == "es"


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_whatever_is_written_gets_a_language_of_ours_or_none(text: str, home: str) -> None:
    assert first_language(None, text, home) in {*LANGUAGES, None}
    assert more_exactly(home, text) in {home, *(one for one, near in NEAREST.items() if near == home)}


def test_the_scripts_have_thousands_of_characters_of_their_own_and_none_in_common() -> None:
    known = hanzi()
    assert len(known.only_traditional) > 3000
    assert len(known.only_simplified) > 2000
    assert not known.only_traditional & known.only_simplified
    assert known.leaning("訂單") == 2
    assert known.leaning("订单") == -2


@given(st.text(alphabet=sorted(hanzi().only_traditional), max_size=20))
def test_no_traditional_character_is_left_when_a_text_is_folded(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert not [one for one in fold(text) if one in hanzi().only_traditional and ord(one) in hanzi().simpler]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("訂單編號", "订单编号"), ("帳號", "账号"), ("Código ÑANDÚ", "codigo nandu"), ("¿Qué?", "¿que?"), ("½≠", "½≠")],
)
def test_folding_takes_off_accents_and_strokes(typed: str, read: str) -> None:
    assert fold(typed) == read
