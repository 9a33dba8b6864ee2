"""A Taiwanese and a Spanish buyer, from the first words to the key and to a person; and switching."""

from dataclasses import replace

import pytest
from msgspec import structs

from core.hanzi import hanzi
from core.turns import TicketState
from core.wishes import gives_up, speaks_of_keys, wants_keys, wants_my_orders, wants_order
from tests.unit.core.dialogue import WORDS, Dialogue
from tests.unit.core.fakeshop import NUMBER


def is_all_traditional(text: str) -> bool:
    return not hanzi().only_simplified & set(text)


# ------------------------------------------------------------------ Taiwan


def test_a_taiwanese_buyer_writes_traditional_and_is_answered_in_it() -> None:
    buyer = Dialogue(None)
    buyer.says("你好，我付了錢沒收到序號")
    assert buyer.memory.language == "zh-Hant"
    assert is_all_traditional(buyer.bot)
    buyer.says("選單")
    assert "需要什麼" in buyer.bot
    assert buyer.labels == ["查訂單", "重發序號", "常見問題", "轉人工", "語言 / Language"]
    buyer.presses("重發序號")
    assert "訂單編號" in buyer.bot


def test_a_taiwanese_buyer_gets_his_key() -> None:
    buyer = Dialogue("zh-TW")
    buyer.says("重發序號")
    buyer.says(NUMBER)
    assert "手機號碼" in buyer.bot
    buyer.says(buyer.shop.sales[NUMBER].contact)
    assert buyer.labels[0] == "沒設密碼"
    buyer.says(buyer.shop.sales[NUMBER].password)
    assert f"訂單 {NUMBER} 的序號" in buyer.bot
    assert is_all_traditional(buyer.bot)


def test_a_taiwanese_buyer_reaches_a_person_and_the_agents_read_their_own_language() -> None:
    buyer = Dialogue("zh-Hant-HK")
    buyer.says("幫我轉真人客服，謝謝")
    assert "已經幫你叫客服了" in buyer.bot
    assert buyer.ticket.state is TicketState.WAITING
    assert "繁体中文" in buyer.room


def test_hello_fits_both_scripts_and_the_next_words_tell() -> None:
    buyer = Dialogue(None)
    buyer.says("你好")
    assert buyer.memory.language == "zh"
    buyer.says("我買的點數還沒收到")
    assert buyer.memory.language == "zh-Hant"
    buyer.says("谢谢")
    assert buyer.memory.language == "zh-Hant"


# ------------------------------------------------------------------ Spain and Latin America


def test_a_spanish_buyer_is_answered_in_spanish() -> None:
    buyer = Dialogue(None)
    buyer.says("Hola")
    assert "asistente de 星卡小店" in buyer.bot
    assert buyer.labels == [
        "Buscar mi pedido",
        "Reenviar mi clave",
        "Preguntas frecuentes",
        "Hablar con una persona",
        "Idioma / Language",
    ]
    buyer.says("gracias!")
    assert "De nada" in buyer.bot


def test_a_spanish_buyer_gets_his_key() -> None:
    buyer = Dialogue("es-MX")
    buyer.says("no me llegó la clave")
    assert "número de pedido" in buyer.bot
    buyer.says(f"mi pedido es {NUMBER}")
    assert "¿qué correo" in buyer.bot
    buyer.says(buyer.shop.sales[NUMBER].contact)
    assert "contraseña de consulta" in buyer.bot
    buyer.says(f"contraseña: {buyer.shop.sales[NUMBER].password}")
    assert f"Aquí tienes la clave del pedido {NUMBER}" in buyer.bot
    assert any(answer.redact for answer in buyer.answers)


@pytest.mark.parametrize("word", ["ninguna", "No puse contraseña", "sin contraseña", "nunca puse contraseña"])
def test_a_spanish_buyer_may_have_set_no_password(word: str) -> None:
    buyer = Dialogue("es")
    buyer.says("buscar mi pedido")
    buyer.says(NUMBER)
    buyer.says(buyer.shop.sales[NUMBER].contact)
    buyer.says(word)
    assert buyer.memory.waiting is None


@pytest.mark.parametrize("word", ["cancelar", "Cancela", "déjalo", "¡olvídalo!", "no importa"])
def test_a_spanish_buyer_gives_up_asking(word: str) -> None:
    buyer = Dialogue("es")
    buyer.says("quiero ver mi pedido, por favor")
    buyer.says(word)
    assert "lo dejamos" in buyer.bot


def test_a_spanish_buyer_reaches_a_person_and_goes_back() -> None:
    buyer = Dialogue("es")
    buyer.says("Quiero hablar con una persona")
    assert "ya avisé a una persona" in buyer.bot
    assert "西班牙文" in buyer.room
    buyer.says("ya no hace falta")
    assert "Sigo yo contigo" in buyer.bot


def test_hi_is_english_until_spanish_words_follow() -> None:
    buyer = Dialogue(None)
    buyer.says("hi")
    assert buyer.memory.language == "en"
    buyer.says("¿dónde está mi pedido?")
    assert buyer.memory.language == "es"


def test_a_platform_that_speaks_is_not_overruled_by_words() -> None:
    buyer = Dialogue("en-US")
    buyer.says("gracias")
    assert buyer.memory.language == "en"


@pytest.mark.parametrize("words", ["buscar mi pedido", "Hola, ¿dónde está mi pedido?", "estado del pedido", "pedido"])
def test_orders_are_asked_for_in_spanish(words: str) -> None:
    assert wants_order(words)


@pytest.mark.parametrize("words", ["mis pedidos", "Ver mis compras", "historial de pedidos"])
def test_ones_own_orders_are_asked_for_in_spanish(words: str) -> None:
    assert wants_my_orders(words)


@pytest.mark.parametrize(
    "words",
    [
        "reenviar mi clave",
        "Por favor, reenvíame la clave",
        "No recibí el código",
        "perdí mi clave",
        "重發序號",
        "序號沒收到",
    ],
)
def test_keys_are_asked_for_in_spanish_and_traditional_chinese(words: str) -> None:
    assert wants_keys(words)


@pytest.mark.parametrize("words", ["KD1 no me llegó", "KD1 序號沒收到"])
def test_keys_are_spoken_of_among_other_words(words: str) -> None:
    assert speaks_of_keys(words)


@pytest.mark.parametrize("words", ["mi clave no funciona", "cómo cancelo", "un pedido muy grande para mi tienda"])
def test_other_spanish_words_are_left_to_the_faq(words: str) -> None:
    assert not any(wants(words) for wants in (wants_keys, wants_order, wants_my_orders, gives_up))


# ------------------------------------------------------------------ switching


def test_one_button_leads_to_four_languages_named_by_themselves() -> None:
    buyer = Dialogue("zh")
    buyer.opens()
    buyer.presses("语言 / Language")
    assert buyer.labels == ["简体中文", "繁體中文", "English", "Español"]
    buyer.presses("Español")
    assert "seguimos en español" in buyer.bot
    buyer.presses("Idioma / Language")
    buyer.says("2")
    assert "繁體中文聊" in buyer.bot
    buyer.says("hello")
    assert is_all_traditional(buyer.bot)
    assert "有什麼可以幫你" in buyer.bot


def test_a_picked_language_outlasts_the_platforms_and_the_words() -> None:
    buyer = Dialogue("es")
    buyer.says("繁體中文")
    person = structs.replace(buyer.conversation.buyer, language="en")
    buyer.conversation = replace(buyer.conversation, buyer=person)
    buyer.says("gracias")
    assert buyer.bot == WORDS("zh-Hant", "small-thanks")


@pytest.mark.parametrize(
    ("typed", "said"), [("zh-TW", "繁體中文聊"), ("zh-hant", "繁體中文聊"), ("ES", "en español"), ("zh", "用中文聊")]
)
def test_an_agent_sets_the_buyers_language(typed: str, said: str) -> None:
    buyer = Dialogue("en")
    buyer.says("human please")
    buyer.agent(f"/lang {typed}")
    assert "买家的语言改为" in buyer.room
    assert said in WORDS(buyer.memory.language or "", "language-set")


def test_labels_stand_side_by_side_where_a_phone_has_room_for_both() -> None:
    rows = {}
    for platform in ("zh", "zh-TW", "en", "es"):
        buyer = Dialogue(platform)
        buyer.opens()
        rows[platform] = [len(row) for row in buyer.said[0].buttons]
    assert rows == {"zh": [2, 2, 1], "zh-TW": [2, 2, 1], "en": [2, 2, 1], "es": [2, 1, 1, 1]}
